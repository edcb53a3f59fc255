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
    begins_bare,
    beside_oneself,
    goes_along,
    is_for_oneself,
    read_another,
    read_gift,
    read_switch,
    tells_whom,
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
    again = is_for_oneself(parts.said.text, parts.locale)
    if (again or _wants_to_go_along(parts)) and await parts.desk.looks_for_another():
        is_all = again and beside_oneself(parts.said.text, parts.locale) == parts.said.text
        return _told(await parts.desk.look_for_oneself(), is_all=is_all)
    if who := _for_whom(parts):
        call = ToolCall(id=f"gift_{parts.said.message}", name="look_for", args={"who": who[:_NAME]})
        is_all = tells_whom(parts.said.text, parts.locale)
        return _told(await perform(call, runtime), is_all=is_all)
    switch = read_switch(parts.said.text, parts.locale)
    reason = await _reason(switch, messages, parts) if switch is not None else ""
    if switch is None or not reason:
        return {}
    args = {"reason": reason, "use": switch.use}
    call = ToolCall(id=f"switch_{parts.said.message}", name="dont_use_reason", args=args)
    return _told(await perform(call, runtime), is_all=_says_nothing_else(switch, parts.locale))


def _wants_to_go_along(parts: Parts) -> bool:
    """Whether what is wished for now is for the customer too."""
    return _wishes(parts) and goes_along(parts.said.text, parts.locale)


def _for_whom(parts: Parts) -> str:
    """Who a present, or what is wished for in this message, is for; empty when it is the customer or nobody said."""
    said = parts.said.text, parts.locale
    if (gift := read_gift(*said)) is not None:
        return gift.who
    return read_another(*said) if _wishes(parts) or tells_whom(*said) else ""


def _wishes(parts: Parts) -> bool:
    """Whether a message wants something found, with a verb or without."""
    said = parts.said.text, parts.locale
    return parts.memory.requests(*said) or begins_bare(*said)


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
