"""Two runs side by side: what broke, what is mended, and since when."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evals.comparison import NoRun, Verdicts, compare, read_history, read_verdicts, write_verdicts
from evals.figures import figures
from evals.score import score
from evals.suite import Result, SuiteRun
from tests.evals.playing import played


def _run(*models: str) -> SuiteRun:
    logs = [played("small-talk", model).model_copy(update={"trial": n}) for n, model in enumerate(models, start=1)]
    results = tuple(Result(log=log, score=score(log)) for log in logs)
    began = datetime(2026, 12, 1, tzinfo=UTC)
    return SuiteRun(model="m", trials=len(models), workers=1, began_at=began, took_s=1.0, results=results)


def _earlier(run: str, **passed: bool) -> Verdicts:
    return Verdicts(run=run, model="m", passed={name.replace("_", "-"): each for name, each in passed.items()})


def test_what_passed_and_fails_now_broke() -> None:
    found = compare(_run("do-nothing"), _earlier("first", small_talk=True, old=True))
    assert found.broke == ("small-talk",)
    assert found.gone == ("old",)
    assert not found.mended


def test_what_failed_and_passes_now_is_mended() -> None:
    assert compare(_run("embedded"), _earlier("first", small_talk=False)).mended == ("small-talk",)


def test_a_failure_is_dated_to_the_first_run_of_its_row() -> None:
    history = [_earlier("a", small_talk=False), _earlier("b", small_talk=True), _earlier("c", small_talk=False)]
    found = compare(_run("do-nothing"), history[-1], history)
    assert found.since == {"small-talk": "c"}


def test_a_report_folder_keeps_its_history(tmp_path: Path) -> None:
    run = _run("embedded")
    write_verdicts(run, tmp_path)
    write_verdicts(run, tmp_path)
    assert len(read_history(tmp_path)) == 2
    assert read_verdicts(tmp_path).passed == {"small-talk": True}


def test_a_folder_without_a_run_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoRun, match="holds no run"):
        read_verdicts(tmp_path)


def test_repeated_trials_tell_all_pass_from_one_passes() -> None:
    known = figures(_run("embedded", "do-nothing"))
    assert [(each.k, each.all_pass, each.one_passes) for each in known.repeated] == [(1, 50.0, 50.0), (2, 0.0, 100.0)]


def test_no_index_without_a_scenario_for_each_promise() -> None:
    known = figures(_run("embedded"))
    assert known.index.value is None
    assert "reach-me" in known.index.missing
