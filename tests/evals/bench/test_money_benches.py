"""The benches of what money does, on a small scale."""

import json
import tempfile
from pathlib import Path

from click.testing import CliRunner

from evals.bench.attacks import read_cases
from evals.bench.attacks.plays import PLAYS
from evals.bench.commands import bench
from evals.bench.crash.trials import measure
from evals.bench.money_commands import CASES


def test_every_row_of_money_and_time_is_right() -> None:
    result = CliRunner().invoke(bench, ["money-time"])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "42 of 42 rows right (aim: all)."


def test_a_row_that_is_read_wrongly_is_told(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"kind": "money", "input": "1.00", "currency": "EUR", "expect_minor": 99}))
    result = CliRunner().invoke(bench, ["money-time", "--cases", str(rows)])
    assert result.exit_code == 1
    assert "100, not 99" in result.output


def test_every_attack_on_rights_and_money_is_played() -> None:
    wanted = {
        case.id for case in read_cases(CASES / "attacks.jsonl") if case.category in ("authz", "money", "injection")
    }
    assert wanted <= PLAYS.keys()


def test_an_attack_nobody_knows_is_not_said_to_be_held(tmp_path: Path) -> None:
    case = {"id": "ZZ-99", "category": "money", "title": "Something new"}
    cases, figures = tmp_path / "cases.jsonl", tmp_path / "figures.json"
    cases.write_text(json.dumps(case), encoding="utf-8")
    result = CliRunner().invoke(bench, ["attacks", "--cases", str(cases), "--json", str(figures)])
    assert result.exit_code == 1
    assert "not played (no play is known for it)" in result.output
    assert json.loads(figures.read_text(encoding="utf-8"))["held"] == 0


def test_processes_that_are_killed_leave_one_booking_and_the_truth() -> None:
    with tempfile.TemporaryDirectory(prefix="cc-") as folder:
        outcomes = measure(Path(folder), 4, 1, lambda _: None, [("one", "lookup")])
    assert sum(one.kills for one in outcomes) == 4
    assert all(one.verdict.is_right and one.verdict.unknown == 0 for one in outcomes), outcomes
