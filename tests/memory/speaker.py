"""A customer who says things, each in a message of its own, as the host would pass them on."""

from itertools import count

from memory.clock import Clock
from memory.learned import Learned
from memory.memory import Memory
from memory.models import (
    CustomerId,
    Fact,
    FactStatus,
    MessageId,
    Profile,
    Purpose,
    Recalled,
    Source,
    Thread,
    TranscriptEntry,
)

_NUMBERS = count(1)


class Speaker:
    """One customer in one conversation at a time."""

    def __init__(self, memory: Memory, clock: Clock, customer: CustomerId, thread: Thread) -> None:
        self.memory = memory
        self.clock = clock
        self.customer = customer
        self.thread = thread

    @classmethod
    async def enter(
        cls, memory: Memory, clock: Clock, customer: CustomerId, *purposes: Purpose, zone: str = "Europe/Lisbon"
    ) -> "Speaker":
        """A customer who allows remembering, and whatever else is named."""
        await memory.profiles.put(Profile(customer=customer, name="Ana Prado", zone=zone))
        for purpose in (Purpose.MEMORY, *purposes):
            await memory.decide(customer, purpose, True, "widget")
        return cls(memory, clock, customer, await memory.threads.open_new(customer))

    async def say(self, text: str) -> Learned:
        """Say something: it enters the transcript and is learned from."""
        message = MessageId(f"m{next(_NUMBERS)}")
        entry = TranscriptEntry(
            thread=self.thread.id, position=0, role="customer", text=text, message=message, at=self.clock.now()
        )
        await self.memory.threads.append(self.customer, self.thread.id, entry)
        return await self.learn(text, message)

    async def learn(self, text: str, message: MessageId) -> Learned:
        source = Source(thread=self.thread.id, message=message, words=text)
        return await self.memory.learn(self.customer, source, text)

    async def come_back(self) -> None:
        """A new conversation."""
        self.thread = await self.memory.threads.open_new(self.customer)

    async def facts(self, *statuses: FactStatus) -> list[tuple[str, str]]:
        found = await self.memory.facts.list(self.customer, statuses or (FactStatus.ACTIVE,))
        return [(fact.attribute, fact.value) for fact in found]

    async def known(self) -> tuple[Fact, ...]:
        return await self.memory.facts.list(self.customer)

    async def recall(self, query: str) -> tuple[Recalled, ...]:
        return await self.memory.recall(self.customer, query)
