"""Looks after what is remembered while the server runs: what ran out, what was only for a conversation that is over."""

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from memory.memory import Memory

SECONDS = 3600.0
_log = logging.getLogger(__name__)


async def look_after(memory: Memory, every: float = SECONDS) -> None:
    """Do what is due every so many seconds, until cancelled."""
    while True:
        await asyncio.sleep(every)
        try:
            done = await memory.consolidate()
        except SQLAlchemyError:
            _log.exception("what is remembered could not be looked after; it is tried again")
        else:
            _log.info("looked after what is remembered: %s", done)
