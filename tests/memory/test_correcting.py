"""What is remembered wrongly is put right in the customer's own words."""

import pytest

from memory.errors import NotFound, NotLearned
from memory.memory import Memory
from memory.models import CustomerId, Fact, FactId, FactStatus
from tests.memory.conftest import ANA
from tests.memory.speaker import Speaker

OTHER = CustomerId("ana2")


async def told(memory: Memory) -> set[str]:
    return {memory.tell(fact) for fact in await memory.facts.list(ANA)}


async def only(memory: Memory) -> Fact:
    (fact,) = await memory.facts.list(ANA)
    return fact


@pytest.mark.parametrize(
    ("said", "better", "now"),
    [
        ("I'm vegan", "I'm vegetarian", {"You are vegetarian"}),
        ("I like quiet hotels", "I like lively hotels", {"You like lively hotels"}),
        ("I live in Porto", "I live in Braga", {"You live in Braga"}),
        ("I'm vegan", "I'm not vegan", set()),
        ("I'm vegan", "I'm vegan", {"You are vegan"}),
    ],
)
async def test_the_new_words_take_the_place_of_the_old(
    memory: Memory, ana: Speaker, said: str, better: str, now: set[str]
) -> None:
    await ana.say(said)
    await memory.correct(ANA, (await only(memory)).id, better, "en-GB")
    assert await told(memory) == now


async def test_what_was_wrong_stays_visible_as_corrected(memory: Memory, ana: Speaker) -> None:
    await ana.say("I like quiet hotels")
    wrong = await only(memory)
    await memory.correct(ANA, wrong.id, "I like lively hotels", "en-GB")
    kept = await memory.facts.get(ANA, wrong.id)
    assert kept.status is FactStatus.RETRACTED
    assert kept.superseded_by == (await only(memory)).id


@pytest.mark.parametrize("words", ["hmm", "what time is it?", ""])
async def test_words_that_say_nothing_change_nothing(memory: Memory, ana: Speaker, words: str) -> None:
    await ana.say("I'm vegan")
    with pytest.raises(NotLearned):
        await memory.correct(ANA, (await only(memory)).id, words, "en-GB")
    assert await told(memory) == {"You are vegan"}


async def test_somebody_elses_fact_is_not_there(memory: Memory, ana: Speaker) -> None:
    await ana.say("I'm vegan")
    fact = await only(memory)
    with pytest.raises(NotFound):
        await memory.correct(OTHER, fact.id, "I'm vegetarian", "en-GB")
    with pytest.raises(NotFound):
        await memory.correct(ANA, FactId("none"), "I'm vegetarian", "en-GB")
    assert await told(memory) == {"You are vegan"}


async def test_health_is_not_let_in_by_a_correction_without_its_consent(memory: Memory, ana: Speaker) -> None:
    await ana.say("I like quiet hotels")
    await memory.decide(ANA, "special_categories", False, "test")
    with pytest.raises(NotLearned):
        await memory.correct(ANA, (await only(memory)).id, "I am allergic to walnuts", "en-GB")
    assert "walnuts" not in str(await memory.export(ANA))


@pytest.mark.parametrize(
    ("wrong", "right", "facts"),
    [
        ("My daughter's birthday is 3 May.", "No wait, 5 May.", [("birthday", "05-05")]),
        ("Ma pointure est 38.", "Pardon, c'est 39.", [("shoe_size", "39")]),
        ("Mi código postal es 28013.", "Perdona, quería decir 28014.", [("postcode", "28014")]),
        ("I live in Braga.", "Sorry, Barcelos.", [("home", "Barcelos")]),
    ],
)
async def test_the_next_words_put_right_what_was_just_said(
    ana: Speaker, wrong: str, right: str, facts: list[tuple[str, str]]
) -> None:
    await ana.say(wrong)
    await ana.say(right)
    assert await ana.facts() == facts
    assert len(await ana.facts(FactStatus.RETRACTED)) == 1


async def test_a_name_that_was_wrong_is_put_right_for_all_that_is_known_of_them(ana: Speaker) -> None:
    await ana.say("Meine Frau heißt Birte.")
    await ana.say("Quatsch, sie heißt Britta.")
    known = await ana.memory.facts.list(ana.customer)
    assert [fact.subject for fact in known] == ["customer.spouse:Britta"]
