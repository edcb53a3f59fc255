"""Whether a conversation held again is the same conversation: every word, call and card of every trial."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from evals.log import RunLog
from evals.scenario import Scenario
from evals.suite import run_suite

_RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{16,}\b|[\w-]{20,}|\b[A-Z]{2,4}-[A-Z0-9]{4,10}\b")
"""Identifiers and references are random by design; which is which shows in the order of their first appearance."""
_PASSING = frozenset({"timestamp", "took_ms", "seconds", "elapsed_ms", "usage", "cost", "incident"})


def transcript(log: RunLog) -> str:
    """What was said, done and shown, with identifiers numbered and clocks of the machine left out."""
    steps = [
        [step.verb, step.said, step.refused, [_plain(each) for each in step.events if each.type != "text_delta"]]
        for step in log.steps
    ]
    text = json.dumps(steps, sort_keys=True, ensure_ascii=False)
    known: dict[str, str] = {}
    return _RANDOM.sub(lambda match: known.setdefault(match[0], f"#{len(known) + 1}"), text)


def _plain(event: Any) -> Any:
    stored = event.model_dump(mode="json")
    return {"event": type(event).__name__, **_kept(stored)}


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _kept(each) for key, each in value.items() if key not in _PASSING}
    return [_kept(each) for each in value] if isinstance(value, list) else value


def differing(suite: Sequence[Scenario], trials: int, workers: int) -> dict[str, tuple[str, str]]:
    """Scenarios whose trials differ, each with its first pair of unlike places."""
    found = {}
    for name, results in run_suite(suite, trials=trials, workers=workers).by_scenario().items():
        texts = [transcript(each.log) for each in results]
        other = next((text for text in texts if text != texts[0]), None)
        if other is not None:
            place = next((i for i, (a, b) in enumerate(zip(texts[0], other, strict=False)) if a != b), 0)
            start = max(0, place - 60)
            found[name] = (texts[0][start : place + 60], other[start : place + 60])
    return found
