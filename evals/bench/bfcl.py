"""Single-turn function calling: reads cases of the Berkeley leaderboard's form, asks the brain, judges the calls."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.brain.model import EmbeddedChatModel
from agent.brain.transcript import heard
from evals.bench.door import answer
from evals.bench.sgd import context_of, read_cases

Document = dict[str, Any]
DAY = "2025-01-15"
"""Cases name no day; theirs are independent of it."""
_ABSTAIN = "irrelevance"


def predict_file(cases: Path, out: Path) -> dict[str, float]:
    """Predictions for every case of a file, one object a line; the share that is right by category."""
    model = EmbeddedChatModel()
    right: defaultdict[str, list[bool]] = defaultdict(list)
    with out.open("w", encoding="utf-8") as lines:
        for case in read_cases(cases):
            calls = predict(model, case)
            lines.write(json.dumps({"id": case["id"], "calls": calls}) + "\n")
            right[case["category"]].append(judge(case, calls))
    return {category: sum(found) / len(found) for category, found in sorted(right.items())}


def predict(model: EmbeddedChatModel, case: Mapping[str, Any]) -> list[Document]:
    """The calls that the model makes, as ``{"name", "args"}``; none when it asks or answers."""
    documents = [{"type": "function", "function": _function(each)} for each in case["function"]]
    said = [str(each["content"]) for turn in case["question"] for each in turn if each["role"] == "user"]
    found = answer(model, [heard("\n".join(said))], documents, context_of(DAY))
    return [{"name": call.name, "args": call.args} for call in found.calls]


def judge(case: Mapping[str, Any], calls: Sequence[Document]) -> bool:
    """Whether the calls are the expected ones, in any order; for irrelevant tools that there are none."""
    if _ABSTAIN in case["category"]:
        return not calls
    if "relevance" in case["category"]:
        return bool(calls)
    expected = list(case["ground_truth"])
    if len(calls) != len(expected):
        return False
    for call in calls:
        found = next((each for each in expected if _same(call, each, case["function"])), None)
        if found is None:
            return False
        expected.remove(found)
    return True


def _same(call: Document, truth: Mapping[str, Any], functions: Sequence[Document]) -> bool:
    name, accepted = next(iter(truth.items()))
    if call["name"] != name:
        return False
    schema = next(each for each in functions if each["name"] == name)
    given = call["args"]
    if any(each not in given for each in schema["parameters"].get("required", ())):
        return False
    if any(
        key not in accepted or not any(_equal(value, each) for each in accepted[key]) for key, value in given.items()
    ):
        return False
    return all(key in given or "" in values for key, values in accepted.items())


def _equal(value: Any, expected: Any) -> bool:
    if isinstance(value, str) and isinstance(expected, str):
        return _plain(value) == _plain(expected)
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    if isinstance(value, list) and isinstance(expected, list):
        return len(value) == len(expected) and all(map(_equal, value, expected))
    if isinstance(value, Mapping) and isinstance(expected, Mapping):
        return all(
            key in value and any(_equal(value[key], each) for each in options) for key, options in expected.items()
        )
    return bool(value == expected)


def _plain(text: str) -> str:
    return re.sub(r"[ ,./\-_*^]", "", text).lower().replace("'", '"')


def _function(function: Mapping[str, Any]) -> Document:
    return {**function, "parameters": _schema(function["parameters"])}


def _schema(schema: Any) -> Any:
    """JSON schema out of the leaderboard's own names of types."""
    if isinstance(schema, Mapping):
        return {key: _TYPES.get(str(each), each) if key == "type" else _schema(each) for key, each in _pairs(schema)}
    return [_schema(each) for each in schema] if isinstance(schema, list) else schema


def _pairs(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from schema.items()


_TYPES = {"dict": "object", "float": "number", "tuple": "array", "any": "string", "String": "string"}
