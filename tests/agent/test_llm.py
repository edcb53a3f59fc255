"""The same graph, tools and checks with an LLM over the real wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from agent.chat import chat_model
from agent.settings import ConciergeSettings
from tests.agent.provider import Provider, Reply, serve_provider
from tests.agent.talking import talking
from tools.models import CardKind

STAY = {"city": "Lisbon", "check_in": "2026-12-10", "nights": 3, "guests": 2}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serve_provider() as running:
        yield running


def settings(name: str, provider: Provider) -> ConciergeSettings:
    base = provider.url + ("/v1" if name.startswith("openai") else "")
    return ConciergeSettings(model=name, model_base_url=base, model_api_key=SecretStr("k"), model_timeout=5)


@pytest.mark.parametrize("name", ["openai:m", "anthropic:m"])
async def test_an_llm_searches_and_its_words_are_checked(name: str, provider: Provider, tmp_path: Path) -> None:
    provider.replies = [
        Reply(text="Let me look.", calls=(("search_hotels", STAY), ("get_weather", {"city": "Lisbon"}))),
        Reply(text="I would start with the first. It is already booked for you. Shall I go on?"),
    ]
    async with talking(tmp_path, model=chat_model(settings(name, provider))) as talk:
        turn = await talk.say("a hotel in Lisbon, and what is the weather like?")
        assert {tool for tool, _ in turn.tools} == {"search_hotels", "get_weather"}
        assert turn.cards(CardKind.OFFERS)
        assert "I would start with the first." in turn.text
        assert "already booked" not in turn.text
        assert turn.events[-1].type == "turn_finished"
        assert turn.events[-1].output_tokens == 40


@pytest.mark.parametrize("name", ["openai:m", "anthropic:m"])
async def test_no_hint_and_no_identity_reaches_the_llm(name: str, provider: Provider, tmp_path: Path) -> None:
    provider.replies = [Reply(text="Hello.")]
    async with talking(tmp_path, model=chat_model(settings(name, provider))) as talk:
        await talk.say("hello")
    sent = str(provider.requests[0])
    assert "x-cues" not in sent
    assert "customer_id" not in sent
    assert "Solvane" in sent


@pytest.mark.parametrize("name", ["openai:m", "anthropic:m"])
@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=429)], ids=str)
async def test_when_the_provider_fails_the_embedded_model_answers(
    name: str, reply: Reply, provider: Provider, tmp_path: Path
) -> None:
    provider.replies = [reply]
    async with talking(tmp_path, model=chat_model(settings(name, provider))) as talk:
        turn = await talk.say("a hotel in Lisbon from 10 to 13 December for two")
    assert turn.cards(CardKind.OFFERS)
    assert turn.events[-1].type == "turn_finished"
