"""What customers say of how it was is kept, told truthfully, and seen at the next suggestion."""

from pathlib import Path

import pytest

from memory.models import Purpose
from tests.agent.talking import Talk, talking
from tools.models import CardKind
from tools.recommend.evidence import Verdict


async def verdicts(talk: Talk) -> list[Verdict]:
    """What is kept of bookings, newest first."""
    return [each for each in await talk.concierge.front.feedback.of(talk.customer) if each.booking]


async def stars(talk: Talk) -> dict[str, int]:
    return {str(each.features["thing"]): each.stars for each in await verdicts(talk)}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("the hotel last time was awful", {"Casa do Limoeiro": 1}),
        ("5 stars for Casa do Limoeiro", {"Casa do Limoeiro": 5}),
        ("I'd give the hotel in Vienna 8/10", {"Pension Nussbaum": 4}),
        ("the room in Copenhagen wasn't good", {"Nordhus Frederiksberg": 2}),
        (
            "Casa do Limoeiro was lovely but the flight to Porto was delayed",
            {"Casa do Limoeiro": 4, "Berlin ⇄ Porto": 2},
        ),
        ("Das Hotel letztes Mal war furchtbar", {"Casa do Limoeiro": 1}),
        ("5 Sterne für Pension Nussbaum", {"Pension Nussbaum": 5}),
        ("l'hôtel à Porto était horrible", {"Casa do Limoeiro": 1}),
        ("la última vez el hotel fue un desastre", {"Casa do Limoeiro": 1}),
        ("adorámos o hotel em Viena", {"Pension Nussbaum": 5}),
    ],
)
async def test_praise_and_blame_are_kept_with_what_was_booked(tmp_path: Path, words: str, kept: dict[str, int]) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(words)
        found = await stars(talk)
        assert {title.partition(",")[0]: number for title, number in found.items()} == kept


@pytest.mark.parametrize(
    "words",
    [
        "I need a hotel with 5 stars for 3 nights in Lisbon from 10 December",
        "a 4 star hotel in Porto",
        "was the hotel in Vienna good?",
        "the second hotel is nice",
        "we were late for dinner",
        "we loved the dinner",
        "I don't like loud places",
    ],
)
async def test_wishes_questions_and_what_was_never_booked_are_no_ratings(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(words)
        assert await stars(talk) == {}


async def test_where_several_may_be_meant_it_asks_and_takes_the_answer(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        asked = await talk.say("the hotel was terrible")
        assert all(title in asked.text for title in ("Casa do Limoeiro", "Pension Nussbaum", "Nordhus Frederiksberg"))
        assert await stars(talk) == {}
        told = await talk.say("the one in Vienna")
        assert "Pension Nussbaum" in told.text
        (kept,) = await verdicts(talk)
        assert (kept.stars, kept.words) == (1, "the hotel was terrible")


async def test_what_was_not_had_through_us_is_said_to_be_unknown(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        assert "noted nothing" in (await talk.say("the driver was late")).text
        assert "noted nothing" in (await talk.say("5 stars for Casa da Maré")).text


async def test_after_a_complaint_a_yes_brings_a_person_and_a_no_none(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        assert "colleague" in (await talk.say("the hotel last time was awful")).text
        assert (await talk.say("yes please")).tools == [("hand_over", "ok")]
        again = await talk.again()
        await again.say("the flight last time was horrible")
        assert (await again.say("no thanks")).tools == []


async def test_what_was_liked_or_not_is_a_reason_at_the_next_search(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        search = "hotels in Vienna from 14 to 16 December"
        await talk.say("Pension Nussbaum was wonderful, the best breakfast")
        liked = (await (await talk.again()).say(search)).cards(CardKind.OFFERS)[0]["offers"]
        assert any("which you liked" in reason["text"] for offer in liked for reason in offer["reasons"])
        await talk.say("Pension Nussbaum was awful, really")
        disliked = (await (await talk.again()).say(search)).cards(CardKind.OFFERS)[0]["offers"]
        assert not any("which you liked" in reason["text"] for offer in disliked for reason in offer["reasons"])
        assert [offer["title"] for offer in liked] != [offer["title"] for offer in disliked]


async def test_the_newest_word_on_a_booking_counts_and_nothing_without_consent(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("Casa do Limoeiro was awful")
        await talk.say("Casa do Limoeiro was lovely after all")
        assert await stars(talk) == {"Casa do Limoeiro": 4}
        consents = talk.concierge.memory.consents
        await consents.decide(talk.customer, Purpose.PURCHASE_HISTORY, False, "test")
        told = await talk.say("Pension Nussbaum was awful")
        assert "not allowed" in told.text
        assert await stars(talk) == {"Casa do Limoeiro": 4}


async def test_a_wish_beside_it_is_granted_too_and_takes_nothing_from_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("the hotel in Vienna was great, find me one in Porto from 10 to 12 December")
        assert ("search_hotels", "ok") in turn.tools
        assert await stars(talk) == {"Pension Nussbaum": 4}


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("I was hoping for a good hotel in Porto from 5 to 8 February", "mara"),
        ("Ich hätte gern ein gutes Hotel in Porto vom 5. bis 8. Februar", "mara"),
        ("j'ai besoin d'un bon hôtel à Porto du 5 au 8 février", "mara"),
        ("un hotel con encanto en Oporto del 5 al 8 de febrero", "mara"),
        ("tinha pensado num bom hotel no Porto de 5 a 8 de fevereiro", "mara"),
    ],
)
async def test_a_good_hotel_that_is_wished_for_is_no_opinion_of_one(tmp_path: Path, text: str, customer: str) -> None:
    async with talking(tmp_path, customer) as talk:
        turn = await talk.say(text)
        assert [name for name, _ in turn.tools] == ["search_hotels"]
        assert await stars(talk) == {}


async def test_a_wish_beside_an_opinion_is_granted_too(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("the hotel in Porto was great, I'd like to go again from 5 to 8 February")
        assert "search_hotels" in [name for name, _ in turn.tools]
        assert await stars(talk) == {"Casa do Limoeiro": 4}
