"""What it all comes to: of suggestions, of what waits for a yes, and of what is booked."""

from pathlib import Path
from typing import Any

import pytest

from tests.agent.talking import Turn, talking


def _total(turn: Turn) -> int:
    [result] = turn.results("add_up")
    [money] = result["amounts"]["total"].values()
    return int(money["minor"])


def _each(turn: Turn) -> dict[str, Any]:
    [result] = turn.results("add_up")
    each: dict[str, Any] = result["amounts"]["each"]
    return each


async def test_suggestions_are_added_up_and_shared_out(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        found = await talk.say("flights from Berlin to Rome and a hotel there from 5 to 8 February for two")
        first = [found.results(f"search_{kind}s")[0]["items"][0]["price"]["minor"] for kind in ("flight", "hotel")]
        told = await talk.say("what's the total?")
        assert sum(first) == _total(told)
        [share] = _each(told).values()
        assert share["text"] in told.text
        assert abs(2 * share["minor"] - sum(first)) <= 1


async def test_what_waits_for_a_yes_is_added_up_and_stays_the_subject(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("flights from Berlin to Rome and a hotel there from 5 to 8 February")
        asked = await talk.say("book these")
        [waiting] = asked.results("book")
        assert waiting["totals"][0]["minor"] == _total(await talk.say("how much is that all together?"))
        await talk.say("yes")
        assert len(await talk.booked()) == 2
        assert waiting["totals"][0]["minor"] == _total(await talk.say("what did it all cost?"))


async def test_what_is_booked_is_added_up_while_other_things_are_looked_at(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Rome from 5 to 8 February for two")
        [hotel] = (await talk.say("book the first one")).results("book")
        await talk.say("yes")
        await talk.say("a table there on Saturday evening")
        assert hotel["totals"][0]["minor"] == _total(await talk.say("how much have I spent so far?"))


@pytest.mark.parametrize(
    ("wish", "question"),
    [
        ("Hotel in Rom vom 5. bis 8. Februar für zwei", "Was kostet das insgesamt?"),
        ("un hôtel à Rome du 5 au 8 février pour deux", "combien ça coûte en tout ?"),
        ("un hotel en Roma del 5 al 8 de febrero para dos", "¿cuánto es en total?"),
        ("um hotel em Roma de 5 a 8 de fevereiro para dois", "quanto fica no total?"),
    ],
)
async def test_a_total_is_told_in_the_customers_language(tmp_path: Path, wish: str, question: str) -> None:
    async with talking(tmp_path) as talk:
        [found] = (await talk.say(wish)).results("search_hotels")
        told = await talk.say(question)
        assert found["items"][0]["price"]["minor"] == _total(told)
        assert found["items"][0]["title"] in told.text


async def test_a_budget_for_everything_asks_for_no_sum(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        found = await talk.say("flight and hotel to Rome from 5 to 8 February, 900 euros in total for two")
        assert not found.results("add_up")


async def test_nothing_booked_is_nothing_to_add_up(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        assert ("add_up", "nothing_found") in (await talk.say("how much have I spent?")).tools
