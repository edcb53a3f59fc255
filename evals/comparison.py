"""What got better and what broke between two runs, scenario by scenario, and since when something fails."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from evals.log import RunLog
from evals.suite import SuiteRun
from evals.wording import Rewording, rewordings
from memory.models import Value

HISTORY = "history.jsonl"
"""Beside a report: one line for each run that wrote there."""


class Verdicts(Value):
    """What one run found, in short."""

    run: str
    """When it began, and of which revision."""
    model: str
    passed: dict[str, bool]
    p50_ms: dict[str, float] = {}


class Comparison(Value):
    """A run beside an earlier one."""

    earlier: str
    broke: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    still_failing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    slower: tuple[str, ...] = ()
    """Scenarios whose turns take more than twice as long, and more than 200 ms longer, than before."""
    reworded: tuple[Rewording, ...] = ()
    """What is said otherwise; nothing where the earlier run's log is not at hand."""
    since: dict[str, str] = {}
    """For what fails: the first run, with the same model, of the unbroken row in which it did."""


class NoRun(Exception):
    """There is no run to compare with; the message says where it was looked for."""


def last_whole(history: Sequence[Verdicts], run: SuiteRun) -> Verdicts | None:
    """The newest run that held all of these scenarios; else the newest."""
    wanted = run.by_scenario().keys()
    whole = [each for each in history if wanted <= each.passed.keys()]
    return next(iter(reversed(whole or list(history))), None)


def verdicts(run: SuiteRun) -> Verdicts:
    """The short form of a run."""
    groups = run.by_scenario()
    times = {name: sorted(ms for each in group for ms in each.score.turn_ms) for name, group in groups.items()}
    return Verdicts(
        run=f"{run.began_at:%Y-%m-%d %H:%M:%S} {run.revision}".strip(),
        model=run.model,
        passed={name: all(each.score.passed for each in group) for name, group in groups.items()},
        p50_ms={name: ms[len(ms) // 2] for name, ms in times.items() if ms},
    )


def compare(
    run: SuiteRun, earlier: Verdicts, history: Sequence[Verdicts] = (), logs: dict[str, RunLog] | None = None
) -> Comparison:
    """``run`` beside ``earlier``; ``history`` are runs before it, oldest first, ``logs`` what ``earlier`` said."""
    now = verdicts(run)
    rows = [each for each in [*history, *([earlier] if earlier not in history else [])] if each.model == run.model]
    both = [name for name in now.passed if name in earlier.passed]
    failing = [name for name, passed in now.passed.items() if not passed]
    return Comparison(
        earlier=earlier.run if earlier.model == run.model else f"{earlier.run} ({earlier.model})",
        broke=tuple(name for name in both if earlier.passed[name] and not now.passed[name]),
        mended=tuple(name for name in both if now.passed[name] and not earlier.passed[name]),
        still_failing=tuple(name for name in both if not now.passed[name] and not earlier.passed[name]),
        new=tuple(name for name in now.passed if name not in earlier.passed),
        gone=tuple(name for name in earlier.passed if name not in now.passed),
        slower=tuple(name for name in both if _slower(now.p50_ms.get(name), earlier.p50_ms.get(name))),
        reworded=rewordings(run, logs or {}),
        since={name: _since(name, now.run, rows) for name in failing},
    )


def read_verdicts(path: Path) -> Verdicts:
    """The run of a report folder (the newest), or of a file that ``write_verdicts`` made. Raises ``NoRun``."""
    found = read_history(path)
    if not found:
        raise NoRun(f"{path} holds no run: name a report's folder or its {HISTORY}")
    return found[-1]


def read_history(path: Path) -> tuple[Verdicts, ...]:
    """All runs that wrote into a report's folder, oldest first. Raises ``NoRun`` when they cannot be read."""
    file = path / HISTORY if path.is_dir() else path
    if not file.is_file():
        return ()
    try:
        return tuple(Verdicts.model_validate_json(line) for line in file.read_text(encoding="utf-8").splitlines())
    except (ValidationError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise NoRun(f"{file} is no {HISTORY} of a report: {type(error).__name__}") from error


def write_verdicts(run: SuiteRun, folder: Path) -> None:
    """Add a run to the history of its report's folder."""
    with (folder / HISTORY).open("a", encoding="utf-8") as file:
        file.write(verdicts(run).model_dump_json() + "\n")


def _slower(now: float | None, before: float | None) -> bool:
    return now is not None and before is not None and now > 2 * before and now > before + 200


def _since(name: str, now: str, history: Sequence[Verdicts]) -> str:
    since = now
    for run in reversed(history):
        if run.passed.get(name) is False:
            since = run.run
        elif name in run.passed:
            break
    return since
