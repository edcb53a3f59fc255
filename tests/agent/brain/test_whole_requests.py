"""A request that says all in one message, to tools nobody has met: each kind of value, through the model's door."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from agent.brain.model import EmbeddedChatModel

MODEL = EmbeddedChatModel(clock=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC))


def tool(name: str, description: str, required: str, **properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "required": required.split()}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": schema}}


def of(kind: str, description: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "description": description, **more}


KILN = tool(
    "fire_kiln",
    "Fire a pottery kiln to a temperature for some time",
    "temperature hours",
    temperature=of("integer", "Temperature of the kiln in celsius"),
    hours=of("number", "How many hours the firing lasts"),
    glaze=of("string", "Kind of glaze", enum=["matte", "glossy"]),
    ventilated=of("boolean", "Whether the kiln is ventilated", default=False),
)
LOAN = tool(
    "plan_loan",
    "Work out the monthly payment of a loan",
    "principal rate years",
    principal=of("integer", "Amount of money that is borrowed"),
    rate=of("number", "Yearly interest rate as a decimal"),
    years=of("integer", "Number of years until the loan is paid back"),
)
FERRY = tool(
    "find_ferry",
    "Find a ferry between two harbour towns",
    "origin destination departure_date",
    origin=of("string", "Town where the ferry starts, in the format 'City, State', such as 'Juneau, AK'"),
    destination=of("string", "Town where the ferry arrives, in the format 'City, State'"),
    departure_date=of("string", "Day of departure in the format MM/DD/YYYY"),
    vehicles=of("integer", "How many vehicles are taken along", default=0),
)
LABEL = tool(
    "print_label",
    "Print a label on the label printer",
    "text",
    text=of("string", "The text on the label"),
    copies=of("integer", "How many copies are printed", default=1),
)
AVERAGE = tool(
    "average_of_list",
    "Compute the average of a list of measurements",
    "measurements",
    measurements=of("array", "The measurements", items={"type": "number"}),
)
CREW = tool(
    "assign_crew",
    "Assign crew members to a boat",
    "boat members",
    boat=of("string", "Name of the boat"),
    members=of("array", "Names of the crew members", items={"type": "string"}),
)
PARCEL = tool(
    "track_parcel",
    "Track where a parcel is",
    "tracking_code",
    tracking_code=of("string", "Code of the parcel"),
    notify={
        "type": "object",
        "description": "Who is told",
        "properties": {"email": of("string", "Email address that gets news of it")},
    },
)
QUILT = tool(
    "find_quilt",
    "Find a quilt pattern",
    "main_fabric",
    main_fabric=of("string", "The fabric that the quilt is sewn from"),
    max_patches=of("integer", "The most patches that the quilt may have"),
)
TRANSLATION = tool(
    "judge_tone",
    "Judge the tone of a review",
    "review language",
    review=of("string", "The text of the review"),
    language=of("string", "The language in which the text is written"),
)
WEIGHT = tool(
    "weigh_rock",
    "Work out what a rock weighs on another planet",
    "weight_earth planet",
    weight_earth=of("integer", "Weight of the rock on Earth in kilograms"),
    planet=of("string", "The planet on which the weight of the rock is wanted"),
)
ALL = [KILN, LOAN, FERRY, LABEL, AVERAGE, CREW, PARCEL]


def answer(said: str, tools: list[dict[str, Any]]) -> AIMessage:
    return MODEL.bind_tools(tools).invoke([HumanMessage(said)])


@pytest.mark.parametrize(
    ("said", "name", "args"),
    [
        ("Fire the kiln to a temperature of 1,240 °C for 8 hours", "fire_kiln", {"temperature": 1240, "hours": 8}),
        (
            "Fire the ventilated kiln at 980 celsius for 6.5 hours with the glossy glaze",
            "fire_kiln",
            {"temperature": 980, "hours": 6.5, "glaze": "glossy", "ventilated": True},
        ),
        ("Fire the kiln to 900 celsius for 90 minutes", "fire_kiln", {"temperature": 900, "hours": 1.5}),
        (
            "What is the monthly payment of a loan of $2.5 million at an interest rate of 4% over 30 years?",
            "plan_loan",
            {"principal": 2500000, "rate": 0.04, "years": 30},
        ),
        (
            "Find a ferry from Seattle to Juneau, Alaska on March 4, 2027",
            "find_ferry",
            {"origin": "Seattle, WA", "destination": "Juneau, AK", "departure_date": "03/04/2027"},
        ),
        ("Print a label with the text 'Handle with care, please'", "print_label", {"text": "Handle with care, please"}),
        ("Compute the average of the measurements [3, 4.5, 6]", "average_of_list", {"measurements": [3, 4.5, 6]}),
        ("Compute the average of the measurements 12, 14 and 19", "average_of_list", {"measurements": [12, 14, 19]}),
        (
            "Assign the crew members Ada, Grace and Hedy to the boat 'Sea Breeze'",
            "assign_crew",
            {"boat": "Sea Breeze", "members": ["Ada", "Grace", "Hedy"]},
        ),
        (
            "Track the parcel with code PX-40217 and send news to eve@example.org",
            "track_parcel",
            {"tracking_code": "PX-40217", "notify": {"email": "eve@example.org"}},
        ),
    ],
)
def test_values_are_read_by_their_kind(said: str, name: str, args: dict[str, Any]) -> None:
    calls = answer(said, ALL).tool_calls
    assert [(call["name"], call["args"]) for call in calls] == [(name, args)]


@pytest.mark.parametrize(
    ("said", "tool", "args"),
    [
        (
            "Find a quilt pattern in linen with fewer than 40 patches",
            QUILT,
            {"main_fabric": "linen", "max_patches": 39},
        ),
        ("Find a quilt pattern in linen with at most 40 patches", QUILT, {"main_fabric": "linen", "max_patches": 40}),
        (
            "Judge the tone of the guest review 'The pool was icy, and we loved it!'",
            TRANSLATION,
            {"review": "The pool was icy, and we loved it!", "language": "English"},
        ),
        (
            "What does the rock weigh on Mars if its weight on Earth is 70 kg?",
            WEIGHT,
            {"weight_earth": 70, "planet": "Mars"},
        ),
    ],
)
def test_what_words_around_a_value_say_counts(said: str, tool: dict[str, Any], args: dict[str, Any]) -> None:
    calls = answer(said, [tool]).tool_calls
    assert [call["args"] for call in calls] == [args]


def test_what_is_ruled_out_is_sent_as_no() -> None:
    calls = answer("Fire the kiln to 900 celsius for 4 hours, but not ventilated", ALL).tool_calls
    assert calls[0]["args"]["ventilated"] is False


def test_what_a_request_leaves_open_is_asked_for() -> None:
    found = answer("I would like to find a ferry to Juneau, AK on 03/04/2027", ALL)
    assert found.tool_calls == []
    assert found.additional_kwargs["asked"] == {"tool": "find_ferry", "parameter": "origin"}


@pytest.mark.parametrize(
    "said", ["Who won the chess world championship in 1972?", "Translate this poem into Latin", "Find me a rental car"]
)
def test_nothing_is_called_when_no_tool_is_for_it(said: str) -> None:
    assert answer(said, ALL).tool_calls == []


def test_schemas_that_hold_themselves_end() -> None:
    ring = {"$ref": "#/$defs/node"}
    node = {"type": "object", "properties": {"label": of("string", "Label of the node"), "next": ring}}
    parameters = {"type": "object", "properties": {"root": ring}, "required": ["root"], "$defs": {"node": node}}
    document = {
        "type": "function",
        "function": {"name": "draw_tree", "description": "Draw a tree", "parameters": parameters},
    }
    assert isinstance(answer("Draw a tree with the label 'oak'", [document]), AIMessage)


def test_wide_and_long_schemas_are_read_in_bounds() -> None:
    many = {f"part_{place}": of("string", f"Part {place}") for place in range(2000)}
    wide = tool("build_machine", "Build a machine out of parts", "", **many)
    values = [f"shade {place}" for place in range(10_000)]
    long = tool("mix_paint", "Mix paint of a shade", "shade", shade=of("string", "The shade", enum=values))
    found = answer("Mix paint of shade 77", [wide, long])
    assert [call["args"] for call in found.tool_calls] == [{"shade": "shade 77"}]
    assert len(json.dumps(found.tool_calls)) < 1000


@pytest.mark.parametrize(
    ("said", "calls"),
    [
        (
            "Track the parcels PX-40217, PX-40218 and PX-40219",
            [("track_parcel", {"tracking_code": f"PX-4021{place}"}) for place in (7, 8, 9)],
        ),
        (
            "Fire the kiln to 900 celsius for 4 hours and then print a label with the text 'Fragile bowls'",
            [("fire_kiln", {"temperature": 900, "hours": 4}), ("print_label", {"text": "Fragile bowls"})],
        ),
        (
            "The first kiln must be fired to a temperature of 900 celsius for 4 hours."
            " The second kiln must be fired to a temperature of 1000 celsius for 6 hours.",
            [("fire_kiln", {"temperature": 900, "hours": 4}), ("fire_kiln", {"temperature": 1000, "hours": 6})],
        ),
    ],
)
def test_one_message_may_ask_for_several_things(said: str, calls: list[tuple[str, dict[str, Any]]]) -> None:
    assert [(call["name"], call["args"]) for call in answer(said, ALL).tool_calls] == calls


def test_half_a_surrogate_pair_breaks_nothing() -> None:
    calls = answer("Track the parcel with code PX-40217 \ud800", ALL).tool_calls
    assert [call["args"] for call in calls] == [{"tracking_code": "PX-40217"}]


def test_a_list_that_one_call_takes_is_one_call() -> None:
    calls = answer("Assign the crew members Ada, Grace and Hedy to the boat 'Sea Breeze'", ALL).tool_calls
    assert len(calls) == 1


def test_a_town_with_its_state_is_one_place() -> None:
    calls = answer("Find a ferry from Seattle, WA to Juneau, AK on March 4, 2027", ALL).tool_calls
    assert [call["args"]["destination"] for call in calls] == ["Juneau, AK"]
