"""Switch what suggestions may rest on, or for whom they are: host code does it, so that it holds with any model."""

from typing import Any

from langgraph.runtime import Runtime

from agent.brain.lexicon import lexicon
from agent.brain.reading.personalising import ALL, IT, Switch, is_for_oneself, read_switch
from agent.state import Parts
from agent.steps.act import perform
from agent.steps.opinions import as_messages
from tools.models import ToolCall, ToolResult
from tools.recommend.gather import switched_off
from tools.words import language

_ASIDE = 1
"""Words beside the wish that are nothing of their own: "*hotels* without personalisation"."""


async def switched(runtime: Runtime[Parts]) -> dict[str, Any]:
    """Leave a kind of evidence out or use it again, or look for the customer again; nothing when it is no such wish."""
    parts = runtime.context
    if not parts.said.text:
        return {}
    if is_for_oneself(parts.said.text, parts.locale) and await parts.desk.looks_for_another():
        return _told(await parts.desk.look_for_oneself(), is_all=True)
    switch = read_switch(parts.said.text, parts.locale)
    reason = await _reason(switch, parts) if switch is not None else ""
    if switch is None or not reason:
        return {}
    args = {"reason": reason, "use": switch.use}
    call = ToolCall(id=f"switch_{parts.said.message}", name="dont_use_reason", args=args)
    return _told(await perform(call, runtime), is_all=_says_nothing_else(switch, parts.locale))


async def _reason(switch: Switch, parts: Parts) -> str:
    """The kind that is meant; of "use it again" what was switched off before."""
    if switch.kind != IT:
        return switch.kind
    off = switched_off(await parts.memory.consents.current(parts.profile.customer))
    return "" if not off else str(next(iter(off))) if len(off) == 1 else ALL


def _says_nothing_else(switch: Switch, locale: str) -> bool:
    known = lexicon(language(locale))
    said_aside = known.fillers | known.bidding | known.requesting | known.polite | known.linking
    return sum(word.isalnum() and word not in said_aside for word in switch.rest.split()) <= _ASIDE


def _told(result: ToolResult, *, is_all: bool) -> dict[str, Any]:
    return {"messages": as_messages(result, is_all), "cards": list(result.cards)}
