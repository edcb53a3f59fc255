"""Runs that the tests share: each takes seconds, so each is made once."""

import asyncio
from functools import cache

from evals.loading import load_suite
from evals.log import RunLog
from evals.run import run_scenario
from evals.scenario import Scenario


def scenario(id: str) -> Scenario:
    return next(each for each in load_suite() if each.id == id)


@cache
def played(id: str, model: str = "embedded") -> RunLog:
    return asyncio.run(run_scenario(scenario(id), model))
