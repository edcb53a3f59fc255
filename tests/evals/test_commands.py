"""``concierge eval`` as a developer meets it."""

import json
from pathlib import Path

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
    assert (tmp_path / "logs" / "book-a-stay.1.json").is_file()


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
