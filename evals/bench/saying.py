"""What all benches share: reading a file, giving up, and saying the figure last."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
from pydantic import ValidationError

BAD_FORM = (OSError, KeyError, TypeError, IndexError, ValueError, ValidationError)
"""What reading a file of another form raises."""
Found = TypeVar("Found")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
figures_option = click.option(
    "--json", "figures_file", type=click.Path(path_type=Path), metavar="FILE", help="Write all figures here."
)


def read(work: Callable[[], Found]) -> Found:
    """What ``work`` reads; exits 2 when the file is of another form."""
    try:
        return work()
    except BAD_FORM as error:
        give_up(f"the file is not of the documented form: {type(error).__name__}: {error}")


def give_up(reason: str) -> NoReturn:
    """Exit 2: it could not run."""
    click.echo(reason, err=True)
    raise click.exceptions.Exit(2)


def end(figures: dict[str, Any], sentence: str, met: bool, figures_file: Path | None) -> NoReturn:
    """Say the figure beside its aim; exit 0 when it is met, else 1."""
    if figures_file:
        figures_file.write_text(json.dumps(figures | {"aim_met": met}, indent=1), encoding="utf-8")
    click.echo(sentence)
    raise click.exceptions.Exit(0 if met else 1)
