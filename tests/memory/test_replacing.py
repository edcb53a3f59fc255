"""A taste that takes the place of another one ends it; one that does not stands beside it."""

import pytest

from memory.memory import Memory
from memory.models import FactDraft, FactStatus, MessageId, Source
from tests.memory.conftest import ANA
from tests.memory.speaker import Speaker


async def values(ana: Speaker, *statuses: FactStatus) -> list[str]:
    return [value for _, value in await ana.facts(*statuses)]


@pytest.mark.parametrize(
    ("before", "now", "held", "holds"),
    [
        ("I like quiet places", "that's not true anymore, I like lively places now", "quiet", "lively places"),
        (
            "For hotels, I like quiet places",
            "I no longer like quiet hotels. I prefer central ones now",
            "quiet",
            "central",
        ),
        ("I prefer oat milk", "I no longer drink oat milk, I prefer soy milk now", "oat milk", "soy milk"),
        ("I like jazz", "I've changed my mind, I prefer fado", "jazz", "fado"),
        ("I live in Graz", "That's wrong, I moved to Linz", "Graz", "Linz"),
        ("I'm vegan", "I'm vegetarian now, not vegan any more", "vegan", "vegetarian"),
        ("Ich mag ruhige Hotels", "inzwischen mag ich lieber zentrale Hotels", "quiet", "central"),
        ("J'aime les hôtels calmes", "finalement je préfère les hôtels centraux", "quiet", "central"),
        ("Me gustan los hoteles tranquilos", "ahora prefiero los hoteles céntricos", "quiet", "central"),
        ("I like aisle seats", "I'd rather have a window seat now", "aisle", "window"),
        ("I love coffee", "I switched from coffee to tea", "coffee", "tea"),
        ("Ich trinke am liebsten Kaffee", "Ich bin von Kaffee auf Tee umgestiegen", "coffee", "tea"),
        ("J'adore le café", "je suis passée du café au thé", "coffee", "tea"),
        ("Me encanta el café", "he pasado del café al té", "coffee", "tea"),
        ("Adoro café", "passei do café para o chá", "coffee", "tea"),
        ("My favourite restaurant is Ramiro", "My favourite restaurant is now Liberdade", "Ramiro", "Liberdade"),
        ("I drive a Golf", "I sold the Golf and drive a Tesla now", "Golf", "Tesla"),
        ("Ich wohne in Kiel", "Seit April wohne ich in Bremen", "Kiel", "Bremen"),
        ("Gosto de hotéis calmos", "mudei de ideias, agora eu prefiro os hotéis centrais", "quiet", "central"),
    ],
)
async def test_what_is_said_anew_ends_what_it_stands_against(
    ana: Speaker, before: str, now: str, held: str, holds: str
) -> None:
    await ana.say(before)
    await ana.come_back()
    await ana.say(now)
    assert await values(ana) == [holds]
    assert await values(ana, FactStatus.SUPERSEDED) == [held]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (["I love sushi"], "I love oysters now"),
        (["I like jazz"], "I prefer window seats now"),
        (["I like jazz", "I love rock"], "These days I prefer fado"),
        (["I like jazz"], "I also like fado"),
        (["My wife likes quiet hotels"], "I prefer central hotels now"),
        (["I like quiet hotels on business trips"], "I prefer central hotels now"),
    ],
)
async def test_what_stands_against_nothing_in_particular_ends_nothing(
    ana: Speaker, before: list[str], now: str
) -> None:
    for said in before:
        await ana.say(said)
    await ana.come_back()
    await ana.say(now)
    assert await values(ana, FactStatus.SUPERSEDED) == []
    assert len(await values(ana)) == len(before) + 1


async def test_another_value_of_a_known_trait_is_told_by_its_noun(memory: Memory, ana: Speaker) -> None:
    source = Source(thread=ana.thread.id, message=MessageId("seed"), words="Always oat milk in it, please")
    await memory.note(ANA, FactDraft(attribute="coffee.milk", value="oat", source=source))
    await ana.say("I no longer drink oat milk, I prefer soy milk now")
    assert await ana.facts() == [("coffee.milk", "soy")]


async def test_what_was_never_liked_and_is_no_longer_drunk_is_avoided(ana: Speaker) -> None:
    await ana.say("I no longer drink coffee")
    assert await ana.facts() == [("drink.avoid", "coffee")]
