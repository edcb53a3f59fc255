"""A domain of another benchmark goes through our gate: done as told, refused when nobody said yes."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evals.bench.tau2 import load_domain, replay
from evals.bench.tau2_command import tau2
from evals.bench.tau2_partner import Action
from tests.agent.provider import Reply, serve_provider


def _tool(kind: str, *required: str) -> dict[str, Any]:
    properties = {name: {"type": "string", "description": name} for name in required}
    parameters = {"type": "object", "properties": properties, "required": list(required)}
    return {"tool_type": kind, "function": {"description": f"A tool that can {kind}.", "parameters": parameters}}


def _domain(data: Path) -> Path:
    folder = data / "library"
    folder.mkdir(parents=True)
    lend = _tool("write", "reader_id", "book_id")
    lend["function"]["parameters"]["properties"] |= {"note": {"type": "string", "default": None}}
    lend["function"]["parameters"]["properties"]["shelf"] = {"type": "string", "description": "Such as 'A' or ''."}
    lend["function"]["parameters"]["required"].append("shelf")
    tools = {"get_reader": _tool("read", "reader_id"), "lend_book": lend}
    steps = [
        {"name": "get_reader", "arguments": {"reader_id": "r1"}},
        {"name": "lend_book", "arguments": {"reader_id": "r1", "book_id": "b7", "shelf": ""}},
    ]
    tasks: list[dict[str, object]] = [
        {"id": "lend", "evaluation_criteria": {"actions": steps}},
        {"id": "look", "evaluation_criteria": {"actions": []}},
    ]
    tasks.append({"id": "judged by words", "evaluation_criteria": None})
    files: dict[str, object] = {"tools": tools, "db": {"readers": {"r1": {"name": "Ada"}}}, "tasks": tasks}
    for name, document in files.items():
        (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_ground_truth_is_done_and_nothing_else(tmp_path: Path) -> None:
    outcomes = asyncio.run(replay(load_domain(_domain(tmp_path))))
    assert [(each.task, each.truth, each.wrong, each.unconfirmed) for each in outcomes] == [
        ("lend", 1.0, 0.0, 0),
        ("look", 1.0, 0.0, 0),
    ]


def test_the_same_call_written_otherwise_is_the_same() -> None:
    one = Action(name="pay", arguments={"amount": 5.0, "to": "x"})
    assert one.canonical == Action(name="pay", arguments={"to": "x", "amount": 5}).canonical


def test_a_folder_that_is_no_domain_exits_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(tau2, ["--data", str(tmp_path), "--domain", "nothing"])
    assert result.exit_code == 2
    assert "is no tau2-bench domain" in result.output


def test_any_chat_model_can_do_the_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _domain(tmp_path)
    with serve_provider() as provider:
        provider.replies = [Reply(text="I would rather not.")]
        monkeypatch.setenv("CONCIERGE_MODEL_BASE_URL", f"{provider.url}/v1")
        monkeypatch.setenv("CONCIERGE_MODEL_API_KEY", "k")
        result = CliRunner().invoke(tau2, ["--data", str(tmp_path), "--domain", "library", "--model", "openai:m"])
        offered = {tool["function"]["name"] for tool in provider.requests[0]["tools"]}
    assert result.exit_code == 0, result.output
    assert "openai:m: mean reward 0.50 of 2 tasks" in result.output
    assert {"get_reader", "lend_book", "book"} <= offered
