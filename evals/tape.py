"""The log of a whole run as one file: a line about the run, then one line for each scenario and trial."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from evals.log import RunLog
from evals.score import SCORERS, Scorer, score
from evals.suite import Result, SuiteRun
from memory.models import Value

NAME = "run.jsonl"


class Heading(Value):
    """The first line."""

    model: str
    trials: int
    workers: int
    began_at: datetime
    took_s: float
    revision: str = ""


class NoLog(Exception):
    """A file is no log of a run; the message names it and the line."""


def write_log(run: SuiteRun, path: Path) -> None:
    """Write everything that scoring may look at."""
    heading = Heading(**{name: getattr(run, name) for name in Heading.model_fields})
    lines = [heading.model_dump_json(), *(result.log.model_dump_json(by_alias=True) for result in run.results)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_log(path: Path, scorers: Sequence[Scorer] = SCORERS) -> SuiteRun:
    """A run from its log, scored anew. Raises ``NoLog``."""
    heading, logs = _read(path)
    results = tuple(Result(log=log, score=score(log, scorers)) for log in logs)
    return SuiteRun(**heading.model_dump(), results=results)


def read_logs(path: Path) -> tuple[RunLog, ...]:
    """What happened in each scenario and trial, not scored. Raises ``NoLog``."""
    return _read(path)[1]


def _read(path: Path) -> tuple[Heading, tuple[RunLog, ...]]:
    file = path / NAME if path.is_dir() else path
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NoLog(f"{file}: cannot be read: {error}") from error
    if len(lines) < 2:
        raise NoLog(f"{file}: is no log of a run")
    number, logs = 1, []
    try:
        heading = Heading.model_validate_json(lines[0])
        for line in lines[1:]:
            number += 1
            logs.append(RunLog.model_validate_json(line))
    except ValidationError as error:
        fault = error.errors()[0]
        raise NoLog(f"{file}:{number}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from error
    return heading, tuple(logs)
