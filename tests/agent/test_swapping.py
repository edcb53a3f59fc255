"""What is booked gives way to something else with one yes, and only when that is there."""

from pathlib import Path

import pytest

from tests.agent.talking import Talk, talking
from tools.models import CardKind

ROME = "a hotel in Rome from 12 to 15 December"
HAMBURG = "Ein Hotel in Hamburg vom 10. bis 12. Dezember"
SWAPS = [
    ("peter", ROME, "the second", "book it", "actually cancel that and book the first one instead"),
    ("mara", ROME, "the third one", "book it", "could we swap? I'd rather have the first"),
    ("greta", HAMBURG, "das zweite", "bitte buchen", "ich möchte doch lieber das erste statt diesem"),
]


async def booked_one(talk: Talk, asked: str, choose: str, book: str) -> list[str]:
    """Titles shown, after one of them was booked."""
    shown = (await talk.say(asked)).cards(CardKind.OFFERS)[-1]["offers"]
    await talk.say(choose)
    await talk.say(book)
    await talk.click(True)
    return [str(each["title"]) for each in shown]


@pytest.mark.parametrize(("who", "asked", "choose", "book", "swap"), SWAPS)
async def test_one_yes_books_the_other_and_gives_up_the_first(
    tmp_path: Path, who: str, asked: str, choose: str, book: str, swap: str
) -> None:
    async with talking(tmp_path / "home", who) as talk:
        titles = await booked_one(talk, asked, choose, book)
        before = await talk.booked()
        turn = await talk.say(swap)
        [card] = turn.cards(CardKind.CONFIRMATION)
        assert [each["action"] for each in card["items"]] == ["book", "cancel"]
        assert await talk.booked() == before
        done = await talk.click(True)
        assert await talk.booked() == [titles[0]]
        assert before[0] in done.text


async def test_a_swap_that_is_declined_changes_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "peter") as talk:
        await booked_one(talk, "hotel in Edinburgh 18-20 December", "the second", "book it")
        before = await talk.booked()
        await talk.say("swap it for the first one")
        await talk.click(False)
        assert await talk.booked() == before


async def test_only_one_kind_of_what_is_chosen_is_booked_when_that_is_said(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "aylin") as talk:
        await talk.say("Zurich from 14 to 16 December: flight from Berlin and a calm hotel")
        await talk.say("the second flight and the first hotel")
        [card] = (await talk.say("book just the hotel for now")).cards(CardKind.CONFIRMATION)
        assert [each["kind"] for each in card["items"]] == ["hotel"]
        await talk.click(True)
        assert "Skylark" in (await talk.say("now the flight as well")).text
