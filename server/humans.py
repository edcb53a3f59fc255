"""People who joined a conversation. While one is in, the model stays silent."""

import secrets
from collections.abc import AsyncIterator

from agent.concierge import Concierge
from agent.events import Event, TurnFinished, TurnStarted
from agent.models import Said
from memory.models import CustomerId, MessageId, ThreadId, TranscriptEntry, Value
from server.agui import custom
from server.log import Frame, Logs
from tools.tickets import Ticket


class Signature(Value):
    """Who wrote a message of role ``human``; kept beside its words."""

    name: str


class Humans:
    """Who is in which conversation. It is kept with the tickets, so that a restart takes nobody's seat."""

    def __init__(self, concierge: Concierge, logs: Logs) -> None:
        self._concierge = concierge
        self._logs = logs
        self._names: dict[ThreadId, str] = {}

    async def restore(self) -> None:
        """Seat those who sat there before a restart."""
        for seat in await self._concierge.front.tickets.seats():
            self._names[seat.thread] = seat.name

    def within(self, thread: ThreadId) -> str | None:
        """The name of who is in."""
        return self._names.get(thread)

    async def join(self, ticket: Ticket, name: str) -> None:
        """From now on a person speaks."""
        self._names[ticket.thread] = name
        await self._concierge.front.tickets.sit(ticket.id, name)
        self._logs.of(ticket.customer, ticket.thread).append(self.speaker(ticket.thread))

    async def leave(self, ticket: Ticket) -> None:
        """From now on the concierge speaks again; the ticket is done."""
        within = self._names.pop(ticket.thread, None)
        await self._concierge.front.tickets.close(ticket.id)
        if within is not None:
            self._logs.of(ticket.customer, ticket.thread).append(self.speaker(ticket.thread))

    def speaker(self, thread: ThreadId) -> Frame:
        """Who speaks, for the customer's screen."""
        name = self._names.get(thread)
        return custom("speaker", {"speaker": "human", "name": name} if name else {"speaker": "concierge"})

    async def say(
        self, customer: CustomerId, thread: ThreadId, name: str, text: str, message: MessageId | None = None
    ) -> None:
        """Write into the conversation. Raises ``NotFound`` when it is gone."""
        message = message or MessageId(f"msg_{secrets.token_hex(8)}")
        await self._write(customer, thread, "human", text, message, Signature(name=name).model_dump_json())
        log = self._logs.of(customer, thread)
        log.append({"type": "TEXT_MESSAGE_START", "messageId": message, "role": "assistant", "name": name})
        log.append({"type": "TEXT_MESSAGE_CONTENT", "messageId": message, "delta": text})
        log.append({"type": "TEXT_MESSAGE_END", "messageId": message})

    async def hear(self, customer: CustomerId, thread: ThreadId, said: Said) -> AsyncIterator[Event]:
        """A turn in which only the person is spoken to: written down, not answered."""
        turn = f"turn_{secrets.token_hex(8)}"
        yield TurnStarted(turn=turn)
        entries = await self._concierge.memory.threads.transcript(customer, thread)
        if said.text and all(each.message != said.message for each in entries):
            await self._write(customer, thread, "customer", said.text, said.message, None)
        yield TurnFinished(turn=turn)

    async def _write(
        self, customer: CustomerId, thread: ThreadId, role: str, text: str, message: MessageId, card: str | None
    ) -> None:
        now = self._concierge.clock.now()
        entry = TranscriptEntry(thread=thread, position=0, role=role, text=text, card=card, message=message, at=now)
        await self._concierge.memory.threads.append(customer, thread, entry)
