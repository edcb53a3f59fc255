"""Checks of how things stand at the end: writes, ledger, memory, consents, partners, disk."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals import seen
from evals.log import RunLog
from evals.matching import Pattern, matches, unmatched
from evals.showing import Check


def ending(log: RunLog) -> Iterator[Check]:
    """Everything the scenario states of the end."""
    yield from _writes(log)
    yield from _ledger(log)
    yield from _memory(log)
    yield from _consents(log)
    for call, count in log.scenario.expect.partner_calls.items():
        made = log.partner_calls.get(call, 0)
        yield Check(name=f"{count} × {call}", passed=made == count, explanation=f"{made} times")
    for text, files in log.on_disk.items():
        yield Check(name=f"{text!r} is nowhere on disk", passed=not files, explanation=f"in {', '.join(files)}")


def _writes(log: RunLog) -> Iterator[Check]:
    wanted = log.scenario.expect.writes
    if wanted is None:
        return
    done = seen.writes(log)
    found = f"done: {_bookings(done, 'action')}"
    missing = unmatched(wanted.required, done)
    for pattern in wanted.required:
        yield Check(name=f"writes {_json(pattern)}", passed=pattern not in missing, explanation=found)
    for pattern in wanted.forbidden:
        hit = [each for each in done if matches(pattern, each)]
        name = f"does not write {_json(pattern)}" if pattern else "writes nothing"
        yield Check(name=name, passed=not hit, explanation=f"done: {_bookings(hit, 'action')}")
    if wanted.nothing_else:
        much = len(done) - (len(wanted.required) - len(missing))
        yield Check(name="writes nothing else", passed=much == 0, explanation=found)


def _ledger(log: RunLog) -> Iterator[Check]:
    wanted = log.scenario.expect.ledger
    if wanted is None:
        return
    standing = seen.upcoming(log)
    found = f"ahead: {_bookings(standing, 'status')}"
    yield from _presence("the ledger", wanted.has, wanted.lacks, standing, found)
    if wanted.count is not None:
        yield Check(name=f"{wanted.count} bookings ahead", passed=len(standing) == wanted.count, explanation=found)


def _memory(log: RunLog) -> Iterator[Check]:
    wanted = log.scenario.expect.memory
    if wanted is None:
        return
    facts = [fact.model_dump(mode="json") | {"words": fact.source.words} for fact in log.after.facts]
    told = [f"{each['attribute']}={each['value']} ({each['status']}, {each['subject']})" for each in facts]
    has = [{"status": "active", **pattern} for pattern in wanted.has]
    lacks = [{"status": "active", **pattern} for pattern in wanted.lacks]
    yield from _presence("memory", has, lacks, facts, f"known: {'; '.join(told) or 'nothing'}")


def _presence(
    where: str,
    has: Sequence[Mapping[str, Pattern]],
    lacks: Sequence[Mapping[str, Pattern]],
    found: Sequence[Mapping[str, Any]],
    explanation: str,
) -> Iterator[Check]:
    missing = unmatched(has, found)
    for pattern in has:
        yield Check(name=f"{where} has {_json(pattern)}", passed=pattern not in missing, explanation=explanation)
    for pattern in lacks:
        absent = not any(matches(pattern, each) for each in found)
        yield Check(name=f"{where} lacks {_json(pattern)}", passed=absent, explanation=explanation)


def _consents(log: RunLog) -> Iterator[Check]:
    wanted = log.scenario.expect.consents
    if wanted is None:
        return
    granted = log.after.consents.get(log.scenario.world.customer, ())
    found = f"granted: {', '.join(granted) or 'nothing'}"
    for purpose in wanted.granted:
        yield Check(name=f"{purpose} is allowed", passed=purpose in granted, explanation=found)
    for purpose in wanted.withheld:
        yield Check(name=f"{purpose} is not allowed", passed=purpose not in granted, explanation=found)


def _bookings(bookings: Sequence[Mapping[str, Any]], leading: str) -> str:
    told = (
        f"{each[leading]} {each['kind']} {each['title']} {each['date']} {each['time']} ×{each['party']}"
        for each in bookings
    )
    return "; ".join(told) or "nothing"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
