"""Runs many scenarios, in this process or in several, and gathers their logs and scores."""

import asyncio
import multiprocessing
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

from evals.leavings import scratch
from evals.log import RunLog
from evals.run import run_scenario
from evals.scenario import Scenario
from evals.score import SCORERS, Score, Scorer, score
from memory.models import Value

Job = tuple[Scenario, str, int, Path]


class Result(Value):
    """One run with its verdict."""

    log: RunLog
    score: Score


class SuiteRun(Value):
    """A whole suite, run."""

    model: str
    trials: int
    workers: int
    began_at: datetime
    took_s: float
    revision: str = ""
    """Of the code, as version control names it; empty where it is not known."""
    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        """Nothing failed that is not known to."""
        return all(result.score.in_order for result in self.results)

    def by_scenario(self) -> dict[str, tuple[Result, ...]]:
        """Results by scenario; one passes when all its trials do."""
        found: dict[str, list[Result]] = {}
        for result in self.results:
            found.setdefault(result.score.scenario, []).append(result)
        return {name: tuple(trials) for name, trials in found.items()}


def select(suite: Sequence[Scenario], wanted: Sequence[str]) -> tuple[Scenario, ...]:
    """Those that carry one of these tags, or have it in their id; all when none is wanted."""
    if not wanted:
        return tuple(suite)
    return tuple(each for each in suite if any(tag in each.tags.all or tag in each.id for tag in wanted))


def run_suite(
    suite: Sequence[Scenario],
    model: str = "embedded",
    trials: int = 1,
    workers: int = 1,
    heard: Callable[[Result], None] = lambda _: None,
    scorers: Sequence[Scorer] = SCORERS,
) -> SuiteRun:
    """Run each scenario ``trials`` times in up to ``workers`` processes; ``heard`` gets each result as it comes."""
    began, started = datetime.now(UTC), time.perf_counter()
    results = []
    with tempfile.TemporaryDirectory(prefix="concierge-seeds-", dir=scratch(), ignore_cleanup_errors=True) as folder:
        jobs: list[Job] = [(each, model, trial, Path(folder)) for each in suite for trial in range(1, trials + 1)]
        for log in _logs(jobs, min(workers, len(jobs))):
            result = Result(log=log, score=score(log, scorers))
            heard(result)
            results.append(result)
    place = {scenario.id: index for index, scenario in enumerate(suite)}
    results.sort(key=lambda result: (place[result.score.scenario], result.score.trial))
    return SuiteRun(
        model=model,
        trials=trials,
        workers=workers,
        began_at=began,
        took_s=round(time.perf_counter() - started, 1),
        revision=_revision(),
        results=tuple(results),
    )


def _logs(jobs: Sequence[Job], workers: int) -> Iterator[RunLog]:
    if workers <= 1:
        for scenario, model, trial, seeds in jobs:
            yield asyncio.run(run_scenario(scenario, model, trial, seeds))
        return
    # A forked child would inherit threads of the vector index and the database in a state nobody knows.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(work, job[0].model_dump_json(by_alias=True), *job[1:]) for job in jobs]
        for future in as_completed(futures):
            yield RunLog.model_validate_json(future.result())


def work(scenario: str, model: str, trial: int, seeds: Path) -> str:
    """One run in a process of its own: scenario and log travel as JSON."""
    log = asyncio.run(run_scenario(Scenario.model_validate_json(scenario), model, trial, seeds))
    return log.model_dump_json(by_alias=True)


def _revision() -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 - fixed
