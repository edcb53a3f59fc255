"""Tools that carry nothing but a JSON schema, as partners bring them: chosen, filled, asked for, left alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent.brain.decide import Brain
from agent.brain.decision import Decision
from agent.models import TurnContext


def tool(name: str, description: str, required: list[str], effect: str = "read", **properties: Any) -> dict[str, Any]:
    parameters = {"type": "object", "properties": properties, "required": required, "x-effect": effect}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def text(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, **more}


TOOLS = [
    tool(
        "find_kayaks",
        "Search for available kayaks by city and date",
        ["city", "start_date"],
        city=text("City where to paddle"),
        start_date=text("First day of the rental"),
        kind=text("Kind of kayak", enum=["single", "double"]),
    ),
    tool(
        "reserve_kayak",
        "Reserve the selected kayak for a given date",
        ["kayak_name", "start_date"],
        "commit",
        kayak_name=text("Name of the kayak"),
        start_date=text("First day of the rental"),
    ),
    tool(
        "get_water_temperature",
        "Get the temperature of the water in a city",
        ["city"],
        city=text("Name of the city"),
    ),
    tool(
        "send_parcel",
        "Send a parcel to a person",
        ["recipient_name", "weight"],
        "commit",
        recipient_name=text("Name of the person who receives the parcel"),
        weight={"type": "integer", "description": "Weight of the parcel in kilograms"},
    ),
]


@pytest.fixture(scope="module")
def brain() -> Brain:
    return Brain()


def decide(brain: Brain, *messages: BaseMessage | str, tools: list[dict[str, Any]] = TOOLS) -> Decision:
    context = TurnContext(
        now=datetime(2026, 11, 22, 9, tzinfo=UTC),
        zone="UTC",
        locale="en-GB",
        currency="EUR",
        brand="Lakeside",
        name="",
        profile={},
    )
    said = [HumanMessage(each) if isinstance(each, str) else each for each in messages]
    return brain.decide(said, tools, context)


def test_a_plain_tool_is_called_with_what_was_said(brain: Brain) -> None:
    decision = decide(brain, "I want to search for available kayaks in Lucerne on December 12")
    assert [(call.name, call.args) for call in decision.calls] == [
        ("find_kayaks", {"city": "Lucerne", "start_date": "2026-12-12"})
    ]


def test_what_is_missing_is_asked_for(brain: Brain) -> None:
    decision = decide(brain, "I want to search for available kayaks.")
    assert decision.question is not None
    assert decision.question.tool == "find_kayaks"
    assert decision.question.parameter in ("city", "start_date")


def test_the_answer_to_a_question_completes_the_call(brain: Brain) -> None:
    decision = decide(
        brain,
        "I want to search for available kayaks in Geneva.",
        AIMessage("What is the first day of the rental?"),
        "On December 14th please",
    )
    assert [(call.name, call.args) for call in decision.calls] == [
        ("find_kayaks", {"city": "Geneva", "start_date": "2026-12-14"})
    ]


def test_another_tool_takes_its_values_from_what_was_shown(brain: Brain) -> None:
    found = {"items": [{"kayak_name": "Blue Heron", "city": "Geneva", "price": "30"}]}
    decision = decide(
        brain,
        "Find me a kayak in Geneva from December 14th",
        AIMessage(
            "",
            tool_calls=[{"name": "find_kayaks", "args": {"city": "Geneva", "start_date": "2026-12-14"}, "id": "1"}],
        ),
        ToolMessage(json.dumps(found), tool_call_id="1"),
        AIMessage("I found one kayak, the Blue Heron, for 30 a day. Would you like to reserve it?"),
        "Yes, please reserve it for me",
    )
    assert [(call.name, call.args) for call in decision.calls] == [
        ("reserve_kayak", {"kayak_name": "Blue Heron", "start_date": "2026-12-14"})
    ]


def test_results_are_told_and_not_asked_for_again(brain: Brain) -> None:
    found = {"items": [{"kayak_name": "Blue Heron", "city": "Geneva", "price": "30"}]}
    decision = decide(
        brain,
        "Find me a kayak in Geneva from December 14th",
        AIMessage(
            "",
            tool_calls=[{"name": "find_kayaks", "args": {"city": "Geneva", "start_date": "2026-12-14"}, "id": "1"}],
        ),
        ToolMessage(json.dumps(found), tool_call_id="1"),
    )
    assert decision.kind == "respond"
    assert decision.moves


@pytest.mark.parametrize("said", ["Thanks, that was all, bye!", "I am looking for a good dentist.", "zxcv qwer"])
def test_nothing_is_called_when_no_tool_fits(brain: Brain, said: str) -> None:
    assert decide(brain, said).kind == "respond"


def test_numbers_are_sent_as_numbers(brain: Brain) -> None:
    decision = decide(
        brain,
        "Please send a parcel to Maria Huber",
        AIMessage("What is the weight of the parcel?"),
        "It weighs 7 kilograms",
    )
    assert [(call.name, call.args) for call in decision.calls] == [
        ("send_parcel", {"recipient_name": "Maria Huber", "weight": 7})
    ]


def test_the_same_conversation_gives_the_same_decision() -> None:
    said = "I want to find a double kayak in Lucerne"
    assert decide(Brain(), said) == decide(Brain(), said)
