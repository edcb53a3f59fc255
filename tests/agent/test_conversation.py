"""A customer plans, books, comes back and is known: the whole concierge with its embedded model and real parts."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.agent.talking import talking
from tools.models import CardKind

TRIP = "I need to be in Lisbon from Thursday 10 December for three nights, flights from Berlin and somewhere quiet"


async def test_a_trip_is_found_chosen_confirmed_and_booked(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        found = await talk.say(TRIP)
        assert sorted(found.tools) == [("search_flights", "ok"), ("search_hotels", "ok")]
        offers = {card["kind"]: card["offers"] for card in found.cards(CardKind.OFFERS)}
        assert all(offer["reasons"] for shown in offers.values() for offer in shown)
        await talk.say("the second hotel")
        terms = await talk.say("what if I cancel?")
        assert offers["hotel"][1]["terms"] in terms.text
        asked = await talk.say("book it")
        card = asked.cards(CardKind.CONFIRMATION)[-1]
        assert {item["title"] for item in card["items"]} == {
            offers["hotel"][1]["title"],
            offers["flight"][0]["title"],
        }
        assert await talk.booked() == []
        done = await talk.say("yes, book it")
        receipt = done.cards(CardKind.RECEIPT)[0]
        assert {each["title"] for each in receipt["bookings"]} == {item["title"] for item in card["items"]}
        assert all(re.fullmatch(r"[A-Z]{3}-[A-Z0-9]{6}", each["reference"]) for each in receipt["bookings"])
        assert len(await talk.booked()) == 2


async def test_dinner_joins_the_trip_and_only_fitting_places_are_shown(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        await talk.say("book the first one")
        await talk.click(accepted=True)
        found = await talk.say("and a table for two on Friday evening, I'm vegan")
        items = found.results("search_restaurants")[0]["items"]
        assert items
        assert all("vegan" in item["features"]["diets"] for item in items)
        assert "vegan" in str(found.cards(CardKind.MEMORY))
        await talk.say("book the first one")
        await talk.click(accepted=True)
        trips = (await talk.say("what have I booked?")).cards(CardKind.ITINERARY)[0]["trips"]
        assert [sorted(each["kind"] for each in trip["bookings"]) for trip in trips] == [["hotel", "restaurant"]]


async def test_a_booking_is_changed_and_cancelled(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a table for two in Lisbon on Friday 11 December at 20:00")
        await talk.say("book the first one")
        await talk.click(accepted=True)
        asked = await talk.say("change it to Saturday")
        assert asked.tools[-1] == ("change_booking", "awaiting_confirmation")
        changed = await talk.click(accepted=True)
        assert "Sat, 12 Dec" in str(changed.cards(CardKind.RECEIPT))
        await talk.say("cancel the dinner")
        await talk.click(accepted=True)
        assert await talk.booked() == []


async def test_no_means_no_and_nothing_is_booked(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        await talk.say("book the first one")
        await talk.say("no")
        await talk.click(accepted=True)
        assert await talk.booked() == []


@pytest.mark.parametrize("words", ["yes, but make it four nights", "what does it cost?", "is breakfast included?"])
async def test_a_question_or_a_but_books_nothing(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        await talk.say("book the first one")
        await talk.say(words)
        assert await talk.booked() == []


async def test_a_yes_after_the_talk_moved_on_asks_anew_instead_of_booking(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        card = (await talk.say("book the first one")).cards(CardKind.CONFIRMATION)[-1]
        await talk.say("what is the weather like in Lisbon in December?")
        again = await talk.say("yes")
        assert await talk.booked() == []
        assert again.confirmation == card["confirmation"]
        await talk.say("yes")
        assert await talk.booked() == [card["items"][0]["title"]]


@pytest.mark.parametrize(
    ("words", "titles"),
    [("yes", 1), ("book everything", 2), ("book both of them", 2)],
)
async def test_what_was_found_since_is_set_out_along_only_where_all_is_to_be_booked(
    tmp_path: Path, words: str, titles: int
) -> None:
    async with talking(tmp_path, "jonas") as talk:
        for wish in ("Porto next Tuesday from Berlin, one way", "book the first one", "and a taxi from the airport"):
            await talk.say(wish)
        turn = await talk.say(words)
        (card,) = turn.cards(CardKind.CONFIRMATION)
        assert len(card["items"]) == titles
        assert turn.text.count("Please check") == 1
        assert await talk.booked() == []


async def test_asking_about_what_is_to_be_confirmed_keeps_the_yes_open(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        await talk.say("book the first one")
        await talk.say("what if I cancel?")
        await talk.say("yes, book it")
        assert len(await talk.booked()) == 1


async def test_a_confirmation_outlives_a_restart_and_works_once(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        await talk.say("book the first one")
    async with talking(tmp_path) as restarted:
        restarted.thread, restarted.turns = talk.thread, talk.turns
        await restarted.click(accepted=True)
        await restarted.click(accepted=True)
        assert len(await restarted.booked()) == 1


async def test_an_expired_confirmation_is_not_executed(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        await talk.say("book the first one")
        talk.clock.advance(timedelta(hours=3))
        await talk.click(accepted=True)
        assert await talk.booked() == []


async def test_the_same_message_twice_is_one_turn(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        first = await talk.say("hello", message="once")
        second = await talk.say("hello", message="once")
        assert first.text
        assert second.text == ""


async def test_next_time_it_picks_up_and_knows(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(TRIP)
        await talk.say("I'm vegan")
        talk.clock.advance(timedelta(days=2))
        later = await talk.again()
        assert "Lisbon" in (await later.open()).text
        known = await later.say("what do you know about me?")
        assert "vegan" in known.text
        await later.say("forget that I'm vegan")
        assert "vegan" not in (await later.say("what do you know about me?")).text


async def test_two_colleagues_get_different_answers_inside_one_policy(tmp_path: Path) -> None:
    sentence = "a hotel in Lisbon from 10 to 13 December"
    async with talking(tmp_path, customer="jonas") as jonas:
        aylin = await jonas.again("aylin")
        answers = [(await talk.say(sentence)).results("search_hotels")[0] for talk in (jonas, aylin)]
    first, second = (answer["items"][0] for answer in answers)
    assert first["title"] != second["title"]
    assert answers[0]["total"] == answers[1]["total"]
    assert {reason["kind"] for reason in first["reasons"]} & {"said_before", "past_trips", "profile"}


async def test_without_consent_it_works_and_learns_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path, customer="elena") as talk:
        consents = await talk.concierge.memory.consents.current(talk.customer)
        assert consents.granted == frozenset()
        found = await talk.say("I'm vegan. A hotel in Porto from 10 to 12 December for one")
        reasons = {reason["kind"] for item in found.results("search_hotels")[0]["items"] for reason in item["reasons"]}
        assert reasons <= {"said_now", "context", "promotion"}
        assert await talk.concierge.memory.facts.list(talk.customer) == ()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "asdkjh qwe zxc",
        "🙂🙂🙂",
        "a hotel in Atlantis tomorrow",
        "a hotel in Lisbon yesterday",
        "x" * 100_000,
        "a hotel in Lisbon from 10 to 13 December for 400 people",
        "a table for 0 people in Lisbon on Friday at 8pm",
    ],
    ids=lambda words: words[:24] or "empty",
)
async def test_what_cannot_be_done_gets_a_clear_sentence_and_the_talk_goes_on(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        answer = await talk.say(words)
        assert answer.events[-1].type == "turn_finished"
        assert len(answer.text) > 10
        assert (await talk.say("a hotel in Porto from 10 to 12 December for one")).cards(CardKind.OFFERS)


async def test_a_partner_that_is_down_is_named_and_the_others_answer(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        world = talk.concierge.world
        world.fail("casita", "down")
        found = await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        assert found.cards(CardKind.OFFERS)[0]["offers"]
        assert "Casita" in found.text


async def test_a_table_for_the_whole_family_heeds_a_childs_allergy(tmp_path: Path) -> None:
    async with talking(tmp_path, "ines") as talk:
        found = (await talk.say("a table in Porto on Saturday 12 December at 19:30 for four")).results(
            "search_restaurants"
        )
        assert found[0]["items"]
        assert all("nuts" in item["features"]["free_from"] for item in found[0]["items"])
        assert any("Léo" in note for note in found[0]["notes"])
        alone = (await talk.say("a table in Porto on Saturday 12 December at 19:30 for one")).results(
            "search_restaurants"
        )
        assert not any("Léo" in note for note in alone[0]["notes"])


async def test_a_dish_that_a_kitchen_cooks_is_not_denied_because_it_is_not_its_style(tmp_path: Path) -> None:
    async with talking(tmp_path, "camille") as talk:
        shown = (await talk.say("a table in Lyon on Saturday 12 December at 8 pm for two")).results(
            "search_restaurants"
        )
        answer = (await talk.say("is the second one truly vegan?")).text
        assert shown[0]["items"][1]["title"] in answer
        assert answer.startswith("Yes")


async def test_what_the_company_allows_is_told(tmp_path: Path) -> None:
    async with talking(tmp_path, "aylin") as talk:
        told = await talk.say("what does our travel policy say about hotels?")
        assert told.tools == [("travel_policy", "ok")]
        assert "€190 a night" in told.text
        assert "€450" not in told.text
    async with talking(tmp_path / "another", "mara") as talk:
        assert (await talk.say("what is my travel policy?")).tools == [("travel_policy", "ok")]


@pytest.mark.parametrize(
    ("customer", "line", "without"),
    [
        ("mara", "a table for four in Seville on Saturday at 9 pm, I'm allergic to shellfish", "shellfish"),
        (
            "elena",
            "una mesa para dos en Madrid el viernes a las nueve de la noche, tengo alergia al marisco",
            "shellfish",
        ),
    ],
)
async def test_an_allergy_said_with_the_wish_is_no_taste(
    tmp_path: Path, customer: str, line: str, without: str
) -> None:
    async with talking(tmp_path, customer) as talk:
        items = (await talk.say(line)).results("search_restaurants")[0]["items"]
        assert items
        assert all(without in item["features"]["free_from"] for item in items)


async def test_what_is_booked_is_listed_straight_after_booking(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Vienna from 17 to 19 December")
        await talk.say("book the second one")
        await talk.click(accepted=True)
        assert (await talk.say("so what have I got booked now?")).tools == [("list_bookings", "ok")]


async def test_everything_is_cancelled_with_one_yes(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December and flights from Berlin")
        await talk.say("book both")
        await talk.click(True)
        assert len(await talk.booked()) == 2
        asked = await talk.say("cancel everything")
        (card,) = asked.cards(CardKind.CONFIRMATION)
        assert [one["action"] for one in card["items"]] == ["cancel", "cancel"]
        await talk.click(True)
        assert await talk.booked() == []
