"""Switch what suggestions may rest on, or for whom they are: host code does it, so that it holds with any model."""

from typing import Any

from langchain_core.messages import AnyMessage
from langgraph.runtime import Runtime

from agent.brain.lexicon import lexicon
from agent.brain.reading.personalising import (
    ALL,
    IT,
    THAT,
    Switch,
    beside_oneself,
    is_for_oneself,
    read_gift,
    read_switch,
)
from agent.history import results
from agent.state import Parts
from agent.steps.act import perform
from agent.steps.opinions import as_messages
from tools.models import ToolCall, ToolResult
from tools.recommend.evidence import PERSONAL
from tools.recommend.gather import switched_off
from tools.words import language

_NAME = 80
"""Characters of who it is for."""
_ASIDE = 1
"""Words beside the wish that are nothing of their own: "*hotels* without personalisation"."""


async def switched(messages: list[AnyMessage], runtime: Runtime[Parts]) -> dict[str, Any]:
    """Leave a kind of evidence out or use it again, or look for the customer again; nothing when it is no such wish."""
    parts = runtime.context
    if not parts.said.text:
        return {}
    if is_for_oneself(parts.said.text, parts.locale) and await parts.desk.looks_for_another():
        is_all = beside_oneself(parts.said.text, parts.locale) == parts.said.text
        return _told(await parts.desk.look_for_oneself(), is_all=is_all)
    if gift := read_gift(parts.said.text, parts.locale):
        call = ToolCall(id=f"gift_{parts.said.message}", name="look_for", args={"who": gift.who[:_NAME]})
        return _told(await perform(call, runtime), is_all=False)
    switch = read_switch(parts.said.text, parts.locale)
    reason = await _reason(switch, messages, parts) if switch is not None else ""
    if switch is None or not reason:
        return {}
    args = {"reason": reason, "use": switch.use}
    call = ToolCall(id=f"switch_{parts.said.message}", name="dont_use_reason", args=args)
    return _told(await perform(call, runtime), is_all=_says_nothing_else(switch, parts.locale))


async def _reason(switch: Switch, messages: list[AnyMessage], parts: Parts) -> str:
    """The kind that is meant: for "use it again" what was switched off, for "don't use that" what was just said."""
    if switch.kind == THAT:
        return _just_given(messages, parts.said.text)
    if switch.kind != IT:
        return switch.kind
    off = switched_off(await parts.memory.consents.current(parts.profile.customer))
    return "" if not off else str(next(iter(off))) if len(off) == 1 else ALL


def _just_given(messages: list[AnyMessage], said: str) -> str:
    """The kind of the personal reason that is quoted, or else of the strongest that was given last."""
    told = [each.get("reasons") or [] for each in results(messages)]
    shown = [item.get("reasons") or [] for each in results(messages) for item in each.get("items") or []]
    own = [[one for one in some if one.get("kind") in PERSONAL] for some in (*shown, *told)]
    quoted = [one["kind"] for some in own for one in some if str(one.get("text")) in said]
    last = next((some[0]["kind"] for some in reversed(own) if some), "")
    return str(quoted[-1] if quoted else last)


def _says_nothing_else(switch: Switch, locale: str) -> bool:
    known = lexicon(language(locale))
    said_aside = known.fillers | known.bidding | known.requesting | known.polite | known.linking
    return sum(word.isalnum() and word not in said_aside for word in switch.rest.split()) <= _ASIDE


def _told(result: ToolResult, *, is_all: bool) -> dict[str, Any]:
    return {"messages": as_messages(result, is_all), "cards": list(result.cards)}
