"""Lives through a case at the one door, each in a home of its own: said is heard, asked is answered, by a concierge."""

import asyncio
import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.assembly import open_concierge
from agent.concierge import Concierge
from agent.events import CardShown, TextDelta
from agent.models import Said
from agent.settings import ConciergeSettings
from evals.logbook import logged_to
from evals.memory_cases.cases import Case, CaseEvent, Query, Session, Turn
from evals.memory_cases.judge import Answered, Observed, Verdict, judge
from memory.clock import AdjustableClock
from memory.embedding.minilm import Embedder
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
from tools.models import CardKind

_BOOKED = re.compile(r"booking (?P<id>\w+) confirmed (?P<place>.+) (?P<day>\d{4}-\d\d-\d\d)")
_CANCELLED = re.compile(r"booking (?P<id>\w+) cancelled")


class Drive:
    """One case in progress."""

    def __init__(self, case: Case, concierge: Concierge, clock: AdjustableClock) -> None:
        self._case = case
        self._concierge = concierge
        self._memory = concierge.memory
        self._clock = clock
        self._zone = ZoneInfo(case.tz)
        self.recalled: list[tuple[str, ...]] = []
        self.answers: list[Answered] = []

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
            if turn.role == "user":
                await self._say(customer, thread, turn.id, turn.text)
            elif turn.role == "tool":
                await self._outcome(customer, thread, turn)
            else:
                entry = TranscriptEntry(
                    thread=thread,
                    position=0,
                    role="concierge",
                    text=turn.text,
                    message=MessageId(turn.id),
                    at=self._clock.now(),
                )
                await self._memory.threads.append(customer, thread, entry)

    async def _say(self, customer: CustomerId, thread: ThreadId, message: str, text: str) -> Answered:
        words, told = [], False
        async for event in self._concierge.turn(customer, thread, Said(message=MessageId(message), text=text)):
            if isinstance(event, TextDelta):
                words.append(event.text)
            if isinstance(event, CardShown) and event.card.kind is CardKind.MEMORY:
                told = told or any(item["can_forget"] for item in event.card.body["items"])
        return Answered(text="".join(words), told=told)

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
            if event.type == "erase_all":  # the button, or the yes to what was asked in words
                await self._concierge.erase(customer)
            elif event.type == "consent" and event.memory is not None:
                await self._memory.decide(customer, Purpose.MEMORY, event.memory, "widget")
            elif event.type == "background_consolidation":
                await self._memory.consolidate(customer)

    async def _query(self, query: Query) -> None:
        """Asked in a conversation of its own, which teaches nothing and leaves nothing."""
        customer = CustomerId(query.customer)
        recalled = await self._memory.recall(customer, query.q)
        self.recalled.append(tuple(str(found.fact.id) for found in recalled))
        thread = (await self._memory.threads.open_new(customer)).id
        await self._memory.threads.keep_private(customer, thread)
        self.answers.append(await self._say(customer, thread, f"q{len(self.answers)}", query.q))
        await self._memory.threads.delete(customer, thread)


async def run_case(case: Case, folder: Path, embedder: Embedder | None = None) -> Verdict:
    """Run one case in ``folder``, which must be empty, and judge it."""
    starts = min(one.at for one in [*case.sessions, *case.events, *case.queries])
    clock = AdjustableClock(datetime.fromisoformat(starts).replace(tzinfo=ZoneInfo(case.tz)))
    settings = ConciergeSettings(home=folder, model="embedded", database_url="", chroma_url="")
    with logged_to(folder / "concierge.log"):
        async with open_concierge(settings, clock=clock, embedder=embedder) as concierge:
            drive = Drive(case, concierge, clock)
            await drive.run()
            seen = await _observe(drive, concierge, folder)
    return judge(case, seen)


async def _observe(drive: Drive, concierge: Concierge, folder: Path) -> Observed:
    memory = concierge.memory
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
