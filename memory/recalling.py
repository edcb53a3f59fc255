"""Bringing to mind: what must always be known, and what fits the moment best."""

import asyncio
import re
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
from memory.models import CustomerId, Fact, FactKind, FactStatus, Recalled, Value, Why
from memory.ranking import Document, Index, Scores, without_names
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
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
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


class Asked(Value):
    """What is asked of memory, and what the words tell of it."""

    query: str
    language: str
    past: bool
    last_time: bool


class Ranked:
    """A customer's facts, best first; without ``scores`` the newest first."""

    def __init__(
        self,
        ready: Ready,
        order: list[int],
        scores: Scores | None = None,
        plain: str = "",
        vector: Vector | None = None,
        named: str = "",
    ) -> None:
        self.order = order
        self._ready = ready
        self._scores = scores
        self._plain = plain
        self._vector = vector
        self._named = named

    def recalled(self, at: int, *, is_last: bool) -> Recalled:
        """One of them, with why it comes to mind; ``is_last``: it is the visit that "last time" means."""
        fact = self._ready.facts[at]
        score = 0.0 if self._scores is None else round(float(self._scores[at]), 4)
        why = self._why(at)
        if is_last:
            why = (*why, Why(of="last_time"))
        return Recalled(fact=fact, score=score, why=why)

    def _why(self, at: int) -> tuple[Why, ...]:
        """What speaks for a fact, strongest first; empty when it only fills the room that is left."""
        if self._vector is None:
            return (Why(of="recent"),)
        is_named = self._named and name_of(self._ready.facts[at].subject) == self._named
        found = [Why(of="person", words=(self._named,))] if is_named else []
        if shared := self._ready.index.shared(self._plain, at):
            found.append(Why(of="words", words=tuple(shared)))
        closeness = self._ready.index.closeness(self._vector, at)
        if closeness >= CLOSE:
            found.append(Why(of="meaning", closeness=round(closeness, 2)))
        return tuple(found)


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
        asked = self._asked(query)
        ranked = await self._ranked(customer, ready, asked, vector)
        rest = [at for at in ranked.order if self._may_come(ready.facts[at], asked)]
        last = _last_visit(rest, ready.facts) if asked.last_time else None
        if last is not None:
            rest = [last, *(at for at in rest if at != last)]
        found = [ranked.recalled(at, is_last=at == last) for at in rest[:limit]]
        return (*always, *_within(found, BUDGET - sum(map(_length, always))))

    def _asked(self, query: str) -> Asked:
        language = self._extractor.language(query, "en")
        grammar = self._extractor.grammar(language)
        return Asked(
            query=query,
            language=language,
            past=grammar.not_meant["past"].search(query) is not None,
            last_time=grammar.part("last_time").search(query) is not None,
        )

    async def _ranked(self, customer: CustomerId, ready: Ready, asked: Asked, vector: Vector | None) -> Ranked:
        """Every fact, best first; those that held at a past time named in the query before others."""
        if not ready.facts or vector is None:
            return Ranked(ready, list(reversed(range(len(ready.facts)))))
        plain, named = without_names(asked.query, ready.names)
        if plain != asked.query:
            vector = await asyncio.to_thread(self._stores.embedder.embed, plain)
        scores = ready.index.scores(plain, vector, named)
        then = await self._time_named(customer, asked) if asked.past else None
        if then is not None:
            scores = scores + [_THEN * held(fact, then) for fact in ready.facts]
        order = sorted(range(len(ready.facts)), key=lambda at: -scores[at])
        return Ranked(ready, order, scores, plain, vector, named)

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

    async def _time_named(self, customer: CustomerId, asked: Asked) -> tuple[date, date] | None:
        now = self._stores.clock.now().astimezone(ZoneInfo(await self._zone(customer)))
        return time_named(asked.query, now, asked.language)[0]

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

    def _may_come(self, fact: Fact, asked: Asked) -> bool:
        """Besides what always comes: what holds, and what held where the past is asked for."""
        return (fact.status is FactStatus.ACTIVE or asked.past) and not self._always(fact)


def _last_visit(order: Sequence[int], facts: Sequence[Fact]) -> int | None:
    """Where the customer was last; what was cancelled has never been."""
    visits = [at for at in order if facts[at].attribute == VISITED and facts[at].status is FactStatus.ACTIVE]
    return max(visits, key=lambda at: facts[at].said_at, default=None)


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
    year = _YEAR.search(text)
    if year and int(year[0]) <= now.year:
        whole = (date(int(year[0]), 1, 1), date(int(year[0]), 12, 31))
        return whole, f"{text[: year.start()]} {text[year.end() :]}"
    return None, text


def held(fact: Fact, then: tuple[date, date]) -> bool:
    """Whether a fact held on some day of that time."""
    said = fact.said_at.date()
    began = fact.valid_from or (date.min if fact.valid_to is not None and fact.valid_to < said else said)
    return began <= then[1] and (fact.valid_to is None or then[0] <= fact.valid_to)
