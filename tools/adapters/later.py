"""A partner that is opened with its first call: what speaks to some takes a second to import."""

import asyncio
from collections.abc import Callable
from typing import Any

from tools.models import PartnerId
from tools.partner import Partner, PartnerCall


class Later:
    """Implements ``tools.partner.Partner``. ``open_line`` runs once, beside the event loop."""

    def __init__(self, id: PartnerId, open_line: Callable[[], Partner]) -> None:
        self._id = id
        self._open_line = open_line
        self._turn = asyncio.Lock()
        self._partner: Partner | None = None

    @property
    def id(self) -> PartnerId:
        return self._id

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        async with self._turn:
            if self._partner is None:
                self._partner = await asyncio.to_thread(self._open_line)
        return await self._partner.invoke(call)

    async def close(self) -> None:
        if self._partner is not None:
            await self._partner.close()
