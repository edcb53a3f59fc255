"""A first draft of a scenario from what was really said."""

import json
from pathlib import Path

import pytest

from evals.drafting import NoTranscript, draft
from evals.loading import load_scenario
from evals.score import score
from evals.suite import Result, SuiteRun
from evals.tape import NAME, write_log
from tests.evals.playing import played


def _loaded(folder: Path, text: str) -> list[str]:
    """What the customer does in the drafted scenario, which must be a valid one once something is required."""
    path = folder / "drafted.yaml"
    path.write_text(text.replace("forbidden:\n    - {}", "required:\n    - {}"), encoding="utf-8")
    return [turn.say or turn.verb for turn in load_scenario(path).turns]


def test_lines_of_text_become_turns(tmp_path: Path) -> None:
    talk = tmp_path / "Call of Monday.txt"
    talk.write_text("Customer: a table for two\nConcierge: where?\nCustomer: in Lyon\n", encoding="utf-8")
    text = draft(talk, talk.stem)
    assert "id: call-of-monday" in text
    assert _loaded(tmp_path, text) == ["a table for two", "in Lyon"]


def test_a_log_becomes_turns_with_their_clicks(tmp_path: Path) -> None:
    log = played("book-a-stay")
    result = Result(log=log, score=score(log))
    run = SuiteRun(model="embedded", trials=1, workers=1, began_at=log.steps[0].at, took_s=1.0, results=(result,))
    write_log(run, tmp_path / NAME)
    drafted = tmp_path / "again.yaml"
    drafted.write_text(draft(tmp_path / NAME, "again"), encoding="utf-8")
    again = load_scenario(drafted)
    assert [turn.say or turn.verb for turn in again.turns] == [
        step.said if step.verb == "say" else step.verb for step in log.steps
    ]
    assert "off_" not in drafted.read_text(encoding="utf-8")
    assert score(log.model_copy(update={"scenario": again})).passed  # what it demands is what happened
    with pytest.raises(NoTranscript, match="of another"):
        draft(tmp_path / NAME, "again", of="another")


def test_an_export_becomes_turns_without_the_customers_name(tmp_path: Path) -> None:
    entry = {"role": "customer", "text": "hello", "at": "2026-12-01T08:00:00Z"}
    export = {
        "profile": {"name": "Mara Lindqvist", "locale": "en-GB", "zone": "Europe/Berlin", "currency": "EUR"},
        "threads": [{"entries": [entry]}],
        "consents": [{"purpose": "memory", "granted": True}],
        "facts": [],
    }
    path = tmp_path / "export.json"
    path.write_text(json.dumps(export), encoding="utf-8")
    text = draft(path, "exported")
    assert "Mara" not in text
    assert _loaded(tmp_path, text) == ["hello"]


def test_what_holds_no_conversation_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("nothing here", encoding="utf-8")
    with pytest.raises(NoTranscript, match="nothing that a customer said"):
        draft(path, "empty")
