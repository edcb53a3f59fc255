"""The process that is killed: it carries out a confirmed plan, or takes up what another one left."""

import asyncio
import json
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import event

from evals.bench.crash.plans import PLANS, brand_of, offers_of, partners_of
from memory.clock import SystemClock
from memory.database import Database, open_database
from memory.memory import Memory, open_memory
from memory.models import CustomerId, MessageId, Profile, ThreadId
from tools.desk import Desk, FrontDesk, open_front_desk
from tools.journal import is_over
from tools.models import PartnerId, Recommendation, ToolCall, ToolResult
from tools.partner import PartnerCall, PartnerRefused, PartnerUnavailable

CUSTOMER = CustomerId("somebody")
PATIENCE = 20.0
"""Seconds for which a process that takes over keeps asking partners."""


class Job(NamedTuple):
    """What one process is to do."""

    home: Path
    trial: str
    plan: str
    guard: str
    line: Path
    die_at: int = 0
    """Number of the named point at which it kills itself; 0 for none."""
    again: bool = False
    """Whether the customer's client sends the yes once more."""


class Seen(NamedTuple):
    """What the customer is asked to confirm, kept beside the home."""

    thread: ThreadId
    confirmation: str
    digest: str


class Points:
    """Counts the named points of a process, writes their names down, and dies at one of them."""

    def __init__(self, die_at: int = 0) -> None:
        self.names: list[str] = []
        self._die_at = die_at

    def reach(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, database: Database) -> None:
        """Every transaction that writes is two points: before its commit, and after. Its tables name it."""

        def wrote(connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            words = statement.split()
            if words[0] in ("INSERT", "UPDATE", "DELETE"):
                table = words[1] if words[0] == "UPDATE" else words[2]
                connection.info.setdefault("tables", Counter())[table.removeprefix("tools_")] += 1

        def about_to_commit(connection: Any) -> None:
            if tables := connection.info.pop("tables", None):
                connection.info["name"] = "+".join(tables)
                self.reach(f"{connection.info['name']}: before commit")

        def committed(_raw: Any, record: Any) -> None:
            if name := record.info.pop("name", None):
                self.reach(f"{name}: after commit")

        engine = database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", wrote)
        event.listen(engine, "commit", about_to_commit)
        event.listen(engine.pool, "checkin", committed)


@dataclass(frozen=True)
class RemotePartner:
    """A partner at the other end of a line."""

    id: PartnerId
    guard: str
    trial: str
    line: Path
    points: Points

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        asked = {
            "trial": self.trial,
            "partner": self.id,
            "guard": self.guard,
            "operation": call.operation,
            "arguments": call.arguments,
            "key": call.idempotency_key or "",
        }
        if call.operation in ("quote", "quote_change"):
            return {"offer": offers_of(self.id, call.arguments).model_dump(mode="json")}
        self.points.reach(f"{call.operation}: before it leaves")
        try:
            reader, writer = await asyncio.open_unix_connection(self.line)
        except OSError as error:
            raise PartnerUnavailable("the line is dead") from error
        try:
            writer.write(json.dumps(asked).encode() + b"\n")
            await writer.drain()
            self.points.reach(f"{call.operation}: sent")
            answer: dict[str, Any] = json.loads(await reader.readline())
        finally:
            writer.close()
        self.points.reach(f"{call.operation}: answered")
        if refusal := answer.get("refused"):
            raise PartnerRefused(refusal, refusal)
        return answer

    async def close(self) -> None:
        """Nothing stays open between calls."""


def prepare(job: Job) -> None:
    """Make a home in which a plan waits for the customer's yes."""
    asyncio.run(_prepare(job))


def act(job: Job) -> None:
    """The customer says yes."""
    asyncio.run(_act(job))


def take_over(job: Job) -> None:
    """After a crash: find out, tell the customer, and write down how everything stands."""
    asyncio.run(_take_over(job))


async def _prepare(job: Job) -> None:
    plan = PLANS[job.plan]
    async with _open(job, Points()) as (front, memory):
        await memory.profiles.put(Profile(customer=CUSTOMER, name="Some Body"))
        thread = (await memory.threads.open_new(CUSTOMER)).id
        desk = front.desk(CUSTOMER, thread, "en-GB", "", MessageId("m1"))
        ids = await _show(front, thread, plan.partners)
        asked = await _call(desk, "book", offer_ids=ids)
        if plan.then:
            seen = await desk.open_confirmation()
            assert seen is not None  # noqa: S101 - just opened
            booked = await desk.accept(seen.id, seen.digest)
            await desk.told()
            booking = booked.content["items"][0]["id"]
            changed = {"booking_id": booking, "party": 2}
            asked = await _call(desk, plan.then, **(changed if "change" in plan.then else {"booking_ids": [booking]}))
        waiting = await desk.open_confirmation()
        if waiting is None:
            raise RuntimeError(f"nothing to confirm: {asked.content}")
        _keep(job, "seen.json", [thread, waiting.id, waiting.digest])


async def _act(job: Job) -> None:
    points = Points(job.die_at)
    async with _open(job, points) as (front, _memory):
        seen = Seen(*json.loads((job.home / "seen.json").read_text()))
        desk = front.desk(CUSTOMER, seen.thread, "en-GB", "", MessageId("m2"))
        points.names.clear()
        await _say(job, points, [await desk.accept(seen.confirmation, seen.digest)])
        await desk.told()
    _keep(job, "points.json", points.names)


async def _take_over(job: Job) -> None:
    points = Points(job.die_at)
    async with _open(job, points) as (front, _memory):
        seen = Seen(*json.loads((job.home / "seen.json").read_text()))
        if job.again:
            desk = front.desk(CUSTOMER, seen.thread, "en-GB", "", MessageId("m2"))
            said, _ = await asyncio.gather(desk.accept(seen.confirmation, seen.digest), _settle(job, front, seen))
            await _say(job, points, [said])
            await desk.told()
        await _settle(job, front, seen)
        desk = front.desk(CUSTOMER, seen.thread, "en-GB", "", MessageId("m3"))
        await _say(job, points, list(await desk.news(timedelta(0))))
        await desk.told()
        legs = await front.house.journal.legs(seen.confirmation)
        lines = [await front.ledger.get(CUSTOMER, leg.booking) for leg in legs]
        makers = [await front.house.journal.maker(leg.booking) for leg in legs]
        _keep(
            job,
            "final.json",
            [
                {
                    "key": maker.key if maker else leg.key,
                    "action": leg.action,
                    "state": leg.state,
                    "booking": leg.booking,
                    "status": line.status if line else "",
                    "guard": PLANS[job.plan].guard(leg.partner, job.guard),
                }
                for leg, line, maker in zip(legs, lines, makers, strict=True)
            ],
        )


async def _settle(job: Job, front: FrontDesk, seen: Seen) -> None:
    """Keep asking until everything is known, or partners have had time to say all they ever will."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < deadline:
        await front.settle(timedelta(0))
        legs = await front.house.journal.legs(seen.confirmation)
        given_up = [leg for leg in legs if leg.reported and PLANS[job.plan].guard(leg.partner, job.guard) == "none"]
        if is_over(legs) or given_up:
            return
        await asyncio.sleep(0.1)


async def _say(job: Job, points: Points, results: list[ToolResult]) -> None:
    """What the customer sees and hears; it survives the process as paper does."""
    points.reach("reply: before it is said")
    for result in results:
        said = [result.status, [[one["id"], one["status"]] for one in result.content.get("items", ()) if "id" in one]]
        with (job.home / "told.jsonl").open("a", encoding="utf-8") as told:
            told.write(json.dumps(said) + "\n")
    points.reach("reply: said")


async def _show(front: FrontDesk, thread: ThreadId, partners: tuple[str, ...]) -> list[str]:
    ranked = [Recommendation(offer=offers_of(partner, {}).offer(partner), score=1.0) for partner in partners]
    return [one.offer.id for one in await front.house.shelf.put(CUSTOMER, thread, {}, ranked)]


async def _call(desk: Desk, name: str, **args: Any) -> ToolResult:
    return await desk.call(ToolCall(id=name, name=name, args=args))


def _keep(job: Job, name: str, content: Any) -> None:
    (job.home / name).write_text(json.dumps(content), encoding="utf-8")


@asynccontextmanager
async def _open(job: Job, points: Points) -> AsyncIterator[tuple[FrontDesk, Memory]]:
    clock, plan = SystemClock(), PLANS[job.plan]
    opened = {
        PartnerId(id): RemotePartner(PartnerId(id), plan.guard(id, job.guard), job.trial, job.line, points)
        for id in partners_of()
    }
    async with (
        open_database(f"sqlite:///{job.home}/concierge.db") as database,
        open_memory(job.home, database, clock) as memory,
        open_front_desk(brand_of(job.plan, job.guard), opened, memory, database, clock) as front,
    ):
        points.watch(database)
        yield front, memory
