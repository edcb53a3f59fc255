"""One partner of five hangs: what the others' customers notice, how often it is probed, and what retries add."""

import asyncio
import random
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from memory.clock import AdjustableClock, SystemClock
from memory.models import CustomerId, Value
from tools.manifest import Limits, Manifest, Operation
from tools.models import Effect, PartnerId
from tools.partner import PartnerCall, PartnerError, PartnerUnavailable
from tools.partners import Partners

NAMES = tuple(PartnerId(name) for name in ("ahorn", "birke", "celtis", "douglasie", "eiche"))
SICK = NAMES[-1]
TIMEOUT, WORK = 2.0, 0.02
REST = timedelta(seconds=60)
"""Longer than any breaker rests."""
CUSTOMER = CustomerId("somebody")


class Faults(Value):
    """``calm`` and ``beside``: 99th percentile in ms of the four others, without and with a fifth that hangs."""

    calls: int
    calm_p99_ms: float
    beside_p99_ms: float
    probes: int
    """Calls that reach a partner at once when its breaker is half-open."""
    extra: float
    """Calls that retries add to a partner which turns every second one away, as a share of those asked for."""
    told: bool
    """Whether what the others found is there when one hangs."""

    @property
    def ratio(self) -> float:
        return self.beside_p99_ms / self.calm_p99_ms


class Stub:
    """A partner that works for a moment, hangs, or turns calls away."""

    def __init__(self, id: PartnerId) -> None:
        self.id = id
        self.hangs = False
        self.flaky = 0.0
        self.calls = 0
        self._dice = random.Random(1)

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        self.calls += 1
        if self.hangs:
            await asyncio.sleep(3600)
        await asyncio.sleep(WORK)
        if self._dice.random() < self.flaky:
            raise PartnerUnavailable("try later")
        return {"offers": []}

    async def close(self) -> None:
        """Nothing is open."""


async def measure(rounds: int, customers: int) -> Faults:
    """So many rounds in which so many customers ask all five partners at the same time.

    Rounds with and without the one that hangs take turns, so that a busy machine is busy for both.
    """
    calm, sick = Side(hangs=False), Side(hangs=True)
    for number in range(rounds):
        for side in (calm, sick) if number % 2 else (sick, calm):
            await side.round(customers)
    return Faults(
        calls=2 * rounds * customers * len(NAMES),
        calm_p99_ms=_p99(calm.took),
        beside_p99_ms=_p99(sick.took),
        probes=await _probes(),
        extra=await _extra(),
        told=all(sick.answers[name] == rounds * customers for name in NAMES if name != SICK),
    )


class Side:
    """Five partners, of whom the last may hang. ``took`` holds milliseconds of the calls to the four others."""

    def __init__(self, hangs: bool) -> None:
        stubs = {name: Stub(name) for name in NAMES}
        stubs[SICK].hangs = hangs
        self.took: list[float] = []
        self.answers: Counter[str] = Counter()
        self._lines = _lines(stubs)

    async def round(self, customers: int) -> None:
        await asyncio.gather(*(self._ask(name) for _ in range(customers) for name in NAMES))

    async def _ask(self, name: PartnerId) -> None:
        began = time.perf_counter()
        try:
            await self._lines.read(name, "search", {}, CUSTOMER)
            self.answers[name] += 1
        except PartnerError:
            self.answers["silent"] += 1
        if name != SICK:
            self.took.append(1000 * (time.perf_counter() - began))


async def _probes() -> int:
    """Twenty callers at the moment when a breaker has rested."""
    stub, clock = Stub(SICK), AdjustableClock(SystemClock().now())
    stub.flaky = 1.0
    lines = _lines({SICK: stub}, clock)
    while not lines.line(SICK).breaker.is_open:
        await asyncio.gather(lines.read(SICK, "search", {}, CUSTOMER), return_exceptions=True)
    clock.advance(REST)
    stub.flaky, stub.calls = 0.0, 0
    await asyncio.gather(*(lines.read(SICK, "search", {}, CUSTOMER) for _ in range(20)), return_exceptions=True)
    return stub.calls


async def _extra() -> float:
    """Retries of a partner that turns every second call away."""
    stub = Stub(SICK)
    stub.flaky = 0.5
    lines, asked = _lines({SICK: stub}), 0
    while asked < 400:
        before = stub.calls
        await asyncio.gather(lines.read(SICK, "search", {}, CUSTOMER), return_exceptions=True)
        asked += stub.calls > before  # one that the open breaker turned away never left
        lines.line(SICK).breaker.succeeded()
    return stub.calls / asked - 1


def _lines(stubs: dict[PartnerId, Stub], clock: AdjustableClock | None = None) -> Partners:
    search = Operation(operation="search", effect=Effect.READ, timeout=TIMEOUT)
    limits = Limits(concurrency=64, per_minute=10**6)
    manifests = {
        name: Manifest(id=name, name=name.title(), operations={"search": search}, limits=limits) for name in stubs
    }
    return Partners(manifests, stubs, clock or SystemClock(), b"bench")


def _p99(took: list[float]) -> float:
    return sorted(took)[int(0.99 * len(took))]
