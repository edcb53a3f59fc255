"""Sets the suite on the mutants: each must make at least one scenario fail that the sound agent passes."""

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from evals.junit import told
from evals.leavings import scratch
from evals.log import RunLog
from evals.mutants import Mutant
from evals.scenario import Scenario
from evals.score import score
from evals.suite import Result, work
from memory.models import Value

SOUND = "embedded"


class Catch(Value):
    """One mutant and the scenario that caught it, if one did."""

    mutant: str
    what: str
    by: str = ""
    how: str = ""
    tried: int
    """Scenarios run until then."""
    took_s: float = 0.0


class Hunt(Value):
    catches: tuple[Catch, ...]

    @property
    def all_caught(self) -> bool:
        return all(each.by for each in self.catches)


def hunt(
    suite: Sequence[Scenario],
    mutants: Iterable[Mutant],
    workers: int = 1,
    heard: Callable[[], None] = lambda: None,
) -> Hunt:
    """Run each mutant through the suite, likeliest scenarios first, until one fails that the sound agent passes."""
    catches = []
    with (
        tempfile.TemporaryDirectory(prefix="concierge-seeds-", dir=scratch(), ignore_cleanup_errors=True) as seeds,
        ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool,
        ThreadPoolExecutor(workers) as hunters,
    ):
        ground = _Ground(pool, Path(seeds), suite)
        for catch in hunters.map(ground.hunt, mutants):
            catches.append(catch)
            heard()
    return Hunt(catches=tuple(catches))


@dataclass(frozen=True)
class _Ground:
    pool: ProcessPoolExecutor
    seeds: Path
    suite: Sequence[Scenario]
    sound: dict[str, bool] = field(default_factory=dict)
    """What the agent as it is makes of a scenario; found out when a mutant fails it."""

    def hunt(self, mutant: Mutant) -> Catch:
        started = time.perf_counter()
        for tried, scenario in enumerate(_likeliest(self.suite, mutant), start=1):
            result = self._run(scenario, f"mutant:{mutant.name}")
            if not result.score.passed and self._is_sound(scenario):
                by, how = scenario.id, _how(result)
                return _catch(mutant, started, tried, by=by, how=how)
        return _catch(mutant, started, len(_likeliest(self.suite, mutant)))

    def _is_sound(self, scenario: Scenario) -> bool:
        if scenario.id not in self.sound:
            self.sound[scenario.id] = self._run(scenario, SOUND).score.passed
        return self.sound[scenario.id]

    def _run(self, scenario: Scenario, subject: str) -> Result:
        future = self.pool.submit(work, scenario.model_dump_json(by_alias=True), subject, 1, self.seeds)
        log = RunLog.model_validate_json(future.result())
        return Result(log=log, score=score(log))


def _catch(mutant: Mutant, started: float, tried: int, by: str = "", how: str = "") -> Catch:
    took = round(time.perf_counter() - started, 1)
    return Catch(mutant=mutant.name, what=mutant.what, by=by, how=how, tried=tried, took_s=took)


def _how(result: Result) -> str:
    """The failure that tells most: that a click found nothing to click on only follows from another."""
    lines = told(result)
    return next((line for line in lines if "the customer can" not in line), lines[0])


def _likeliest(suite: Sequence[Scenario], mutant: Mutant) -> list[Scenario]:
    """Those with the mutant's tags or words in their id first, in the order of the tags; known gaps show nothing."""

    def place(scenario: Scenario) -> int:
        fits = [tag in scenario.tags.all or tag in scenario.id for tag in mutant.tags]
        return fits.index(True) if True in fits else len(fits)

    return sorted((each for each in suite if not each.known_gap), key=place)
