"""Trials: a yes, a kill, whoever takes over perhaps killed too, and the verdict over what is left."""

import json
import random
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any, NamedTuple

from evals.bench.crash.plans import GUARDS, PLANS
from evals.bench.crash.till import Books, open_tills
from evals.bench.crash.verdict import Verdict, judge
from evals.bench.crash.worker import Job, act, prepare, take_over

Kind = tuple[str, str]
"""A plan, and how its partner guards itself."""
KINDS: tuple[Kind, ...] = tuple((plan, guard) for plan in PLANS for guard in GUARDS)
AT_ONCE = 8
"""Trials side by side; most of one is waiting for a partner to settle."""
SECOND_KILLS = 0.3
"""Share of the trials at random moments in which whoever takes over is killed as well."""
FORKS_LOST, TRIES = 255, 3
"""How a process ends whose status was lost with the process it was forked from, and how often it is begun anew."""
LONGEST = 60.0
"""Seconds after which a process that does not end is a fault of its own."""


class Trial(NamedTuple):
    """How one process dies: at a numbered named point, or after so many seconds."""

    plan: str
    guard: str
    point: int = 0
    seconds: float = 0.0
    second: float = 0.0
    """Seconds after which whoever takes over dies; 0: it lives."""
    again: bool = False
    name: str = ""
    """The named point."""


class Outcome(NamedTuple):
    trial: Trial
    kills: int
    verdict: Verdict


class Bench:
    """Runs trials in homes under one folder."""

    def __init__(self, folder: Path, books: Books, seed: int) -> None:
        self._folder = folder
        self._books = books
        self._random = random.Random(seed)
        self._processes = _forks()
        self._numbers = iter(range(10**9))
        self._lock = threading.Lock()
        self._seconds: dict[Kind, float] = {}

    def run(self, kinds: Sequence[Kind], kills: int, progress: Callable[[int], None]) -> list[Outcome]:
        """Kill at every named point of every plan and guard, then at random moments, until so many have died."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            named = [trial for trials in pool.map(self._dry_run, kinds) for trial in trials]
            self._random.shuffle(named)
            outcomes: list[Outcome] = []
            while (died := sum(one.kills for one in outcomes)) < kills:
                missing = kills - died
                batch = [named.pop() if named else self._at_random(kinds) for _ in range(min(missing, 50))]
                outcomes += pool.map(self._try, batch)
                progress(sum(one.kills for one in outcomes))
        return outcomes

    def _dry_run(self, kind: Kind) -> list[Trial]:
        """Prepare a home for a plan, let it live once, and learn the names of its points."""
        plan, guard = kind
        ready = Job(self._home_of(kind), f"{plan}/{guard}", plan, guard, self._folder / "line")
        ready.home.mkdir(parents=True)
        self._live(prepare, ready)
        job = self._copy(kind)
        began = time.monotonic()
        self._live(act, job)
        self._seconds[kind] = time.monotonic() - began
        names = json.loads((job.home / "points.json").read_text())
        shutil.rmtree(job.home)
        return [
            Trial(plan, guard, point=number, name=name, again=number % 2 == 0)
            for number, name in enumerate(names, start=1)
        ]

    def _at_random(self, kinds: Sequence[Kind]) -> Trial:
        kind = self._random.choice(kinds)
        takes = self._seconds[kind]
        second = self._random.uniform(0, 2 * takes) if self._random.random() < SECOND_KILLS else 0.0
        when = self._random.uniform(0.3 * takes, takes)
        return Trial(*kind, seconds=when, second=second, again=self._random.random() < 0.5)

    def _try(self, trial: Trial) -> Outcome:
        job = self._copy((trial.plan, trial.guard))
        kills = self._kill(act, job._replace(die_at=trial.point), trial.seconds)
        job = job._replace(again=trial.again)
        if trial.second:
            kills += self._kill(take_over, job, trial.second)
        self._live(take_over, job)
        verdict = judge(job.home, self._books.deals(job.trial))
        shutil.rmtree(job.home)
        return Outcome(trial, kills, verdict)

    def _copy(self, kind: Kind) -> Job:
        """A fresh copy of a prepared home, and of the partners' books that belong to it."""
        with self._lock:
            number = next(self._numbers)
        plan, guard = kind
        home = self._folder / f"trial-{number}"
        shutil.copytree(self._home_of(kind), home)
        self._books.copy(f"{plan}/{guard}", str(number))
        return Job(home, str(number), plan, guard, self._folder / "line")

    def _home_of(self, kind: Kind) -> Path:
        return self._folder / "ready" / "-".join(kind).replace(" ", "_").replace(",", "")

    def _kill(self, work: Callable[[Job], None], job: Job, seconds: float) -> int:
        """Start a process that dies at its point or after so many seconds; whether it did."""
        process = self._processes.Process(target=work, args=(job,))
        process.start()
        process.join(seconds or LONGEST)
        process.kill()
        process.join()
        return int(process.exitcode == -9)

    def _live(self, work: Callable[[Job], None], job: Job) -> None:
        for _ in range(TRIES):
            process = self._processes.Process(target=work, args=(job,))
            process.start()
            process.join(LONGEST)
            if process.exitcode == 0:
                return
            process.kill()
            if process.exitcode != FORKS_LOST:
                break
        raise RuntimeError(f"{work.__name__} of {job.plan!r} with {job.guard!r} ended with {process.exitcode}")


def measure(
    folder: Path, kills: int, seed: int, progress: Callable[[int], None], kinds: Sequence[Kind] = KINDS
) -> list[Outcome]:
    """Run until ``kills`` processes were killed. ``folder`` must be short: a socket lies in it."""
    with open_tills(folder) as books:
        return Bench(folder, books, seed).run(kinds, kills, progress)


def _forks() -> ForkServerContext:
    """Processes that begin with everything read and imported, as a copy of one that did so once."""
    context: Any = get_context("forkserver")
    context.set_forkserver_preload(["evals.bench.crash.warm"])
    return context  # type: ignore[no-any-return]
