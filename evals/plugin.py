"""``pytest --concierge-scenarios``: scenario files are tests, one for each.

Registered as a pytest plugin by the distribution; it does nothing unless the option is given.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from evals.scenario import Scenario

OPTION = "--concierge-scenarios"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of this plugin."""
    group = parser.getgroup("concierge")
    group.addoption(OPTION, action="store_true", help="Collect scenario files (*.yaml) as tests.")
    group.addoption("--concierge-model", default="embedded", help="Chat model that the scenarios are run with.")


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> "ScenarioFile | None":
    """A YAML file that has the keys of a scenario is one."""
    if not parent.config.getoption(OPTION) or file_path.suffix not in (".yaml", ".yml"):
        return None
    text = file_path.read_text(encoding="utf-8")
    if not all(f"\n{key}:" in f"\n{text}" for key in ("world", "turns")):
        return None
    return ScenarioFile.from_parent(parent, path=file_path)


class ScenarioFile(pytest.File):
    """One scenario file."""

    def collect(self) -> Iterator[pytest.Item]:
        from evals.loading import ScenarioError, load_scenario  # noqa: PLC0415 - seconds that other tests need not wait

        try:
            scenario = load_scenario(self.path)
        except ScenarioError as error:
            raise self.CollectError(str(error)) from error
        yield ScenarioItem.from_parent(self, name=scenario.id, scenario=scenario)


class ScenarioFailed(Exception):
    """What a scenario demanded and did not get, a line each."""


class ScenarioItem(pytest.Item):
    """One scenario, run once."""

    def __init__(self, *, scenario: "Scenario", **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.scenario = scenario
        for tag in scenario.tags.all:
            self.keywords[tag] = True

    def runtest(self) -> None:
        from evals.junit import told  # noqa: PLC0415 - see above
        from evals.run import run_scenario  # noqa: PLC0415
        from evals.score import score  # noqa: PLC0415
        from evals.suite import Result  # noqa: PLC0415

        log = asyncio.run(run_scenario(self.scenario, self.config.getoption("--concierge-model")))
        result = Result(log=log, score=score(log))
        if not result.score.passed and self.scenario.known_gap:
            pytest.xfail(self.scenario.known_gap)
        if not result.score.passed:
            raise ScenarioFailed("\n".join(told(result)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        if isinstance(excinfo.value, ScenarioFailed):
            return f"{self.scenario.id}: {self.scenario.title}\n{excinfo.value}"
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"scenario: {self.name}"
