"""A partner on the test bench: the real line, the real desk, and hands in between."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from memory.clock import Clock
from memory.database import open_database
from memory.memory import Memory, open_memory
from memory.models import CustomerId, MessageId, Profile
from tools.adapters.fitting import Describing, misfits
from tools.adapters.opening import Reach, open_partner
from tools.adapters.wire import real_transport
from tools.brand import Brand
from tools.certify.tamper import Between, Loss, Spoiler, Wire
from tools.desk import FrontDesk, open_front_desk
from tools.manifest import Idempotency, Manifest, Mechanism
from tools.models import Booking, BookingStatus, ToolCall, ToolStatus
from tools.partner import PartnerCall, PartnerError

OPEN = (BookingStatus.IN_PROGRESS, BookingStatus.UNKNOWN)
USUAL = {"date": "+30", "time": "11:00"}
_DAY = re.compile(r"\+(\d{1,3})")


class NothingToBook(Exception):
    """The partner offered nothing, or nothing that can be bought; the message says what was heard."""

    def __init__(self, words: str, status: str = "") -> None:
        super().__init__(words)
        self.status = status


class Rig:
    """Calls the partner directly, or buys from it as a customer would."""

    def __init__(
        self,
        manifest: Manifest,
        brand: Brand,
        between: Between,
        wire: Wire,
        front: FrontDesk,
        memory: Memory,
        clock: Clock,
        changed: Sequence[str],
        misfits: Sequence[str] | None,
    ) -> None:
        self.manifest = manifest
        self.brand = brand
        self.between = between
        self.wire = wire
        self.clock = clock
        self.changed = changed
        """Tools that are not what was approved."""
        self.misfits = misfits
        """What of the manifest does not fit the partner's own schemas; None when it has none."""
        self._front = front
        self._memory = memory
        self._calls = 0

    @property
    def kind(self) -> str:
        return self.manifest.kinds[0]

    @property
    def patience(self) -> float:
        """Seconds until everything must be known, where it can be."""
        if self.manifest.idempotency is Idempotency.NONE:
            return self.manifest.operations["book"].timeout + self.manifest.settle_seconds
        return self.manifest.operations["book"].timeout + 2 * self.manifest.settle_seconds + 10

    def wish(self) -> dict[str, Any]:
        """Arguments of a search: the manifest's sample, and what else the kind of service needs."""
        today = self.clock.now().date()
        schema = self.brand.service(self.kind).tool.parameters
        properties = schema["properties"]
        wish = {name: known["default"] for name, known in properties.items() if "default" in known}
        for name in schema.get("required", ()):
            known = properties[name]
            wish[name] = USUAL.get(known.get("format", ""), next(iter(known.get("x-vocabulary", [1]))))
        for name, value in (wish | self.manifest.sample).items():
            ahead = _DAY.fullmatch(value) if isinstance(value, str) else None
            wish[name] = (today + timedelta(days=int(ahead[1]))).isoformat() if ahead else value
        return wish

    async def ask(self, task: str, arguments: dict[str, Any], key: str | None = None) -> dict[str, Any]:
        """One call of the host's. Raises ``PartnerError``."""
        operation = self.manifest.operations[task]
        call = PartnerCall(
            operation=operation.operation,
            task=task,
            arguments={**arguments, "locale": "en-GB"},
            pseudonym="conformance",
            idempotency_key=key,
            timeout=operation.timeout,
        )
        async with asyncio.timeout(operation.timeout + 2):
            return await self.between.invoke(call)

    async def patiently(self, task: str, arguments: dict[str, Any], key: str | None = None) -> dict[str, Any]:
        """A call without effect, tried three times."""
        for _ in range(2):
            with suppress(PartnerError, TimeoutError):
                return await self.ask(task, arguments, key)
        return await self.ask(task, arguments, key)

    async def buy(self, loss: Loss) -> Booking:
        """Search, confirm and wait for the end, as a new customer. Raises ``NothingToBook``."""
        self._calls += 1
        customer = CustomerId(f"conformance-{self._calls}")
        await self._memory.profiles.put(Profile(customer=customer, name="Robin Test"))
        thread = (await self._memory.threads.open_new(customer)).id
        desk = self._front.desk(customer, thread, "en-GB", "", MessageId("m"))
        search = self.brand.service(self.kind).tool.name
        found = await desk.call(ToolCall(id="1", name=search, args=self.wish()))
        if not found.content.get("items"):
            raise NothingToBook(str(found.content.get("message", "")), found.status.value)
        chosen = found.content["items"][0]["id"]
        asked = await desk.call(ToolCall(id="2", name="book", args={"offer_ids": [chosen]}))
        confirmation = await desk.open_confirmation()
        if confirmation is None:
            raise NothingToBook(str(asked.content.get("message", "")), asked.status.value)
        self.between.loss = loss
        answered = await desk.accept(confirmation.id, confirmation.digest)
        booking = await self._ended(customer)
        if booking.status is BookingStatus.FAILED and answered.status is ToolStatus.SOLD_OUT:
            raise NothingToBook("sold out", answered.status.value)
        return booking

    async def _ended(self, customer: CustomerId) -> Booking:
        try:
            async with asyncio.timeout(self.patience):
                while (await self._front.ledger.bookings(customer))[0].status in OPEN:
                    await self._front.settle(timedelta(0))
                    await asyncio.sleep(0.1)
        except TimeoutError:
            pass  # it stays open, which is for the check to judge
        return (await self._front.ledger.bookings(customer))[0]

    async def clean_up(self) -> None:
        """Cancel whatever was booked."""
        if "cancel" not in self.manifest.operations:
            return
        for key in {call.idempotency_key or "" for call in self.between.sent}:
            for reference in self.between.made.get(key, set()) | await self._found(key):
                with suppress(PartnerError, TimeoutError):
                    await self.patiently("cancel", {"reference": reference}, f"{key}-undo-{reference}")

    async def _found(self, key: str) -> set[str]:
        """What the partner's records hold under a key whose answer never came."""
        if "lookup" not in self.manifest.operations:
            return set()
        with suppress(PartnerError, TimeoutError):
            record = await self.patiently("lookup", {"key": key})
            return {str(record["reference"])} if record.get("reference") else set()
        return set()


@asynccontextmanager
async def open_rig(
    manifest: Manifest,
    folder: Path,
    reach: Reach,
    brand: Brand,
    clock: Clock,
    secrets: Mapping[str, str],
    changed: Sequence[str] = (),
) -> AsyncIterator[Rig]:
    """The bench with the partner on it. Raises ``PartnerNotOpened``, ``SecretMissing``."""
    wire = Wire()
    concurrency = manifest.limits.concurrency
    spoilt = None
    if manifest.mechanism is not Mechanism.PYTHON:

        def spoilt() -> Spoiler:
            return Spoiler(real_transport(concurrency), wire)

    partner = open_partner(manifest, folder, clock, secrets, reach, spoilt)
    unfit = misfits(manifest, await partner.described()) if isinstance(partner, Describing) else None
    late = manifest.settle_seconds / 2
    between = Between(partner, late)
    with TemporaryDirectory(prefix="concierge-certify-", ignore_cleanup_errors=True) as home:
        async with (
            open_database(f"sqlite+aiosqlite:///{home}/certify.db") as database,
            open_memory(Path(home), database, clock) as memory,
            open_front_desk(brand.alone_with(manifest), {manifest.id: between}, memory, database, clock) as front,
        ):
            try:
                yield Rig(manifest, brand, between, wire, front, memory, clock, changed, unfit)
            finally:
                await between.close()
