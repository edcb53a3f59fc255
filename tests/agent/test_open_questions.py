"""Questions that no search answers: said plainly not to be known, never turned into a search or a wrong question."""

from pathlib import Path

import pytest

from tests.agent.talking import talking


@pytest.mark.parametrize(
    ("customer", "text", "words"),
    [
        ("mara", "can I bring my dog on the plane to Vienna?", "rather not guess"),
        ("mara", "may we check in early at hotels in Rome?", "rather not guess"),
        ("greta", "Darf ich meinen Hund mit ins Flugzeug nehmen?", "raten möchte ich nicht"),
        ("elena", "¿puedo llevar una bici en el avión a Lisboa?", "prefiero no adivinar"),
        ("camille", "Est-ce que je peux emmener mon chat à l'hôtel ?", "préfère ne pas deviner"),
    ],
)
async def test_what_one_may_do_is_not_searched_for(tmp_path: Path, customer: str, text: str, words: str) -> None:
    async with talking(tmp_path, customer) as talk:
        turn = await talk.say(text)
        assert words in turn.text
        assert not turn.tools
        assert "?" not in turn.text


@pytest.mark.parametrize(
    "text", ["can I get a cheap flight to Vienna?", "could we have a table in Rome?", "can we stay somewhere in Oslo?"]
)
async def test_whether_one_can_have_a_thing_is_a_wish_for_it(tmp_path: Path, text: str) -> None:
    async with talking(tmp_path) as talk:
        assert (await talk.say(text)).text.rstrip().endswith("?")


async def test_what_is_not_known_is_said_with_what_can_be_helped_with(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("is Mexico City safe for a woman on her own?")
        assert "rather not guess" in turn.text
        assert "flights" in turn.text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("what's the cap again for hotels?", "€190"),
        ("business class to new york on the 14th is fine, isn't it? it's a long flight", "premium economy"),
        ("who approves my trips if it goes over the limit?", "€450"),
    ],
)
async def test_questions_about_company_rules_are_answered_with_them(tmp_path: Path, text: str, rule: str) -> None:
    async with talking(tmp_path, "aylin") as talk:
        turn = await talk.say(text)
        assert [tool for tool, _ in turn.tools] == ["travel_policy"]
        assert rule in turn.text


@pytest.mark.parametrize(
    ("customer", "text"),
    [
        ("elena", "me han cancelado el vuelo de esta tarde, ¿qué hago?"),
        ("mara", "I lost my suitcase on the last flight, who do I call?"),
    ],
)
async def test_trouble_told_first_is_met_with_a_person(tmp_path: Path, customer: str, text: str) -> None:
    async with talking(tmp_path, customer) as talk:
        turn = await talk.say(text)
        assert not turn.tools
        assert turn.text.rstrip().endswith("?")
