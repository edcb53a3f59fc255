"""``concierge bench why`` on a few recommendations of the demo world."""

import json
from pathlib import Path

from click.testing import CliRunner

from evals.bench.commands import bench


def test_reasons_of_the_demo_world_are_true(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    result = CliRunner().invoke(bench, ["why", "--count", "16", "--json", str(figures)])
    assert isinstance(result.exception, SystemExit | None), result.exception
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["recommendations"] >= 16
    assert found["faithful"] == found["reasons"] > 30, found["examples"]
    assert found["forgotten_faithful"] == found["forgotten"] > 0, found["examples"]
    assert found["excluded"] == 0
    assert found["same_feasible"] == found["explained"] == found["pairs"] > 0
    assert found["differing"] > 0
    assert "reasons on" in result.output.splitlines()[-1]
