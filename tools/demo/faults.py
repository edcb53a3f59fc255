"""Partners that misbehave on request, for demos and evals."""

import asyncio
from collections import Counter
from enum import StrEnum
from typing import Any

from memory.models import Value
from tools.models import PartnerId
from tools.partner import Opening, Partner, PartnerCall, PartnerTimeout, PartnerUnavailable, Reporting

SLOW_SECONDS = 30.0


class FaultMode(StrEnum):
    DOWN = "down"
    """Nothing gets through."""
    SLOW = "slow"
    """Answers after half a minute, which is later than anybody waits. Nothing happens at the partner."""
    TIMEOUT_AFTER_COMMIT = "timeout_after_commit"
    """Books and cancels, but the answer is lost."""
    PRICE_CHANGE = "price_change"
    """Between search and booking everything becomes a tenth dearer."""
    SOLD_OUT = "sold_out"
    """Between search and booking the last one goes."""


class Fault(Value):
    mode: FaultMode
    times: int | None = None
    """How often it strikes before it heals by itself; None: until healed."""


COMMITS = ("book", "cancel")


class Faults:
    """What is wrong with whom, and how often each partner was called."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}
        self.calls: Counter[tuple[str, str]] = Counter()

    def fail(self, partner: str, mode: FaultMode, times: int | None = None) -> None:
        self._faults[partner] = Fault(mode=mode, times=times)

    def heal(self, partner: str) -> None:
        self._faults.pop(partner, None)

    async def before(self, partner: str, call: PartnerCall) -> None:
        """Strike before the partner does anything. Raises what the caller then sees."""
        self.calls[partner, call.task or call.operation] += 1
        if self._strikes(partner, FaultMode.DOWN):
            raise PartnerUnavailable(f"{partner} is down")
        if self._strikes(partner, FaultMode.SLOW):
            await asyncio.sleep(min(SLOW_SECONDS, call.timeout))
            raise PartnerTimeout(f"{partner} did not answer in {call.timeout:g} s")

    async def after(self, partner: str, call: PartnerCall) -> None:
        """Strike when the partner has done its work."""
        if (call.task or call.operation) in COMMITS and self._strikes(partner, FaultMode.TIMEOUT_AFTER_COMMIT):
            raise PartnerTimeout(f"the answer of {partner} was lost")

    def dearer(self, partner: str) -> bool:
        return self._is(partner, FaultMode.PRICE_CHANGE)

    def gone(self, partner: str) -> bool:
        return self._strikes(partner, FaultMode.SOLD_OUT)

    def _is(self, partner: str, mode: FaultMode) -> bool:
        fault = self._faults.get(partner)
        return fault is not None and fault.mode is mode

    def _strikes(self, partner: str, mode: FaultMode) -> bool:
        fault = self._faults.get(partner)
        if fault is None or fault.mode is not mode:
            return False
        if fault.times is not None:
            if fault.times <= 1:
                del self._faults[partner]
            else:
                self._faults[partner] = fault.model_copy(update={"times": fault.times - 1})
        return True


class Faulty:
    """A partner with its faults in front: implements ``tools.partner.Partner``."""

    def __init__(self, partner: Partner, faults: Faults) -> None:
        self._partner = partner
        self._faults = faults

    @property
    def id(self) -> PartnerId:
        return self._partner.id

    @property
    def state(self) -> str:
        """What the partner says of itself, where it does."""
        return self._partner.state if isinstance(self._partner, Reporting) else "ready"

    async def opened(self) -> None:
        if isinstance(self._partner, Opening):
            await self._partner.opened()

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        await self._faults.before(self.id, call)
        answer = await self._partner.invoke(call)
        await self._faults.after(self.id, call)
        return answer

    async def close(self) -> None:
        await self._partner.close()
