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


PERFORMANCE = tool(
    "find_seats",
    "Find seats for a play.",
    {
        "type": "object",
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": "seat",
        "x-cues": {"en": ["seat", "seats", "play"], "de": ["Platz", "Plätze"]},
        "x-refines": {
            "later": [{"property": "time", "from": "time"}, {"property": "home_after", "from": "home"}],
            "earlier": {"property": "time", "from": "time"},
        },
        "required": ["day"],
        "properties": {
            "day": _DAY,
            "time": {"type": "string", "format": "time", "x-usual-from": "12:00"},
            "home_after": {"type": "string", "format": "time", "x-cues": {"en": ["bus home", "bus"]}},
            "people": {"type": "integer"},
            "row": {"type": "string", "enum": ["front", "back"]},
        },
    },
)


def box_office(name: str, args: dict[str, Any]) -> dict[str, Any]:
    """Sells the dearest first."""
    if name != "find_seats":
        return {"status": "awaiting_confirmation", "message": "Please confirm.", "confirmation": "c1"}
    rows = (("Stalls", 9000), ("Balcony", 3000), ("Circle", 5000))
    items = [
        item("seat", number, title, price={"minor": minor, "currency": "EUR"}, features={"home": "22:10"})
        for number, (title, minor) in enumerate(rows, 1)
    ]
    return {"status": "ok", "ref_type": "offer", "kind": "seat", "items": items}


THEATRE = [PERFORMANCE, RESERVE]


def test_the_cheapest_of_what_is_yet_to_be_found_is_what_is_reserved() -> None:
    talk = Talk(THEATRE, box_office)
    assert talk.say("the cheapest seat on Friday") == [("find_seats", {"day": "2026-12-04"})]
    assert "Balcony" in talk.reply
    assert talk.say("reserve it") == [("reserve", {"ids": ["seat_2"]})]


def test_the_cheapest_with_a_new_wish_is_sought_among_what_fulfils_it() -> None:
    talk = Talk(THEATRE, box_office)
    talk.say("seats on Friday")
    assert talk.say("the cheapest in the front row") == [("find_seats", {"day": "2026-12-04", "row": "front"})]
    assert talk.say("reserve it") == [("reserve", {"ids": ["seat_2"]})]


def test_the_first_of_each_is_one_of_every_list() -> None:
    talk = Talk(LIBRARY)
    talk.say("books about plants and a study room on Friday")
    talk.say("the second of each")
    assert talk.say("reserve them") == [("reserve", {"ids": ["book_2", "room_2"]})]


@pytest.mark.parametrize(
    ("words", "people"), [("one more person", 4), ("two people less", 1), ("one person fewer please", 2), ("two", 2)]
)
def test_more_and_fewer_are_counted_from_what_was_asked_for(words: str, people: int) -> None:
    talk = Talk(LIBRARY)
    talk.say("a study room at Riverside on Friday for three")
    assert talk.say(words) == [("find_rooms", {"day": "2026-12-04", "people": people, "branch": "Riverside"})]


def test_an_hour_alone_is_in_the_usual_half_of_the_day() -> None:
    assert Talk(THEATRE, box_office).say("seats on Friday at nine") == [
        ("find_seats", {"day": "2026-12-04", "time": "21:00"})
    ]
    assert Talk(THEATRE, box_office).say("seats on Friday at 9 am") == [
        ("find_seats", {"day": "2026-12-04", "time": "09:00"})
    ]


def test_later_and_earlier_go_past_what_was_shown() -> None:
    talk = Talk(THEATRE, box_office)
    talk.say("seats on Friday at 7 pm")
    assert talk.say("a little later") == [("find_seats", {"day": "2026-12-04", "time": "20:00"})]
    assert talk.say("no, earlier") == [("find_seats", {"day": "2026-12-04", "time": "19:00"})]


def test_later_is_about_what_is_named_with_it() -> None:
    talk = Talk(THEATRE, box_office)
    talk.say("seats on Friday at 7 pm")
    assert talk.say("the bus home a bit later") == [
        ("find_seats", {"day": "2026-12-04", "time": "19:00", "home_after": "22:11"})
    ]
