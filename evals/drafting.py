"""Makes the first draft of a scenario from a real conversation. What must come of it is for a person to say."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from evals import seen
from evals.log import RunLog, StepLog
from evals.tape import NAME

_LINE = re.compile(r"^\s*(customer|user|you|me|concierge|assistant|bot)\s*:\s*(.+)$", re.IGNORECASE)
_PASSING = re.compile(r"\b(?:off|bok|con|fct|thr|msg)_")
"""How identifiers begin that are random by design."""
_TELLING = ("action", "kind", "title", "city", "date", "time", "party")
"""What tells one booking from another, in another run too."""
_TO_DO = "# A draft. Say under `expect` what must come of each turn and of it all: without a demand it is refused."
_CUSTOMERS = ("customer", "user", "you", "me")


class NoTranscript(Exception):
    """The file holds no conversation; the message says what was looked for."""


def draft(path: Path, name: str, of: str = "") -> str:
    """YAML of a scenario that replays the conversation in ``path``. Raises ``NoTranscript``.

    ``of``: id of the scenario whose run is meant, where a log holds several; default is the first.
    Understood are the log of a run, the data export of a customer (JSON), and text with lines such as
    ``customer: a table for two``.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoTranscript(f"{path}: cannot be read: {error}") from error
    turns: list[Any]
    expect: dict[str, Any] = {"writes": {"forbidden": [{}]}}
    world: dict[str, Any] = {"now": datetime.now(UTC).isoformat(timespec="minutes"), "customer": "mara"}
    if path.name == NAME or path.suffix == ".jsonl":
        world, turns, expect = _from_log(path, text, of)
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
        "expect": expect,
    }
    written = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    return f"{_hint()}{written}"


def _hint() -> str:
    schema = Path(__file__).with_name("scenario.schema.json")
    return f"# yaml-language-server: $schema={schema}\n{_TO_DO}\n"


def _spoken(line: str) -> re.Match[str] | None:
    found = _LINE.match(line)
    return found if found and found[1].lower() in _CUSTOMERS else None


def _from_log(path: Path, text: str, of: str) -> tuple[dict[str, Any], list[Any], dict[str, Any]]:
    """One run of a log, with what was called, shown and done in it as expectations."""
    runs = [RunLog.model_validate_json(line) for line in text.splitlines() if '"scenario"' in line[:400]]
    log = next((run for run in runs if of in ("", run.scenario.id)), None)
    if log is None:
        raise NoTranscript(f"{path}: is no log of a run" + (f" of {of}" if of and runs else ""))
    done = [{key: each[key] for key in _TELLING if each[key]} for each in seen.writes(log)]
    writes = {"required": done} if done else {"forbidden": [{}]}
    world = log.scenario.world.model_dump(mode="json", exclude_defaults=True)
    return world, [_turn(log, step) for step in log.steps], {"writes": writes}


def _turn(log: RunLog, step: StepLog) -> Any:
    wanted = log.scenario.turns[step.turn - 1]
    as_it_was = wanted.verb == step.verb  # not where a simulated customer took the step
    value = wanted.model_dump(mode="json", exclude_defaults=True)[wanted.verb] if as_it_was else step.said or None
    tools = [{"name": call["name"], **_lasting(call["args"])} for call in seen.calls([step])]
    cards = sorted({kind.value for kind, _ in seen.cards([step])})
    expect = {key: found for key, found in (("tools", tools), ("cards", cards)) if found}
    verb = step.verb.replace("_", " ")
    if value in (None, True, "once"):
        return {verb: None, "expect": expect} if expect else verb
    return {verb: value} | ({"expect": expect} if expect else {})


def _lasting(args: dict[str, Any]) -> dict[str, Any]:
    """Arguments without the identifiers that another run will not have."""
    kept = {name: value for name, value in args.items() if not _PASSING.search(json.dumps(value))}
    return {"args": kept} if kept else {}


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
