"""What was liked in one session is what "the one I liked" means in the next; nothing else is booked for it."""

from pathlib import Path

import pytest

from tests.agent.talking import Turn, talking
from tools.models import CardKind


def titles(turn: Turn) -> list[str]:
    return [str(each["title"]) for each in turn.cards(CardKind.OFFERS)[-1]["offers"]]


@pytest.mark.parametrize(
    ("who", "asked", "liked", "back", "book"),
    [
        (
            "mara",
            "a hotel in Copenhagen from 14 to 17 December",
            "I like the third, but let me sleep on it",
            "I'll take the hotel I liked yesterday",
            "book it",
        ),
        (
            "mara",
            "a hotel in Rome from 12 to 15 December",
            "the second one",
            "what about the one from last time?",
            "book it",
        ),
        (
            "greta",
            "Ein Hotel in Hamburg vom 10. bis 12. Dezember",
            "das zweite",
            "ich nehme das von gestern",
            "bitte buchen",
        ),
        ("camille", "un hôtel à Lyon du 12 au 14 décembre", "le deuxième", "je prends celui d'hier", "réserve-le"),
    ],
)
async def test_what_was_liked_is_found_again_in_the_next_session(
    tmp_path: Path, who: str, asked: str, liked: str, back: str, book: str
) -> None:
    async with talking(tmp_path / "home", who) as talk:
        shown = titles(await talk.say(asked))
        await talk.say(liked)
        meant = shown[2] if "third" in liked else shown[1]
        talk = await talk.again()
        assert meant in (await talk.open()).text
        assert f"**{meant}**" in (await talk.say(back)).text
        [card] = (await talk.say(book)).cards(CardKind.CONFIRMATION)
        assert [each["title"] for each in card["items"]] == [meant]


async def test_where_nothing_was_liked_nothing_is_booked_for_it(tmp_path: Path) -> None:
    async with talking(tmp_path / "home") as talk:
        await talk.say("a hotel in Copenhagen from 14 to 17 December")
        talk = await talk.again()
        await talk.open()
        turn = await talk.say("book the one I liked")
        assert not turn.cards(CardKind.CONFIRMATION)
        assert turn.cards(CardKind.OFFERS)
