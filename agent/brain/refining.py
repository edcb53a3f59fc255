""" "Cheaper", "later", "closer": a wish measured against what was shown, as an argument of the search behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from agent.brain.parameter import Parameter, Wants
from agent.brain.state import Item, Request, Shown, State
from agent.brain.tokens import contains
from agent.brain.tool import Refinement, Tool, Toolset
from agent.brain.utterance import Utterance
from tools.money import Money

_STEP = 60
"""Minutes that "later" moves a time that was wished for; what is shown lies around it."""
_ALSO: Mapping[str, tuple[str, ...]] = {"shorter": ("faster",), "pricier": ("dearer",), "better": ("higher",)}
"""Words of schemas for what the reader calls otherwise."""


def refinement(tool: Tool, word: str, said: Utterance | None = None) -> Refinement | None:
    """How a tool's schema answers a comparison; by the property that is named beside it, if one is."""
    alike = (word, *_ALSO.get(word, ()))
    for each, known in tool.also_refines if said is not None else ():
        parameter = tool.parameter(known.property)
        if each in alike and parameter is not None and said is not None and _names(said, parameter):
            return known
    return next((tool.refines[each] for each in alike if each in tool.refines), None)


def _names(said: Utterance, parameter: Parameter) -> bool:
    folds = tuple(word.folded for word in said.words)
    return any(contains(folds, phrase) >= 0 for phrase in parameter.phrases(said.language))


def refined(
    toolset: Toolset, state: State, words: Iterable[str], kinds: tuple[str, ...], said: Utterance | None = None
) -> tuple[Tool, dict[str, Any], str] | None:
    """The search to repeat, its new arguments, and the word that changed them; None when nothing can be compared."""
    for shown in _candidates(state, kinds):
        tool = toolset.by_name.get(shown.tool) or toolset.of_kind(shown.kind)
        if tool is None:
            continue
        for word in words:
            known = refinement(tool, word, said)
            parameter = tool.parameter(known.property) if known else None
            if known is None or parameter is None:
                continue
            request = state.request(tool.name) or Request(tool, shown.args, 0)
            if parameter.wants is Wants.TIME and not parameter.roles & {"after", "before"}:
                asked = request.args.get(parameter.name) or _value(_measure(shown, state, known), known.source)
                value = _clock(asked, -_STEP if word == "earlier" else _STEP)
            else:
                value = _beyond(parameter, _value(_measure(shown, state, known), known.source))
            if value is not None:
                return tool, {**request.args, parameter.name: value}, word
    return None


def beyond(tool: Tool, word: str, item: Item, said: Utterance) -> dict[str, Any]:
    """The argument that excludes ``item`` itself and all that is less so; empty when that cannot be compared."""
    known = refinement(tool, word, said)
    parameter = tool.parameter(known.property) if known else None
    value = _beyond(parameter, _value(item, known.source)) if known is not None and parameter is not None else None
    return {parameter.name: value} if parameter is not None and value is not None else {}


def _candidates(state: State, kinds: tuple[str, ...]) -> list[Shown]:
    lists = [each for each in reversed(state.shown) if each.items and (not kinds or each.kind in kinds)]
    about = [each for each in lists if state.focus and each.item(state.focus)]
    return about + [each for each in lists if each not in about]


def _measure(shown: Shown, state: State, known: Refinement) -> Item:
    """What "cheaper" is measured against: the item talked about or chosen, else the first of the list."""
    for identity in (state.focus, state.picks.get(shown.kind, "")):
        item = shown.item(identity) if identity else None
        if item is not None:
            return item
    return shown.items[0]


def _value(item: Item, source: str) -> Any:
    features = item.get("features")
    if source in item:
        return item[source]
    return features.get(source) if isinstance(features, dict) else None


def _beyond(parameter: Parameter, value: Any) -> Any:
    """The nearest argument that excludes ``value`` itself."""
    falling = bool(parameter.roles & {"max", "before"})
    if parameter.wants is Wants.MONEY and isinstance(value, dict) and isinstance(value.get("minor"), int):
        money = Money(minor=value["minor"] + (-1 if falling else 1), currency=str(value.get("currency")))
        return f"{money.major} {money.currency}" if parameter.type == "string" else float(money.major)
    if parameter.wants is Wants.TIME:
        return _clock(value, -1 if falling else 1)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    step = Decimal(1) if parameter.type == "integer" or isinstance(value, int) else Decimal("0.1")
    moved = Decimal(str(value)) + (-step if falling else step)
    if moved < 0:
        return None
    return int(moved) if parameter.type == "integer" else float(moved)


def _clock(value: Any, minutes: int) -> str | None:
    text = str(value or "")
    try:
        moment = datetime.fromisoformat(text) if "T" in text else datetime.strptime(text[:5], "%H:%M")  # noqa: DTZ007
    except ValueError:
        return None
    total = moment.hour * 60 + moment.minute + minutes
    return f"{total // 60:02d}:{total % 60:02d}" if 0 <= total < 24 * 60 else None
