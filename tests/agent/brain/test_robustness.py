"""Whatever is bound or said: bounded time and a clear error, never a hang."""

import time
from functools import partial
from typing import Any

import pytest

from agent.brain.tool import BrokenSchema
from tests.agent.brain.shop import LIBRARY, Talk, tool


def many(count: int) -> list[Any]:
    return [
        tool(
            f"make_thing_{number}",
            f"Make thing number {number} out of material {number % 7}.",
            {"type": "object", "properties": {"size": {"type": "integer"}, "colour": {"type": "string"}}},
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "function", "function": {"description": "nameless"}},
        {"type": "function", "function": {"name": "x", "parameters": "not a schema"}},
        {"type": "function", "function": {"name": "x", "parameters": {"type": "object", "properties": ["a"]}}},
    ],
)
def test_a_broken_schema_is_named(broken: dict[str, Any]) -> None:
    with pytest.raises(BrokenSchema, match="tool"):
        Talk([broken]).say("hello")


def test_a_recursive_schema_is_read_as_far_as_it_goes() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}, "label": {"type": "string"}}}
    parameters = {
        "type": "object",
        "properties": {"start": {"$ref": "#/$defs/ring"}, "node": {"$ref": "#/$defs/node"}},
        "$defs": {"node": node, "ring": {"$ref": "#/$defs/ring"}},
    }
    talk = Talk([*LIBRARY, tool("walk", "Walk a graph.", parameters)])
    assert talk.say("books about plants") == [("find_books", {"subject": "gardening"})]


def test_five_hundred_tools_and_an_enum_of_ten_thousand_stay_quick() -> None:
    values = [f"article {number}" for number in range(10_000)]
    catalogue = tool(
        "order_article",
        "Order an article from the catalogue.",
        {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "enum": values}}},
    )
    talk = Talk([*many(500), catalogue])
    assert talk.say("order article 4711") == [("order_article", {"name": "article 4711"})]
    started = time.perf_counter()
    talk.say("order article 12")
    assert time.perf_counter() - started < 20.0


@pytest.mark.parametrize("text", ["", "   ", "???", "a" * 100_000, "\ud83d\ude00" * 50, "no " * 1000, "\u0000\u202e"])
def test_odd_messages_are_answered(text: str) -> None:
    talk = Talk(LIBRARY)
    started = time.perf_counter()
    assert talk.say(text) == []
    assert talk.reply
    assert time.perf_counter() - started < 20.0


def test_fifty_turns_do_not_slow_it_down() -> None:
    talk = Talk(LIBRARY)
    for turn in range(50):
        talk.say(("books about plants", "the second one", "make it history")[turn % 3])
    started = time.perf_counter()
    talk.say("books about poetry")
    assert time.perf_counter() - started < 20.0


def test_results_that_are_not_as_promised_do_no_harm() -> None:
    odd: list[Any] = [{}, {"items": "none"}, {"items": [1, 2]}, {"status": "ok", "items": [{"title": None}]}]
    for content in odd:
        talk = Talk(LIBRARY, answer=partial(_always, content))
        talk.say("books about plants")
        assert talk.say("the first one") is not None
        assert talk.reply


def _always(content: Any, name: str, args: dict[str, Any]) -> Any:
    return content
