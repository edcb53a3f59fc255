"""Tools of a trade that the product does not know, and a desk that answers them: nothing is scripted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agent.brain.model import EmbeddedChatModel
from agent.models import TurnContext

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def context(**changes: Any) -> TurnContext:
    values: dict[str, Any] = {
        "now": NOW,
        "zone": "Europe/Berlin",
        "locale": "en-GB",
        "currency": "EUR",
        "brand": "Corner",
        "name": "Ada",
        "profile": {},
    }
    return TurnContext(**(values | changes))


def tool(name: str, description: str, parameters: dict[str, Any]) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


BOOKS = tool(
    "find_books",
    "Find books in the library's catalogue by subject, author or language.",
    {
        "type": "object",
        "additionalProperties": False,
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": "book",
        "x-title": {"en": {"one": "book", "other": "books"}, "de": "Buch"},
        "x-cues": {"en": ["book", "books", "novel", "something to read"], "de": ["Buch", "Bücher", "Roman"]},
        "x-refines": {"cheaper": {"property": "max_fee", "from": "price"}},
        "required": ["subject"],
        "properties": {
            "subject": {
                "type": "string",
                "enum": ["gardening", "history", "cooking", "poetry"],
                "x-synonyms": {"gardening": ["plants", "Garten", "Gärten"], "history": ["the past", "Geschichte"]},
                "x-ask": {"en": "What should the book be about?", "de": "Worum soll es gehen?"},
            },
            "branch": {
                "type": "string",
                "x-cues": {"en": ["in", "at"]},
                "x-vocabulary": {"Northgate": ["north gate"], "Riverside": []},
            },
            "max_fee": {"type": "string", "format": "money", "x-title": {"en": "highest fee"}},
        },
    },
)
ROOMS = tool(
    "find_rooms",
    "Find a study room in a branch for a day and a number of people.",
    {
        "type": "object",
        "additionalProperties": False,
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": "room",
        "x-title": {"en": "study room"},
        "x-cues": {"en": ["room", "study room", "somewhere to study"]},
        "required": ["day"],
        "properties": {
            "day": {"type": "string", "format": "date", "x-ask": {"en": "For which day?"}},
            "time": {"type": "string", "format": "time"},
            "people": {"type": "integer", "x-ask": {"en": "How many people?"}},
            "branch": {
                "type": "string",
                "x-cues": {"en": ["in", "at"]},
                "x-vocabulary": {"Northgate": ["north gate"], "Riverside": []},
            },
        },
    },
)
RESERVE = tool(
    "reserve",
    "Reserve things that were shown.",
    {
        "type": "object",
        "additionalProperties": False,
        "x-effect": "commit",
        "x-cues": {"en": ["reserve", "reserve it", "book it", "take it"], "de": ["reservieren", "reserviere"]},
        "required": ["ids"],
        "properties": {"ids": {"type": "array", "items": {"type": "string"}, "x-refers-to": "offer"}},
    },
)
LOANS = tool(
    "list_loans",
    "List what the member has on loan.",
    {
        "type": "object",
        "x-effect": "read",
        "x-provides": "loan",
        "x-cues": {"en": ["what have I borrowed", "my loans"]},
        "properties": {},
    },
)
GIVE_BACK = tool(
    "end_loan",
    "Give a loan back before its time.",
    {
        "type": "object",
        "x-effect": "cancel",
        "x-cues": {"en": ["give back", "return"]},
        "required": ["loan"],
        "properties": {"loan": {"type": "string", "x-refers-to": "loan"}},
    },
)
LIBRARY = [BOOKS, ROOMS, RESERVE, LOANS, GIVE_BACK]

Answer = Callable[[str, dict[str, Any]], dict[str, Any]]


def item(kind: str, number: int, title: str, **more: Any) -> dict[str, Any]:
    price = {"minor": 100 * number, "currency": "EUR", "text": f"€{number}.00"}
    base = {"id": f"{kind}_{number}", "kind": kind, "number": number, "title": title, "price": price, "reasons": []}
    return {**base, "terms": "Free until Monday", "features": {"pages": 100 * number}, **more}


def librarian(name: str, args: dict[str, Any]) -> dict[str, Any]:
    """Answers as a desk does."""
    if name == "find_books":
        titles = ("The Walled Garden", "Salt Paths", "A Year of Roses")
        items = [item("book", number, title) for number, title in enumerate(titles, 1)]
        return {"status": "ok", "ref_type": "offer", "kind": "book", "items": items}
    if name == "find_rooms":
        items = [item("room", number, title) for number, title in enumerate(("Attic", "Cellar"), 1)]
        return {"status": "ok", "ref_type": "offer", "kind": "room", "items": items}
    if name == "list_loans":
        loans = [
            {"id": "loan_1", "kind": "book", "title": "Winter Herbs", "status": "booked"},
            {"id": "loan_2", "kind": "room", "title": "Attic", "status": "booked"},
        ]
        return {"status": "ok", "ref_type": "loan", "items": loans}
    return {"status": "awaiting_confirmation", "message": "Please confirm.", "confirmation": "c1"}


class Talk:
    """A conversation with the embedded model, with its tools answered."""

    def __init__(self, tools: list[Any], answer: Answer = librarian, **changes: Any) -> None:
        self._model = EmbeddedChatModel().bind_tools(tools)
        self._answer = answer
        system = SystemMessage(content="", additional_kwargs={"context": context(**changes).model_dump(mode="json")})
        self.messages: list[BaseMessage] = [system]
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.reply = ""
        self.suggestions: list[str] = []

    def say(self, text: str) -> list[tuple[str, dict[str, Any]]]:
        """One turn; the calls it led to."""
        self.messages.append(HumanMessage(content=text))
        self.calls = []
        for _ in range(8):
            answer = self._model.invoke(self.messages)
            assert isinstance(answer, AIMessage)
            self.messages.append(AIMessage(content=answer.content, tool_calls=answer.tool_calls))
            if not answer.tool_calls:
                self.reply = str(answer.content)
                self.suggestions = answer.additional_kwargs["suggestions"]
                return self.calls
            for call in answer.tool_calls:
                self.calls.append((call["name"], call["args"]))
                content = json.dumps(self._answer(call["name"], call["args"]))
                self.messages.append(ToolMessage(content=content, tool_call_id=str(call["id"]), name=call["name"]))
        raise AssertionError("the turn did not end")
