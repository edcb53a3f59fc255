"""What nobody chose yet gets a place now and then: it is said, noted with its propensity, and never dear."""

from pathlib import Path

import pytest

from memory.models import Purpose
from tests.tools.workshop import ANNA, BEN, offer, open_workshop
from tools.recommend.chances import Chance
from tools.testing import ScriptedPartner

KNOWN = [offer(f"bike {number}", euros=20 + number) for number in range(5)]
NEW, DEAR = offer("new bike", euros=40), offer("dear bike", euros=60)


async def shown_to_ben(home: Path, **exploration: float) -> tuple[list[str], list[str], tuple[Chance, ...]]:
    """What Ben is shown and told, and what is noted: five bicycles are known from bookings, then two more come in."""
    velo = ScriptedPartner("velo", KNOWN)
    async with open_workshop(home, [velo], exploration=exploration) as shop:
        for purpose in (Purpose.SIMILAR_CUSTOMERS, Purpose.PURCHASE_HISTORY):
            await shop.memory.decide(ANNA, purpose, True, "widget")
        for known in KNOWN:
            await shop.book((await shop.ids())[known.title])
        await shop.front.people.learn()
        velo.stock |= {one.ref: one for one in (NEW, DEAR)}
        found = await shop.call("search_bikes", BEN, city="Lisbon", date="2026-12-10")
        titles = [item["title"] for item in found.content["items"]]
        return titles, found.content["notes"], await shop.front.house.chances.all()


async def test_it_takes_the_last_place_which_is_said_and_noted(tmp_path: Path) -> None:
    titles, notes, noted = await shown_to_ben(tmp_path, share=1.0)
    assert titles == [*(one.title for one in KNOWN[:4]), NEW.title]
    assert [note for note in notes if "chance" in note] == [
        "The new bike is new here; it stands in this list so that it gets a chance."
    ]
    assert [(one.thing, one.propensity, one.of) for one in noted] == [("bike:velo/Lisbon/The new bike", 1.0, 1)]


@pytest.mark.parametrize("exploration", [{"share": 0.0}, {"share": 1.0, "up_to": 3_900}])
async def test_nobody_is_made_to_explore_where_it_is_off_or_too_dear(
    tmp_path: Path, exploration: dict[str, float]
) -> None:
    titles, notes, noted = await shown_to_ben(tmp_path, **exploration)
    assert titles == [one.title for one in KNOWN]
    assert not any("chance" in note for note in notes)
    assert noted == ()
