"""Runs a case against the memory itself, each in a folder of its own, as the host would use it."""

import asyncio
import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from evals.memory_cases.cases import Case, CaseEvent, Query, Session, Turn
from evals.memory_cases.judge import Observed, Verdict, judge
from memory.clock import AdjustableClock
from memory.database import Database, open_database
from memory.embedding.minilm import Embedder
from memory.extraction.wishes import Wish, WishKind
from memory.memory import Memory, open_memory
from memory.models import (
    CustomerId,
    Durability,
    FactDraft,
    FactKind,
    FactStatus,
    MessageId,
    Profile,
    Purpose,
    Source,
    ThreadId,
    TranscriptEntry,
)

_BOOKED = re.compile(r"booking (?P<id>\w+) confirmed (?P<place>.+) (?P<day>\d{4}-\d\d-\d\d)")
_CANCELLED = re.compile(r"booking (?P<id>\w+) cancelled")


class Drive:
    """One case in progress."""

    def __init__(self, case: Case, memory: Memory, clock: AdjustableClock) -> None:
        self._case = case
        self._memory = memory
        self._clock = clock
        self._zone = ZoneInfo(case.tz)
        self.recalled: list[tuple[str, ...]] = []
        self.answers: list[str] = []

    @property
    def customers(self) -> list[CustomerId]:
        return [CustomerId(one) for one in dict.fromkeys(session.customer for session in self._case.sessions)]

    @property
    def keeps_transcripts(self) -> bool:
        """A joke makes no fact, but it stays in the customer's own transcript; nobody asked to take it out."""
        return self._case.category == "non_fact"

    async def run(self) -> None:
        """Sessions, events and queries in the order of their times."""
        for customer in self.customers:
            await self._memory.profiles.put(Profile(customer=customer, name="", zone=self._case.tz))
            for purpose in (Purpose.MEMORY, Purpose.SPECIAL_CATEGORIES):
                if self._case.consent.get(purpose.value):
                    await self._memory.decide(customer, purpose, True, "widget")
        steps: list[Session | CaseEvent | Query] = sorted(
            [*self._case.sessions, *self._case.events, *self._case.queries], key=lambda one: one.at
        )
        day = ""
        for step in steps:
            self._clock.advance(self._moment(step.at) - self._clock.now())
            if step.at[:10] != day:
                await self._memory.consolidate()  # as it happens every night
            day = step.at[:10]
            match step:
                case Session():
                    await self._session(step)
                case CaseEvent():
                    await self._event(step)
                case Query():
                    await self._query(step)

    def _moment(self, at: str) -> datetime:
        return datetime.fromisoformat(at).replace(tzinfo=self._zone)

    async def _session(self, session: Session) -> None:
        customer = CustomerId(session.customer)
        thread = (await self._memory.threads.open_new(customer)).id
        for turn in session.turns:
            entry = TranscriptEntry(
                thread=thread,
                position=0,
                role="customer" if turn.role == "user" else "concierge",
                text=turn.text,
                message=MessageId(turn.id),
                at=self._clock.now(),
            )
            if turn.role != "tool":
                await self._memory.threads.append(customer, thread, entry)
            if turn.role == "user":
                source = Source(thread=thread, message=MessageId(turn.id), words=turn.text)
                learned = await self._memory.learn(customer, source, turn.text)
                if learned.wish:
                    await self._fulfil(customer, learned.wish)
            if turn.role == "tool":
                await self._outcome(customer, thread, turn)

    async def _fulfil(self, customer: CustomerId, wish: Wish) -> None:
        """What the host's tools do when asked."""
        if wish.kind is WishKind.FORGET:
            await self._memory.forget_about(customer, wish.what)
        elif wish.kind is WishKind.FORGET_EVERYTHING:
            await self._memory.erase(customer)
        elif wish.kind is WishKind.STOP_REMEMBERING:
            await self._memory.decide(customer, Purpose.MEMORY, False, "conversation")

    async def _outcome(self, customer: CustomerId, thread: ThreadId, turn: Turn) -> None:
        """What the ledger would note of a booking."""
        source = Source(thread=thread, message=MessageId(turn.id), words=turn.text)
        if booked := _BOOKED.search(turn.text):
            draft = FactDraft(
                attribute="visited",
                value=f"{booked['place']} {booked['day']} ({booked['id']})",
                kind=FactKind.EVENT,
                durability=Durability.DURABLE,
                source=source,
            )
            await self._memory.note(customer, draft)
        elif cancelled := _CANCELLED.search(turn.text):
            for fact in await self._memory.facts.list(customer):
                if f"({cancelled['id']})" in fact.value:
                    await self._memory.mark(customer, fact.id, FactStatus.CANCELLED, source)

    async def _event(self, event: CaseEvent) -> None:
        for customer in self.customers:
            if event.type == "erase_all":
                await self._memory.erase(customer)
            elif event.type == "consent" and event.memory is not None:
                await self._memory.decide(customer, Purpose.MEMORY, event.memory, "widget")
            elif event.type == "background_consolidation":
                await self._memory.consolidate(customer)

    async def _query(self, query: Query) -> None:
        customer = CustomerId(query.customer)
        recalled = await self._memory.recall(customer, query.q)
        self.recalled.append(tuple(str(found.fact.id) for found in recalled))
        self.answers.append("")


async def run_case(case: Case, folder: Path, embedder: Embedder | None = None) -> Verdict:
    """Run one case in ``folder``, which must be empty, and judge it."""
    starts = min(one.at for one in [*case.sessions, *case.events, *case.queries])
    clock = AdjustableClock(datetime.fromisoformat(starts).replace(tzinfo=ZoneInfo(case.tz)))
    async with (
        open_database(f"sqlite:///{folder}/concierge.db") as database,
        open_memory(folder, database, clock, embedder) as memory,
    ):
        drive = Drive(case, memory, clock)
        await drive.run()
        seen = await _observe(drive, memory, database, folder)
    return judge(case, seen)


async def _observe(drive: Drive, memory: Memory, database: Database, folder: Path) -> Observed:
    facts = {one: await memory.facts.list(one, tuple(FactStatus)) for one in drive.customers}
    mentions = {
        fact.id: tuple(str(one.message) for one in await memory.facts.mentions(customer, fact.id))
        for customer, known in facts.items()
        for fact in known
    }
    exports = [await memory.export(one) for one in drive.customers]
    if drive.keeps_transcripts:
        exports = [{name: part for name, part in one.items() if name != "threads"} for one in exports]
    return Observed(
        facts={str(customer): known for customer, known in facts.items()},
        mentions={str(fact): messages for fact, messages in mentions.items()},
        traces=(*(json.dumps(one, ensure_ascii=False) for one in exports), *await asyncio.to_thread(_bytes, folder)),
        recalled=tuple(drive.recalled),
        answers=tuple(drive.answers),
    )


def _bytes(folder: Path) -> list[str]:
    return [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
