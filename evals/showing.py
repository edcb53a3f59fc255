"""Checks of what was shown and done in one turn, or in all of them."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from evals import seen
from evals.expectation import Common, Offers
from evals.log import StepLog
from evals.matching import matches
from evals.tongues import language_of
from memory.models import Value

_SHORT = 220


class Check(Value):
    """One named statement about a run, true or not."""

    name: str
    passed: bool
    explanation: str = ""
    """What was found instead."""
    turn: int | None = None
    decides: bool = True
    """Without it the check is reported only."""


def shown(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    """Everything that ``wanted`` states of these steps."""
    for scorer in _SHOWN:
        yield from scorer(wanted, steps)


def _words(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    text = seen.readable(steps)
    said = _short(" / ".join(seen.replies(steps)))
    for pattern in wanted.says:
        found = re.search(pattern, text, re.IGNORECASE)
        yield Check(name=f"says /{pattern}/", passed=bool(found), explanation="" if found else f"said: {said}")
    for pattern in wanted.never_says:
        found = re.search(pattern, text, re.IGNORECASE)
        around = _short(text[max(0, found.start() - 60) : found.end() + 60]) if found else ""
        yield Check(name=f"never says /{pattern}/", passed=not found, explanation=around)


def _language(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    if wanted.language is None:
        return
    said = seen.replies(steps)
    spoken = {language_of(reply) for reply in said} - {None}
    yield Check(
        name=f"speaks {wanted.language}",
        passed=bool(said) and spoken <= {wanted.language},  # a bare list of titles is in no language
        explanation=f"spoke {', '.join(sorted(map(str, spoken))) or 'nothing'}",
    )


def _cards(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    kinds = {kind for kind, _ in seen.cards(steps)}
    found = f"shown: {', '.join(sorted(kinds)) or 'no card'}"
    for kind in wanted.cards:
        yield Check(name=f"shows {kind}", passed=kind in kinds, explanation=found)
    for kind in wanted.no_cards:
        yield Check(name=f"does not show {kind}", passed=kind not in kinds, explanation=found)


def _offers(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    for each in wanted.offers:
        found = seen.offers(steps, each.kind)
        enough = len(found) >= each.at_least or each.at_most == 0
        few = each.at_most is None or len(found) <= each.at_most
        yield Check(
            name=f"shows {each.kind} offers ({_count(each)})",
            passed=enough and few,
            explanation=f"{len(found)} shown; tools: {_tools(steps)}",
        )
        if found:
            yield from _like(each, found)


def _like(wanted: Offers, found: list[dict[str, Any]]) -> Iterator[Check]:
    rules: list[tuple[str, Any, Callable[[list[bool]], bool]]] = [
        ("the first", wanted.first, lambda fits: fits[0]),
        ("some", wanted.some, any),
        ("every", wanted.every, all),
        ("none", wanted.none, lambda fits: not any(fits)),
    ]
    for name, pattern, holds in rules:
        if pattern is None:
            continue
        fits = [matches(pattern, offer) for offer in found]
        at_odds = [_offer(offer, pattern) for offer, fit in zip(found, fits, strict=True) if fit is (name == "none")]
        yield Check(
            name=f"{name} {wanted.kind} offer is like {_json(pattern)}",
            passed=holds(fits),
            explanation=_short("; ".join(at_odds[:1] if name == "the first" else at_odds)),
        )


def _offer(offer: dict[str, Any], pattern: Any) -> str:
    """An offer in the fields that a pattern asks for."""
    asked = pattern if isinstance(pattern, dict) else {}
    told = {key: offer.get(key) for key in asked if key != "features"}
    inner = asked.get("features")
    told |= {key: offer["features"].get(key) for key in inner} if isinstance(inner, dict) else {}
    return f"{offer['title']} ({offer['partner']}): {_json(told)}"


def _reasons(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    given = seen.reason_kinds(steps)
    found = f"given: {', '.join(sorted(given)) or 'none'}"
    yield from _there("gives a reason of kind", wanted.reasons, given, found)
    yield from _there("gives no reason of kind", wanted.no_reasons, given, found, there=False)


def _there(name: str, kinds: Sequence[str], found: set[str], told: str, *, there: bool = True) -> Iterator[Check]:
    for kind in kinds:
        yield Check(name=f"{name} {kind}", passed=(kind in found) is there, explanation=told)


def _tool_calls(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    made = seen.calls(steps)
    for pattern in wanted.tools:
        yield Check(
            name=f"calls {_json(pattern)}",
            passed=any(matches(pattern, call) for call in made),
            explanation=f"called: {_tools(steps)}",
        )
    for pattern in wanted.no_tools:
        yield Check(
            name=f"does not call {_json(pattern)}",
            passed=not any(matches(pattern, call) for call in made),
            explanation=f"called: {_tools(steps)}",
        )


def _claims(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    found = seen.claims(steps)
    told = f"claimed: {', '.join(sorted(found)) or 'nothing'}"
    yield from _there("claims", wanted.claims, found, told)
    yield from _there("does not claim", wanted.no_claims, found, told, there=False)


def _confirmation(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    card = seen.open_confirmation(steps)
    asked = (
        ", ".join(f"{item['action']} {item['title']} {item['when']}" for item in card["items"]) if card else "nothing"
    )
    if wanted.confirmation is not None:
        yield Check(
            name="a confirmation is open" if wanted.confirmation == "open" else "no confirmation is open",
            passed=(card is not None) == (wanted.confirmation == "open"),
            explanation=f"asked to confirm: {asked}",
        )
    if wanted.asks is not None:
        yield Check(
            name=f"asks to confirm {_json(wanted.asks)}",
            passed=card is not None and matches(wanted.asks, card),
            explanation=f"asked to confirm: {asked}",
        )


def _manners(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    if wanted.questions_at_most is not None:
        asked = sum(len(re.findall(r"\?+", reply)) for reply in seen.replies(steps))
        yield Check(
            name=f"asks at most {wanted.questions_at_most} questions",
            passed=asked <= wanted.questions_at_most,
            explanation=f"asked {asked}",
        )


def in_time(wanted: Common, steps: Sequence[StepLog]) -> Iterator[Check]:
    """The time budget, which on a busy machine says little: it decides only where one asks it to."""
    if wanted.within_ms is not None:
        slowest = max((step.took_ms for step in steps), default=0.0)
        name, told = f"answers within {wanted.within_ms} ms", f"took {slowest:.0f} ms"
        yield Check(name=name, passed=slowest <= wanted.within_ms, explanation=told, decides=False)


_SHOWN = (_words, _language, _cards, _offers, _reasons, _tool_calls, _claims, _confirmation, _manners, in_time)


def _count(wanted: Offers) -> str:
    if wanted.at_most is None:
        return f"{wanted.at_least} or more"
    return f"{wanted.at_least} to {wanted.at_most}" if wanted.at_most else "none"


def _tools(steps: Sequence[StepLog]) -> str:
    made = [f"{call['name']}({_json(call['args'])}) → {call['status']}" for call in seen.calls(steps)]
    return _short("; ".join(made), 500) or "none"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _short(text: str, limit: int = _SHORT) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[:limit]}…"
