"""One's own scorer by name: a function from a log to checks."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from evals.score import SCORERS, Scorer


class NoScorer(Exception):
    """There is no such function; the message says what was looked for."""


def scorers_of(names: Sequence[str]) -> tuple[Scorer, ...]:
    """The usual scorers and those called ``module:function``; modules are found from the working folder too."""
    return (*SCORERS, *map(_scorer, names))


def _scorer(name: str) -> Scorer:
    module, _, function = name.partition(":")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        found = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise NoScorer(f"{name!r} is no scorer such as `my_checks:polite`: {error}") from error
    scorer: Scorer = found
    return scorer
