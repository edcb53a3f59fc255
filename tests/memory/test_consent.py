"""Nothing is written, kept or recalled beyond what the customer allows."""

from datetime import timedelta

import pytest

from memory.clock import AdjustableClock
from memory.memory import Memory
from memory.models import FactStatus, Purpose
from tests.memory.conftest import ANA
from tests.memory.speaker import Speaker


async def test_without_consent_nothing_is_written(memory: Memory, ana: Speaker) -> None:
    await memory.decide(ANA, Purpose.MEMORY, False, "widget")
    learned = await ana.say("I like Baixa hotels and hate buffets.")
    assert (learned.stored, learned.withheld) == ((), 2)
    assert await ana.facts(*FactStatus) == []


async def test_health_needs_a_consent_of_its_own(memory: Memory, ana: Speaker, clock: AdjustableClock) -> None:
    learned = await ana.say("I'm diabetic, so make sure the menu has sugar-free desserts for tonight.")
    assert (learned.stored, learned.withheld) == ((), 1)
    clock.advance(timedelta(days=1))
    await memory.consolidate()
    (entry,) = await memory.threads.transcript(ANA, ana.thread.id)
    assert "diabetic" not in entry.text


async def test_withdrawing_consent_erases_what_was_remembered(memory: Memory, ana: Speaker) -> None:
    await ana.say("I collect vinyl records.")
    await memory.decide(ANA, Purpose.MEMORY, False, "conversation")
    assert await ana.facts(*FactStatus) == []
    assert await ana.recall("Gift ideas for myself?") == ()


async def test_withdrawing_the_consent_for_health_leaves_the_rest(memory: Memory, ana: Speaker) -> None:
    await memory.decide(ANA, Purpose.SPECIAL_CATEGORIES, True, "widget")
    await ana.say("I'm allergic to nuts and I love jazz.")
    await memory.decide(ANA, Purpose.SPECIAL_CATEGORIES, False, "widget")
    assert await ana.facts() == [("music", "jazz")]


async def test_conversations_of_who_allows_nothing_end_with_the_session(
    memory: Memory, ana: Speaker, clock: AdjustableClock
) -> None:
    await memory.decide(ANA, Purpose.MEMORY, False, "widget")
    await ana.say("I like Baixa hotels.")
    assert len(await memory.threads.list(ANA)) == 1
    clock.advance(timedelta(days=1))
    await memory.consolidate()
    assert await memory.threads.list(ANA) == ()


async def test_off_the_record_leaves_no_trace_and_the_rest_is_learned(memory: Memory, ana: Speaker) -> None:
    await ana.say("I like window tables.")
    await ana.say("Off the record: I'm proposing to Sara on Saturday.")
    await ana.say("And I love opera.")
    await ana.say("Ok, back on the record. And she likes peonies.")
    assert [(fact.subject, fact.value) for fact in await ana.known()] == [
        ("customer", "window"),
        ("third:Sara", "peonies"),
    ]
    texts = " ".join(entry.text for entry in await memory.threads.transcript(ANA, ana.thread.id))
    assert "propos" not in texts
    assert "opera" not in texts


async def test_the_newest_decision_counts_and_older_ones_stay(memory: Memory, ana: Speaker) -> None:
    await memory.decide(ANA, "share:casita", True, "widget")
    await memory.decide(ANA, "share:casita", False, "conversation")
    assert not (await memory.consents.current(ANA)).allows("share:casita")
    history = [(one.purpose, one.granted) for one in await memory.consents.history(ANA)]
    assert history == [("memory", True), ("share:casita", True), ("share:casita", False)]


@pytest.mark.parametrize(
    "words",
    [
        "As a practising Muslim I'd like a room facing Mecca.",
        "Since my chemotherapy I tire easily, so something quiet please.",
        "Wegen meiner Epilepsie bitte ein Zimmer im Erdgeschoss.",
        "Con mi asma prefiero un hotel sin moqueta.",
    ],
)
async def test_health_and_belief_fade_however_they_were_put(
    memory: Memory, ana: Speaker, clock: AdjustableClock, words: str
) -> None:
    await ana.say(words)
    clock.advance(timedelta(days=1))
    await memory.consolidate()
    (entry,) = await memory.threads.transcript(ANA, ana.thread.id)
    assert words not in entry.text


@pytest.mark.parametrize("words", ["The blind date bar sounds fun.", "Is the Jewish Museum open on Monday?"])
async def test_words_that_are_about_nobody_stay(
    memory: Memory, ana: Speaker, clock: AdjustableClock, words: str
) -> None:
    await ana.say(words)
    clock.advance(timedelta(days=1))
    await memory.consolidate()
    (entry,) = await memory.threads.transcript(ANA, ana.thread.id)
    assert entry.text == words
