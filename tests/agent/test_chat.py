"""Chat models by name, over the real wire."""

from collections.abc import Iterator
from functools import reduce
from operator import add
from pathlib import Path

import pytest
from langchain_core.messages import AIMessageChunk
from pydantic import SecretStr

from agent.chat import UnknownModel, chat_model, provider_errors
from agent.settings import ConciergeSettings
from tests.agent.provider import Provider, Reply, serve_provider

LOOK = {"type": "function", "function": {"name": "look", "description": "Look.", "parameters": {"type": "object"}}}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serve_provider() as running:
        yield running


def settings(model: str, provider: Provider, timeout: float = 5.0) -> ConciergeSettings:
    base = provider.url + ("/v1" if model.startswith("openai") else "")
    return ConciergeSettings(model=model, model_base_url=base, model_api_key=SecretStr("k"), model_timeout=timeout)


@pytest.mark.parametrize("name", ["openai:m", "anthropic:m"])
async def test_words_and_parallel_tool_calls_stream_over_the_wire(name: str, provider: Provider) -> None:
    provider.replies = [Reply(text="Let me look at both.", calls=(("look", {"q": "a"}), ("look", {"q": "b"})))]
    model = chat_model(settings(name, provider)).bind_tools([LOOK])
    chunks = [chunk async for chunk in model.astream("hello")]
    whole = reduce(add, chunks)
    assert isinstance(whole, AIMessageChunk)
    assert whole.text == "Let me look at both."
    assert [(call["name"], call["args"]) for call in whole.tool_calls] == [("look", {"q": "a"}), ("look", {"q": "b"})]
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["output_tokens"] == 20
    assert provider.requests[0]["stream"] is True


@pytest.mark.parametrize("name", ["openai:m", "anthropic:m"])
@pytest.mark.parametrize(
    "reply", [Reply(status=500), Reply(status=429), Reply(silent=True)], ids=["500", "429", "silent"]
)
async def test_what_a_provider_does_wrong_is_told_from_our_bugs(name: str, reply: Reply, provider: Provider) -> None:
    provider.replies = [reply]
    model = chat_model(settings(name, provider, timeout=0.2))
    with pytest.raises(provider_errors(model)):
        async for _ in model.astream("hello"):
            pass


@pytest.mark.parametrize("name", ["gpt", "openai:", "scripted", "nobody:model", "embedded:x"])
def test_a_model_that_means_nothing_is_refused_with_what_would_work(name: str) -> None:
    with pytest.raises(UnknownModel, match=r"embedded|scripted:"):
        chat_model(ConciergeSettings(model=name))


def test_a_scripted_model_reads_its_file(tmp_path: Path) -> None:
    script = tmp_path / "lines.yaml"
    script.write_text("- text: Hello\n")
    assert chat_model(ConciergeSettings(model=f"scripted:{script}")).invoke("hi").text == "Hello"
