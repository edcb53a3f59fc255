"""Tool-calling decisions cut from schema-guided dialogues: reads cases, asks the brain, writes predictions."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agent.brain.model import EmbeddedChatModel
from agent.brain.transcript import Message, heard, returned, spoken
from agent.models import TurnContext
from evals.bench.door import Answer, answer

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Tools by the names that cases use, perhaps under other words (a paraphrased catalogue)."""

    documents: Mapping[str, Document]
    """OpenAI-style, by the name in cases."""
    names: Mapping[str, str]
    """Name in cases to name in the catalogue."""
    slots: Mapping[str, Mapping[str, str]]
    """By name in cases: parameter in cases to parameter in the catalogue."""
    transactional: frozenset[str]

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """A catalogue of tools, or ``{"tools", "map"}`` of a paraphrased one."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        tools = stored["tools"] if "map" in stored else stored
        mapping = stored.get("map", {}) if "map" in stored else {}
        return cls(
            documents={name: _document(tool) for name, tool in tools.items()},
            names={name: mapping.get(name, {}).get("tool", name) for name in tools},
            slots={name: mapping.get(name, {}).get("slots", {}) for name in tools},
            transactional=frozenset(name for name, tool in tools.items() if tool.get("transactional")),
        )

    def args(self, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Arguments of a case in the words of the catalogue."""
        words = self.slots.get(name, {})
        return {words.get(key, key): value for key, value in args.items()}


@dataclass(frozen=True, slots=True)
class Prediction:
    """A decision in the words of the cases."""

    type: str
    name: str = ""
    args: Mapping[str, Any] | None = None
    slots: tuple[str, ...] = ()

    def row(self, identity: str) -> dict[str, Any]:
        """As the scorer reads it."""
        row: dict[str, Any] = {"id": identity, "type": self.type}
        if self.name:
            row["name"] = self.name
        if self.args is not None:
            row["args"] = {key: str(value) for key, value in self.args.items()}
        if self.slots:
            row["slots"] = list(self.slots)
        return row


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds a decision."""

    cases: int
    median: float
    p99: float


def read_cases(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def predict_file(cases: Path, tools: Path, out: Path) -> Pace:
    """Predictions for every case of a file; only messages, date and tool schemas are looked at."""
    catalogue = Catalogue.load(tools)
    model = EmbeddedChatModel()
    spent = []
    with out.open("w", encoding="utf-8") as lines:
        for case in read_cases(cases):
            started = time.perf_counter()
            found = predict(model, catalogue, case)
            spent.append(1000 * (time.perf_counter() - started))
            lines.write(json.dumps(found.row(case["id"])) + "\n")
    spent.sort()
    return Pace(len(spent), spent[len(spent) // 2], spent[int(len(spent) * 0.99)]) if spent else Pace(0, 0.0, 0.0)


def predict(model: EmbeddedChatModel, catalogue: Catalogue, case: Mapping[str, Any]) -> Prediction:
    """What the model would do next."""
    documents = [catalogue.documents[name] for name in case["tools"]]
    found = answer(model, messages_of(case["messages"], catalogue), documents, context_of(case["now"]))
    return _prediction(found, catalogue, case["tools"])


def context_of(day: str) -> TurnContext:
    """A customer of whom nothing is known, on a day."""
    now = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    return TurnContext(now=now, zone="UTC", locale="en-US", currency="USD", brand="", name="", profile={})


def messages_of(turns: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> list[Message]:
    """The dialogue prefix as messages, in the words of the catalogue."""
    messages: list[Message] = []
    called: list[tuple[str, str]] = []
    for turn in turns:
        if turn["role"] == "user":
            messages.append(heard(str(turn["content"])))
        elif turn["role"] == "assistant":
            called = [
                (f"call_{len(messages)}_{i}", call["name"]) for i, call in enumerate(turn.get("tool_calls") or ())
            ]
            calls = [
                {"name": catalogue.names.get(name, name), "args": catalogue.args(name, call["args"]), "id": identity}
                for (identity, name), call in zip(called, turn.get("tool_calls") or (), strict=True)
            ]
            messages.append(spoken(str(turn.get("content") or ""), calls))
        elif called:
            identity, name = called.pop(0)
            items = [catalogue.args(name, item) for item in turn["content"]]
            messages.append(returned(json.dumps({"status": "ok", "items": items}), identity))
    return messages


def _prediction(found: Answer, catalogue: Catalogue, names: Sequence[str]) -> Prediction:
    back = {catalogue.names[name]: name for name in names}
    if found.calls:
        call = found.calls[0]
        name = back[call.name]
        words = {new: old for old, new in catalogue.slots[name].items()}
        args = {words.get(key, key): value for key, value in call.args.items()}
        return Prediction("confirm" if name in catalogue.transactional else "call", name, args)
    if found.tool in back:
        name = back[found.tool]
        words = {new: old for old, new in catalogue.slots[name].items()}
        asked = words.get(found.parameter, found.parameter)
        return Prediction("ask", name, slots=(asked,))
    return Prediction("respond")


def _document(tool: Mapping[str, Any]) -> Document:
    function = dict(tool["function"])
    effect = "commit" if tool.get("transactional") else "read"
    function["parameters"] = {**function["parameters"], "x-effect": effect}
    return {"type": "function", "function": function}
