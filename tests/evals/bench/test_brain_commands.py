"""``concierge bench nlupp``, ``brain`` and ``same`` on small things."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from evals.bench.brain import pace
from evals.bench.commands import bench
from evals.loading import SHIPPED


def _bench(*arguments: object) -> Result:
    return CliRunner().invoke(bench, [str(each) for each in arguments])


def test_intents_are_heard_by_a_head_that_learned_from_other_folds(tmp_path: Path) -> None:
    described = {"pool": "to talk about the pool", "cancel": "to cancel something"}
    intents = {
        name: {"description": f"is the intent {told}?", "domain": ["hotels"]} for name, told in described.items()
    }
    (tmp_path / "ontology.json").write_text(json.dumps({"intents": intents}), encoding="utf-8")
    (tmp_path / "hotels").mkdir()
    said = [
        ("when does the pool open", ["pool"]),
        ("cancel my room", ["cancel"]),
        ("cancel the pool", ["pool", "cancel"]),
    ]
    for fold in range(3):
        rows = [{"text": f"{text} {'please' * (fold > 1)}", "intents": names} for text, names in said]
        (tmp_path / "hotels" / f"fold{fold}.json").write_text(json.dumps(rows), encoding="utf-8")
    result = _bench("nlupp", "--data", tmp_path, "--json", tmp_path / "figures.json")
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["f1"] > 0.9


def test_a_folder_without_folds_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ontology.json").write_text('{"intents": {}}', encoding="utf-8")
    assert _bench("nlupp", "--data", tmp_path).exit_code == 2


def test_a_turn_with_many_tools_is_timed() -> None:
    found = pace(10, 1)
    assert found.turns == 6
    assert 0 < found.median_ms <= found.p99_ms


def test_a_talk_held_twice_is_the_same_talk() -> None:
    path = SHIPPED / "manners" / "small-talk.yaml"
    result = _bench("same", path, "--trials", 2, "--workers", 1)
    assert result.exit_code == 0, result.output
    assert "1 of 1 scenarios have the same transcript" in result.output
