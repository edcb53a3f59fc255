"""The embedded brain behind LangChain's door."""

import json
from functools import reduce
from operator import add

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool

from agent.brain.decide import decide
from agent.brain.model import EmbeddedChatModel
from tests.agent.brain.shop import LIBRARY, context, librarian

SYSTEM = SystemMessage(content="", additional_kwargs={"context": context().model_dump(mode="json")})


def test_calls_have_ids_that_follow_from_their_content() -> None:
    model = EmbeddedChatModel().bind_tools(LIBRARY)
    messages = [SYSTEM, HumanMessage(content="a book about plants")]
    first, second = model.invoke(messages), EmbeddedChatModel().bind_tools(LIBRARY).invoke(messages)
    assert first.tool_calls == second.tool_calls
    assert first.tool_calls[0]["id"]


async def test_words_stream_and_add_up_to_the_reply() -> None:
    model = EmbeddedChatModel().bind_tools(LIBRARY)
    messages = [SYSTEM, HumanMessage(content="hello")]
    chunks = [chunk async for chunk in model.astream(messages)]
    whole = reduce(add, chunks)
    assert isinstance(whole, AIMessageChunk)
    assert len(chunks) > 3
    assert whole.text == model.invoke(messages).text
    assert isinstance(whole, AIMessageChunk)
    assert whole.usage_metadata is not None
    assert "suggestions" in whole.additional_kwargs


async def test_calls_stream_as_whole_calls() -> None:
    model = EmbeddedChatModel().bind_tools(LIBRARY)
    messages = [SYSTEM, HumanMessage(content="a novel about history and a study room on Friday for two")]
    chunks = [chunk async for chunk in model.astream(messages)]
    whole = reduce(add, chunks)
    assert isinstance(whole, AIMessageChunk)
    assert [call["name"] for call in whole.tool_calls] == ["find_books", "find_rooms"]


def test_a_python_tool_works_without_a_single_hint() -> None:
    @tool
    def add_to_basket(product: str, quantity: int) -> str:
        """Put a product into the shopping basket."""
        return product * quantity

    model = EmbeddedChatModel().bind_tools([add_to_basket])
    answer = model.invoke([SYSTEM, HumanMessage(content='put "Gala Apples" into my shopping basket, quantity 6')])
    assert [(call["name"], call["args"]) for call in answer.tool_calls] == [
        ("add_to_basket", {"product": "Gala Apples", "quantity": 6})
    ]


def test_without_context_or_clock_it_says_what_is_missing() -> None:
    with pytest.raises(ValueError, match="TurnContext"):
        EmbeddedChatModel().invoke("hello")


def test_nothing_is_said_to_be_booked_that_is_not() -> None:
    model = EmbeddedChatModel().bind_tools(LIBRARY)
    messages = [SYSTEM, HumanMessage(content="a book about plants")]
    for name, status in (("reserve", "sold_out"), ("reserve", "unknown"), ("reserve", "declined")):
        call = {"name": name, "args": {"ids": ["book_1"]}, "id": "c9", "type": "tool_call"}
        result = {"status": status, "message": ""}
        asked = [
            *messages,
            AIMessage(content="", tool_calls=[call]),
            ToolMessage(json.dumps(result), tool_call_id="c9"),
        ]
        reply = str(model.invoke(asked).text)
        assert reply
        assert "is booked" not in reply


def test_a_decision_can_be_had_without_words() -> None:
    decision = decide([HumanMessage(content="a book about plants")], LIBRARY, context())
    assert decision.kind == "call"
    assert decision.calls[0].args == {"subject": "gardening"}
    asked = decide([HumanMessage(content="something to read")], LIBRARY, context())
    assert asked.kind == "ask"
    assert asked.question is not None
    assert asked.question.parameter == "subject"


def test_the_chat_opens_with_a_greeting_that_knows_where_we_were() -> None:
    back = context(opening=True, last_time="You were looking for poetry.", upcoming=("Attic, Friday 4 December",))
    system = SystemMessage(content="", additional_kwargs={"context": back.model_dump(mode="json")})
    reply = str(EmbeddedChatModel().bind_tools(LIBRARY).invoke([system]).text)
    assert "poetry" in reply
    assert "Attic" in reply


def test_the_librarian_of_these_tests_is_honest() -> None:
    assert librarian("reserve", {})["status"] == "awaiting_confirmation"
