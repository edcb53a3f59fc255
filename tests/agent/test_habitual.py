"""The usual is what past bookings show, said as such; nothing is usual without the consent to look."""

from pathlib import Path

import pytest

from memory.models import Purpose
from tests.agent.talking import talking


@pytest.mark.parametrize(
    "said",
    [
        "my usual kind of hotel in Lisbon from 10 to 13 December",
        "a hotel in Lisbon from 10 to 13 December, same as always",
        "Ein Hotel in Lissabon vom 10. bis 13. Dezember, wie immer",
        "um hotel em Lisboa de 10 a 13 de dezembro, como sempre",
    ],
)
async def test_the_usual_is_searched_for_and_said(tmp_path: Path, said: str) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        turn = await talk.say(said)
    request = turn.results("search_hotels")[0]["request"]
    assert (request["style"], request["board"]) == (["quiet"], "breakfast")
    assert " 3 " in turn.text.split(":")[0]


async def test_what_is_said_otherwise_goes_before_the_usual(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        turn = await talk.say("my usual hotel in Lisbon from 10 to 13 December, but half board")
        plain = await talk.say("a hotel in Porto from 15 to 17 December")
    assert turn.results("search_hotels")[0]["request"]["board"] == "half_board"
    assert "board" not in plain.results("search_hotels")[0]["request"]


async def test_nothing_is_usual_where_past_bookings_may_not_be_used(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        await talk.concierge.memory.consents.decide(talk.customer, Purpose.PURCHASE_HISTORY, False, "test")
        turn = await talk.say("my usual hotel in Lisbon from 10 to 13 December")
    assert "board" not in turn.results("search_hotels")[0]["request"]
