"""Values as people say them: which words are values, and whose they are."""

from typing import Any

import pytest

from tests.agent.brain.shop import LIBRARY, RESERVE, Talk, item, tool

_DAY = {"type": "string", "format": "date"}
_TOWN = {
    "type": "string",
    "x-cues": {"en": ["in", "at"]},
    "x-vocabulary": {"Split": [], "Nice": ["Nizza"], "Reading": [], "Essen": [], "Osijek": []},
}
STALLS = tool(
    "find_stalls",
    "Find a stall on a market for some days.",
    {
        "type": "object",
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": "stall",
        "x-cues": {"en": ["stall", "stalls"], "de": ["Stand", "Stände"]},
        "required": ["town", "first_day"],
        "properties": {
            "town": {**_TOWN, "x-ask": {"en": "In which town?"}},
            "first_day": {**_DAY, "x-cues": {"en": ["from", "on"]}},
            "last_day": {**_DAY, "x-range-end-of": "first_day", "x-cues": {"en": ["to", "until"]}},
            "goods": {
                "type": "array",
                "items": {"type": "string", "enum": ["cheese", "soap", "bread"]},
                "x-synonyms": {"soap": ["wellness", "soaps"]},
            },
        },
    },
)
MARKET = [STALLS, RESERVE]


def warden(name: str, args: dict[str, Any]) -> dict[str, Any]:
    """Answers as a market's office does."""
    if name == "find_stalls":
        items = [item("stall", number, title) for number, title in enumerate(("Corner", "Fountain", "Gate"), 1)]
        return {"status": "ok", "ref_type": "offer", "kind": "stall", "items": items}
    return {"status": "booked"}


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("a nice stall in Osijek on 5 December", "Osijek"),
        ("a stall in Osijek on 5 December, we will split the costs", "Osijek"),
        ("I was reading about Osijek: a stall there on 5 December", "Osijek"),
        ("a stall in split on 5 December", "Split"),
        ("a stall for the market of Reading, 5 December", "Reading"),
        ("Nice on 5 December, a stall", "Nice"),
    ],
)
def test_an_ordinary_word_is_a_place_only_where_it_is_meant_as_one(words: str, town: str) -> None:
    assert Talk(MARKET, warden).say(words) == [("find_stalls", {"town": town, "first_day": "2026-12-05"})]


def test_a_remark_moves_no_wish_elsewhere() -> None:
    talk = Talk(MARKET, warden)
    talk.say("a stall in Osijek on 5 December")
    assert talk.say("nice") == []
    assert talk.say("the third looks nice") == []
    assert "Gate" in talk.reply


def test_a_place_that_was_asked_for_may_be_any_word() -> None:
    talk = Talk(MARKET, warden)
    talk.say("a stall on 5 December")
    assert talk.say("nice") == [("find_stalls", {"town": "Nice", "first_day": "2026-12-05"})]


def test_a_small_word_is_no_value_because_a_longer_one_begins_with_it() -> None:
    assert Talk(MARKET, warden).say("a stall in Osijek on 5 December as well") == [
        ("find_stalls", {"town": "Osijek", "first_day": "2026-12-05"})
    ]


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("four", 4),
        ("just one", 1),
        ("we are a group of 9 and hungry", 9),
        ("we are only three now", 3),
        ("for a single person", 1),
    ],
)
def test_how_many_come_is_heard_in_few_words(words: str, people: int) -> None:
    talk = Talk(LIBRARY)
    talk.say("a study room at Riverside on Friday")
    assert talk.say(words) == [("find_rooms", {"day": "2026-12-04", "branch": "Riverside", "people": people})]
