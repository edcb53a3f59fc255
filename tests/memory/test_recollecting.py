"""Questions about what was told are answered by the right facts, or by none."""

from datetime import timedelta

import pytest

from memory.clock import AdjustableClock
from memory.memory import Memory
from memory.models import CustomerId, FactDraft, FactKind, FactStatus, MessageId, Purpose, Source
from tests.memory.conftest import ANA
from tests.memory.speaker import Speaker


async def asked(memory: Memory, question: str, locale: str = "en-GB") -> list[str]:
    return [fact.value for fact in await memory.recollect(ANA, question, locale)]


async def test_the_past_is_answered_by_what_held_then(memory: Memory, clock: AdjustableClock, ana: Speaker) -> None:
    await ana.say("I live in Porto.")
    clock.advance(timedelta(days=45))
    await ana.say("I moved to Lisbon.")
    clock.advance(timedelta(days=60))
    assert await asked(memory, "Where did I live in March?") == ["Porto"]
    assert await asked(memory, "Where do I live?") == ["Lisbon"]
    assert await asked(memory, "Tell me, where did I live before?") == ["Porto", "Lisbon"]


@pytest.mark.parametrize(
    ("said", "question", "answer"),
    [
        ("My wife's birthday is the 14th of June.", "When is my wife's birthday?", ["06-14"]),
        ("My daughter goes to St Julian's.", "Which school does my daughter go to?", ["St Julian's"]),
        ("I'm not a fan of spicy food.", "What do I think of spicy food?", ["spicy food"]),
        ("My brother Rui loves jazz.", "What does Rui like?", ["jazz"]),
        ("I like sushi.", "When did I tell you that I like sushi?", ["sushi"]),
        ("I like sushi.", "Do I like ramen?", []),
        ("I like sushi.", "What's my shoe size?", []),
        ("My PIN is 4821 and I love fog.", "What's my PIN?", []),
        ("My locker is number 12 and I love walks with my dog.", "What is my locker number?", []),
        ("I love walks with my dog.", "What's my dog's name?", []),
        ("My neighbour has a boat and I collect stamps.", "What's my boat?", []),
        ("My shoe size is 43.", "What is my shoe size?", ["43"]),
        ("My shoe size is 43.", "My shoe size?", ["43"]),
        ("I live in Porto.", "Is it in Porto?", []),
        ("I live in Porto.", "What can I do in Porto?", []),
        ("My brother Rui loves jazz.", "Do I like jazz?", []),
    ],
)
async def test_an_answer_has_every_telling_word_of_the_question(
    memory: Memory, ana: Speaker, said: str, question: str, answer: list[str]
) -> None:
    await ana.say(said)
    assert await asked(memory, question) == answer


@pytest.mark.parametrize(
    ("said", "question", "locale", "answer"),
    [
        ("Ich wohne in Köln.", "Wo wohne ich?", "de", "Köln"),
        ("J'habite à Lyon.", "Où est-ce que j'habite ?", "fr", "Lyon"),
        ("Vivo en Sevilla.", "¿Dónde vivo?", "es", "Sevilla"),
        ("Moro no Porto.", "Onde moro?", "pt", "Porto"),
    ],
)
async def test_it_is_asked_in_five_languages(
    memory: Memory, ana: Speaker, said: str, question: str, locale: str, answer: str
) -> None:
    await ana.say(said)
    assert await asked(memory, question, locale) == [answer]


async def test_a_name_is_forgotten_wherever_it_stands_but_a_place_in_a_sentence_is_not(
    memory: Memory, ana: Speaker
) -> None:
    await ana.say("Dinner in Porto with Zelda was lovely.")
    await ana.say("I live in Porto.")
    assert (await memory.forget_about(ANA, "that I live in Porto")).names == ()
    assert (await memory.forget_about(ANA, "everything about Zelda")).entries == 1
    assert not await memory.forget_about(ANA, "about Yorick")
    first, *_ = [entry.text for entry in await memory.threads.transcript(ANA, ana.thread.id)]
    assert "Zelda" not in first
    assert "lovely" in first


async def test_what_comes_to_mind_says_what_for(memory: Memory, ana: Speaker) -> None:
    await memory.decide(ANA, Purpose.SPECIAL_CATEGORIES, True, "widget")
    await ana.say("I'm allergic to nuts.")
    await ana.say("My brother Rui loves fado.")
    await ana.say("I collect stamps.")
    why = {one.fact.value: {each.of for each in one.why} for one in await ana.recall("a fado concert with Rui")}
    assert why["nuts"] == {"always"}
    assert {"person", "words"} <= why["fado"]
    assert why["stamps"] == set()


async def test_many_customers_memories_are_taken_over_at_once(memory: Memory, ana: Speaker) -> None:
    await ana.say("I love jazz.")
    (fact,) = await ana.known()
    vector = memory._stores.embedder.embed("jazz")
    others = [
        fact.model_copy(update={"id": f"f{number}", "customer": CustomerId(f"customer-{number}")})
        for number in range(70)
    ]
    await memory.load(others, {each.id: vector for each in others})
    for number in (0, 69):
        (found,) = await memory.recall(CustomerId(f"customer-{number}"), "a jazz concert")
        assert found.fact.id == f"f{number}"


@pytest.mark.parametrize(
    ("said", "question", "locale"),
    [
        ("Meine Tochter Pia ist Veganerin.", "Was isst Pia?", "en-GB"),
        ("Ma fille Pia est végane.", "Que mange Pia ?", "en-GB"),
        ("My daughter Pia is vegan.", "What does Pia eat?", "de-DE"),
    ],
)
async def test_a_question_may_be_in_another_language_than_the_profile(
    memory: Memory, ana: Speaker, said: str, question: str, locale: str
) -> None:
    await ana.say(said)
    assert await asked(memory, question, locale) == ["vegan"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Anything to prepare in June?", ["06-14"]),
        ("Is there anything to celebrate in June?", ["06-14"]),
        ("Gibt es im Juni etwas vorzubereiten?", ["06-14"]),
        ("Y a-t-il quelque chose à préparer en juin ?", ["06-14"]),
        ("¿Hay algo que preparar en junio?", ["06-14"]),
        ("Há algo a preparar em junho?", ["06-14"]),
        ("Anything to prepare in July?", []),
        ("Anything to do in June?", []),
    ],
)
async def test_days_that_matter_are_told_by_the_time_they_come(
    memory: Memory, ana: Speaker, question: str, answer: list[str]
) -> None:
    await ana.say("My wife's birthday is the 14th of June.")
    await ana.say("I love jazz.")
    assert await asked(memory, question) == answer


@pytest.mark.parametrize(
    ("query", "locale"),
    [
        ("Same restaurant as last time please.", "en-GB"),
        ("Wie beim letzten Mal bitte.", "de-DE"),
        ("Comme la dernière fois, s'il vous plaît.", "fr-FR"),
        ("Como la última vez, por favor.", "es-ES"),
        ("Como da última vez, por favor.", "pt-PT"),
    ],
)
async def test_last_time_is_the_last_visit_that_was_not_cancelled(
    memory: Memory, clock: AdjustableClock, ana: Speaker, query: str, locale: str
) -> None:
    await ana.say("I love the opera, the theatre and the ballet.")
    for place, day in (("Old Mill", "2026-01-05"), ("Harbour House", "2026-02-06"), ("Blue Door", "2026-02-20")):
        clock.advance(timedelta(days=7))
        source = Source(thread=ana.thread.id, message=MessageId(place), words=place)
        value = f"{place} {day} (B7)"
        draft = FactDraft(attribute="visited", value=value, kind=FactKind.EVENT, source=source)
        visit = await memory.note(ANA, draft)
    await memory.mark(ANA, visit.id, FactStatus.CANCELLED, None)
    first = (await memory.recall(ANA, query))[0]
    assert first.fact.value.startswith("Harbour House")
    assert [each.of for each in first.why][-1] == "last_time"
    assert memory.tell(first.fact) == "You were at Harbour House, 6 February 2026"


@pytest.mark.parametrize(
    ("told", "question", "value"),
    [
        ("I worked at Acme until last year, now I work at Globex.", "Where did I work in 2024?", "Acme"),
        ("I lived in Oslo from 2015 to 2019 and I live in Turin now.", "Where did I live in 2017?", "Oslo"),
    ],
)
async def test_what_was_over_when_it_was_told_answers_for_then(
    memory: Memory, ana: Speaker, told: str, question: str, value: str
) -> None:
    await ana.say(told)
    assert await asked(memory, question) == [value]
    assert value not in [fact for _, fact in await ana.facts()]
