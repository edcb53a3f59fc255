"""A chat model's opinion over the real wire: reported beside the checks, and deciding nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from evals.commands import evaluate
from evals.loading import SHIPPED
from tests.agent.provider import Provider, Reply, serve_provider


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    path = SHIPPED / "manners" / "small-talk.yaml"
    assert CliRunner().invoke(evaluate, [str(path), "--workers", "1", "--report", str(folder)]).exit_code == 0
    return folder


def _judged(folder: Path, monkeypatch: pytest.MonkeyPatch, provider: Provider) -> tuple[int, dict[str, object]]:
    monkeypatch.setenv("CONCIERGE_MODEL_BASE_URL", f"{provider.url}/v1")
    monkeypatch.setenv("CONCIERGE_MODEL_API_KEY", "k")
    result = CliRunner().invoke(evaluate, ["score", str(folder), "--judge", "openai:m"])
    checks = json.loads((folder / "report.json").read_text(encoding="utf-8"))["scores"][0]["checks"]
    return result.exit_code, next((one for one in checks if one["name"].startswith("judge")), {})


def test_an_opinion_is_reported_and_decides_nothing(reported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_provider() as provider:
        provider.replies = [Reply(text='Well. {"served_well": false, "because": "It never asked how the cat is."}')]
        code, opinion = _judged(reported, monkeypatch, provider)
        asked = json.dumps(provider.requests[0], ensure_ascii=False)
    assert code == 0
    assert opinion["name"] == "judge 1 (m): served well"
    assert opinion["passed"] is opinion["decides"] is False
    assert "the cat" in (reported / "report.html").read_text(encoding="utf-8")
    assert "what can you actually do for me" in asked


def test_an_answer_that_cannot_be_read_is_no_opinion(reported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_provider() as provider:
        provider.replies = [Reply(text="I liked it.")]
        code, opinion = _judged(reported, monkeypatch, provider)
    assert code == 0
    assert str(opinion["name"]).endswith("has no opinion")


def test_a_judge_that_is_not_there_exits_2(reported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_provider() as provider:
        provider.replies = [Reply(status=400)]
        code, _ = _judged(reported, monkeypatch, provider)
    assert code == 2
