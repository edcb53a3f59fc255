"""Bringing to mind: what must always be known, and what fits the moment best."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from memory.embedding.minilm import Vector
from memory.errors import UnknownCustomer
from memory.extraction.attributes import Attributes
from memory.extraction.extractor import Extractor
from memory.extraction.people import name_of
from memory.facts import Snapshot
from memory.models import CustomerId, Fact, FactKind, FactStatus, Recalled, Why
from memory.ranking import Document, Index, without_names
from memory.stores import Stores
from memory.tables import FACTS
from memory.when import read_dates

ALWAYS = frozenset({FactKind.INSTRUCTION, FactKind.CONSTRAINT})
PAST = frozenset({FactStatus.SUPERSEDED, FactStatus.EXPIRED})
"""Held once: brought to mind when a question is about the past, and never else."""
REMEMBERED_CUSTOMERS = 256
"""How many customers' facts are kept ready in this process."""
CLOSE = 0.35
"""Cosine from which a fact counts as close in meaning to what was said."""
BUDGET = 6_000
"""Characters of what is brought to mind at once. What must always be known comes first and is never left out."""
VISITED = "visited"
_THEN = 0.5
"""Added to what held at the time a question is about."""


def document_text(fact: Fact) -> str:
    """What of a fact is embedded and matched: its canonical form beside the words it came from."""
    attribute = fact.attribute.replace(".", " ").replace("_", " ")
    return f"{attribute}: {fact.value}. {fact.source.words}"


class Ready:
    """One customer's facts, indexed; valid for one revision of them and until the next one runs out."""

    def __init__(self, revision: int, until: datetime | None, facts: Sequence[Fact], vectors: Sequence[Vector]) -> None:
        self.revision = revision
        self.until = until
        self.facts = facts
        self.names = sorted({name for fact in facts if (name := name_of(fact.subject))})
        documents = [Document(text=document_text(fact), subject=name_of(fact.subject)) for fact in facts]
        self.index = Index(documents, vectors)


class Recaller:
    """Recalls for all customers. Facts of those who were here lately are kept ready."""

    def __init__(self, stores: Stores, attributes: Attributes, extractor: Extractor) -> None:
        self._stores = stores
        self._attributes = attributes
        self._extractor = extractor
        self._ready: OrderedDict[CustomerId, Ready] = OrderedDict()

    async def recall(self, customer: CustomerId, query: str, limit: int) -> tuple[Recalled, ...]:
        """All instructions and safety-relevant facts, then the best of the rest, up to ``limit`` of those."""
        ready, vector = await asyncio.gather(self.ready(customer), self._vector(query))
        always = [
            Recalled(fact=fact, score=1.0, why=(Why(of="always"),))
            for fact in ready.facts
            if fact.status is FactStatus.ACTIVE and self._always(fact)
        ]
        asked_past = self._about_the_past(query)
        rest = [
            found
            for found in await self._ranked(customer, ready, query, vector)
            if (found.fact.status is FactStatus.ACTIVE or asked_past) and not self._always(found.fact)
        ]
        if self._says_last_time(query):
            rest = _last_first(rest)
        return (*always, *_within(rest[:limit], BUDGET - sum(map(_length, always))))

    async def _ranked(self, customer: CustomerId, ready: Ready, query: str, vector: Vector | None) -> list[Recalled]:
        """Every fact, best first; those that held at a past time named in the query before others."""
        if not ready.facts or vector is None:
            return [Recalled(fact=fact, score=0.0, why=(Why(of="recent"),)) for fact in reversed(ready.facts)]
        plain, named = without_names(query, ready.names)
        if plain != query:
            vector = await asyncio.to_thread(self._stores.embedder.embed, plain)
        scores = ready.index.scores(plain, vector, named)
        then = await self._time_named(customer, query) if self._about_the_past(query) else None
        if then is not None:
            scores = scores + [_THEN * held(fact, then) for fact in ready.facts]
        order = sorted(range(len(ready.facts)), key=lambda at: -scores[at])
        return [
            Recalled(fact=ready.facts[at], score=round(float(scores[at]), 4), why=_why(ready, at, plain, vector, named))
            for at in order
        ]

    async def reindex(self) -> int:
        """Compute every customer's vectors anew."""
        await asyncio.to_thread(self._stores.vectors.clear)
        self._ready.clear()
        async with self._stores.database.read() as connection:
            customers = (await connection.scalars(select(FACTS.c.customer).distinct())).all()
        return sum([len((await self.ready(CustomerId(one))).facts) for one in customers])

    def drop(self, customer: CustomerId) -> None:
        """Keep nothing of the customer in this process."""
        self._ready.pop(customer, None)

    async def ready(self, customer: CustomerId) -> Ready:
        """The customer's facts, indexed; read anew only when they changed or one of them ran out."""
        now = self._stores.clock.now()
        known = self._ready.get(customer)
        holds = known is not None and (known.until is None or now < known.until)
        found = await self._stores.facts.snapshot(customer, known.revision if known and holds else None)
        if found is None:
            assert known is not None  # noqa: S101 - only what was known can have stayed the same
            self._ready.move_to_end(customer)
            return known
        ready = await asyncio.to_thread(self._indexed, customer, found)
        self._ready[customer] = ready
        while len(self._ready) > REMEMBERED_CUSTOMERS:
            self._ready.popitem(last=False)
        return ready

    def _indexed(self, customer: CustomerId, found: Snapshot) -> Ready:
        wanted = [fact for fact in found.facts if fact.status is FactStatus.ACTIVE or fact.status in PAST]
        return Ready(found.revision, found.until, wanted, self._vectors_of(customer, wanted))

    async def _vector(self, query: str) -> Vector | None:
        """Computed while facts are read; None when nothing was asked."""
        return await asyncio.to_thread(self._stores.embedder.embed, query) if query.strip() else None

    async def _time_named(self, customer: CustomerId, query: str) -> tuple[date, date] | None:
        now = self._stores.clock.now().astimezone(ZoneInfo(await self._zone(customer)))
        return time_named(query, now, self._extractor.language(query, "en"))[0]

    async def _zone(self, customer: CustomerId) -> str:
        try:
            return (await self._stores.profiles.get(customer)).zone
        except UnknownCustomer:
            return "UTC"

    def _vectors_of(self, customer: CustomerId, facts: Sequence[Fact]) -> list[Vector]:
        """Vectors from the index; those it lacks are computed and put there."""
        found = self._stores.vectors.get(customer, [fact.id for fact in facts])
        embed = self._stores.embedder.embed
        missing = {str(fact.id): embed(document_text(fact)) for fact in facts if fact.id not in found}
        self._stores.vectors.put(customer, missing)
        found |= missing
        return [found[fact.id] for fact in facts]

    def _always(self, fact: Fact) -> bool:
        own = fact.subject == "customer" or fact.subject.startswith("customer.")
        return own and (fact.kind in ALWAYS or self._attributes.of(fact.attribute).always)

    def _about_the_past(self, query: str) -> bool:
        grammar = self._extractor.grammar(self._extractor.language(query, "en"))
        return grammar.not_meant["past"].search(query) is not None

    def _says_last_time(self, query: str) -> bool:
        grammar = self._extractor.grammar(self._extractor.language(query, "en"))
        return grammar.part("last_time").search(query) is not None


def _last_first(found: Sequence[Recalled]) -> list[Recalled]:
    """Where the customer was last, before all else; what was cancelled has never been."""
    visits = [one for one in found if one.fact.attribute == VISITED and one.fact.status is FactStatus.ACTIVE]
    if not visits:
        return list(found)
    last = max(visits, key=lambda one: one.fact.said_at)
    named = last.model_copy(update={"why": (*last.why, Why(of="last_time"))})
    return [named, *(one for one in found if one is not last)]


def _within(found: Sequence[Recalled], room: int) -> list[Recalled]:
    """The first of them that have room."""
    kept = []
    for one in found:
        room -= _length(one)
        if room < 0:
            break
        kept.append(one)
    return kept


def _length(recalled: Recalled) -> int:
    return len(document_text(recalled.fact))


def _why(ready: Ready, at: int, query: str, vector: Vector, named: str) -> tuple[Why, ...]:
    """What speaks for a fact, strongest first; empty when it only filled the room that was left."""
    found = [Why(of="person", words=(named,))] if named and name_of(ready.facts[at].subject) == named else []
    if shared := ready.index.shared(query, at):
        found.append(Why(of="words", words=tuple(shared)))
    closeness = ready.index.closeness(vector, at)
    if closeness >= CLOSE:
        found.append(Why(of="meaning", closeness=round(closeness, 2)))
    return tuple(found)


def time_named(text: str, now: datetime, language: str) -> tuple[tuple[date, date] | None, str]:
    """The time that a text about the past names, and the text without it.

    It is the latest of that name that has begun: in April, "in February" is two months ago.
    """
    zone = str(now.tzinfo)
    for moment in (now, now.replace(year=now.year - 1, day=min(now.day, 28))):
        for reading in read_dates(text, now=moment, zone=zone, locale=language):
            if reading.start is not None and reading.start <= now.date():
                rest = text[: reading.span[0]] + " " + text[reading.span[1] :]
                return (reading.start, reading.end or reading.start), rest
    return None, text


def held(fact: Fact, then: tuple[date, date]) -> bool:
    """Whether a fact held on some day of that time."""
    began = fact.valid_from or fact.said_at.date()
    return began <= then[1] and (fact.valid_to is None or then[0] <= fact.valid_to)
