"""Forget means gone: from answers, from transcripts, and from every byte on disk."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from memory.clock import AdjustableClock
from memory.embedding.minilm import MiniLM
from memory.errors import NotFound, UnknownCustomer
from memory.extraction.redaction import REDACTED
from memory.memory import Memory
from memory.models import CustomerId, Episode, FactId, FactStatus, MessageId, Purpose
from memory.recalling import document_text
from tests.memory.conftest import ANA
from tests.memory.speaker import Speaker

CANARY = "Zanzibarine"


def bytes_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def test_a_forgotten_fact_is_gone_and_told_what_went(memory: Memory, ana: Speaker) -> None:
    await ana.say("I'm vegan.")
    (fact,) = await memory.find(ANA, "that I'm vegan")
    receipt = await memory.forget(ANA, fact.id)
    assert (receipt.counts["facts"], receipt.counts["vectors"], receipt.counts["transcript_entries"]) == (1, 1, 1)
    assert await ana.recall("dinner") == ()
    assert await ana.facts(*FactStatus) == []
    (entry,) = await memory.threads.transcript(ANA, ana.thread.id)
    assert "vegan" not in entry.text


async def test_it_is_not_learned_again_from_old_words_but_from_new_ones(
    memory: Memory, ana: Speaker, clock: AdjustableClock
) -> None:
    await ana.say("My daughter goes to St Julian's.")
    (told,) = await memory.threads.transcript(ANA, ana.thread.id)
    await memory.forget_about(ANA, "where my daughter goes to school")
    again = await ana.learn("My daughter goes to St Julian's.", told.message)
    assert again.stored == ()
    clock.advance(timedelta(minutes=1))
    anew = await ana.say("My daughter goes to St Julian's.")
    assert [fact.value for fact in anew.stored] == ["St Julian's"]


async def test_forgetting_a_person_leaves_what_else_was_said(memory: Memory, ana: Speaker) -> None:
    await ana.say("My ex Paulo and I used to go to Taberna do Mar.")
    await ana.say("I love the octopus there.")
    await memory.forget_about(ANA, "about Paulo")
    assert await ana.facts() == [("food", "octopus at Taberna do Mar")]
    texts = [entry.text for entry in await memory.threads.transcript(ANA, ana.thread.id)]
    assert "Paulo" not in " ".join(texts)
    assert "Taberna do Mar" in texts[0]


async def test_finding_means_the_right_one_or_none(memory: Memory, ana: Speaker) -> None:
    await ana.say("I love jazz.")
    await ana.say("I hate mushrooms.")
    await ana.say("My wife Inês loves opera.")
    assert [fact.value for fact in await memory.find(ANA, "that I hate mushrooms")] == ["mushrooms"]
    assert [fact.value for fact in await memory.find(ANA, "everything about my wife")] == ["opera"]
    assert await memory.find(ANA, "my shoe size") == ()


async def test_after_erasing_no_text_and_no_vector_is_left_on_disk(
    memory: Memory, ana: Speaker, tmp_path: Path, clock: AdjustableClock, embedder: MiniLM
) -> None:
    await ana.say(f"I love {CANARY} food.")
    await memory.episodes.put(
        Episode(thread=ana.thread.id, customer=ANA, summary=f"{CANARY} dinner", updated_at=clock.now())
    )
    (found,) = await ana.recall("dinner")
    vector = embedder.embed(document_text(found.fact)).tobytes()
    assert vector in await asyncio.to_thread(bytes_under, tmp_path)
    assert CANARY.encode() not in await asyncio.to_thread(bytes_under, tmp_path)  # sealed even before
    receipt = await memory.erase(ANA)
    assert receipt.counts["facts"] == receipt.counts["vectors"] == receipt.counts["keys"] == 1
    assert receipt.kept
    left = await asyncio.to_thread(bytes_under, tmp_path)
    assert CANARY.encode() not in left
    assert vector not in left
    assert found.fact.id.encode() not in left
    assert await memory.threads.list(ANA) == ()
    assert (await memory.profiles.get(ANA)).name == "Ana Prado"


async def test_a_vector_is_gone_from_the_files_and_others_stay(
    memory: Memory, ana: Speaker, tmp_path: Path, embedder: MiniLM
) -> None:
    await ana.say("I love jazz.")
    await ana.say("I hate mushrooms.")
    jazz, mushrooms = await ana.known()
    gone, stays = (embedder.embed(document_text(fact)).tobytes() for fact in (jazz, mushrooms))
    assert gone in await asyncio.to_thread(bytes_under, tmp_path)
    await memory.forget(ANA, jazz.id)
    left = await asyncio.to_thread(bytes_under, tmp_path)
    assert gone not in left
    assert stays in left


async def test_a_late_turn_never_resurrects_what_was_erased(memory: Memory, clock: AdjustableClock) -> None:
    for number in range(15):
        customer = CustomerId(f"race-{number}")
        speaker = await Speaker.enter(memory, clock, customer)
        late = asyncio.create_task(speaker.learn("I'm vegan.", MessageId(f"late-{number}")))
        await asyncio.sleep(0.002 * (number % 5))
        await memory.erase(customer)
        await late
        assert await memory.facts.list(customer, tuple(FactStatus)) == ()


async def test_customers_see_only_their_own(memory: Memory, clock: AdjustableClock) -> None:
    names = ["c1", "c11", "c", "c1/x", "ç1", "c1 "]
    speakers = [await Speaker.enter(memory, clock, CustomerId(name)) for name in names]
    for name, speaker in zip(names, speakers, strict=True):
        await speaker.say(f"I collect item{names.index(name)} stamps.")
    for at, speaker in enumerate(speakers):
        for query in ("stamps", "item0 item1 item2 item3 item4 item5", "*"):
            assert [one.fact.value for one in await speaker.recall(query)] == [f"item{at} stamps"]
    (foreign,) = await speakers[0].known()
    for absent in (foreign.id, FactId("nothing")):
        with pytest.raises(NotFound, match="no such fact"):
            await memory.forget(speakers[1].customer, absent)
    for thread in (speakers[0].thread.id, "nothing"):
        with pytest.raises(NotFound, match="no such thread"):
            await memory.threads.transcript(speakers[1].customer, thread)  # type: ignore[arg-type]


async def test_an_export_is_complete_and_readable(memory: Memory, ana: Speaker) -> None:
    await ana.say("I'm vegan.")
    export = await memory.export(ANA)
    assert export["profile"]["name"] == "Ana Prado"
    assert export["facts"][0]["told"] == "You are vegan"
    assert export["threads"][0]["entries"][0]["text"] == "I'm vegan."
    assert export["consents"][0]["purpose"] == Purpose.MEMORY


async def test_an_unknown_customer_is_an_error_by_name(memory: Memory) -> None:
    with pytest.raises(UnknownCustomer):
        await memory.profiles.get(CustomerId("nobody"))


async def test_secrets_are_never_kept(memory: Memory, ana: Speaker) -> None:
    await ana.say("Use my Visa 4111 1111 1111 1111, exp 09/28, CVV 737, for the deposit. My password is Kiwi!")
    (entry,) = await memory.threads.transcript(ANA, ana.thread.id)
    for secret in ("4111", "737", "Kiwi", "09/28"):
        assert secret not in entry.text
    assert REDACTED in entry.text
    (fact,) = await ana.known()
    assert (fact.attribute, fact.value) == ("payment.preference", "Visa")
    assert "4111" not in fact.source.words


async def test_a_fact_keeps_the_words_of_its_own_clause(memory: Memory, ana: Speaker) -> None:
    await memory.decide(ANA, Purpose.SPECIAL_CATEGORIES, True, "widget")
    await ana.say("I'm allergic to shellfish, and I love jazz.")
    assert [fact.source.words for fact in await ana.known()] == ["I'm allergic to shellfish", "I love jazz."]


@pytest.mark.parametrize("said", ["I love jazz and fado.", "I love fado, and I love jazz", "I’m into jazz and fado"])
async def test_a_forgotten_fact_is_gone_from_the_words_of_others(memory: Memory, ana: Speaker, said: str) -> None:
    await ana.say(said)
    await memory.forget_about(ANA, "that I love fado")
    (left,) = await ana.known()
    assert left.value == "jazz"
    assert "jazz" in left.source.words
    mentions = await memory.facts.mentions(ANA, left.id)
    assert "fado" not in " ".join([left.source.words, *(one.words for one in mentions)])


async def everything_kept(memory: Memory) -> str:
    """All that a customer may see of what is kept."""
    export = await memory.export(ANA)
    said = [
        source.words for fact in await memory.facts.list(ANA) for source in await memory.facts.mentions(ANA, fact.id)
    ]
    return " ".join([str(export), *said])


@pytest.mark.parametrize(
    ("said", "words", "gone", "stays"),
    [
        ("My ex Bruno and I love fado.", "Bruno, please", "Bruno", ["fado"]),
        ("We are getting divorced, so I like quiet hotels.", "the divorce", "divorce", ["quiet"]),
        ("I'm seeing a therapist on Mondays. I love jazz.", "I'm seeing a therapist", "therapist", ["jazz"]),
        ("I had a knee operation in May. I love tea.", "my knee operation, thanks", "knee", ["tea"]),
        ("Dinner tomorrow with Miguel.", "Miguel", "Miguel", []),
    ],
)
async def test_what_is_named_leaves_every_place_and_what_was_said_beside_it_stays(
    memory: Memory, ana: Speaker, said: str, words: str, gone: str, stays: list[str]
) -> None:
    await ana.say(said)
    await memory.threads.rename(ANA, ana.thread.id, said)
    assert gone in await everything_kept(memory)
    await ana.recall("anything")
    await ana.come_back()
    await ana.say(f"Forget about {words}")
    assert await memory.forget_about(ANA, words)
    assert gone not in await everything_kept(memory)
    assert [fact.value for fact in await ana.known()] == stays


async def test_a_vector_forgets_the_words_its_fact_came_from(
    memory: Memory, ana: Speaker, tmp_path: Path, embedder: MiniLM
) -> None:
    await ana.say("My ex Bruno and I love fado.")
    (fact,) = await ana.known()
    vector = embedder.embed(document_text(fact)).tobytes()
    assert vector in await asyncio.to_thread(bytes_under, tmp_path)
    await memory.forget_about(ANA, "about Bruno")
    assert vector not in await asyncio.to_thread(bytes_under, tmp_path)
    assert [found.fact.value for found in await ana.recall("fado")] == ["fado"]


@pytest.mark.parametrize("words", ["the hotel", "hotels", "about food", "Bruno, please", "that one"])
async def test_what_may_mean_something_else_forgets_nothing(memory: Memory, ana: Speaker, words: str) -> None:
    await ana.say("Quiet hotels please, I like quiet hotels.")
    await ana.say("I love Italian food.")
    kept = await ana.known()
    assert not await memory.forget_about(ANA, words, told=False)
    assert await ana.known() == kept


async def test_a_title_forgets_what_it_was_named_after(memory: Memory, ana: Speaker) -> None:
    for said in ("I'm vegan.", "I love jazz, which I have listened to every day since my days at the school in Porto"):
        await ana.come_back()
        await ana.say(said)
        await memory.threads.rename(ANA, ana.thread.id, said[:60])
    for fact in await ana.known():
        await memory.forget(ANA, fact.id)
    titles = " ".join(thread.title for thread in await memory.threads.list(ANA))
    assert "vegan" not in titles
    assert "jazz" not in titles


@pytest.mark.parametrize(
    ("said", "beside", "left"),
    [
        ("My colleague Carla loves jazz.", "Dinner on Friday with Carla, please", "Dinner on Friday with ▇▇▇, please"),
        ("My boss loves jazz.", "the boss pays", "the boss pays"),
        ("My daughter May loves jazz.", "a flight to Lisbon on 5 May", "a flight to Lisbon on 5 May"),
    ],
)
async def test_a_forgotten_name_goes_and_words_that_only_look_like_it_stay(
    memory: Memory, ana: Speaker, said: str, beside: str, left: str
) -> None:
    await ana.say(said)
    await ana.say(beside)
    for fact in await ana.known():
        if fact.value == "jazz":
            await memory.forget(ANA, fact.id)
    entries = await memory.threads.transcript(ANA, ana.thread.id)
    assert left in [entry.text for entry in entries]
