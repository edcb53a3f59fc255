"""Learning from what a customer said: consent first, then what the words mean for what is already known."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.consents import ConsentBook
from memory.database import Database
from memory.embedding.minilm import Embedder
from memory.errors import UnknownCustomer
from memory.extraction.attributes import Attributes
from memory.extraction.extractor import Extractor
from memory.extraction.statements import Operation, Situation, Statement
from memory.facts import Facts, stored
from memory.forgetting import Eraser
from memory.keys import Keyring
from memory.models import CustomerId, Fact, FactDraft, FactStatus, Profile, Purpose, Source, Value
from memory.profiles import Profiles
from memory.recalling import document_text
from memory.tables import THREADS, TOMBSTONES, TRANSCRIPTS
from memory.threads import Threads
from memory.vectors import Vectors


class Learned(Value):
    """What one message changed."""

    stored: tuple[Fact, ...] = ()
    """Newly stored and active."""
    repeated: tuple[Fact, ...] = ()
    """Known already and said again."""
    superseded: tuple[Fact, ...] = ()
    retracted: tuple[Fact, ...] = ()
    quarantined: tuple[Fact, ...] = ()
    withheld: int = 0
    """Statements that were not kept because a consent is missing."""


class Learner:
    """Learns for all customers."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        facts: Facts,
        threads: Threads,
        profiles: Profiles,
        consents: ConsentBook,
        eraser: Eraser,
        vectors: Vectors,
        embedder: Embedder,
        extractor: Extractor,
        attributes: Attributes,
        clock: Clock,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._facts = facts
        self._threads = threads
        self._profiles = profiles
        self._consents = consents
        self._eraser = eraser
        self._vectors = vectors
        self._embedder = embedder
        self._extractor = extractor
        self._attributes = attributes
        self._clock = clock

    async def learn(self, customer: CustomerId, source: Source, text: str) -> Learned:
        """Learn from a message of the customer. Nothing is learned from a private or vanished conversation."""
        consents = await self._consents.current(customer)
        if not consents.allows(Purpose.MEMORY):
            return Learned()
        situation = await self._situation(customer, source)
        statements = self._extractor.read(text, situation).statements
        if not statements:
            return Learned()
        allowed = [
            one for one in statements if not one.draft.special_category or consents.allows(Purpose.SPECIAL_CATEGORIES)
        ]
        learned = await self._write(customer, source, allowed)
        await asyncio.to_thread(self._index, customer, learned.stored)
        return learned.model_copy(update={"withheld": len(statements) - len(allowed)})

    async def note(self, customer: CustomerId, draft: FactDraft) -> Fact:
        """Keep one fact that another part worked out; the same rules of succession hold."""
        async with self._database.begin() as connection:
            outcome = _Outcome()
            await self._apply(connection, customer, Statement(draft=draft), outcome)
        learned = outcome.learned()
        await asyncio.to_thread(self._index, customer, learned.stored)
        return (*learned.stored, *learned.repeated)[0]

    async def _situation(self, customer: CustomerId, source: Source) -> Situation:
        profile = await self._profile(customer)
        now = self._clock.now().astimezone(ZoneInfo(profile.zone))
        known = await self._facts.list(customer)
        return Situation(source=source, now=now, locale=profile.locale, known=known)

    async def _profile(self, customer: CustomerId) -> Profile:
        try:
            return await self._profiles.get(customer)
        except UnknownCustomer:
            return Profile(customer=customer, name="", zone="UTC")

    async def _write(self, customer: CustomerId, source: Source, statements: list[Statement]) -> Learned:
        outcome = _Outcome()
        async with self._database.begin() as connection:
            thread = (
                await connection.execute(
                    select(THREADS.c.private).where(THREADS.c.id == source.thread, THREADS.c.customer == customer)
                )
            ).one_or_none()
            if thread is None or thread.private:
                return Learned()
            for statement in statements:
                await self._apply(connection, customer, statement, outcome)
        return outcome.learned()

    async def _apply(
        self, connection: AsyncConnection, customer: CustomerId, statement: Statement, outcome: "_Outcome"
    ) -> None:
        draft = statement.draft
        said_at = self._clock.now()
        facts = [one for one in await self._facts.within(connection, customer) if one.status is FactStatus.ACTIVE]
        same = [one for one in facts if _same(one, draft)]
        if statement.operation in (Operation.RETRACT, Operation.END):
            status = FactStatus.RETRACTED if statement.operation is Operation.RETRACT else FactStatus.SUPERSEDED
            for fact in same:
                changed = await self._facts.change(connection, fact, status)
                (outcome.retracted if status is FactStatus.RETRACTED else outcome.superseded).append(changed)
            return
        if same:
            await self._facts.mention(connection, same[0], draft.source, said_at)
            outcome.repeated.append(same[0])
            return
        if await self._buried(connection, customer, draft, said_at):
            return
        fact = stored(customer, draft, said_at, FactStatus.ACTIVE)
        await self._facts.add(connection, fact, None)
        outcome.stored.append(fact)
        for rival in facts:
            if _rivals(rival, draft, self._attributes.of(draft.attribute).single):
                outcome.superseded.append(await self._facts.change(connection, rival, FactStatus.SUPERSEDED, fact.id))

    async def _buried(self, connection: AsyncConnection, customer: CustomerId, draft: FactDraft, now: datetime) -> bool:
        """Whether it was forgotten after these words were said."""
        seal = await self._keyring.seal(customer, connection)
        signature = self._eraser.signature(seal, None, draft.subject, draft.attribute, draft.value)
        buried_at = await connection.scalar(
            select(TOMBSTONES.c.buried_at).where(TOMBSTONES.c.customer == customer, TOMBSTONES.c.signature == signature)
        )
        if buried_at is None:
            return False
        said = await connection.scalar(
            select(TRANSCRIPTS.c.at).where(
                TRANSCRIPTS.c.customer == customer, TRANSCRIPTS.c.message == draft.source.message
            )
        )
        return bool((said or now) <= buried_at)

    def _index(self, customer: CustomerId, facts: tuple[Fact, ...]) -> None:
        self._vectors.put(customer, {str(fact.id): self._embedder.embed(document_text(fact)) for fact in facts})


class _Outcome:
    def __init__(self) -> None:
        self.stored: list[Fact] = []
        self.repeated: list[Fact] = []
        self.superseded: list[Fact] = []
        self.retracted: list[Fact] = []
        self.quarantined: list[Fact] = []

    def learned(self) -> Learned:
        return Learned(
            stored=tuple(self.stored),
            repeated=tuple(self.repeated),
            superseded=tuple(self.superseded),
            retracted=tuple(self.retracted),
            quarantined=tuple(self.quarantined),
        )


def _same(fact: Fact, draft: FactDraft) -> bool:
    return (
        fact.subject == draft.subject
        and fact.attribute == draft.attribute
        and fact.value.casefold() == draft.value.casefold()
        and fact.polarity == draft.polarity
    )


def _rivals(fact: Fact, draft: FactDraft, single: bool) -> bool:
    if fact.subject != draft.subject or fact.attribute != draft.attribute:
        return False
    return single or fact.value.casefold() == draft.value.casefold()
