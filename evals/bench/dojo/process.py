"""The process in which AgentDojo runs, asked line by line."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SERVED = Path(__file__).with_name("suite.py")


class NoDojo(Exception):
    """AgentDojo, or the suite, is not there; the message says where it was looked for."""


class Dojo:
    """One suite in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], python: Path) -> None:
        self._process = process
        self._python = python

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """One request and its answer. Raises ``NoDojo`` when the process is gone."""
        if self._process.stdin is None or self._process.stdout is None:
            raise NoDojo("the process has no pipes")
        try:
            self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
            self._process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError) as error:
            raise NoDojo(_last_words(self._process, self._python)) from error
        return answer


@contextmanager
def open_dojo(python: Path, version: str, suite: str) -> Iterator[Dojo]:
    """Start a suite with a Python that has AgentDojo."""
    command = [str(python), "-W", "ignore", str(SERVED), version, suite]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603
        yield Dojo(process, python)


def own_python() -> Path:
    return Path(sys.executable)


def _last_words(process: subprocess.Popen[str], python: Path) -> str:
    told = process.stderr.read().strip().splitlines() if process.stderr else []
    why = told[-1] if told else "it said nothing"
    hint = "; make an environment with `pip install agentdojo` and name its Python with --python"
    missing = "ModuleNotFoundError" in why or "No module" in why
    return f"AgentDojo did not start with {python}: {why}{hint if missing else ''}"
