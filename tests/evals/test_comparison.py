"""Two runs side by side: what broke, what is mended, and since when."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evals.comparison import NoRun, Verdicts, compare, last_whole, read_history, read_verdicts, write_verdicts
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


def test_a_scenario_that_passes_in_some_trials_only_is_named() -> None:
    assert figures(_run("embedded", "do-nothing")).flaky == ("small-talk",)
    assert figures(_run("embedded", "embedded")).flaky == ()


def test_a_known_gap_counts_as_failing_and_is_told_apart() -> None:
    run = _run("do-nothing")
    marked = run.results[0].score.model_copy(update={"known_gap": "It says nothing."})
    known = figures(run.model_copy(update={"results": (run.results[0].model_copy(update={"score": marked}),)}))
    assert known.known_gaps == ("small-talk",)
    assert known.scenarios.passed == 0


def test_what_is_said_otherwise_is_shown_side_by_side() -> None:
    before = {"small-talk": played("small-talk")}
    assert compare(_run("embedded"), _earlier("a", small_talk=True), logs=before).reworded == ()
    changed = compare(_run("refuse-everything"), _earlier("a", small_talk=True), logs=before).reworded
    assert {each.scenario for each in changed} == {"small-talk"}
    assert any("Mara" in each.before and "Mara" not in each.now for each in changed)


def test_a_failure_of_another_model_dates_nothing() -> None:
    other = _earlier("a", small_talk=False).model_copy(update={"model": "other"})
    found = compare(_run("do-nothing"), other, [other])
    assert found.since["small-talk"] != "a"


def test_the_run_to_compare_with_is_one_that_held_these_scenarios() -> None:
    whole, part = _earlier("whole", small_talk=True, old=True), _earlier("part", old=True)
    assert last_whole([whole, part], _run("embedded")) == whole
    assert last_whole([part], _run("embedded")) == part
    assert last_whole([], _run("embedded")) is None


def test_no_index_without_a_scenario_for_each_promise() -> None:
    known = figures(_run("embedded"))
    assert known.index.value is None
    assert "reach-me" in known.index.missing
