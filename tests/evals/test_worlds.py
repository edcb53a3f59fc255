"""A domain is data: each world is a folder that opens, and sells what its catalogue says."""

import asyncio
from pathlib import Path

import pytest

from evals.loading import load_suite
from evals.run import run_scenario
from evals.score import score
from evals.worlds import FOLDER, TRAVEL, brand_of, worlds


def test_no_world_brings_code() -> None:
    assert not list(FOLDER.rglob("*.py"))


@pytest.mark.parametrize("name", worlds())
def test_a_world_is_whole_and_has_scenarios(name: str) -> None:
    brand = brand_of(name)
    assert brand.services
    assert any(scenario.world.brand == name for scenario in load_suite())


@pytest.mark.parametrize("name", [each for each in worlds() if each != TRAVEL])
def test_each_partner_of_a_world_has_a_shelf(name: str) -> None:
    shelves = {path.stem for path in (FOLDER / name / "catalogue").glob("*.yaml")}
    assert shelves == set(brand_of(name).manifests)


def test_wine_is_bought_by_the_same_concierge(tmp_path: Path) -> None:
    scenario = next(each for each in load_suite() if each.id == "six-bottles")
    assert score(asyncio.run(run_scenario(scenario))).passed
