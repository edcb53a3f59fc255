"""Learning from what a customer said: consent first, then what the words mean for what is already known."""

import asyncio
from collections import OrderedDict
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.errors import NotFound, UnknownCustomer
from memory.extraction.attributes import Attributes
from memory.extraction.extractor import Extractor
from memory.extraction.people import subject_of
from memory.extraction.statements import Operation, Situation, Statement
from memory.extraction.wishes import TRANSPARENCY, Wish, WishKind, read_wish
from memory.forgetting import Eraser
from memory.learned import Learned, Outcome
from memory.models import (
    CustomerId,
    Fact,
    FactDraft,
    FactId,
    FactStatus,
    Profile,
    Purpose,
    Source,
    ThreadId,
)
from memory.recalling import document_text
from memory.recording import Recorder
from memory.stores import Stores
from memory.tables import THREADS, TRANSCRIPTS

REMEMBERED_THREADS = 1024
"""Conversations whose last-mentioned person and place are kept in mind, in this process only."""


class Learner:
    """Learns for all customers."""

    def __init__(self, stores: Stores, eraser: Eraser, extractor: Extractor, attributes: Attributes) -> None:
        self.recorder = Recorder(stores, eraser, attributes)
        self._stores = stores
        self._eraser = eraser
        self._extractor = extractor
        self._last_spoken_of: OrderedDict[ThreadId, tuple[str, str]] = OrderedDict()

    async def learn(self, customer: CustomerId, source: Source, text: str, locale: str | None = None) -> Learned:
        """Learn from a message of the customer. Nothing is learned from a private or vanished conversation."""
        profile = await self.profile(customer)
        spoken = locale or profile.locale
        wish = self.wish(text, spoken)
        situation = await self.situation(customer, source, profile, spoken)
        extraction = self._extractor.read(text, situation)
        self._keep_in_mind(source.thread, (extraction.last_person, extraction.last_place))
        if await self._off_record(customer, source, wish):
            return Learned(wish=wish)
        if wish is not None and wish.kind is not WishKind.ON_RECORD:
            return Learned(wish=wish)
        consents = await self._stores.consents.current(customer)
        if not consents.allows(Purpose.MEMORY):
            return Learned(wish=wish, withheld=len(extraction.statements))
        special = consents.allows(Purpose.SPECIAL_CATEGORIES)
        allowed = [one for one in extraction.statements if special or not one.draft.special_category]
        if len(allowed) < len(extraction.statements) or (extraction.sensitive and not special):
            await self._let_fade(customer, source)
            allowed = _without_words_of([one for one in extraction.statements if one not in allowed], allowed)
        learned = await self._write(customer, source, profile, allowed) if allowed else Learned()
        await asyncio.to_thread(self.index, customer, learned.stored)
        heard = {"wish": wish, "sensitive": extraction.sensitive, "suspicious": extraction.suspicious}
        return learned.model_copy(update={"withheld": len(extraction.statements) - len(allowed), **heard})

    def wish(self, text: str, locale: str) -> Wish | None:
        """The wish about remembering itself that a message holds; a plain question may be in any language."""
        first, *others = self._extractor.languages(text, locale)
        wish = read_wish(text, self._extractor.grammar(first))
        asked = (read_wish(text, self._extractor.grammar(code), TRANSPARENCY) for code in others)
        return wish or next((one for one in asked if one is not None), None)

    async def notice(self, customer: CustomerId, source: Source, text: str, locale: str) -> tuple[Fact, ...]:
        """What ``learn`` would newly keep of a message, without keeping it."""
        consents = await self._stores.consents.current(customer)
        if not consents.allows(Purpose.MEMORY) or self.wish(text, locale) is not None:
            return ()
        situation = await self.situation(customer, source, await self.profile(customer), locale)
        special = consents.allows(Purpose.SPECIAL_CATEGORIES)
        now = self._stores.clock.now()
        return tuple(
            Fact(**one.draft.model_dump(), id=FactId(""), customer=customer, said_at=now)
            for one in self._extractor.read(text, situation).statements
            if one.operation is Operation.ASSERT
            and not (one.suspicious or one.only_again)
            and (special or not one.draft.special_category)
        )

    async def note(self, customer: CustomerId, draft: FactDraft, said_at: datetime | None = None) -> Fact:
        """Keep one fact that another part worked out, said now or at ``said_at``; the same rules of succession hold."""
        profile = await self.profile(customer)
        outcome = Outcome()
        async with self._stores.database.begin(customer) as connection:
            await self.recorder.keep(connection, profile, draft, outcome, said_at=said_at)
        await asyncio.to_thread(self.index, customer, tuple(outcome.stored))
        return (*outcome.stored, *outcome.repeated)[0]

    async def mark(self, customer: CustomerId, fact_id: FactId, status: FactStatus, source: Source | None) -> Fact:
        """Give a fact another status; ``source`` is what told so. Raises ``NotFound``."""
        async with self._stores.database.begin(customer) as connection:
            for fact in await self._stores.facts.within(connection, customer, fact_id):
                if source is not None:
                    await self._stores.facts.mention(connection, fact, source, self._stores.clock.now())
                return await self._stores.facts.change(connection, fact, status)
        raise NotFound("fact")

    async def profile(self, customer: CustomerId) -> Profile:
        """The brand's record, or an empty one."""
        try:
            return await self._stores.profiles.get(customer)
        except UnknownCustomer:
            return Profile(customer=customer, name="", zone="UTC")

    async def situation(self, customer: CustomerId, source: Source, profile: Profile, locale: str) -> Situation:
        """What words are read against."""
        person, place = self._last_spoken_of.get(source.thread, ("", ""))
        return Situation(
            source=source,
            now=self._stores.clock.now().astimezone(ZoneInfo(profile.zone)),
            zone=profile.zone,
            locale=locale,
            known=await self._stores.facts.list(customer),
            people=tuple(subject_of(one.relation, one.name) for one in profile.companions),
            last_person=person,
            last_place=place,
        )

    def _keep_in_mind(self, thread: ThreadId, spoken_of: tuple[str, str]) -> None:
        self._last_spoken_of[thread] = spoken_of
        self._last_spoken_of.move_to_end(thread)
        if len(self._last_spoken_of) > REMEMBERED_THREADS:
            self._last_spoken_of.popitem(last=False)

    async def _off_record(self, customer: CustomerId, source: Source, wish: Wish | None) -> bool:
        """Whether these words are off the record; then they leave the transcript too."""
        async with self._stores.database.begin(customer) as connection:
            thread = await _thread(connection, customer, source.thread)
            if thread is None:
                return True
            off = bool(thread.off_record)
            if wish is not None and wish.kind in (WishKind.OFF_RECORD, WishKind.ON_RECORD):
                off = wish.kind is WishKind.OFF_RECORD
                await connection.execute(THREADS.update().where(THREADS.c.id == source.thread).values(off_record=off))
            if off:
                await self._eraser.blot_message(connection, customer, source.thread, source.message)
        return off

    async def _let_fade(self, customer: CustomerId, source: Source) -> None:
        """The words served this conversation; without a consent they go when it is over."""
        async with self._stores.database.begin(customer) as connection:
            await connection.execute(
                update(TRANSCRIPTS)
                .where(TRANSCRIPTS.c.thread == source.thread, TRANSCRIPTS.c.message == source.message)
                .values(fades=True)
            )

    async def _write(
        self, customer: CustomerId, source: Source, profile: Profile, statements: list[Statement]
    ) -> Learned:
        outcome = Outcome()
        async with self._stores.database.begin(customer) as connection:
            thread = await _thread(connection, customer, source.thread)
            if thread is None or thread.private:  # erased or made private since the words were said
                return Learned()
            for statement in statements:
                await self.recorder.apply(connection, profile, statement, outcome)
        return outcome.learned()

    def index(self, customer: CustomerId, facts: tuple[Fact, ...]) -> None:
        """Make new facts findable by meaning."""
        embed = self._stores.embedder.embed
        self._stores.vectors.put(customer, {str(fact.id): embed(document_text(fact)) for fact in facts})


async def _thread(
    connection: AsyncConnection, customer: CustomerId, thread: ThreadId
) -> Row[tuple[object, ...]] | None:
    found = await connection.execute(select(THREADS).where(THREADS.c.id == thread, THREADS.c.customer == customer))
    return found.one_or_none()


def _without_words_of(withheld: list[Statement], kept: list[Statement]) -> list[Statement]:
    """ "As a Muslim I don't eat pork": where what may not be kept was said along, only what was meant is kept."""
    telling = {one.draft.source.words for one in withheld}
    return [
        one.model_copy(update={"draft": one.draft.model_copy(update={"source": _only(one.draft)})})
        if one.draft.source.words in telling
        else one
        for one in kept
    ]


def _only(draft: FactDraft) -> Source:
    return draft.source.model_copy(update={"words": draft.value})
