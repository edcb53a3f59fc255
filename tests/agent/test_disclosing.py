"""What is known, where it comes from and who sees it: asked in any words, answered with the truth."""

from pathlib import Path

import pytest

from tests.agent.talking import talking


@pytest.mark.parametrize(
    "words",
    [
        "what have you got on file",
        "what do you have stored about me?",
        "show me everything you know about me",
        "Was hast du alles über mich gespeichert?",
        "qu'avez-vous retenu sur moi ?",
        "¿qué has guardado sobre mí?",
        "que dados tens sobre mim?",
    ],
)
async def test_all_that_is_known_is_shown(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        assert (await talk.say(words)).tools == [("what_do_you_know", "ok")]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("why do you think so?", "you said so on"),
        ("where did you get that from?", "you said so on"),
        ("Woher wissen Sie das?", "von Ihnen am"),
        ("d'où tu sors ça ?", "vous l'avez dit"),
        ("¿quién te ha dicho eso?", "lo dijiste"),
        ("porque achas isso?", "disse-o em"),
    ],
)
async def test_where_it_comes_from_is_told_right_after_it_was_said(tmp_path: Path, words: str, source: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("I love jazz")
        told = (await talk.say(words)).text
        assert source in told
        assert "I love jazz" in told


async def test_why_asks_about_an_offer_where_nothing_was_told_of_the_customer(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        assert (await talk.say("why do you think so?")).tools == [("explain", "ok")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("who gets to see that?", "only when you ask for a person"),
        ("do you share my data with anyone?", "only when you ask for a person"),
        ("wer kann das alles sehen?", "nur, wenn Sie nach einem Menschen fragen"),
        ("qui peut voir mes données ?", "que si vous demandez une personne"),
        ("¿quién puede ver eso?", "solo cuando pides hablar con una persona"),
        ("quem vê isso?", "quando pede uma pessoa"),
    ],
)
async def test_who_sees_it_is_told(tmp_path: Path, words: str, told: str) -> None:
    async with talking(tmp_path) as talk:
        assert told in (await talk.say(words)).text


async def test_partners_that_may_be_told_needs_are_named(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        manifests = talk.concierge.front.house.partners.manifests
        shared, consent = next((each, each.consent) for each in manifests if each.consent)
        assert shared.name not in (await talk.say("who gets to see that?")).text
        await talk.concierge.memory.decide(talk.customer, consent, True, "widget")
        assert shared.name in (await talk.say("who gets to see that?")).text


@pytest.mark.parametrize(
    "words",
    [
        "delete all of my data",
        "please erase everything you have stored about me",
        "Bitte lösch alle meine Daten",
        "efface toutes mes données",
        "borra todos mis datos",
        "apaga todos os meus dados",
    ],
)
async def test_forgetting_everything_asks_first_whatever_the_words(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        asked = await talk.say(words)
        assert asked.tools == [("forget_everything", "awaiting_confirmation")]
        assert asked.confirmation


async def test_deleting_what_is_looked_for_forgets_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        said = await talk.say("delete all the hotels near the airport")
        assert "forget_everything" not in [tool for tool, _ in said.tools]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("remember that I'm coeliac", "only remember such things if you allow it"),
        ("Merk dir, dass ich Zöliakie habe", "nur mit Ihrer Erlaubnis"),
        ("acuérdate de que soy celíaca", "Solo recuerdo esas cosas si lo permites"),
    ],
)
async def test_without_a_consent_health_is_not_kept_and_that_is_said(tmp_path: Path, words: str, told: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.concierge.memory.decide(talk.customer, "special_categories", False, "widget")
        before = await talk.concierge.memory.facts.list(talk.customer)
        assert told in (await talk.say(words)).text
        assert await talk.concierge.memory.facts.list(talk.customer) == before
