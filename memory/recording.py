"""What statements mean for what is already known: said again, in place of something, over, or never true."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.extraction.attributes import Attributes
from memory.extraction.people import name_of
from memory.extraction.statements import Operation, Statement
from memory.facts import stored
from memory.forgetting import Eraser
from memory.learned import Outcome
from memory.models import CustomerId, Fact, FactDraft, FactStatus, Profile
from memory.stores import Stores
from memory.succession import ends_on, expiry, meant_by, same_person, succession, successor
from memory.tables import TRANSCRIPTS


class Recorder:
    """Writes it down, inside the caller's transaction."""

    def __init__(self, stores: Stores, eraser: Eraser, attributes: Attributes) -> None:
        self._stores = stores
        self._eraser = eraser
        self._attributes = attributes

    async def apply(
        self, connection: AsyncConnection, profile: Profile, statement: Statement, outcome: Outcome
    ) -> None:
        """Do what one statement means for what is known."""
        if statement.suspicious:
            outcome.quarantined.append(await self._add(connection, profile, statement.draft, FactStatus.QUARANTINED))
        elif statement.operation is Operation.RETRACT:
            for fact in meant_by(statement.draft, await self._active(connection, profile.customer)):
                changed = await self._stores.facts.change(connection, fact, FactStatus.RETRACTED)
                outcome.retracted.append(changed)
        elif statement.operation is Operation.END:
            await self._end(connection, profile, statement.draft, outcome)
        elif statement.operation is Operation.REPLACE and statement.replaces is not None:
            fact = await self._add(connection, profile, statement.draft, FactStatus.ACTIVE)
            outcome.stored.append(fact)
            outcome.retracted.append(
                await self._stores.facts.change(connection, statement.replaces, FactStatus.RETRACTED, fact.id)
            )
        else:
            await self.keep(connection, profile, statement.draft, outcome, statement.only_again)

    async def keep(
        self,
        connection: AsyncConnection,
        profile: Profile,
        draft: FactDraft,
        outcome: Outcome,
        only_again: bool = False,
        said_at: datetime | None = None,
    ) -> None:
        """Keep what is not known yet, in place of what it excludes. ``only_again``: only if it is known already."""
        active = await self._active(connection, profile.customer)
        verdict = succession(draft, active, self._attributes)
        said_at = said_at or self._stores.clock.now()
        if verdict.again is not None:
            await self._stores.facts.mention(connection, verdict.again, draft.source, said_at)
            outcome.repeated.append(verdict.again)
            return
        if only_again or await self._buried(connection, profile.customer, draft, said_at):
            return
        fact = await self._add(connection, profile, draft, FactStatus.ACTIVE, said_at)
        outcome.stored.append(fact)
        until = ends_on(draft, said_at.astimezone(ZoneInfo(profile.zone)).date())
        for rival in verdict.rivals:
            outcome.superseded.append(
                await self._stores.facts.change(connection, rival, FactStatus.SUPERSEDED, fact.id, valid_to=until)
            )
        if draft.attribute == "relation":
            await self._introduce(connection, fact, active, outcome)

    async def _end(self, connection: AsyncConnection, profile: Profile, draft: FactDraft, outcome: Outcome) -> None:
        today = self._stores.clock.now().astimezone(ZoneInfo(profile.zone)).date()
        for fact in meant_by(draft, await self._active(connection, profile.customer)):
            instead = successor(fact, outcome.stored)
            changed = await self._stores.facts.change(
                connection,
                fact,
                FactStatus.SUPERSEDED,
                instead.id if instead else None,
                valid_to=ends_on(draft, today),
            )
            outcome.superseded.append(changed)

    async def _introduce(
        self, connection: AsyncConnection, fact: Fact, active: tuple[Fact, ...], outcome: Outcome
    ) -> None:
        """Rui turns out to be a brother: what was known of Rui as something else moves to him."""
        name = name_of(fact.subject)
        for other in active:
            named = name_of(other.subject)
            if named != name or same_person(other.subject, fact.subject):
                continue
            if other.attribute == "relation":
                changed = await self._stores.facts.change(connection, other, FactStatus.RETRACTED, fact.id)
                outcome.retracted.append(changed)
            else:
                await self._stores.facts.change(connection, other, FactStatus.ACTIVE, subject=fact.subject)

    async def _active(self, connection: AsyncConnection, customer: CustomerId) -> tuple[Fact, ...]:
        facts = await self._stores.facts.within(connection, customer)
        return tuple(fact for fact in facts if fact.status is FactStatus.ACTIVE)

    async def _add(
        self,
        connection: AsyncConnection,
        profile: Profile,
        draft: FactDraft,
        status: FactStatus,
        said_at: datetime | None = None,
    ) -> Fact:
        fact = stored(profile.customer, draft, said_at or self._stores.clock.now(), status)
        await self._stores.facts.add(connection, fact, expiry(fact, ZoneInfo(profile.zone)))
        return fact

    async def _buried(self, connection: AsyncConnection, customer: CustomerId, draft: FactDraft, now: datetime) -> bool:
        """Whether it was forgotten after these words were said."""
        buried_at = await self._eraser.buried_at(connection, customer, draft)
        if buried_at is None:
            return False
        said = await connection.scalar(
            select(TRANSCRIPTS.c.at).where(
                TRANSCRIPTS.c.customer == customer, TRANSCRIPTS.c.message == draft.source.message
            )
        )
        return bool((said or now) <= buried_at)
