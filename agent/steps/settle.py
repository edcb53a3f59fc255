"""Answer an open confirmation: by a click, or by words that can only mean yes or no. The model has no say in it."""

import asyncio
import json
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langgraph.runtime import Runtime

from agent.brain.aftermath import HEEDED
from agent.brain.reading.acts import Act, acts, is_question
from agent.brain.reading.assent import Assent, classify_assent
from agent.brain.sentence import Sentence
from agent.events import CardShown
from agent.history import carried_out, dangling, results, this_turn
from agent.models import Decision
from agent.state import Parts, State
from tools.confirmation import Confirmation, ConfirmationItem
from tools.models import ToolCall, ToolResult
from tools.words import language

CHECK = "check_confirmation"
"""The tool under whose name the model reads what became of a confirmation."""


async def settle(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """Mend what a cut turn left behind, then execute, decline or replace what the customer was asked to confirm."""
    parts = runtime.context
    messages = state["messages"]
    update: dict[str, Any] = {
        "messages": dangling(messages),
        "locale": parts.locale,
        "steps": 0,
        "cards": [],
        "shown": [],
        "held_back": [],
    }
    result = await _answer(parts, messages)
    if result is not None:
        for card in result.cards:
            runtime.stream_writer(CardShown(card=card))
        update["shown"] = list(result.cards)
        update["messages"] += _as_messages(result)
    return update


async def _answer(parts: Parts, messages: list[AnyMessage]) -> ToolResult | None:
    """What comes of a click, or of words to an open confirmation; None when they say nothing about it."""
    if parts.said.decision is not None:
        return await _carry_out(parts, parts.said.decision)
    confirmation = await parts.desk.open_confirmation()
    if confirmation is None or not parts.said.text:
        return None
    verdict = _verdict(parts, confirmation)
    if verdict is Assent.AMEND:
        await parts.desk.supersede(confirmation.id)
    if verdict not in (Assent.YES, Assent.NO):
        return None
    if _is_the_subject(messages[: this_turn(messages)], confirmation, parts.locale):
        accepted = verdict is Assent.YES
        return await _carry_out(
            parts, Decision(confirmation=confirmation.id, accepted=accepted, digest=confirmation.digest)
        )
    if verdict is Assent.YES and not _means_all(parts.said.text, parts.locale):
        # The talk has moved on: this yes may mean something else, so the card is shown again and asked anew.
        again = await parts.desk.call(ToolCall(id=f"again_{parts.said.message}", name=CHECK, args={}))
        return again.model_copy(update={"content": {**again.content, HEEDED: True}})
    return None


def _means_all(text: str, locale: str) -> bool:
    """Whether it is said of everything, what was found since as well: "book both", to be set out together."""
    said = Sentence(text, language(locale))
    return bool(set(said.folds) & said.lexicon.everything)


def _verdict(parts: Parts, confirmation: Confirmation) -> Assent:
    items = confirmation.items
    actions = {item.action for item in items}
    return classify_assent(
        parts.said.text,
        parts.locale,
        action=next(iter(actions)) if len(actions) == 1 else "book",
        about=_names(items[0]) if len(items) == 1 else (),
    )


def _names(item: ConfirmationItem) -> tuple[str, ...]:
    """What the customer may call the one thing that is asked."""
    return (item.title, item.offer.kind) if item.offer else (item.title,)


def _is_the_subject(earlier: list[AnyMessage], confirmation: Confirmation, locale: str) -> bool:
    """Whether the last thing shown is this confirmation, or since then only its own offers were spoken of."""
    if not earlier:
        return False
    start = this_turn(earlier)
    shown = results(earlier[start:])
    if any(confirmation.id in json.dumps(each) for each in shown):
        return True
    if not shown and _puts_off(earlier[start:], locale):
        return _is_the_subject(earlier[:start], confirmation, locale)
    own = {str(item.offer.id) for item in confirmation.items if item.offer}
    titles = {item.title.casefold() for item in confirmation.items}
    answered = _answered(earlier, start, locale) if not shown else titles
    if not (answered and answered <= titles and all(_is_about(each, own, titles) for each in shown)):
        return False
    return _is_the_subject(earlier[:start], confirmation, locale)


def _answered(earlier: list[AnyMessage], start: int, locale: str) -> set[str]:
    """Titles of the offers named in answer to a question of the customer that was answered without asking back."""
    asked = [each.text for each in earlier[start:] if isinstance(each, HumanMessage)]
    told = [each.text for each in earlier[start:] if isinstance(each, AIMessage)]
    if not asked or not all(is_question(each, locale) for each in asked) or "?" in " ".join(told):
        return set()
    words = " ".join([*asked, *told]).casefold()
    items = [item for each in results(earlier) for item in each.get("items") or [] if isinstance(item, dict)]
    titles = {str(item["title"]).casefold() for item in items if item.get("title")}
    return {title for title in titles if title in words}


def _puts_off(turn: list[AnyMessage], locale: str) -> bool:
    """Whether the customer only said that they have not decided, or no more than "ok"; the reply named what waits."""
    heard = [acts(each.text, locale) for each in turn if isinstance(each, HumanMessage)]
    return bool(heard) and all(Act.HESITATE in each or each == {Act.AFFIRM} for each in heard)


def _is_about(result: dict[str, Any], own: set[str], titles: set[str]) -> bool:
    """Whether a result is about nothing but these offers; what lists none, such as a sum, names them."""
    offers = _offers(result)
    told = json.dumps(result, ensure_ascii=False).casefold()
    return offers <= own if offers else any(title in told for title in titles)


def _offers(result: dict[str, Any]) -> set[str]:
    """Ids of the offers a result is about."""
    items = [item for item in result.get("items") or [] if isinstance(item, dict)]
    return {str(each) for each in (result.get("offer"), *(item.get("id") for item in items)) if each}


async def _carry_out(parts: Parts, decision: Decision) -> ToolResult:
    if not decision.accepted:
        return await parts.desk.decline(decision.confirmation)
    # A customer who stops the words must not stop a booking half-way.
    return await asyncio.shield(asyncio.ensure_future(parts.desk.accept(decision.confirmation, decision.digest)))


def _as_messages(result: ToolResult) -> list[AnyMessage]:
    return carried_out((ToolCall(id=result.call, name=CHECK, args={}), result.content))
