"""The lines to all partners: each with its own time-out, bulkhead and breaker, so that one hurts no other."""

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from memory.clock import Clock
from memory.models import CustomerId
from tools.breaker import Breaker
from tools.deadline import seconds_left
from tools.manifest import Manifest
from tools.models import PartnerId
from tools.partner import (
    Opening,
    Partner,
    PartnerCall,
    PartnerRefused,
    PartnerTimeout,
    PartnerUnavailable,
    PartnerUnclear,
    Reporting,
)
from tools.rate import Rate
from tools.retries import LONGEST_WAIT, Allowance

READ_ATTEMPTS = 2
QUEUE = 4
"""How many may wait for each place at a partner; whoever comes after them is turned away at once."""
OPENING = 20.0
"""Seconds within which the line to a partner must be open."""


class Line:
    """The way to one partner."""

    def __init__(
        self, manifest: Manifest, partner: Partner, clock: Clock, is_on: Callable[[PartnerId], bool] = lambda _: True
    ) -> None:
        self.manifest = manifest
        self._is_on = is_on
        self.breaker = Breaker(clock)
        self._partner = partner
        self._bulkhead = asyncio.Semaphore(manifest.limits.concurrency)
        self._inside = 0
        self._allowance = Allowance()
        self._rate = Rate(manifest.limits.per_minute)

    @property
    def is_on(self) -> bool:
        """Whether neither the partner nor the operator switched it off."""
        return self.manifest.enabled and self._is_on(self.manifest.id)

    @property
    def state(self) -> str:
        if not self.is_on:
            return "disabled"
        if self.breaker.is_open:
            return "silent"
        return self._partner.state if isinstance(self._partner, Reporting) else "ready"

    async def once(self, call: PartnerCall) -> dict[str, Any]:
        """One attempt within ``call.timeout`` seconds, waiting for a free place included."""
        if not self.is_on:
            raise PartnerUnavailable(f"{self.manifest.name} is switched off")
        if self._inside >= (1 + QUEUE) * self.manifest.limits.concurrency:
            raise PartnerUnavailable(f"{self.manifest.name} is busy")
        if seconds := self._rate.wait(call.idempotency_key is not None or call.task == "lookup"):
            raise PartnerUnavailable(f"{self.manifest.name} may not be asked so often", seconds)
        if not self.breaker.admits():
            raise PartnerUnavailable(f"{self.manifest.name} has not been answering")
        sent = False
        self._inside += 1
        self._allowance.earn()
        try:
            await self._open()
            async with asyncio.timeout(call.timeout), self._bulkhead:
                sent = True
                answer = await self._partner.invoke(call)
        except PartnerUnclear:
            self.breaker.failed()
            raise
        except (TimeoutError, PartnerTimeout) as error:
            self.breaker.failed()
            if not sent:
                raise PartnerUnavailable(f"{self.manifest.name} is busy") from error
            raise PartnerTimeout(f"{self.manifest.name} did not answer in {call.timeout:g} s") from error
        except PartnerUnavailable:
            self.breaker.failed()
            raise
        except asyncio.CancelledError:
            self.breaker.abandoned()
            raise
        except Exception:
            # A refusal is an answer, and a bug is not the network: both free the probe and travel up.
            self.breaker.succeeded()
            raise
        finally:
            self._inside -= 1
        self.breaker.succeeded()
        return answer

    async def _open(self) -> None:
        if isinstance(self._partner, Opening):
            left = seconds_left()
            async with asyncio.timeout(OPENING if left is None else min(OPENING, left)):
                await self._partner.opened()

    def may_try_again(self, error: BaseException) -> bool:
        """Whether a read that failed may be repeated: it was not received, and not too many were repeated lately."""
        if not isinstance(error, PartnerUnavailable) or not self.is_on or self.breaker.is_open:
            return False
        return (error.retry_after or 0) <= LONGEST_WAIT and self._allowance.take()

    async def close(self) -> None:
        await self._partner.close()


class Partners:
    """All partners of a brand by id."""

    def __init__(
        self,
        manifests: Mapping[PartnerId, Manifest],
        opened: Mapping[PartnerId, Partner],
        clock: Clock,
        secret: bytes,
        is_on: Callable[[PartnerId], bool] = lambda _: True,
    ) -> None:
        """``secret`` makes pseudonyms; ``is_on`` is the operator's kill switch, looked at before each call."""
        if missing := manifests.keys() - opened.keys():
            raise ValueError(f"no connection was opened to {sorted(missing)}")
        self._lines = {id: Line(manifest, opened[id], clock, is_on) for id, manifest in manifests.items()}
        self._secret = secret

    def of_kind(self, kind: str) -> tuple[Manifest, ...]:
        """Manifests of the partners that offer ``kind`` and are switched on, in the brand's order."""
        return tuple(one.manifest for one in self._lines.values() if kind in one.manifest.kinds and one.is_on)

    def manifest(self, partner: PartnerId) -> Manifest:
        return self._lines[partner].manifest

    def knows(self, partner: PartnerId) -> bool:
        return partner in self._lines

    def line(self, partner: PartnerId) -> Line:
        return self._lines[partner]

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        return tuple(line.manifest for line in self._lines.values())

    def pseudonym(self, customer: CustomerId, partner: PartnerId) -> str:
        """Who the customer is to this partner alone: two partners cannot match theirs."""
        material = f"{partner}\0{customer}".encode()
        return hmac.new(self._secret, material, hashlib.sha256).hexdigest()[:24]

    async def read(
        self, partner: PartnerId, operation: str, arguments: dict[str, Any], customer: CustomerId
    ) -> dict[str, Any]:
        """A call without effect: tried again with full jitter when the partner could not be reached.

        It ends with the turn, whatever its own time-out is.
        """
        line = self._lines[partner]
        again = AsyncRetrying(
            retry=retry_if_exception(line.may_try_again),
            stop=stop_after_attempt(READ_ATTEMPTS),
            wait=wait_random_exponential(multiplier=0.05, max=LONGEST_WAIT),
            reraise=True,
        )
        return await again(self._look, line, operation, arguments, customer)

    async def _look(
        self, line: Line, operation: str, arguments: dict[str, Any], customer: CustomerId
    ) -> dict[str, Any]:
        call = self._call(line.manifest, operation, arguments, customer)
        left = seconds_left()
        if left is not None and left <= 0:
            raise PartnerUnavailable("the turn has no time left", retry_after=float("inf"))
        return await line.once(call if left is None else call.model_copy(update={"timeout": min(call.timeout, left)}))

    async def commit(
        self, partner: PartnerId, operation: str, arguments: dict[str, Any], customer: CustomerId, key: str
    ) -> dict[str, Any]:
        """A call with an effect: sent once, under its idempotency key.

        It has its own time-out even when the turn ends before: cut short, its outcome would be unknown.
        """
        line = self._lines[partner]
        return await line.once(self._call(line.manifest, operation, arguments, customer, key))

    def _call(
        self,
        manifest: Manifest,
        operation: str,
        arguments: dict[str, Any],
        customer: CustomerId,
        key: str | None = None,
    ) -> PartnerCall:
        own, timeout = self._declared(manifest, operation)
        return PartnerCall(
            operation=own,
            task=operation,
            arguments=arguments,
            pseudonym=self.pseudonym(customer, manifest.id),
            idempotency_key=key,
            timeout=timeout,
        )

    @staticmethod
    def _declared(manifest: Manifest, operation: str) -> tuple[str, float]:
        """The partner's own word for an operation or a tool, and its time-out in seconds."""
        if known := manifest.operations.get(operation):
            return known.operation, known.timeout
        for tool in manifest.tools:
            if tool.name == operation:
                return tool.operation, tool.timeout
        raise PartnerRefused("refused", f"{manifest.name} does not offer {operation}")

    def states(self) -> dict[str, str]:
        """``ready``, ``starting``, ``silent`` (its breaker is open), ``changed`` or ``disabled``, by partner."""
        return {id: line.state for id, line in self._lines.items()}

    async def close(self) -> None:
        for line in self._lines.values():
            await line.close()
