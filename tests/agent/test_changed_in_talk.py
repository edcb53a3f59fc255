"""What is said after a search or a booking changes what it is about, and nothing else."""

import json
from pathlib import Path

import pytest

from agent.events import Progress
from tests.agent.talking import Turn, talking

FLIGHT = "flights from Berlin to Lisbon on 10 December"


def _calls(turn: Turn) -> dict[str, dict[str, object]]:
    return {each.tool: json.loads(each.args) for each in turn.events if isinstance(each, Progress)}


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("change it to something Japanese", "cuisine", "japanese"),
        ("can we do Italian instead?", "cuisine", "italian"),
        ("switch it to something vegan", "diet", "vegan"),
        ("ändere es in etwas Italienisches", "cuisine", "italian"),
    ],
)
async def test_what_no_booking_can_become_is_looked_for_in_its_place(
    tmp_path: Path, words: str, name: str, value: str
) -> None:
    async with talking(tmp_path) as talk:
        for line in ("a table for two in Lisbon on Friday evening at 8pm", "book the first", "yes"):
            await talk.say(line)
        [(tool, args)] = _calls(await talk.say(words)).items()
        assert tool == "search_restaurants"
        assert args[name] == [value]
        assert (args["city"], args["date"], args["time"], args["party"]) == ("Lisbon", "2026-12-04", "20:00", 2)


@pytest.mark.parametrize("words", ["change it to Saturday", "cancel it"])
async def test_what_a_booking_can_become_is_asked_of_it(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        for line in ("a table for two in Lisbon on Friday evening at 8pm", "book the first", "yes"):
            await talk.say(line)
        assert all(tool.endswith("_booking") for tool, _ in (await talk.say(words)).tools)


@pytest.mark.parametrize(
    "words", ["anything after lunch?", "after lunch please", "nach dem Mittagessen?", "après le déjeuner ?"]
)
async def test_after_lunch_is_a_time_and_no_table(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(FLIGHT)
        assert _calls(await talk.say(words))["search_flights"]["depart_after"] == "12:00"


async def test_lunch_on_a_day_is_a_table(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(FLIGHT)
        assert list(_calls(await talk.say("a table for lunch on the 10th"))) == ["search_restaurants"]


@pytest.mark.parametrize("words", ["hotel only, I'll take the train", "only hotel", "hotel only please"])
async def test_one_kind_only_leaves_out_the_other(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a weekend in Lisbon 11 to 13 December")
        assert "Left out: flights" in (await talk.say(words)).text
        assert "flight" not in (await talk.say("the cheapest of those")).text


@pytest.mark.parametrize(
    ("who", "stay", "table", "words"),
    [
        (
            "mara",
            "a hotel in Lisbon from 10 to 13 December for four",
            "and a table on Friday evening",
            "we're only two for the table",
        ),
        (
            "elena",
            "un hotel en Lisboa del 10 al 13 de diciembre para cuatro",
            "y una mesa el viernes por la noche",
            "al final somos dos para la mesa",
        ),
    ],
)
async def test_a_number_for_one_kind_leaves_the_other(
    tmp_path: Path, who: str, stay: str, table: str, words: str
) -> None:
    async with talking(tmp_path, who) as talk:
        await talk.say(f"{stay} {table}")
        [(tool, args)] = _calls(await talk.say(words)).items()
        assert (tool, args["party"]) == ("search_restaurants", 2)


@pytest.mark.parametrize(
    "words",
    ["delete the bit about loud places", "remove the part about quiet hotels", "delete what you have on loud places"],
)
async def test_what_is_to_be_forgotten_may_be_a_bit_of_all(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("what do you know about me?")
        turn = await talk.say(words)
        assert turn.tools == [("forget", "ok")]
        assert "quiet" in turn.text


async def test_the_rules_of_the_company_are_asked_about_as_ours(tmp_path: Path) -> None:
    async with talking(tmp_path, "jonas") as talk:
        await talk.say("a hotel in Porto from 10 to 12 December")
        assert (await talk.say("is that within our rules?")).tools == [("travel_policy", "ok")]


@pytest.mark.parametrize(
    ("search", "words", "title"),
    [
        ("a table for two in Lisbon on Friday evening at 8pm", "the first one at 19:30", "Kaiseki Shiro"),
        ("a table for two in Lisbon on Friday evening at 8pm", "das erste um 21 Uhr", "Kaiseki Shiro"),
        ("a hotel in Lisbon from 10 to 13 December", "the second one from 11 to 14 December", "Casa da Maré"),
        ("a hotel in Lisbon from 10 to 13 December", "the second one for two people", "Casa da Maré"),
    ],
)
async def test_one_of_those_shown_is_taken_at_another_time(tmp_path: Path, search: str, words: str, title: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(search)
        await talk.say(words)
        [asked] = (await talk.say("book it")).results("book")
        assert [item["title"] for item in asked["items"]] == [title]
        assert "not picked" not in talk.turns[-1].text


@pytest.mark.parametrize("words", ["is there anything quieter?", "gibt es was ruhigeres?"])
async def test_anything_quieter_is_looked_for_whatever_is_talked_about(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Vienna from 18 to 20 December")
        await talk.say("the first")
        assert _calls(await talk.say(words))["search_hotels"]["style"] == ["quiet"]


async def test_of_a_change_that_waits_only_the_difference_is_told(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for line in ("a hotel in Lisbon from 10 to 13 December for two", "book the first", "yes", "add a night"):
            await talk.say(line)
        [result] = (await talk.say("what do I owe in total?")).results("add_up")
        assert result["amounts"]["nightly"] == {}
        assert result["amounts"]["each"] == {}


async def test_one_that_is_not_to_be_had_at_another_time_is_named(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a table for two in Lisbon on Friday evening at 8pm")
        assert "“Tasquinha da Avó” is not among" in (await talk.say("the second one at 9pm")).text
        assert "is not among" not in (await talk.say("the first one at 19:30")).text
