"""Days in whole conversations: what they begin and end, and which ones are meant when others are spoken of."""

from typing import Any

import pytest

from tests.agent.brain.shop import RESERVE, Talk, item, tool

_DAY = {"type": "string", "format": "date"}
KENNEL = tool(
    "find_kennels",
    "Find a kennel for a dog for some nights.",
    {
        "type": "object",
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": "kennel",
        "x-cues": {"en": ["kennel", "board"]},
        "required": ["first_day"],
        "anyOf": [{"required": ["last_day"]}, {"required": ["nights"]}],
        "properties": {
            "first_day": {**_DAY, "x-cues": {"en": ["from", "on"]}},
            "last_day": {**_DAY, "x-range-end-of": "first_day", "x-cues": {"en": ["to", "until"]}},
            "nights": {"type": "integer", "x-nights-of": "first_day"},
        },
    },
)
VAN = tool(
    "find_vans",
    "Find a van to carry animals.",
    {
        "type": "object",
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": "van",
        "x-cues": {"en": ["van", "vans"], "pt": ["carrinha"]},
        "required": ["day"],
        "properties": {
            "day": {**_DAY, "x-cues": {"en": ["on", "from"], "pt": ["a", "de"]}},
            "back": {**_DAY, "x-range-end-of": "day", "x-cues": {"en": ["back"], "pt": ["regresso"]}},
        },
    },
)
GROOMER = tool(
    "find_groomers",
    "Find an hour with a groomer.",
    {
        "type": "object",
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": "grooming",
        "x-cues": {"en": ["groomer", "grooming"]},
        "required": ["day"],
        "properties": {"day": _DAY, "time": {"type": "string", "format": "time"}},
    },
)
PETS = [KENNEL, VAN, GROOMER, RESERVE]


def keeper(name: str, args: dict[str, Any]) -> dict[str, Any]:
    kinds = {"find_kennels": "kennel", "find_vans": "van", "find_groomers": "grooming"}
    if name not in kinds:
        return {"status": "awaiting_confirmation", "message": "Please confirm.", "confirmation": "c1"}
    items = [item(kinds[name], number, title) for number, title in enumerate(("Oak", "Birch", "Elm"), 1)]
    return {"status": "ok", "ref_type": "offer", "kind": kinds[name], "items": items}


def _said(*lines: str, **changes: Any) -> list[tuple[str, dict[str, Any]]]:
    talk = Talk(PETS, keeper, **changes)
    return [talk.say(line) for line in lines][-1]


def test_a_new_number_of_nights_takes_the_place_of_the_last_day() -> None:
    calls = _said("a kennel from 11 to 13 December", "make it three nights")
    assert calls == [("find_kennels", {"first_day": "2026-12-11", "nights": 3})]


def test_exact_days_beat_the_week_they_lie_in() -> None:
    calls = _said("a kennel next week, from the 10th to the 13th")
    assert calls == [("find_kennels", {"first_day": "2026-12-10", "last_day": "2026-12-13"})]


def test_a_new_last_day_takes_the_place_of_the_number_of_nights() -> None:
    talk = Talk(PETS, keeper)
    talk.say("a kennel from 11 to 13 December")
    talk.say("make it three nights")
    assert talk.say("until 16 December") == [("find_kennels", {"first_day": "2026-12-11", "last_day": "2026-12-16"})]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("a groomer on the 19th", "2027-01-19"),
        ("a groomer on Tuesday", "2027-01-19"),
        ("a groomer for our second evening, 8 pm", "2027-01-19"),
        ("a groomer on the last evening", "2027-01-19"),
        ("a groomer on the last day", "2027-01-20"),
        ("a groomer on 19 December", "2026-12-19"),
        ("a groomer tomorrow", "2026-12-02"),
    ],
)
def test_a_day_without_its_month_is_one_of_the_days_spoken_of(words: str, day: str) -> None:
    ((name, args),) = _said("a kennel from 18 to 20 January", words)
    assert (name, args["day"]) == ("find_groomers", day)


@pytest.mark.parametrize(
    ("words", "day"), [("change it to Saturday", "2027-01-16"), ("the 13th instead", "2027-01-13")]
)
def test_a_changed_day_is_the_one_nearest_to_the_day_before(words: str, day: str) -> None:
    assert _said("a groomer on Friday 15 January", words) == [("find_groomers", {"day": day})]


@pytest.mark.parametrize(
    ("words", "day", "back"),
    [
        ("a van on 18 January, back on the 20th", "2027-01-18", "2027-01-20"),
        ("a van 18 dec, back 21st", "2026-12-18", "2026-12-21"),
        ("a van on 5 January, back 2 days later", "2027-01-05", "2027-01-07"),
        ("a van on 28 January, back on the 2nd", "2027-01-28", "2027-02-02"),
        ("a van on 8 January, back 11", "2027-01-08", "2027-01-11"),
        ("8-12 january a van", "2027-01-08", "2027-01-12"),
    ],
)
def test_the_day_back_comes_after_the_first_one(words: str, day: str, back: str) -> None:
    assert _said(words) == [("find_vans", {"day": day, "back": back})]


@pytest.mark.parametrize(("words", "back"), [("back thursday", "2026-12-10"), ("back 2 days later", "2026-12-09")])
def test_the_day_back_may_be_said_afterwards(words: str, back: str) -> None:
    assert _said("a van on Monday", words) == [("find_vans", {"day": "2026-12-07", "back": back})]


def test_a_lone_number_is_a_day_behind_the_words_for_a_last_day_in_another_language() -> None:
    calls = _said("uma carrinha a 8 de janeiro, regresso a 11", locale="pt-PT")
    assert calls == [("find_vans", {"day": "2027-01-08", "back": "2027-01-11"})]


@pytest.mark.parametrize(
    "words", ["a kennel from 10 to 13 December and a van", "a van and a kennel from 10 to 13 December"]
)
def test_wishes_of_one_message_share_their_days_whichever_comes_first(words: str) -> None:
    assert dict(_said(words)) == {
        "find_kennels": {"first_day": "2026-12-10", "last_day": "2026-12-13"},
        "find_vans": {"day": "2026-12-10", "back": "2026-12-13"},
    }


def test_a_length_said_for_one_wish_ends_the_other_as_well() -> None:
    assert dict(_said("I need a van on 17 December and to board the dog for 2 nights. Is there a kennel?")) == {
        "find_kennels": {"first_day": "2026-12-17", "nights": 2},
        "find_vans": {"day": "2026-12-17", "back": "2026-12-19"},
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("a groomer on 31 April", "There is no such day as “31 April”. Which day do you mean?"),
        ("a kennel from 14 to 12 December", "Do you mean Saturday 12 December 2026 to Monday 14 December 2026?"),
        ("a groomer on 3 November 2026", "is already over"),
    ],
)
def test_a_day_that_cannot_be_is_said_to_be_so(words: str, sentence: str) -> None:
    talk = Talk(PETS, keeper)
    assert talk.say(words) == []
    assert sentence in talk.reply


def test_a_day_that_cannot_be_is_replaced_by_the_answer() -> None:
    assert _said("a groomer on 31 April at 10 am", "30 April") == [
        ("find_groomers", {"day": "2027-04-30", "time": "10:00"})
    ]


def test_days_said_again_are_those_of_the_stay() -> None:
    talk = Talk(PETS, keeper)
    calls = dict(talk.say("a kennel from 9 to 11 January, a groomer on the 10th, and a van on the 9th"))
    assert calls["find_groomers"]["day"] == "2027-01-10"
    assert calls["find_vans"]["day"] == "2027-01-09"


def test_a_number_with_its_article_is_one_of_the_list_and_a_day_only_where_one_is_asked_for() -> None:
    talk = Talk(PETS, keeper)
    talk.say("a van on 10 December")
    assert talk.say("the 2nd please") == []
    assert talk.say("on the 2nd") == [("find_vans", {"day": "2026-12-02"})]
    other = Talk(PETS, keeper)
    other.say("I need a van")
    assert other.say("the 2nd") == [("find_vans", {"day": "2026-12-02"})]


def test_a_month_says_which_of_two_readings_was_meant() -> None:
    talk = Talk(PETS, keeper)
    talk.say("a kennel from 05/06 to 08/06")
    assert talk.say("June") == [("find_kennels", {"first_day": "2027-06-05", "last_day": "2027-06-08"})]


def test_after_a_day_is_the_day_after_it() -> None:
    assert Talk(PETS, keeper).say("a van after Christmas Day") == [("find_vans", {"day": "2026-12-26"})]


def test_a_long_weekend_is_counted_from_the_day_before_it() -> None:
    calls = Talk(PETS, keeper).say("a kennel in three weeks for a long weekend")
    assert calls == [("find_kennels", {"first_day": "2026-12-25", "last_day": "2026-12-28"})]


@pytest.mark.parametrize(("words", "nights"), [("one night less", 2), ("two more nights", 5), ("make it one night", 1)])
def test_nights_more_or_less_are_counted_from_the_stay(words: str, nights: int) -> None:
    calls = _said("a kennel from 8 to 11 January", words)
    assert calls == [("find_kennels", {"first_day": "2027-01-08", "nights": nights})]


@pytest.mark.parametrize(
    "words",
    [
        "a long weekend for the dog, a kennel from 14 to 17 January",
        "a kennel in January, 14th to 17th",
        "a kennel, in January, from the 14th to the 17th",
    ],
)
def test_exact_days_beat_a_weekend_and_lie_in_the_month_that_was_said(words: str) -> None:
    assert _said(words) == [("find_kennels", {"first_day": "2027-01-14", "last_day": "2027-01-17"})]


def test_bare_days_are_of_the_month_that_the_talk_is_about() -> None:
    calls = _said("a groomer, some time at the end of January", "the 28th, in the morning")
    assert calls[0][1]["day"] == "2027-01-28"


@pytest.mark.parametrize("answer", ["sorry, 17 to 20", "yes"])
def test_a_stay_that_would_end_before_it_begins_is_asked_about_and_the_answer_taken(answer: str) -> None:
    talk = Talk(PETS, keeper)
    assert talk.say("a kennel from 20 December to 17 December") == []
    assert "Do you mean" in talk.reply
    assert talk.say(answer) == [("find_kennels", {"first_day": "2026-12-17", "last_day": "2026-12-20"})]


def test_a_day_back_said_of_one_wish_is_the_last_day_of_the_other() -> None:
    assert dict(_said("a van next Monday, back on Wednesday, a kennel too")) == {
        "find_vans": {"day": "2026-12-07", "back": "2026-12-09"},
        "find_kennels": {"first_day": "2026-12-07", "last_day": "2026-12-09"},
    }


def test_tonight_is_one_night() -> None:
    assert _said("a kennel tonight") == [("find_kennels", {"first_day": "2026-12-01", "last_day": "2026-12-02"})]


def test_how_many_they_are_is_kept_for_whatever_wants_to_know_it_later() -> None:
    asked = {**GROOMER["function"]["parameters"]}
    asked["properties"] = {**asked["properties"], "people": {"type": "integer"}}
    seats = {"type": "function", "function": {**GROOMER["function"], "parameters": asked}}
    talk = Talk([KENNEL, seats], keeper)
    talk.say("a kennel from 10 to 13 December for the two of us")
    assert talk.say("a groomer on the 11th at 10 am")[0][1]["people"] == 2
