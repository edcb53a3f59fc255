"""``concierge eval`` as a developer meets it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from evals.commands import evaluate
from evals.loading import SHIPPED


def test_a_scenario_that_passes_exits_0_and_leaves_a_report(tmp_path: Path) -> None:
    path = SHIPPED / "planning" / "book-a-stay.yaml"
    result = CliRunner().invoke(evaluate, [str(path), "--workers", "1", "--report", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "1 of 1 scenarios pass" in result.output
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["passed"]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "book-a-stay" in page
    assert "http://" not in page
    assert "https://" not in page
    again = CliRunner().invoke(evaluate, ["score", str(tmp_path), "--junit", str(tmp_path / "junit.xml")])
    assert again.exit_code == 0, again.output
    assert 'tests="1" failures="0"' in (tmp_path / "junit.xml").read_text(encoding="utf-8")


def test_a_scenario_that_fails_exits_1_and_says_how(tmp_path: Path) -> None:
    path = SHIPPED / "planning" / "book-a-stay.yaml"
    arguments = [str(path), "--model", "refuse-everything", "--workers", "1", "--report", str(tmp_path)]
    result = CliRunner().invoke(evaluate, arguments)
    assert result.exit_code == 1
    assert "0 of 1 scenarios pass" in result.output
    assert "shows hotel offers" in result.output


def test_a_broken_file_exits_2_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("id: Broken\n", encoding="utf-8")
    result = CliRunner().invoke(evaluate, [str(path)])
    assert result.exit_code == 2
    assert "broken.yaml:1: id" in result.output


def test_an_unknown_model_or_tag_exits_2() -> None:
    for arguments, complaint in ((["--model", "clever"], "is no chat model"), (["-k", "nonsense"], "no scenario")):
        result = CliRunner().invoke(evaluate, arguments)
        assert result.exit_code == 2
        assert complaint in result.output


def test_a_second_run_is_compared_with_the_first(tmp_path: Path) -> None:
    path = SHIPPED / "manners" / "small-talk.yaml"
    usual = [str(path), "--workers", "1", "--report", str(tmp_path)]
    assert CliRunner().invoke(evaluate, usual).exit_code == 0
    worse = CliRunner().invoke(evaluate, [*usual, "--model", "do-nothing"])
    assert worse.exit_code == 1
    assert "broke: small-talk (since 20" in worse.output


@pytest.mark.parametrize(
    ("mutant", "scenario", "noticed"),
    [
        ("books-twice", "planning/book-a-stay", "writes nothing else"),
        ("another-self", "memory/quiet-in-january", "shows nothing of aylin"),
    ],
)
def test_a_mutant_is_caught_and_said_so(mutant: str, scenario: str, noticed: str, tmp_path: Path) -> None:
    path, table = SHIPPED / f"{scenario}.yaml", tmp_path / "table.json"
    arguments = ["mutants", str(path), "-k", mutant, "--workers", "1", "--json", str(table)]
    result = CliRunner().invoke(evaluate, arguments)
    assert result.exit_code == 0, result.output
    assert "1 of 1 mutants are caught" in result.output
    assert noticed in json.loads(table.read_text(encoding="utf-8"))["catches"][0]["how"]


def test_a_scorer_of_ones_own_has_its_say(tmp_path: Path) -> None:
    path = SHIPPED / "manners" / "small-talk.yaml"
    scorer = "tests.evals.own_scorer:never_satisfied"
    arguments = [str(path), "--workers", "1", "--report", str(tmp_path), "--scorer", scorer]
    result = CliRunner().invoke(evaluate, arguments)
    assert result.exit_code == 1
    assert "is perfect" in result.output


def test_what_a_model_answered_is_spoken_again(tmp_path: Path) -> None:
    script = tmp_path / "lines.yaml"
    script.write_text("- text: Welcome to the hotel desk.\n" * 6, encoding="utf-8")
    path = SHIPPED / "manners" / "small-talk.yaml"
    usual = [str(path), "--workers", "1", "--report", str(tmp_path / "report")]
    tapes = str(tmp_path / "tapes")
    first = CliRunner().invoke(evaluate, [*usual, "--model", f"scripted:{script}", "--record", tapes])
    again = CliRunner().invoke(evaluate, [*usual, "--replay", tapes])
    assert (tmp_path / "tapes" / "small-talk.1.jsonl").is_file()
    assert _outcome(first.output) == _outcome(again.output)


def _outcome(output: str) -> str:
    """How many scenarios pass and checks hold."""
    return next(line.split("(")[0] for line in output.splitlines() if "scenarios pass" in line)
