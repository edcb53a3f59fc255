"""A demo partner in a process of its own: started when the world opens, awaited when it is first called."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from memory.clock import Clock
from tools.models import PartnerId
from tools.partner import Partner, PartnerCall, PartnerUnavailable

START_SECONDS = 30.0
END_SECONDS = 5.0
Open = Callable[[str], Partner]
"""Opens the line to a service at its address."""


class Lodger:
    """Implements ``tools.partner.Partner``. A process that died is started again with the next call.

    The process ends when its standard input does, so that it outlives nobody, however we end.
    """

    def __init__(self, id: PartnerId, folder: Path, clock: Clock, open_line: Open) -> None:
        self._id = id
        self._folder = folder
        self._clock = clock
        self._open_line = open_line
        self._process: Process | None = None
        self._partner: Partner | None = None
        self._starting: asyncio.Task[Partner] | None = None

    @property
    def id(self) -> PartnerId:
        return self._id

    @property
    def state(self) -> str:
        """``starting``, ``ready``, or ``silent`` when its process has died."""
        if self._partner is None:
            return "starting"
        return "ready" if self._process is not None and self._process.returncode is None else "silent"

    def start(self) -> None:
        """Set the process going, without waiting for it."""
        self._starting = asyncio.create_task(self._start())

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        return await (await self._ready()).invoke(call)

    async def close(self) -> None:
        if self._starting is not None and not self._starting.done():
            self._starting.cancel()
            with suppress(asyncio.CancelledError):
                await self._starting
        if self._partner is not None:
            await self._partner.close()
        await self._end()

    async def _ready(self) -> Partner:
        if self._starting is None or (self._process is not None and self._process.returncode is not None):
            self.start()
        assert self._starting is not None  # noqa: S101 - for the type checker
        try:
            return await asyncio.shield(self._starting)
        except (OSError, TimeoutError) as error:
            self._starting = None
            raise PartnerUnavailable(f"{self._id} did not start") from error

    async def _start(self) -> Partner:
        if (before := self._partner) is not None:
            self._partner = None
            await before.close()
        words = ["-m", "tools.demo.hosted", self._id, "--folder", str(self._folder.resolve())]
        words += ["--now", self._clock.now().isoformat()]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *words, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        async with asyncio.timeout(START_SECONDS):
            address = (await self._process.stdout.readline()).decode().strip()
        if not address.startswith("http"):
            raise OSError(f"{self._id} ended before it was ready")
        self._partner = await asyncio.to_thread(self._open_line, address)
        return self._partner

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(END_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
