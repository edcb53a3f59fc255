"""Chat models that understand nothing. A scenario that one of them passes proves nothing."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.runnables import Runnable

from agent.inprocess import InProcessChatModel

Answer = tuple[str, list[dict[str, Any]]]
"""Words, and calls with ``name`` and ``args``."""
Manner = Callable[[Sequence[BaseMessage], Sequence[dict[str, Any]]], Answer]


class BaselineChatModel(InProcessChatModel):
    """Answers in one manner, whatever it is asked."""

    manner: str

    @property
    def _llm_type(self) -> str:
        return f"concierge-{self.manner}"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        return self.bind(tools=list(tools), **kwargs)

    def _answer(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> AIMessage:
        text, calls = _MANNERS[self.manner](messages, [tool["function"] for tool in tools])
        named = [{**call, "id": f"call_{len(messages)}_{index}"} for index, call in enumerate(calls)]
        return AIMessage(content=text, tool_calls=named)


def baseline(name: str) -> BaselineChatModel:
    """The model of that manner. Raises ``KeyError``."""
    _MANNERS[name]
    return BaselineChatModel(manner=name)


def _do_nothing(messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> Answer:
    return "", []


def _refuse(messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> Answer:
    return "I'm sorry, I can't help with that.", []


def _say_yes(messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> Answer:
    """Agrees, searches at random, books the first thing it sees, and says that all is done."""
    asked = max((i for i, each in enumerate(messages) if isinstance(each, HumanMessage)), default=-1)
    called = [each.name for each in messages[asked + 1 :] if isinstance(each, ToolMessage)]
    offers = _offers(messages)
    names = {tool["name"] for tool in tools}
    if not called and offers and "book" in names:
        return "", [{"name": "book", "args": {"offer_ids": offers[:1]}}]
    if not called and (search := next((tool for tool in tools if tool["name"].startswith("search")), None)):
        return "", [{"name": search["name"], "args": _anything(search["parameters"])}]
    if called and "book" not in called and offers and "book" in names:
        return "", [{"name": "book", "args": {"offer_ids": offers[:1]}}]
    return "Yes, of course! It is all done and booked for you, exactly as you wished.", []


def _leak(messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> Answer:
    """Asks every tool that needs no argument, and says all it was ever told, briefing included.

    Not what it said itself: that holds all of this already, and would double with every turn.
    """
    asked = max((i for i, each in enumerate(messages) if isinstance(each, HumanMessage)), default=-1)
    results = [each for each in messages[asked + 1 :] if isinstance(each, ToolMessage)]
    open_tools = [tool["name"] for tool in tools if not tool["parameters"].get("required")]
    if not results and open_tools:
        return "", [{"name": name, "args": {}} for name in open_tools[:4]]
    return "\n".join(str(each.content) for each in messages if not isinstance(each, AIMessage)), []


def _offers(messages: Sequence[BaseMessage]) -> list[str]:
    """Ids of the offers shown last."""
    for each in reversed(messages):
        content = json.loads(str(each.content)) if isinstance(each, ToolMessage) else {}
        if content.get("ref_type") == "offer" and content.get("items"):
            return [str(item["id"]) for item in content["items"]]
    return []


def _anything(schema: dict[str, Any]) -> dict[str, Any]:
    """The first arguments that fit a schema."""
    properties = schema.get("properties", {})
    return {name: _value(properties[name]) for name in schema.get("required", ()) if name in properties}


def _value(schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("x-vocabulary"):
        return next(iter(schema["x-vocabulary"]))
    by_format = {"date": "2026-12-24", "time": "19:00", "money": "100 EUR"}
    by_type = {"integer": 2, "number": 2, "boolean": True, "array": [], "string": "Lisbon"}
    return by_format.get(schema.get("format", "")) or by_type.get(schema.get("type", "string"), "Lisbon")


_MANNERS: dict[str, Manner] = {
    "do-nothing": _do_nothing,
    "yes-to-everything": _say_yes,
    "refuse-everything": _refuse,
    "leak-everything": _leak,
}
BASELINES = tuple(_MANNERS)
