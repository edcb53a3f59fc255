"""A partner that is opened with its first call: what speaks to some takes a second to import."""

import asyncio
from collections.abc import Callable
from typing import Any

from tools.models import PartnerId
from tools.partner import Partner, PartnerCall


class Later:
    """Implements ``tools.partner.Partner`` and ``Opening``. ``open_line`` runs once, beside the event loop.

    A call that runs out of time leaves the opening to go on, and the next one finds it further.
    """

    def __init__(self, id: PartnerId, open_line: Callable[[], Partner]) -> None:
        self._id = id
        self._open_line = open_line
        self._opening: asyncio.Task[Partner] | None = None

    @property
    def id(self) -> PartnerId:
        return self._id

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        return await (await self._line()).invoke(call)

    async def opened(self) -> None:
        await self._line()

    async def _line(self) -> Partner:
        if self._opening is None or _failed(self._opening):
            self._opening = asyncio.create_task(asyncio.to_thread(self._open_line))
        return await asyncio.shield(self._opening)

    async def close(self) -> None:
        if self._opening is not None and not _failed(self._opening):
            await (await self._opening).close()


def _failed(opening: asyncio.Task[Partner]) -> bool:
    return opening.done() and (opening.cancelled() or opening.exception() is not None)
