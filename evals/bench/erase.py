"""Forgotten is gone: canaries in every store and every byte of it, late turns against erasures, questions across
customers whose ids begin alike."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from agent.assembly import open_concierge
from agent.concierge import Concierge
from agent.models import Said
from agent.settings import ConciergeSettings
from evals.logbook import logged_to
from memory.embedding.minilm import Embedder
from memory.errors import MemoryFailure
from memory.models import (
    CustomerId,
    Episode,
    Fact,
    FactDraft,
    FactStatus,
    MessageId,
    Profile,
    Purpose,
    Source,
    ThreadId,
    Value,
)
from memory.recalling import document_text

PIECE = 64
"""Bytes of a vector that count as a trace of it: sixteen of its numbers in a row."""
PLANTED = (
    "Please remember that my favourite restaurant is {canary}",
    "I love {canary} music, and my wife {canary} is vegetarian",
    "I'm allergic to {canary}",
    "a hotel in Lisbon from 10 to 13 December for two, near {canary}",
    "I live in {canary}. Never suggest {canary} rooms.",
    "Casa do Limoeiro was awful, it smelled of {canary}",
    "I want to speak to a person about {canary}",
)
HAS_TRAVELLED = CustomerId("mara")
"""A demo customer with something behind them that can be praised or blamed."""
PARTS = ("facts", "threads", "episodes", "verdicts", "feedback", "tickets")
"""Of what a customer can take along those that hold their words; each must have held the canary."""
RACE_SECONDS = 0.4
"""A late turn begins up to so long before the erasure."""
STEMS = ("c", "C", "c1", "ç1", "c/1", "c 1")


class Traces(Value):
    """What was found of canaries that had been erased."""

    planted: dict[str, int]
    """How often the canary could be seen before, by what is exported: facts, threads, verdicts, tickets …"""
    vectors: int
    """Vectors that lay in the index before."""
    text_left: tuple[str, ...]
    """Files that still hold the word."""
    vectors_left: tuple[str, ...]


class Resurrections(Value):
    """Erasures that a late turn undid."""

    races: int
    resurrected: int


class Leaks(Value):
    """Recalls that gave somebody else's memory."""

    recalls: int
    leaked: int


Forgetting = Callable[[Concierge, CustomerId, str], Awaitable[None]]
"""A way to have a word forgotten."""


async def by_button(concierge: Concierge, customer: CustomerId, canary: str) -> None:
    """Erase everything."""
    await concierge.erase(customer)


async def in_words(concierge: Concierge, customer: CustomerId, canary: str) -> None:
    """Ask for everything to be forgotten, and say yes."""
    thread = (await concierge.memory.threads.open_new(customer)).id
    await _turn(concierge, customer, thread, Said(message=MessageId("all"), text="forget everything about me"))
    await _turn(concierge, customer, thread, Said(message=MessageId("yes"), text="yes"))


async def by_name(concierge: Concierge, customer: CustomerId, canary: str) -> None:
    """Ask for this one word to be forgotten; all else stays."""
    thread = (await concierge.memory.threads.open_new(customer)).id
    said = Said(message=MessageId("name"), text=f"Please forget everything about {canary.title()}")
    await _turn(concierge, customer, thread, said)


WAYS: tuple[Forgetting, ...] = (by_button, in_words, by_name)


async def canaries(home: Path, embedder: Embedder, forgetting: Forgetting = by_button) -> Traces:
    """Plant one word wherever a customer's words go, have it forgotten, and look at every byte."""
    canary = f"quokka{secrets.token_hex(4)}"
    log = home / "concierge.log"
    with logged_to(log):
        async with _opened(home, embedder) as concierge:
            customer = await _enter(concierge, HAS_TRAVELLED)
            await _plant(concierge, customer, canary)
            known = await concierge.memory.facts.list(customer, tuple(FactStatus))
            facts = [fact for fact in known if canary in document_text(fact).lower()]
            held = await concierge.memory.export(customer) | await concierge.front.rights.held(customer)
            planted = {name: str(part).lower().count(canary) for name, part in held.items()}
            pieces = _pieces(facts, embedder)
            before = await asyncio.to_thread(_holding, home, pieces)
            await forgetting(concierge, customer, canary)
            text = await asyncio.to_thread(_holding, home, _spellings(canary))
            vectors = await asyncio.to_thread(_holding, home, pieces)
        text += await asyncio.to_thread(_holding, home, _spellings(canary))
        vectors += await asyncio.to_thread(_holding, home, pieces)
    return Traces(planted=planted, vectors=len(facts) if before else 0, text_left=text, vectors_left=vectors)


async def races(home: Path, embedder: Embedder, count: int) -> Resurrections:
    """Erase customers while they are still speaking."""
    resurrected = 0
    with logged_to(home / "concierge.log"):
        async with _opened(home, embedder) as concierge:
            for number in range(count):
                customer = await _enter(concierge, CustomerId(f"race-{number}"))
                thread = (await concierge.memory.threads.open_new(customer)).id
                said = Said(message=MessageId(f"late-{number}"), text=f"I love quokka{number}palm music")
                late = asyncio.create_task(_turn(concierge, customer, thread, said))
                await asyncio.sleep(random.uniform(0, RACE_SECONDS))
                await concierge.erase(customer)
                await late
                kept = await concierge.memory.export(customer)
                resurrected += bool(kept["facts"] or kept["threads"] or kept["episodes"])
    text = await asyncio.to_thread(_holding, home, [f"quokka{number}palm".encode() for number in range(count)])
    return Resurrections(races=count, resurrected=resurrected + len(text))


async def crossings(home: Path, embedder: Embedder, count: int) -> Leaks:
    """Ask customers whose ids begin alike for each other's memories."""
    async with _opened(home, embedder) as concierge:
        names = list(dict.fromkeys(f"{stem}{tail}" for stem in STEMS for tail in ("", "1", "11", "/x", "11/x", " ")))
        customers = [await _enter(concierge, CustomerId(name)) for name in names]
        for number, customer in enumerate(customers):
            thread = (await concierge.memory.threads.open_new(customer)).id
            for thing in ("stamps", "coins", "records"):
                source = Source(
                    thread=thread, message=MessageId(f"{thing}-{number}"), words=f"I collect item{number} {thing}"
                )
                draft = FactDraft(attribute="hobby", value=f"item{number} {thing}", source=source)
                await concierge.memory.note(customer, draft)
        leaked = 0
        for turn in range(count):
            number, other = turn % len(customers), random.randrange(len(customers))
            query = random.choice((f"item{other} stamps", f"what does {names[other]} collect?", "*", "item"))
            found = await concierge.memory.recall(customers[number], query)
            leaked += any(
                one.fact.customer != customers[number] or not one.fact.value.startswith(f"item{number} ")
                for one in found
            )
            leaked += not found
    return Leaks(recalls=count, leaked=leaked)


async def _plant(concierge: Concierge, customer: CustomerId, canary: str) -> None:
    """In conversation, in what is noted beside it, and in a conversation that was deleted since."""
    memory, front = concierge.memory, concierge.front
    for session in range(2):
        thread = (await memory.threads.open_new(customer)).id
        for number, text in enumerate(PLANTED):
            said = Said(message=MessageId(f"m{session}-{number}"), text=text.format(canary=canary.title()))
            await _turn(concierge, customer, thread, said)
    summary, now = f"A dinner at {canary}", concierge.clock.now()
    await memory.episodes.put(
        Episode(thread=thread, customer=customer, summary=summary, open_question=canary, updated_at=now)
    )
    await memory.threads.rename(customer, thread, f"{canary} plans")
    await front.thumbs.put(customer, thread, MessageId("m1-0"), -1, f"{canary} was too far")
    await front.tickets.open(customer, thread, f"wants {canary} back")


async def _enter(concierge: Concierge, customer: CustomerId) -> CustomerId:
    """A customer who allows everything."""
    await concierge.memory.profiles.put(Profile(customer=customer, name="Robin Test"))
    for purpose in Purpose:
        await concierge.memory.decide(customer, purpose, True, "widget")
    return customer


async def _turn(concierge: Concierge, customer: CustomerId, thread: ThreadId, said: Said) -> None:
    try:
        async for _ in concierge.turn(customer, thread, said):
            pass
    except MemoryFailure:
        return  # the conversation was erased before the turn began


@asynccontextmanager
async def _opened(home: Path, embedder: Embedder) -> AsyncIterator[Concierge]:
    settings = ConciergeSettings(home=home, model="embedded", database_url="", chroma_url="")
    async with open_concierge(settings, embedder=embedder) as concierge:
        yield concierge


def _spellings(word: str) -> list[bytes]:
    """A word as it may stand in a file."""
    cased = (word, word.title(), word.upper())
    return [each.encode(encoding) for each in cased for encoding in ("utf-8", "utf-16-le", "utf-16-be")]


def _pieces(facts: Iterable[Fact], embedder: Embedder) -> list[bytes]:
    vectors = [embedder.embed(document_text(fact)).tobytes() for fact in facts]
    return [vector[at : at + PIECE] for vector in vectors for at in range(0, len(vector), PIECE)]


def _holding(home: Path, needles: Iterable[bytes]) -> tuple[str, ...]:
    """Files under ``home`` that hold any of the needles."""
    sought = tuple(needles)
    found = []
    for path in sorted(home.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        if any(each in content for each in sought):
            found.append(str(path.relative_to(home)))
    return tuple(found)
