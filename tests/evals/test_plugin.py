"""``pytest --concierge-scenarios``: scenario files are tests."""

import subprocess
import sys
from pathlib import Path

from evals.loading import SHIPPED


def _pytest(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])


def test_a_scenario_file_is_a_test() -> None:
    found = _pytest("--concierge-scenarios", str(SHIPPED / "manners" / "small-talk.yaml"))
    assert found.returncode == 0, found.stdout + found.stderr
    assert "1 passed" in found.stdout


def test_a_scenario_that_fails_says_how() -> None:
    path = str(SHIPPED / "manners" / "small-talk.yaml")
    found = _pytest("--concierge-scenarios", "--concierge-model", "do-nothing", path)
    assert found.returncode == 1
    assert "says /Mara/" in found.stdout


def test_without_the_option_nothing_is_collected() -> None:
    assert "no tests ran" in _pytest(str(SHIPPED / "manners")).stdout
