"""``concierge bench`` on small files of the documented forms."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from evals.bench.commands import bench

TOOL = {
    "type": "function",
    "function": {
        "name": "find_boats",
        "description": "Find boats for hire on a lake.",
        "parameters": {
            "type": "object",
            "properties": {"lake": {"type": "string", "description": "Name of the lake"}},
            "required": ["lake"],
            "additionalProperties": False,
        },
    },
}


def _bench(*arguments: object) -> Result:
    return CliRunner().invoke(bench, [str(each) for each in arguments])


def _lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_decisions_are_written_in_the_form_of_the_scorer(tmp_path: Path) -> None:
    message = {"role": "user", "content": "Find me boats on Lake Constance"}
    cases = _lines(
        tmp_path / "cases", {"id": "one", "now": "2026-12-01", "tools": ["find_boats"], "messages": [message]}
    )
    tools = tmp_path / "tools.json"
    tools.write_text(json.dumps({"find_boats": TOOL}), encoding="utf-8")
    out, figures = tmp_path / "out", tmp_path / "figures.json"
    result = _bench("sgd", "--cases", cases, "--tools", tools, "--out", out, "--json", figures)
    assert result.exit_code in {0, 1}, result.output
    assert "1 decisions written" in result.output.splitlines()[-1]
    row = json.loads(out.read_text(encoding="utf-8"))
    assert row["id"] == "one"
    assert row["type"] in {"call", "confirm", "ask", "respond"}
    assert json.loads(figures.read_text(encoding="utf-8"))["cases"] == 1


def test_calls_are_judged_by_category(tmp_path: Path) -> None:
    case = {
        "id": "weather",
        "category": "irrelevance",
        "question": [[{"role": "user", "content": "What is the meaning of life?"}]],
        "function": [TOOL["function"]],
    }
    result = _bench("bfcl", "--cases", _lines(tmp_path / "cases", case), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "irrelevance 1.000" in result.output.splitlines()[-1]


def test_recall_finds_what_was_said(tmp_path: Path) -> None:
    (tmp_path / "locomo").mkdir()
    turns = [
        {"id": "a", "session": 1, "speaker": "Ann", "text": "I adopted a grey kitten called Moss"},
        {"id": "b", "session": 1, "speaker": "Ben", "text": "My bicycle has a flat tyre again"},
    ]
    queries = [{"q": "What pet does Ann have?", "cat": "single-hop", "gold": ["a"]}]
    document = {"turns": turns, "speakers": ["Ann", "Ben"], "queries": queries}
    (tmp_path / "locomo" / "conv-1.json").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "prefeval.json").write_text(json.dumps([[{"pref": "I hate crowds", "q": "Where?"}]]), encoding="utf-8")
    result = _bench("recall", "--data", tmp_path)
    assert result.exit_code == 0, result.output
    assert "Recall@5 is 1.000 on conversations" in result.output


@pytest.mark.parametrize("command", ["sgd", "bfcl", "memory"])
def test_a_file_of_another_form_exits_2(command: str, tmp_path: Path) -> None:
    other = _lines(tmp_path / "other", {"id": "x"})
    arguments = ["--cases", other]
    arguments += ["--out", tmp_path / "out"] if command != "memory" else []
    arguments += ["--tools", other] if command == "sgd" else []
    result = _bench(command, *arguments)
    assert result.exit_code == 2
    assert "not of the documented form" in result.output


def test_an_empty_file_exits_2(tmp_path: Path) -> None:
    assert _bench("memory", "--cases", _lines(tmp_path / "none")).exit_code == 2
