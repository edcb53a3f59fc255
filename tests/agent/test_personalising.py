"""What suggestions rest on is the customer's to decide: switched in words, at once, and remembered."""

from pathlib import Path
from typing import Any

import pytest

from tests.agent.talking import Talk, Turn, talking
from tools.models import CardKind, ReasonKind
from tools.recommend.evidence import PERSONAL
from tools.recommend.gather import switched_off

SEARCH = "a hotel in Lisbon from 10 December for three nights"


def kinds(turn: Turn) -> set[str]:
    offers: list[dict[str, Any]] = turn.cards(CardKind.OFFERS)[-1]["offers"]
    return {reason["kind"] for offer in offers for reason in offer["reasons"]}


async def off(talk: Talk) -> set[ReasonKind]:
    return set(switched_off(await talk.concierge.memory.consents.current(talk.customer)))


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("stop using my past trips", {ReasonKind.PAST_TRIPS}),
        ("don't use my profile", {ReasonKind.PROFILE}),
        ("ignore what other people like", {ReasonKind.SIMILAR_CUSTOMERS}),
        ("ignore what you know about me", set(PERSONAL)),
        ("show me without personalisation", set(PERSONAL)),
        ("verwende meine früheren Reisen nicht mehr", {ReasonKind.PAST_TRIPS}),
        ("ignore ce que tu sais de moi", set(PERSONAL)),
        ("no uses mis viajes anteriores", {ReasonKind.PAST_TRIPS}),
        ("sem personalização, por favor", set(PERSONAL)),
        ("a hotel without breakfast", set()),
        ("what do you know about me?", set()),
        ("show my bookings again", set()),
    ],
)
async def test_what_is_to_be_left_out_is_understood(tmp_path: Path, words: str, left_out: set[ReasonKind]) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(words)
        assert await off(talk) == left_out


async def test_without_personalisation_nothing_personal_is_cited_until_it_is_wanted_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        assert kinds(await talk.say(SEARCH)) & PERSONAL
        assert not kinds(await talk.say("ignore what you know about me")) & PERSONAL
        later = await talk.again()
        turn = await later.say(SEARCH)
        assert not kinds(turn) & PERSONAL
        assert "you told me" not in turn.text
        assert "keep in mind" not in turn.text
        assert kinds(await later.say("personalise again")) & PERSONAL


async def test_use_it_again_takes_back_what_was_switched_off(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(SEARCH)
        await talk.say("stop using my past trips")
        told = await talk.say("use it again")
        assert told.tools == [("dont_use_reason", "ok")]
        assert await off(talk) == set()


async def test_the_reason_that_was_just_given_is_left_out(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(SEARCH)
        await talk.say("why the first one?")
        await talk.say("don't use that")
        assert await off(talk) == {ReasonKind.SAID_BEFORE}


async def test_a_reason_is_left_out_by_its_button_on_the_card(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        offers = (await talk.say(SEARCH)).cards(CardKind.OFFERS)[-1]["offers"]
        text = next(each["text"] for each in offers[0]["reasons"] if each["kind"] == "past_trips")
        await talk.say(f"Don’t use this reason: “{text}”")
        assert await off(talk) == {ReasonKind.PAST_TRIPS}


async def test_what_must_hold_is_said_to_hold(tmp_path: Path) -> None:
    async with talking(tmp_path, customer="jonas") as talk:
        assert "travel policy" in (await talk.say("show me without personalisation")).text


async def test_a_gift_ends_when_it_is_for_the_customer_after_all(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(SEARCH)
        assert not kinds(await talk.say("it's a present for my sister")) & PERSONAL
        assert kinds(await talk.say("no, it's for me after all")) & PERSONAL


async def test_whether_a_place_is_paid_for_is_answered_from_the_offer(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        offers = (await talk.say(SEARCH)).cards(CardKind.OFFERS)[-1]["offers"]
        assert not offers[0]["sponsored"]
        assert "nobody pays" in (await talk.say("is the first one an ad?")).text
        assert "nobody pays" in (await talk.say("did you get paid for that?")).text


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("I'm looking for a hotel in Lisbon from 10 to 13 December as a present for my mother", "my mother"),
        ("a gift for my parents: a hotel in Lisbon from 10 to 13 December", "my parents"),
        ("Ich suche ein Geschenk für meinen Bruder: ein Hotel in Lissabon vom 10. bis 13. Dezember", "meinen Bruder"),
        ("un hôtel à Lisbonne du 10 au 13 décembre comme cadeau pour ma mère", "ma mère"),
    ],
)
async def test_a_gift_told_in_the_same_breath_is_looked_for_without_ones_own_taste(
    tmp_path: Path, said: str, who: str
) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        turn = await talk.say(said)
        traveller = await talk.concierge.front.house.parties.traveller(talk.customer, talk.thread)
    assert traveller == f"third:{who}"
    assert not kinds(turn) & PERSONAL
    assert who in turn.text


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("A hotel in Porto from 10 to 13 December for my parents", "my parents"),
        ("find a table for two in Lisbon on Friday at 8pm for my sister and her husband", "my sister and her husband"),
        ("Hotel in Lissabon vom 10. bis 13. Dezember für meine Eltern", "meine Eltern"),
        ("Un hôtel à Lisbonne du 10 au 13 décembre pour ma sœur et son mari", "ma sœur et son mari"),
        ("Necesito un hotel en Lisboa del 10 al 13 de diciembre para mis padres", "mis padres"),
        ("Um hotel em Lisboa de 10 a 13 de dezembro para os meus pais", "os meus pais"),
        ("A hotel in Porto from 10 to 13 December for my parents and me", ""),
        ("A hotel in Porto from 10 to 13 December for my parents' anniversary, for two", ""),
        ("A table in Lisbon on Friday at 8pm for my wife's birthday, four people", ""),
        ("Une table à Lisbonne vendredi à 20 h pour ma femme et moi", ""),
        ("I built a house for my parents", ""),
        ("A room in Lisbon 5 to 8 February with an extra bed for my daughter", ""),
        ("A flight to Lisbon on Friday to pick up a painting for my boss", ""),
        ("Ein Zimmer in Wien vom 5. bis 8. Februar mit Zustellbett für meine Tochter", ""),
        ("A hotel with a pool in Lisbon from 5 to 8 February for my parents", "my parents"),
    ],
)
async def test_what_somebody_else_travels_on_is_not_held_to_be_the_customer_s_taste(
    tmp_path: Path, said: str, who: str
) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        await talk.say(said)
        traveller = await talk.concierge.front.house.parties.traveller(talk.customer, talk.thread)
    assert traveller == (f"third:{who}" if who else "customer")


async def test_what_is_booked_for_others_teaches_nothing_until_one_goes_along(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        front = talk.concierge.front
        await talk.say("a hotel in Porto from 10 to 13 December for two")
        before = len(await front.feedback.of(talk.customer))
        assert "my parents" in (await talk.say("it's for my parents")).text
        await talk.say("book the first one")
        await talk.click(accepted=True)
        assert next(iter(await front.ledger.upcoming(talk.customer))).traveller == "third:my parents"
        assert len(await front.feedback.of(talk.customer)) == before
        turn = await talk.say("a table for my wife and me in Lisbon on Friday at 8pm")
        assert await front.house.parties.traveller(talk.customer, talk.thread) == "customer"
        assert turn.results("search_restaurants")[0]["request"]["party"] == 2


async def test_for_oneself_again_and_what_is_wanted_in_one_breath(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        await talk.say("a gift for my parents: a hotel in Lisbon from 10 to 13 December")
        turn = await talk.say("Now for me again: a hotel in Rome from 15 to 17 December")
        traveller = await talk.concierge.front.house.parties.traveller(talk.customer, talk.thread)
    assert traveller == "customer"
    assert turn.results("search_hotels")[0]["request"]["city"] == "Rome"
    assert kinds(turn) & PERSONAL
