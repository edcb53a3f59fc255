"""Sets the suite on the mutants: each must make at least one scenario fail that the sound agent passes."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
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

    def hunt(self, mutant: Mutant) -> Catch:
        for tried, scenario in enumerate(_likeliest(self.suite, mutant), start=1):
            result = self._run(scenario, f"mutant:{mutant.name}")
            if not result.score.passed and self._run(scenario, SOUND).score.passed:
                how = told(result)[0]
                return Catch(mutant=mutant.name, what=mutant.what, by=scenario.id, how=how, tried=tried)
        return Catch(mutant=mutant.name, what=mutant.what, tried=len(self.suite))

    def _run(self, scenario: Scenario, subject: str) -> Result:
        future = self.pool.submit(work, scenario.model_dump_json(by_alias=True), subject, 1, self.seeds)
        log = RunLog.model_validate_json(future.result())
        return Result(log=log, score=score(log))


def _likeliest(suite: Sequence[Scenario], mutant: Mutant) -> list[Scenario]:
    """All scenarios, those with the mutant's tags or words in their id first, in the order of the tags."""

    def place(scenario: Scenario) -> int:
        fits = [tag in scenario.tags.all or tag in scenario.id for tag in mutant.tags]
        return fits.index(True) if True in fits else len(fits)

    return sorted(suite, key=place)
