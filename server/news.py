"""Carries news of plans into conversations that are open in this process; elsewhere they wait for the next turn."""

import asyncio
import logging
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from agent.concierge import Concierge
from memory.errors import NotFound
from memory.models import CustomerId, ThreadId
from server.agui import Translator
from server.humans import Humans
from server.log import Logs

SECONDS = 5.0
_log = logging.getLogger(__name__)


async def carry_news(concierge: Concierge, logs: Logs, humans: Humans, every: float = SECONDS) -> None:
    """Look for news every so many seconds, until cancelled."""
    while True:
        try:
            for item in await concierge.front.news():
                if logs.owner(item.thread) == item.customer and not humans.within(item.thread):
                    await _carry(concierge, logs, item.customer, item.thread)
        except SQLAlchemyError:
            _log.exception("news could not be read; they are tried again")
        await asyncio.sleep(every)


async def _carry(concierge: Concierge, logs: Logs, customer: CustomerId, thread: ThreadId) -> None:
    translator = Translator(thread, "news")
    with suppress(NotFound):  # erased meanwhile
        for event in await concierge.bring_news(customer, thread):
            for frame in translator.frames(event):
                logs.of(customer, thread).append(frame)
