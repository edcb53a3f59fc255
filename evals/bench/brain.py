"""How fast the embedded brain decides with many tools bound, and what it costs to have it."""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent.brain.decide import Brain
from agent.brain.transcript import Message, heard, returned, spoken
from evals.bench.sgd import context_of

Document = dict[str, Any]
SIZES = (10, 50, 200)
LOADED = 50
"""Tools bound when memory and start are measured."""
_DAY = "2026-12-01"
_THINGS = (
    "boat", "car", "cottage", "museum", "concert", "lesson", "garden", "tractor", "painting", "recipe", "lawyer",
    "doctor", "parcel", "ticket", "album", "library", "workshop", "bakery", "printer", "camera", "telescope", "orchard",
    "theatre", "pharmacy", "carpenter",
)  # fmt: skip
_DEEDS = ("find", "book", "compare", "price", "cancel", "describe", "rate", "share")
_SAYINGS = (
    "I'm looking for a {thing} in Freiburg for 4 people on 12 December",
    "The cheapest one, please, and not before 10 am",
    "Actually make it 6 people and the 14th",
    "Yes, that's right",
    "Is there anything with good ratings near Lake Constance under 80 euros?",
    "Thank you, that is all",
)


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds a turn with a number of tools."""

    tools: int
    turns: int
    median_ms: float
    p99_ms: float
    worked_ms: float
    """In the middle, without the time in which others had the processor."""
    ready_ms: float
    """Until the first decision with these tools: schemas read and indexed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a process that has served a first decision with ``LOADED`` tools."""

    start_s: float
    added_mb: float
    """Memory above the same process with the server alone."""


def catalogue(count: int) -> list[Document]:
    """Tools of many trades, as a partner describes them: a schema and no hints."""
    pairs = [(deed, thing) for thing in _THINGS for deed in _DEEDS]
    return [_tool(deed, thing) for deed, thing in pairs[:count]]


def _tool(deed: str, thing: str) -> Document:
    properties: Document = {
        "place": {"type": "string", "description": f"Town or lake where the {thing} is wanted"},
        "day": {"type": "string", "format": "date", "description": "Day on which it is needed"},
        "people": {"type": "integer", "description": f"How many people the {thing} is for"},
        "most": {"type": "number", "description": "Highest price in euros"},
        "quality": {"type": "string", "enum": ["simple", "good", "excellent"], "description": "How good it must be"},
    }
    function = {
        "name": f"{deed}_{thing}",
        "description": f"{deed.capitalize()} a {thing} that suits the customer.",
        "parameters": {"type": "object", "properties": properties, "required": ["place", "day"]},
    }
    return {"type": "function", "function": function}


def pace(count: int, rounds: int) -> Pace:
    """Conversations of six turns, each about another thing."""
    tools, brain = catalogue(count), Brain()
    spent, worked = [], []
    started = time.perf_counter()
    brain.decide([heard("good morning to you")], tools, context_of(_DAY))
    brain.decide([heard("a place by a lake for two people")], tools, context_of(_DAY))
    ready = 1000 * (time.perf_counter() - started)
    for number in range(rounds):
        thing = _THINGS[number % max(1, count // len(_DEEDS))]
        messages: list[Message] = []
        for turn, saying in enumerate(_SAYINGS):
            messages.append(heard(saying.format(thing=thing)))
            began, busy = time.perf_counter(), time.process_time()
            decision = brain.decide(messages, tools, context_of(_DAY))
            spent.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (time.process_time() - busy))
            messages += _answered(decision.calls, thing, turn)
    spent.sort()
    worked.sort()
    middle, last = len(spent) // 2, int(len(spent) * 0.99)
    return Pace(count, len(spent), spent[middle], spent[last], worked[middle], ready)


def _answered(calls: Sequence[Any], thing: str, turn: int) -> list[Message]:
    if not calls:
        return [spoken(f"Which {thing} would you like?", [])]
    items = [{"id": f"{thing}-{place}", "name": f"{thing} {place}", "price": 40 + place} for place in range(5)]
    identity = f"call_{turn}"
    return [
        spoken("", [{"name": calls[0].name, "args": calls[0].args, "id": identity}]),
        returned(json.dumps({"status": "ok", "items": items}), identity),
        spoken(f"I found five. What about {thing} 1?", []),
    ]


def cost() -> Cost:
    """Two processes: one with the server alone, one that has also decided."""
    bare, full = _process("bare"), _process("full")
    return Cost(start_s=full["start_s"], added_mb=full["mb"] - bare["mb"])


def _process(kind: str) -> dict[str, float]:
    command = [sys.executable, "-m", "evals.bench.brain", kind]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this interpreter, fixed
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(kind: str) -> None:
    """What a process of ``_process`` does: print its memory and how long the first decision took."""
    # The server is what the brain's cost is compared with; by name, since evals stand beside it and not above.
    importlib.import_module("server.app")
    took = 0.0
    if kind == "full":
        started = time.perf_counter()
        Brain().decide([heard(_SAYINGS[0].format(thing=_THINGS[0]))], catalogue(LOADED), context_of(_DAY))
        took = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"start_s": took, "mb": peak}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
