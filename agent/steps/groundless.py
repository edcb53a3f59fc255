"""Calls of a model that nothing the customer said calls for: what is kept as their opinion must be theirs."""

from collections.abc import Sequence

from langchain_core.messages import AnyMessage, HumanMessage

from agent.brain.reading.opinions import read_opinions
from agent.state import Parts
from memory.when.tokens import fold
from tools.customer_desk import RATE
from tools.models import ToolCall, ToolResult, ToolStatus
from tools.words import language

_REACH = 3
"""The customer's messages, this one and those before, in which an opinion may stand."""


def groundless(asked: ToolCall, messages: Sequence[AnyMessage], parts: Parts) -> ToolResult | None:
    """The refusal of a rating of what the customer neither praised nor blamed; None for whatever may be done."""
    if asked.name != RATE:
        return None
    spoken = [str(each.content) for each in messages if isinstance(each, HumanMessage)][-_REACH:]
    if _wants_to_rate(spoken, parts) or any(_judges(text, parts.locale) for text in spoken):
        return None
    message = parts.words.say("no_opinion", parts.locale)
    return ToolResult(call=asked.id, tool=asked.name, status=ToolStatus.INVALID, content={"message": message})


def _judges(text: str, locale: str) -> bool:
    return any(each.over or each.given for each in read_opinions(text, locale))


def _wants_to_rate(spoken: Sequence[str], parts: Parts) -> bool:
    tool = next((each for each in parts.desk.specs() if each.name == RATE), None)
    cues = tool.parameters.get("x-cues", {}).get(language(parts.locale), ()) if tool is not None else ()
    return any(fold(str(cue)) in fold(text) for cue in cues for text in spoken)
