"""Turns as background tasks, apart from the sockets that asked for them: a dropped line cancels nothing."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator

from agent.concierge import Concierge
from agent.events import Event
from agent.models import Said
from agent.tracing import turn_span
from memory.clock import Clock
from memory.models import CustomerId, ThreadId
from server.agui import Translator, custom
from server.humans import Humans
from server.limits import Rates
from server.log import Logs
from server.metrics import Metrics

_log = logging.getLogger(__name__)
_WAITING = 8
"""Runs of one thread that may be under way or queued."""


class RunRefusedError(Exception):
    """A run that is not started. ``code`` is stable; the message is for the customer's client."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Runs:
    """All runs of this process."""

    def __init__(
        self, concierge: Concierge, logs: Logs, clock: Clock, per_minute: int, metrics: Metrics, humans: Humans
    ) -> None:
        self._metrics = metrics
        self._humans = humans
        desk = concierge.front.desk(CustomerId(""), ThreadId(""), locale="en", words="", message=None)
        self._tools = frozenset(spec.name for spec in desk.specs())
        self._concierge = concierge
        self._logs = logs
        self._rates = Rates(clock, per_minute)
        self._tasks: dict[tuple[ThreadId, str], asyncio.Task[None]] = {}
        self._messages: dict[tuple[ThreadId, str], str] = {}
        self.draining = False

    def start(self, customer: CustomerId, thread: ThreadId, run: str, said: Said) -> str:
        """Begin a turn and return the run that answers it: the same message sent twice has one.

        Raises ``RunRefusedError``.
        """
        if self.draining:
            raise RunRefusedError("draining", "the server is restarting; reconnect and send it again")
        if answering := self._messages.get((thread, said.message)):
            return answering
        if sum(1 for each, _ in self._tasks if each == thread) >= _WAITING:
            raise RunRefusedError("busy", "too many messages at once; wait for the answers")
        if self._rates.take(customer):
            raise RunRefusedError("rate", "that was many messages in a minute; please wait a moment")
        log = self._logs.of(customer, thread)
        self._messages[thread, said.message] = run
        if said.text:
            log.append(custom("user_message", {"id": said.message, "text": said.text}))
        task = asyncio.create_task(self._run(customer, thread, run, said))
        self._tasks[thread, run] = task
        task.add_done_callback(lambda _: self._done(thread, run, said))
        return run

    def cancel(self, thread: ThreadId, run: str) -> None:
        """Stop the words of a run. What it has begun to book is finished."""
        if task := self._tasks.get((thread, run)):
            task.cancel()

    def cancel_all(self, thread: ThreadId) -> None:
        for own, run in list(self._tasks):
            if own == thread:
                self.cancel(thread, run)

    async def drain(self, seconds: float) -> None:
        """Take no more runs, and give those under way some time to finish."""
        self.draining = True
        for log in self._logs.all():
            log.append(custom("drain", {}))
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=seconds)

    async def tidy(self, quiet: float) -> None:
        """Put away the logs of conversations that rest, again and again until cancelled."""
        while True:
            await asyncio.sleep(quiet / 4)
            self._logs.tidy(quiet, {thread for thread, _ in self._tasks})

    async def finished(self, customer: CustomerId) -> None:
        """Return once none of a customer's runs is under way."""
        while own := [task for (thread, _), task in self._tasks.items() if self._logs.owner(thread) == customer]:
            await asyncio.wait(own)

    async def _run(self, customer: CustomerId, thread: ThreadId, run: str, said: Said) -> None:
        translator = Translator(thread, run)
        started, outcome, ended = time.monotonic(), "failed", False
        log = self._logs.of(customer, thread)
        try:
            with turn_span(thread):
                async for event in self._turn(customer, thread, said):
                    if event.type == "turn_started":
                        log = self._logs.of(customer, thread)
                        log.running_since = log.seq
                    self._metrics.saw(event, self._tools)
                    if event.type == "turn_finished":
                        outcome = "finished"
                    if event.type in ("turn_finished", "turn_failed"):
                        self._messages.pop((thread, said.message), None)  # the same again is now answered by its end
                        ended = True
                    for frame in translator.frames(event):
                        log.append(frame)
        except asyncio.CancelledError:
            if not ended:  # a stop that comes after the end stops nothing: a run ends once
                outcome = "cancelled"
                for frame in translator.cancelled():
                    log.append(frame)
        finally:
            seconds = time.monotonic() - started
            self._metrics.ran(outcome, seconds)
            _log.info("run %s in %.2f s", outcome, seconds)
            log.running_since = None
            self._logs.settle(thread)

    def _turn(self, customer: CustomerId, thread: ThreadId, said: Said) -> AsyncIterator[Event]:
        """The concierge answers, unless a person does; a click on a confirmation is always carried out."""
        if self._humans.within(thread) and said.decision is None:
            return self._humans.hear(customer, thread, said)
        return self._concierge.turn(customer, thread, said)

    def _done(self, thread: ThreadId, run: str, said: Said) -> None:
        task = self._tasks.pop((thread, run))
        self._messages.pop((thread, said.message), None)
        if not task.cancelled() and (error := task.exception()):
            _log.error("a run ended in an error", exc_info=error)
