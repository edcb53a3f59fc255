"""Hear how something was: host code keeps it, so that it counts whatever the model makes of it."""

import re
from typing import Any

from langchain_core.messages import AnyMessage
from langgraph.runtime import Runtime

from agent.brain.aftermath import ANSWERED
from agent.brain.lexicon import lexicon
from agent.brain.reading.acts import is_question
from agent.brain.reading.assent import Assent, classify_assent
from agent.brain.reading.opinions import Opinion, read_opinions, wishes
from agent.brain.reading.references import Item, ReferenceKind, read_references, resolve
from agent.brain.tokens import folded
from agent.history import carried_out, results, this_turn
from agent.state import Parts, State
from agent.steps.act import perform
from memory.extraction.sentences import sentences
from tools.models import ToolCall, ToolResult
from tools.words import language

_PART = re.compile(r"[^,;.!?\n]+")
_WORD = re.compile(r"\w+")


async def opined(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """Keep praise and blame of what was booked; nothing when the customer says none."""
    parts = runtime.context
    if not parts.said.text or parts.thread.private:
        return {}
    followed = await _followed_up(state["messages"], runtime)
    if followed is not None:
        return {"messages": as_messages(followed, is_all=True)}
    told = _told(parts.said.text, parts.locale)
    is_all = told == parts.said.text and "?" not in told and _says_nothing_else(told, parts.locale)
    found: list[ToolResult] = []
    for each in read_opinions(told, parts.locale):
        found += await _kept(each, parts, is_all=is_all)
        if found and "pending" in found[-1].content:
            break  # one question at a time
    return {"messages": [each for result in found for each in as_messages(result, is_all)]} if found else {}


async def _followed_up(messages: list[AnyMessage], runtime: Runtime[Parts]) -> ToolResult | None:
    """What comes of the answer to "which one?", or to the offer of a person."""
    parts = runtime.context
    earlier = messages[: this_turn(messages)]
    before = results(earlier[this_turn(earlier) :])
    if is_question(parts.said.text, language(parts.locale)):
        return None
    for asked in (each["pending"] for each in before if isinstance(each.get("pending"), dict)):
        chosen = _chosen(parts, asked["choices"])
        if chosen:
            return await parts.desk.note_rating(chosen, asked["stars"], asked["words"])
    offered = any(each.get("offers_person") for each in before)
    answer = classify_assent(parts.said.text, parts.locale) if offered else Assent.OTHER
    if answer is Assent.YES:
        return await perform(ToolCall(id=f"person_{parts.said.message}", name="hand_over", args={}), runtime)
    return await parts.desk.leave_it() if answer is Assent.NO else None


def _chosen(parts: Parts, choices: list[dict[str, Any]]) -> str:
    """The one that was named, by its number, its name, its place or its day."""
    items = [
        Item(
            id=each["id"],
            title=" ".join([each["title"], each["where"], each["when"], each["kind"]]),
            number=each["number"],
            kind=each["kind"],
        )
        for each in choices
    ]
    found = resolve(parts.said.text, items, language(parts.locale))
    return found.ids[0] if len(found.ids) == 1 else ""


async def _kept(opinion: Opinion, parts: Parts, *, is_all: bool) -> list[ToolResult]:
    """What is kept of one opinion; nothing when nothing booked is meant. ``is_all``: nothing else is said."""
    if not (opinion.over or opinion.given):
        return []
    spoken = await parts.desk.spoken_of(opinion.words, opinion.newest)
    if not (opinion.over or opinion.awarded or spoken.named):
        return []  # "a hotel with four stars" is a wish
    told = spoken.bookings or (is_all and (spoken.kinds or opinion.awarded))
    return [await parts.desk.note_opinion(spoken, opinion.stars, opinion.words)] if told else []


def _told(text: str, locale: str) -> str:
    """The message up to where a wish begins: "the hotel was great, find me another"."""
    known = lexicon(language(locale))
    for each in reversed(read_references(text, language(locale))):
        if each.kind is ReferenceKind.EARLIER:  # "the one I liked yesterday" tells which one
            text = f"{text[: each.span[0]]}{text[each.span[1] :]}"
    for part in _PART.finditer(text):
        words = [folded(word) for word in _WORD.findall(part.group())]
        first = next((word for word in words if word not in known.linking | known.polite), "")
        if first in known.bidding | known.requesting:
            return text[: part.start()].rstrip(" ,;")
    return text


def _says_nothing_else(text: str, locale: str) -> bool:
    return len(sentences(text)) <= len(read_opinions(text, locale)) and not wishes(text, locale)


def as_messages(result: ToolResult, is_all: bool) -> list[AnyMessage]:
    """What was done, as the model reads it; as answered when there is nothing else to do in this turn."""
    content = {**result.content, "status": ANSWERED} if is_all else result.content
    return carried_out((ToolCall(id=result.call, name=result.tool, args={}), content))
