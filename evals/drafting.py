"""Makes the first draft of a scenario from a real conversation. What must come of it is for a person to say."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from evals import seen
from evals.log import RunLog
from evals.tape import NAME

_LINE = re.compile(r"^\s*(customer|user|you|me|concierge|assistant|bot)\s*:\s*(.+)$", re.IGNORECASE)
_CUSTOMERS = ("customer", "user", "you", "me")


class NoTranscript(Exception):
    """The file holds no conversation; the message says what was looked for."""


def draft(path: Path, name: str) -> str:
    """YAML of a scenario that replays the conversation in ``path``. Raises ``NoTranscript``.

    Understood are the log of a run, the data export of a customer (JSON), and text with lines such as
    ``customer: a table for two``.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoTranscript(f"{path}: cannot be read: {error}") from error
    world: dict[str, Any] = {"now": datetime.now(UTC).isoformat(timespec="minutes"), "customer": "mara"}
    if path.name == NAME or path.suffix == ".jsonl":
        world, turns = _from_log(path, text)
    elif text.lstrip().startswith("{"):
        world, turns = _from_export(path, text, world)
    else:
        turns = [{"say": found[2].strip()} for line in text.splitlines() if (found := _spoken(line))]
    if not turns:
        raise NoTranscript(f"{path}: there is nothing that a customer said (lines such as `customer: hello`)")
    document = {
        "id": re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "new",
        "title": "What must hold here, in one sentence",
        "tags": {"skill": ["booking"], "persona": world["customer"]},
        "world": world,
        "turns": turns,
        "expect": {"writes": {"forbidden": [{}]}},
    }
    written = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    return f"{_hint()}{written}"


def _hint() -> str:
    schema = Path(__file__).with_name("scenario.schema.json")
    return f"# yaml-language-server: $schema={schema}\n"


def _spoken(line: str) -> re.Match[str] | None:
    found = _LINE.match(line)
    return found if found and found[1].lower() in _CUSTOMERS else None


def _from_log(path: Path, text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The first run of a log, with what its tools and cards showed as expectations."""
    lines = [line for line in text.splitlines() if '"scenario"' in line[:400]]
    if not lines:
        raise NoTranscript(f"{path}: is no log of a run")
    log = RunLog.model_validate_json(lines[0])
    turns = []
    for step in log.steps:
        value: Any = step.said if step.said and step.verb not in ("confirm", "decline") else None
        turn: dict[str, Any] = {step.verb.replace("_", " "): value}
        tools = [{"name": call["name"], "args": call["args"]} for call in seen.calls([step])]
        cards = sorted({kind.value for kind, _ in seen.cards([step])})
        expect = {key: found for key, found in (("tools", tools), ("cards", cards)) if found}
        turns.append(turn | ({"expect": expect} if expect else {}))
    return log.scenario.world.model_dump(mode="json", exclude_defaults=True), turns


def _from_export(path: Path, text: str, world: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The newest conversation of an export, with profile, consents and facts as they are."""
    try:
        export = json.loads(text)
        threads = [thread for thread in export["threads"] if thread["entries"]]
        profile = export["profile"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise NoTranscript(f"{path}: is no data export of a customer: {error!r}") from error
    if not threads:
        return world, []
    entries = threads[0]["entries"]
    decided = {each["purpose"]: each["granted"] for each in export.get("consents", ())}
    world = {
        "now": entries[0]["at"],
        "customer": "somebody",
        # Who it was is nobody's business in a suite.
        "profile": {"name": "Somebody"} | {key: profile[key] for key in ("locale", "zone", "currency")},
        "allow": [purpose for purpose, granted in decided.items() if granted],
        "facts": [
            {"attribute": fact["attribute"], "value": fact["value"], "words": fact["source"]["words"], "days_ago": 1}
            for fact in export.get("facts", ())
            if fact["status"] == "active"
        ],
    }
    return world, [{"say": entry["text"]} for entry in entries if entry["role"] == "customer" and entry["text"]]
