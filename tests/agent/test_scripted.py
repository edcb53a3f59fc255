"""The scripted model speaks its lines and nothing else."""

from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from agent.scripted import Line, ScriptedChatModel, ScriptExhausted


async def test_lines_stream_with_their_tool_calls() -> None:
    model = ScriptedChatModel(lines=(Line(text="One moment please", calls=({"name": "look", "args": {"q": 1}},)),))
    chunks = [chunk async for chunk in model.astream([HumanMessage("hi")])]
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert len(chunks) > 3
    assert whole.text == "One moment please"
    assert [(call["name"], call["args"]) for call in whole.tool_calls] == [("look", {"q": 1})]


def test_a_script_is_read_from_yaml(tmp_path: Path) -> None:
    script = tmp_path / "lines.yaml"
    script.write_text("- text: Hello\n- calls: [{name: look, args: {}}]\n")
    model = ScriptedChatModel.from_file(script)
    assert model.invoke("hi").text == "Hello"
    assert model.invoke("hi").tool_calls[0]["name"] == "look"
    with pytest.raises(ScriptExhausted, match="2 lines"):
        model.invoke("hi")


def test_a_file_that_is_no_script_is_named(tmp_path: Path) -> None:
    script = tmp_path / "lines.yaml"
    script.write_text("text: Hello\n")
    with pytest.raises(ValueError, match=r"lines\.yaml"):
        ScriptedChatModel.from_file(script)
