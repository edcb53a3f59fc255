"""Heed a wish about remembering itself: host code carries it out, so that it holds whatever the model says."""

from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langgraph.runtime import Runtime

from agent.brain.aftermath import ANSWERED, HEEDED
from agent.brain.lexicon import lexicon
from agent.history import carried_out
from agent.state import Parts, State
from agent.steps.act import perform
from agent.steps.disclosing import disclosed
from agent.steps.opinions import opined
from agent.steps.personalising import switched
from memory.extraction.sentences import sentences
from memory.extraction.wishes import TRANSPARENCY, Wish, WishKind
from memory.models import FactStatus, MessageId, Purpose
from tools.models import ToolCall
from tools.words import language

PRIVACY = "keep_private"
"""The name under which the model reads that this conversation is (no longer) kept out of memory."""
RETRACT = "retract"
"""The name under which the model reads that something known was never so."""
NOTED = "noted"
"""The name under which the model reads that something was noted, and nothing else was wished for."""
_REST = 8
"""Words after a wish up to which they belong to it."""
_PRIVATE = {WishKind.OFF_RECORD: True, WishKind.ON_RECORD: False}


async def heed(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """Withdraw the consent to remember, or keep this conversation out of memory; the model then says so."""
    parts = runtime.context
    wish = parts.memory.wish(parts.said.text, parts.locale) if parts.said.text else None
    if wish is None:
        return await _heard(state, runtime)
    if wish.kind in TRANSPARENCY:
        return await disclosed(wish, state, runtime) or await _heard(state, runtime)
    is_all = _is_all(wish, parts.said.text, parts.locale)
    if wish.kind is WishKind.STOP_REMEMBERING:
        args = {"purpose": str(Purpose.MEMORY), "granted": False}
        call = ToolCall(id=f"wish_{parts.said.message}", name="set_consent", args=args)
        return {"messages": _done(call, (await perform(call, runtime)).content, is_all)}
    if wish.kind is WishKind.FORGET_EVERYTHING and is_all:
        call = ToolCall(id=f"wish_{parts.said.message}", name="forget_everything", args={})
        result = await perform(call, runtime)
        content = {**result.content, HEEDED: True}
        return {"messages": _done(call, content, is_all=False), "cards": [*state["cards"], *result.cards]}
    if wish.kind is WishKind.FORGET:
        return await _forgotten(wish, state, runtime)
    if wish.kind is WishKind.WRONG:
        return await _retracted(wish, parts) or await _recollected(state, parts)
    if wish.kind in _PRIVATE:
        private = _PRIVATE[wish.kind]
        await parts.memory.threads.keep_private(parts.profile.customer, parts.thread.id, private)
        call = ToolCall(id=f"wish_{parts.said.message}", name=PRIVACY, args={"private": private})
        told = parts.words.say("off_record" if private else "on_record", parts.locale)
        return {"messages": _done(call, {"message": told, "private": private}, is_all)}
    return {}


async def _heard(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """What host code sees to in words that wish nothing about remembering."""
    heard = await opined(state, runtime) or await switched(state["messages"], runtime)
    return heard or await _told(runtime.context) or await _recollected(state, runtime.context)


async def _told(parts: Parts) -> dict[str, Any]:
    """Say that it is noted how to serve from now on, or how things are instead: nothing is looked for.

    It is kept after the reply.
    """
    text, memory = parts.said.text, parts.memory
    if not text or parts.thread.private or "?" in text:
        return {}
    corrects = memory.corrects(text, parts.locale) and not memory.requests(text, parts.locale)
    if not (corrects or memory.instructs(text, parts.locale)):
        return {}
    told = await memory.notice(parts.profile.customer, parts.source(), text, parts.locale)
    if not told:
        return {}
    call = ToolCall(id=f"noted_{parts.said.message}", name=NOTED, args={})
    content = {"message": parts.words.say("noted_that", parts.locale, what="; ".join(told)), "status": ANSWERED}
    return {"messages": _done(call, content, is_all=False)}


async def _forgotten(wish: Wish, state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """Forget what can only be meant; of anything else ("forget the hotel") the model makes what it can."""
    parts = runtime.context
    spoken = [each for each in state["messages"] if isinstance(each, HumanMessage)]
    before = MessageId(str(spoken[-2].id)) if len(spoken) > 1 else None
    if before is not None and parts.memory.is_last(wish.what):
        await parts.memory.forget_message(parts.profile.customer, parts.thread.id, before)
        call = ToolCall(id=f"wish_{parts.said.message}", name="forget", args={})
        told = parts.words.say("forgot_last", parts.locale)
        return {"messages": _done(call, {"message": told, "status": ANSWERED}, is_all=False)}
    facts = await parts.memory.pointed(parts.profile.customer, wish.what, parts.thread.id, before)
    meant = [str(fact.id) for fact in facts]
    if not meant and (wish.told or parts.memory.names(wish.what)) and not _is_sought(wish.what, state):
        meant = [wish.what]
    done: list[AnyMessage] = []
    for number, what in enumerate(meant):
        call = ToolCall(id=f"wish_{parts.said.message}_{number}", name="forget", args={"what": what})
        content = (await perform(call, runtime)).content
        done += _done(call, {**content, "status": ANSWERED}, is_all=False)
    return {"messages": done} if done else {}


async def _retracted(wish: Wish, parts: Parts) -> dict[str, Any]:
    """Drop what was never so, and say what that was."""
    customer = parts.profile.customer
    facts = await parts.memory.named(customer, wish.what)
    for fact in facts:
        await parts.memory.mark(customer, fact.id, FactStatus.RETRACTED, parts.source())
    if not facts:
        return {}
    what = "; ".join(dict.fromkeys(parts.memory.tell(fact, parts.locale) for fact in facts))
    call = ToolCall(id=f"wish_{parts.said.message}", name=RETRACT, args={"what": wish.what})
    told = parts.words.say("dropped", parts.locale, what=what)
    return {"messages": _done(call, {"message": told, "status": ANSWERED}, is_all=False)}


def _is_sought(what: str, state: State) -> bool:
    """Whether the words name what is being looked for: "forget Lisbon" is a change of mind then."""
    calls = [call for each in state["messages"] if isinstance(each, AIMessage) for call in each.tool_calls]
    return any(what.casefold() in str(value).casefold() for call in calls for value in call["args"].values())


async def _recollected(state: State, parts: Parts) -> dict[str, Any]:
    """Answer what customers ask about themselves out of what they told."""
    found = await parts.desk.recollect() if parts.said.text else None
    if found is None:
        return {}
    call = ToolCall(id=found.call, name=found.tool, args={})
    answered = _done(call, {**found.content, "status": ANSWERED}, is_all=False)
    return {"messages": answered, "cards": [*state["cards"], *found.cards]}


def _is_all(wish: Wish, text: str, locale: str) -> bool:
    """Whether the message wishes nothing else; what is left of the sentence may tell the wish more closely."""
    rest = wish.after.casefold().split()
    another = len(rest) > 1 and rest[0] in lexicon(language(locale)).linking
    return len(sentences(text)) == 1 and len(rest) <= _REST and not another


def _done(call: ToolCall, content: dict[str, Any], is_all: bool) -> list[AnyMessage]:
    """What was done, as the model reads it; as settled when there is nothing else to do in this turn."""
    content = {**content, "status": "changed"} if is_all else content
    return carried_out((call, content))
