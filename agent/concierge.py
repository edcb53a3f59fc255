"""The one door: what a customer said goes in, a stream of typed events comes out."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import shorten
from weakref import WeakValueDictionary

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig

from agent.brain.reading.language import detect_language
from agent.chat import model_name
from agent.checkpoints import Checkpoints
from agent.claims import ClaimChecker
from agent.events import EVENT, Event, TextDelta, TextDone, TurnFailed, TurnFinished, TurnStarted
from agent.graph import RECURSION_LIMIT
from agent.history import OPENING
from agent.models import HEARD, Said
from agent.news import Heard, gather
from agent.overheard import overheard
from agent.state import Meter, Parts
from memory.clock import Clock
from memory.memory import Memory
from memory.models import (
    CustomerId,
    ErasureReceipt,
    MessageId,
    Profile,
    Purpose,
    Thread,
    ThreadId,
    TranscriptEntry,
)
from tools.demo.world import World
from tools.desk import FrontDesk
from tools.words import Words

MESSAGE_LIMIT = 8_000
"""Characters of one message."""
_log = logging.getLogger(__name__)
_TITLE_LENGTH = 80
"""Characters of a conversation's title: how it began."""


@dataclass(frozen=True)
class Concierge:
    """A concierge that is ready to talk. Made by ``agent.assembly.open_concierge``."""

    checkpoints: Checkpoints
    memory: Memory
    front: FrontDesk
    clock: Clock
    model: BaseChatModel
    fallback: BaseChatModel
    words: Words
    world: World
    """The demo partners, with switches that make them misbehave."""
    tool_steps: int = 8
    history_turns: int = 40
    _locks: WeakValueDictionary[ThreadId, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def turn(self, customer: CustomerId, thread: ThreadId, said: Said) -> AsyncIterator[Event]:
        """One turn of a customer's own thread. Turns of one thread come one after the other.

        Raises ``memory.errors.NotFound`` when the thread is not this customer's. The same ``said.message`` twice is
        one turn: the second yields only its end. Whatever breaks inside ends in ``TurnFailed``.
        """
        own = await self.memory.threads.get(customer, thread)
        profile = await self.memory.profiles.get(customer)
        turn = f"turn_{secrets.token_hex(8)}"
        async with self._one_at_a_time(thread):
            yield TurnStarted(turn=turn)
            self.checkpoints.begin(thread)
            try:
                heard = await self._news(own, profile)
                for told in heard.events:
                    yield told
                async for event in self._take(turn, own, profile, said, heard):
                    yield event
            except Exception:  # noqa: BLE001 - the one place where a bug becomes an apology; the trace is logged
                incident = secrets.token_hex(4)
                _log.exception("turn failed; incident %s", incident)
                apology = self.words.say("failed", profile.locale, incident=incident)
                yield TurnFailed(turn=turn, message=apology, incident=incident)
            finally:
                for words in await self.checkpoints.end(thread):  # the reply may have said what was forgotten
                    await self.memory.blot(customer, words)

    async def bring_news(self, customer: CustomerId, thread: ThreadId) -> tuple[Event, ...]:
        """Tell a customer unasked what became of their plans; nothing when there is nothing new, or a turn runs.

        Raises ``memory.errors.NotFound`` when the thread is not theirs.
        """
        own = await self.memory.threads.get(customer, thread)
        profile = await self.memory.profiles.get(customer)
        if self._locks.setdefault(thread, asyncio.Lock()).locked():
            return ()
        async with self._one_at_a_time(thread):
            self.checkpoints.begin(thread)
            try:
                heard = await self._news(own, profile)
                if heard.messages:
                    config: RunnableConfig = {"configurable": {"thread_id": thread}}
                    update = {"messages": list(heard.messages)}
                    graph = await self.checkpoints.graph(customer)
                    await graph.aupdate_state(config, update, as_node="remember")
            finally:
                await self.checkpoints.end(thread)
        return heard.events

    async def _news(self, thread: Thread, profile: Profile) -> Heard:
        """What is to be told, kept in the transcript; from then on it counts as told."""
        if not await self.front.news(customer=profile.customer):
            return Heard()
        graph = await self.checkpoints.graph(thread.customer)
        config: RunnableConfig = {"configurable": {"thread_id": thread.id}}
        locale = str((await graph.aget_state(config)).values.get("locale") or profile.locale)
        desk = self.front.desk(profile.customer, thread.id, locale=locale, words="", message=None)
        heard = await gather(desk, thread.id, self.words, locale, self.clock)
        if heard.entries:
            await self.memory.threads.append(profile.customer, thread.id, *heard.entries)
            await desk.told()
        return heard

    async def erase(self, customer: CustomerId) -> ErasureReceipt:
        """Forget a customer everywhere: memories, conversations, checkpoints. Booking records stay, and it says so."""
        threads = len(await self.memory.threads.list(customer))
        kept = await self.front.records_kept(customer)
        dropped = await self.front.forget(customer)
        receipt = await self.memory.erase(customer)
        counts = receipt.counts | dropped | {"conversations": threads}
        return receipt.model_copy(update={"counts": counts, "kept": (*receipt.kept, *kept)})

    async def _take(
        self, turn: str, thread: Thread, profile: Profile, said: Said, heard: Heard
    ) -> AsyncIterator[Event]:
        config: RunnableConfig = {"configurable": {"thread_id": thread.id}, "recursion_limit": RECURSION_LIMIT}
        graph = await self.checkpoints.graph(thread.customer)
        state = (await graph.aget_state(config)).values
        spoken = state.get("locale") or (await self._spoken(profile) if said.opening else profile.locale)
        locale = _locale(said.text, str(spoken), profile.locale)
        finished = TurnFinished(turn=turn, model=model_name(self.model))
        if any(each.id == said.message for each in state.get("messages", [])):
            yield finished
            return
        if len(said.text) > MESSAGE_LIMIT:
            for piece in _short_answer(self.words.say("too_long", locale, limit=MESSAGE_LIMIT)):
                yield piece
            yield finished
            return
        missed = await overheard(self.memory.threads, thread.customer, thread.id, state.get("messages", []))
        parts = self._parts(thread, profile, said, locale)
        await self._write_down(thread, said)
        stream = graph.astream(
            {"messages": [*missed, *heard.messages, _message(said, self.words, locale, self.clock.now())]},
            config,
            context=parts,
            stream_mode="custom",
            durability="sync",
        )
        async for written in stream:
            yield EVENT.validate_python(written)
        open_confirmation = await parts.desk.open_confirmation()
        yield finished.model_copy(
            update={
                "confirmation": open_confirmation.id if open_confirmation else None,
                "input_tokens": parts.meter.input_tokens,
                "output_tokens": parts.meter.output_tokens,
            }
        )

    async def _spoken(self, profile: Profile) -> str:
        """The language of the last conversation, where it may be remembered, else the customer's own."""
        consents = await self.memory.consents.current(profile.customer)
        last = await self.memory.episodes.latest(profile.customer) if consents.allows(Purpose.MEMORY) else None
        return last.locale if last is not None and last.locale else profile.locale

    def _parts(self, thread: Thread, profile: Profile, said: Said, locale: str) -> Parts:
        desk = self.front.desk(profile.customer, thread.id, locale=locale, words=said.text, message=said.message)
        return Parts(
            said=said,
            thread=thread,
            profile=profile,
            locale=locale,
            brand=self.front.brand.name,
            desk=desk,
            memory=self.memory,
            clock=self.clock,
            model=self.model,
            fallback=self.fallback,
            checker=ClaimChecker(locale),
            meter=Meter(),
            words=self.words,
            tool_steps=self.tool_steps,
            history_turns=self.history_turns,
        )

    async def _write_down(self, thread: Thread, said: Said) -> None:
        if not said.text:
            return
        entry = TranscriptEntry(
            thread=thread.id,
            position=0,
            role="customer",
            text=said.text,
            message=said.message,
            at=self.clock.now(),
        )
        await self.memory.threads.append(thread.customer, thread.id, entry)
        if not thread.title:
            await self.memory.threads.rename(
                thread.customer, thread.id, shorten(said.text, _TITLE_LENGTH, placeholder="…")
            )

    @asynccontextmanager
    async def _one_at_a_time(self, thread: ThreadId) -> AsyncIterator[None]:
        """Two concurrent runs on one thread would lose an update."""
        lock = self._locks.setdefault(thread, asyncio.Lock())
        async with lock:
            yield


def _message(said: Said, words: Words, locale: str, now: datetime) -> HumanMessage:
    heard = {HEARD: {"locale": locale, "now": now.isoformat()}}
    if said.opening:
        marker = "(The customer has opened the chat and said nothing yet.)"
        return HumanMessage(id=said.message, content=marker, additional_kwargs={OPENING: True})
    if said.decision and not said.text:
        clicked = words.say("confirm" if said.decision.accepted else "decline", locale)
        return HumanMessage(id=said.message, content=clicked, additional_kwargs={"click": True, **heard})
    return HumanMessage(id=said.message, content=said.text, additional_kwargs=heard)


def _locale(text: str, current: str, own: str) -> str:
    """The tag to answer in: the customer's own when they write in their language, else that of the words."""
    code = detect_language(text, current.split("-")[0]) if text else current.split("-")[0]
    if own.split("-")[0] == code:
        return own
    return current if current.split("-")[0] == code else code


def _short_answer(text: str) -> tuple[TextDelta, TextDone]:
    message = MessageId(f"msg_{secrets.token_hex(8)}")
    return TextDelta(message=message, text=text), TextDone(message=message, text=text)
