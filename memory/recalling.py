"""Bringing to mind: what must always be known, and what fits the moment best."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from sqlalchemy import select

from memory.embedding.minilm import Vector
from memory.extraction.attributes import Attributes
from memory.models import CustomerId, Fact, FactKind, FactStatus, Recalled
from memory.ranking import Document, Index, stems, without_names
from memory.stores import Stores
from memory.tables import FACTS

ALWAYS = frozenset({FactKind.INSTRUCTION, FactKind.CONSTRAINT})
RECALLABLE = frozenset({FactStatus.ACTIVE})
CLOSE_ENOUGH = 0.45
"""Cosine from which a fact is taken to be what the customer means by other words."""
REMEMBERED_CUSTOMERS = 256
"""How many customers' facts are kept ready in this process."""


def document_text(fact: Fact) -> str:
    """What of a fact is embedded and matched: its canonical form beside the words it came from."""
    attribute = fact.attribute.replace(".", " ").replace("_", " ")
    return f"{attribute}: {fact.value}. {fact.source.words}"


def person(subject: str) -> str:
    """The name in a subject, empty when it has none: ``customer.child:Leo`` → ``Leo``."""
    return subject.partition(":")[2].partition("(")[0]


class Ready:
    """One customer's facts, indexed; valid for one revision of them and until the next one runs out."""

    def __init__(self, revision: int, facts: Sequence[Fact], vectors: Sequence[Vector]) -> None:
        self.revision = revision
        self.facts = facts
        self.names = sorted({name for fact in facts if (name := person(fact.subject))})
        documents = [Document(text=document_text(fact), subject=person(fact.subject)) for fact in facts]
        self.index = Index(documents, vectors)


class Recaller:
    """Recalls for all customers. Facts of those who were here lately are kept ready."""

    def __init__(self, stores: Stores, attributes: Attributes) -> None:
        self._stores = stores
        self._attributes = attributes
        self._ready: OrderedDict[CustomerId, Ready] = OrderedDict()

    async def recall(self, customer: CustomerId, query: str, limit: int) -> tuple[Recalled, ...]:
        """All instructions and safety-relevant facts, then the best of the rest, up to ``limit`` of those."""
        ready = await self._customer(customer)
        always = [fact for fact in ready.facts if fact.kind in ALWAYS]
        ranked = await self.ranked(ready, query)
        rest = [found for found in ranked if found.fact.kind not in ALWAYS][:limit]
        return (*(Recalled(fact=fact, score=1.0, why="always") for fact in always), *rest)

    async def ranked(self, ready: Ready, query: str) -> list[Recalled]:
        """Every active fact, best first."""
        if not ready.facts or not query.strip():
            return [Recalled(fact=fact, score=0.0, why="recent") for fact in reversed(ready.facts)]
        plain, named = without_names(query, ready.names)
        vector = await asyncio.to_thread(self._stores.embedder.embed, plain)
        scores = ready.index.scores(plain, vector, named)
        order = sorted(range(len(ready.facts)), key=lambda at: -scores[at])
        return [
            Recalled(fact=ready.facts[at], score=round(float(scores[at]), 4), why=named or "meaning and words")
            for at in order
        ]

    async def find(self, customer: CustomerId, words: str) -> tuple[Fact, ...]:
        """Facts that ``words`` are about, best first; empty when none is close."""
        ready = await self._customer(customer)
        wanted = set(stems(words))
        hits = [fact for fact in ready.facts if wanted & set(stems(f"{fact.value} {fact.subject}"))]
        if hits or not ready.facts:
            return tuple(hits)
        best = (await self.ranked(ready, words))[0].fact
        close = float(self._stores.embedder.embed(words) @ self._stores.embedder.embed(document_text(best)))
        return (best,) if close >= CLOSE_ENOUGH else ()

    async def reindex(self) -> int:
        """Compute every customer's vectors anew."""
        await asyncio.to_thread(self._stores.vectors.clear)
        self._ready.clear()
        async with self._stores.database.read() as connection:
            customers = (await connection.scalars(select(FACTS.c.customer).distinct())).all()
        return sum([len((await self._customer(CustomerId(one))).facts) for one in customers])

    def drop(self, customer: CustomerId) -> None:
        """Keep nothing of the customer in this process."""
        self._ready.pop(customer, None)

    async def _customer(self, customer: CustomerId) -> Ready:
        async with self._stores.database.read() as connection:
            revision = await self._stores.keyring.revision(customer, connection)
            known = self._ready.get(customer)
            if known is not None and known.revision == revision:
                self._ready.move_to_end(customer)
                return known
            facts = await self._stores.facts.within(connection, customer)
        wanted = [fact for fact in facts if fact.status in RECALLABLE]
        vectors = await asyncio.to_thread(self._vectors_of, customer, wanted)
        ready = Ready(revision, wanted, vectors)
        self._ready[customer] = ready
        while len(self._ready) > REMEMBERED_CUSTOMERS:
            self._ready.popitem(last=False)
        return ready

    def _vectors_of(self, customer: CustomerId, facts: Sequence[Fact]) -> list[Vector]:
        """Vectors from the index; those it lacks are computed and put there."""
        found = self._stores.vectors.get(customer, [fact.id for fact in facts])
        missing = {
            str(fact.id): self._stores.embedder.embed(document_text(fact)) for fact in facts if fact.id not in found
        }
        self._stores.vectors.put(customer, missing)
        found |= missing
        return [found[fact.id] for fact in facts]
