"""What is said is neither turned round nor dropped: ways, days of both ways, limits, parties, stray words."""

from typing import Any

import pytest

from tests.agent.brain.shop import Talk, item

_PORT = {"type": "string", "x-closed": True, "x-vocabulary": {"Kiel": [], "Oslo": [], "Riga": [], "Turku": []}}
_DAY = {"type": "string", "format": "date"}
_TIME = {"type": "string", "format": "time"}
_SIGHTS = {"type": "string", "enum": ["harbour", "beach", "motorway"]}


def _tool(name: str, kind: str, cues: list[str], properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    parameters = {
        "type": "object",
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": kind,
        "x-title": {"en": kind},
        "x-cues": {"en": cues},
        "required": required,
        "properties": properties,
    }
    return {"type": "function", "function": {"name": name, "description": f"Find a {kind}.", "parameters": parameters}}


FERRIES = _tool(
    "find_ferries",
    "ferry",
    ["ferry", "ferries", "sail"],
    {
        "origin": {**_PORT, "x-cues": {"en": ["from"]}, "x-ask": {"en": "From which port?"}},
        "destination": {**_PORT, "x-cues": {"en": ["to"]}, "x-ask": {"en": "To which port?"}},
        "depart_day": {**_DAY, "x-cues": {"en": ["on", "out"]}, "x-ask": {"en": "On which day?"}},
        "back_day": {
            **_DAY,
            "x-range-end-of": "depart_day",
            "x-same": {"en": ["there and back", "back the same day"]},
            "x-cues": {"en": ["back", "returning", "until"]},
        },
        "depart_after": {**_TIME, "x-cues": {"en": ["after"]}},
        "depart_before": {**_TIME, "x-cues": {"en": ["before"]}},
        "back_after": {**_TIME, "x-cues": {"en": ["back"]}},
        "back_before": {**_TIME, "x-cues": {"en": ["back"]}},
        "passengers": {"type": "integer", "x-title": {"en": "passengers"}, "x-cues": {"en": ["for"]}},
    },
    ["origin", "destination", "depart_day"],
)
CABINS = _tool(
    "find_cabins",
    "cabin",
    ["cabin", "cabins"],
    {
        "town": {**_PORT, "x-cues": {"en": ["in"]}, "x-ask": {"en": "In which town?"}},
        "first_night": {**_DAY, "x-cues": {"en": ["from", "on", "arriving"]}, "x-ask": {"en": "From which day?"}},
        "last_day": {**_DAY, "x-range-end-of": "first_night", "x-cues": {"en": ["to", "until"]}},
        "nights": {"type": "integer", "x-nights-of": "first_night", "x-ask": {"en": "For how many nights?"}},
        "near": {
            "type": "array",
            "items": _SIGHTS,
            "description": "What it is near to",
            "x-cues": {"en": ["near", "close to"]},
        },
        "avoid": {
            "type": "array",
            "items": _SIGHTS,
            "description": "What it must not be near to",
            "x-cues": {"en": ["not near", "away from", "far from"]},
        },
    },
    ["town", "first_night"],
)
CABINS["function"]["parameters"]["anyOf"] = [{"required": ["nights"]}, {"required": ["last_day"]}]
COAST = [FERRIES, CABINS]


def clerk(name: str, args: dict[str, Any]) -> dict[str, Any]:
    """Answers as a ferry office does."""
    kind = "ferry" if name == "find_ferries" else "cabin"
    items = [item(kind, number, title) for number, title in enumerate(("Anna", "Berta", "Clara"), 1)]
    return {"status": "ok", "ref_type": "offer", "kind": kind, "items": items}


def _asked(*said: str) -> dict[str, dict[str, Any]]:
    """What was searched for by the last of the messages, by tool."""
    talk = Talk(COAST, clerk)
    calls: list[tuple[str, dict[str, Any]]] = []
    for each in said:
        calls = talk.say(each)
    return dict(calls)


@pytest.mark.parametrize("way", ["Kiel - Oslo", "from Kiel to Oslo", "Kiel to Oslo"])
def test_two_places_are_where_from_and_where_to(way: str) -> None:
    found = _asked(f"a ferry {way} on 5 January")["find_ferries"]
    assert (found["origin"], found["destination"]) == ("Kiel", "Oslo")


@pytest.mark.parametrize("joint", [" + ", " & ", "+", " and "])
def test_things_that_are_added_up_are_all_looked_for(joint: str) -> None:
    found = _asked(f"ferry{joint}cabin, Kiel - Oslo, 5 to 8 January")
    assert found["find_ferries"]["back_day"] == found["find_cabins"]["last_day"] == "2027-01-08"
    assert found["find_cabins"]["town"] == "Oslo"


def test_days_of_both_ways_are_first_and_last_day_of_a_stay_too() -> None:
    found = _asked("a ferry from Kiel to Oslo on 8 January, back on the 10th, and a cabin")
    assert (found["find_cabins"]["first_night"], found["find_cabins"]["last_day"]) == ("2027-01-08", "2027-01-10")


def test_a_day_there_and_back_is_one_day() -> None:
    found = _asked("a ferry from Kiel to Oslo on 8 January there and back")["find_ferries"]
    assert (found["depart_day"], found["back_day"]) == ("2027-01-08", "2027-01-08")


def test_a_last_day_that_is_put_right_stays_the_last_day() -> None:
    found = _asked("a ferry from Kiel to Oslo on Friday 8 January returning Monday", "no, Tuesday")["find_ferries"]
    assert (found["depart_day"], found["back_day"]) == ("2027-01-08", "2027-01-12")


def test_numbers_are_days_of_the_month_that_is_spoken_of() -> None:
    found = _asked("a cabin in Riga at the end of January", "3 nights from the 27th")["find_cabins"]
    assert (found["first_night"], found["last_day"]) == ("2027-01-27", "2027-01-30")


def test_the_same_a_week_later_keeps_its_length() -> None:
    found = _asked("a cabin in Riga from 12 to 14 January", "the same a week later")["find_cabins"]
    assert (found["first_night"], found["last_day"]) == ("2027-01-19", "2027-01-21")


@pytest.mark.parametrize("night", ["tonight", "for the night of 12 January", "on 12 January"])
def test_one_night_is_one_night(night: str) -> None:
    found = _asked(f"a cabin in Riga {night}")["find_cabins"]
    assert int(found["last_day"][-2:]) - int(found["first_night"][-2:]) == 1


def test_yes_to_a_stay_turned_round_takes_it() -> None:
    found = _asked("a cabin in Riga from 20 January to 17 January", "yes")["find_cabins"]
    assert (found["first_night"], found["last_day"]) == ("2027-01-17", "2027-01-20")


@pytest.mark.parametrize(
    ("said", "limits"),
    [
        ("not in the evening", {"depart_before": "18:00"}),
        ("one that doesn't leave at night", {"depart_before": "21:00"}),
        ("not too early", {"depart_after": "09:00"}),
        ("back on the 8th in the evening", {"back_after": "18:00", "back_before": "23:00"}),
    ],
)
def test_limits_are_those_that_are_meant(said: str, limits: dict[str, str]) -> None:
    found = _asked(f"a ferry from Kiel to Oslo on 5 January, {said}")["find_ferries"]
    assert {name: value for name, value in found.items() if name.endswith(("_after", "_before"))} == limits


@pytest.mark.parametrize(
    ("said", "near", "avoid"),
    [
        ("near the beach", ["beach"], None),
        ("not far from the beach", ["beach"], None),
        ("far from the motorway", None, ["motorway"]),
        ("not near the motorway, close to the harbour", ["harbour"], ["motorway"]),
    ],
)
def test_near_and_far_are_not_mixed_up(said: str, near: list[str] | None, avoid: list[str] | None) -> None:
    found = _asked(f"a cabin in Riga from 12 to 14 January {said}")["find_cabins"]
    assert (found.get("near"), found.get("avoid")) == (near, avoid)


@pytest.mark.parametrize(
    ("who", "number"), [("me and my 2 sisters", 3), ("my three best friends and I", 4), ("all five of us", 5)]
)
def test_those_who_come_along_are_counted_with_the_customer(who: str, number: int) -> None:
    assert _asked(f"a ferry from Kiel to Oslo on 5 January for {who}")["find_ferries"]["passengers"] == number


@pytest.mark.parametrize("stray", ["surprise me", "something cosy", "nothing fancy", "anyway"])
def test_a_stray_word_is_no_place(stray: str) -> None:
    talk = Talk(COAST, clerk)
    talk.say("a cabin please")
    assert talk.say(stray) == []
    assert f"“{stray.split()[-1]}”" not in talk.reply
    assert dict(talk.say("Riga, 5 to 7 January"))["find_cabins"]["town"] == "Riga"


def test_a_place_nobody_knows_is_said_once() -> None:
    talk = Talk(COAST, clerk)
    talk.say("a cabin please")
    talk.say("in Atlantis")
    assert "Atlantis" in talk.reply
    talk.say("from 5 to 7 January")
    assert "Atlantis" not in talk.reply


def test_a_question_dies_when_something_else_is_wished_for() -> None:
    talk = Talk(COAST, clerk)
    talk.say("a ferry please")
    talk.say("a cabin in Riga from 12 to 14 January")
    assert "port" not in talk.reply
    talk.say("thanks")
    assert "?" not in talk.reply
