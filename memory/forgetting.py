"""Forgetting: facts, their words in transcripts and episodes, vectors and, for everything, the key itself."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.blotting import FORGOTTEN, Blotter, anywhere
from memory.errors import NotFound
from memory.extraction.people import name_of
from memory.keys import Seal
from memory.models import CustomerId, ErasureReceipt, Fact, FactDraft, FactId, MessageId, ThreadId
from memory.stores import Stores
from memory.tables import EPISODES, FACTS, MENTIONS, MERGES, PROFILES, THREADS, TOMBSTONES, TRANSCRIPTS

Forgetting = Callable[[CustomerId, tuple[ThreadId, ...], re.Pattern[str] | None], Awaitable[None]]
"""What another store does when something is forgotten: the customer, their threads, and which words (None: all)."""


class Eraser:
    """Erases for good; each erasure gives a receipt with what was counted."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._blotter = Blotter(stores)
        self.blot_message = self._blotter.message
        self._after_forgetting: list[Forgetting] = []

    def on_forgetting(self, act: Forgetting) -> None:
        """Have ``act`` done whenever words or a whole customer are forgotten."""
        self._after_forgetting.append(act)

    async def forget(self, customer: CustomerId, fact_id: FactId) -> ErasureReceipt:
        """Erase one fact and the words it came from. Raises ``NotFound``."""
        async with self._stores.database.begin(customer) as connection:
            known = await self._stores.facts.within(connection, customer)
            fact = next((one for one in known if one.id == fact_id), None)
            if fact is None:
                raise NotFound("fact")
            said = await self._words(connection, customer, fact)
            await self._bury(connection, customer, fact)
            await self._stores.facts.delete(connection, fact)
            pattern = _telltale(fact, said, is_last=sum(one.subject == fact.subject for one in known) == 1)
            changed = await self._blotter.sources(connection, customer, pattern, anywhere([fact.value]))
            entries = await self._blotter.transcripts(connection, customer, pattern)
            episodes = await self._blotter.episodes(connection, customer, pattern)
        vectors = await asyncio.to_thread(self._stores.vectors.erase, customer, [fact_id])
        await self._put_anew(customer, changed)
        await self._stores.database.scrub()
        await self._tell_others(customer, await self._threads(customer), pattern)
        counts = {
            "facts": 1,
            "mentions": len(said),
            "vectors": vectors,
            "transcript_entries": len(entries),
            "episodes": episodes,
        }
        return self._receipt(customer, f"fact:{fact_id}", counts)

    async def forget_words(self, customer: CustomerId, words: Sequence[str], besides: MessageId | None = None) -> int:
        """Erase ``words`` wherever they stand; says in how many messages but ``besides``."""
        pattern = anywhere(words)
        messages = await self.blot(customer, pattern)
        await self._tell_others(customer, await self._threads(customer), pattern)
        return len(messages - {besides})

    async def forget_message(self, customer: CustomerId, thread: ThreadId, message: MessageId) -> None:
        """Take a message out of the transcript, and its words out of whatever else holds them."""
        async with self._stores.database.begin(customer) as connection:
            said = await self._blotter.message(connection, customer, thread, message)
        if words := [one for one in said if one.strip(FORGOTTEN)]:
            await self.forget_words(customer, words)
        await self._stores.database.scrub()

    async def blot(self, customer: CustomerId, pattern: re.Pattern[str]) -> set[str]:
        """Take words out of transcripts, episodes and what facts came from; says in which messages they stood."""
        async with self._stores.database.begin(customer) as connection:
            messages = set(await self._blotter.transcripts(connection, customer, pattern))
            changed = await self._blotter.sources(connection, customer, pattern)
            await self._blotter.episodes(connection, customer, pattern)
        await self._put_anew(customer, changed)
        await self._stores.database.scrub()
        return messages | {str(fact.source.message) for fact in changed}

    async def _put_anew(self, customer: CustomerId, changed: Sequence[Fact]) -> None:
        """Vectors of facts whose words changed: the next recall computes what is not there."""
        if changed:
            await asyncio.to_thread(self._stores.vectors.erase, customer, [str(fact.id) for fact in changed])

    async def forget_learned(self, customer: CustomerId, special_only: bool = False) -> ErasureReceipt:
        """Erase all facts and episodes (or only those of special categories), as when a consent is withdrawn."""
        async with self._stores.database.begin(customer) as connection:
            facts = [
                fact
                for fact in await self._stores.facts.within(connection, customer)
                if fact.special_category or not special_only
            ]
            for fact in facts:
                await self._stores.facts.delete(connection, fact)
            if not special_only:
                await connection.execute(delete(EPISODES).where(EPISODES.c.customer == customer))
        ids = [str(fact.id) for fact in facts]
        vectors = await asyncio.to_thread(self._stores.vectors.erase, customer, ids)
        await self._stores.database.scrub()
        return self._receipt(customer, "learned", {"facts": len(facts), "vectors": vectors})

    async def erase(self, customer: CustomerId) -> ErasureReceipt:
        """Erase all that was learned, said and shown, and the key. The brand's own record and consents stay."""
        counts = {}
        threads = await self._threads(customer)
        async with self._stores.database.begin(customer) as connection:
            profile = await self._unsealed_profile(connection, customer)
            for name, table in (
                ("facts", FACTS),
                ("mentions", MENTIONS),
                ("episodes", EPISODES),
                ("transcript_entries", TRANSCRIPTS),
                ("threads", THREADS),
                ("tombstones", TOMBSTONES),
            )[::-1]:
                done: CursorResult[tuple[object, ...]] = await connection.execute(
                    delete(table).where(table.c.customer == customer)
                )
                counts[name] = max(0, done.rowcount)
            of_theirs = (MERGES.c.kept == customer) | (MERGES.c.absorbed == customer)
            await connection.execute(delete(MERGES).where(of_theirs))
            await self._stores.keyring.destroy(customer, connection)
            counts["keys"] = 1
            if profile is not None:
                await self._reseal_profile(connection, customer, profile)
        counts["vectors"] = await asyncio.to_thread(self._stores.vectors.erase, customer)
        await self._stores.database.scrub()
        await self._tell_others(customer, threads, None)
        return self._receipt(customer, "everything", counts)

    async def buried_at(self, connection: AsyncConnection, customer: CustomerId, draft: FactDraft) -> datetime | None:
        """When a fact that says the same was forgotten; None when it never was."""
        seal = await self._stores.keyring.seal(customer, connection)
        moment: datetime | None = await connection.scalar(
            select(TOMBSTONES.c.buried_at).where(
                TOMBSTONES.c.customer == customer, TOMBSTONES.c.signature == _signature(seal, draft)
            )
        )
        return moment

    async def tell(self, customer: CustomerId, threads: tuple[ThreadId, ...] = (), words: Sequence[str] = ()) -> None:
        """Have other stores forget along: those threads, or those words in all of the customer's threads."""
        pattern = anywhere(words) if words else None
        await self._tell_others(customer, threads or await self._threads(customer), pattern)

    async def _threads(self, customer: CustomerId) -> tuple[ThreadId, ...]:
        return tuple(thread.id for thread in await self._stores.threads.list(customer))

    async def _tell_others(
        self, customer: CustomerId, threads: tuple[ThreadId, ...], pattern: re.Pattern[str] | None
    ) -> None:
        for act in self._after_forgetting:
            await act(customer, threads, pattern)

    async def _words(self, connection: AsyncConnection, customer: CustomerId, fact: Fact) -> list[str]:
        """All the sentences in which it was said."""
        seal = await self._stores.keyring.seal(customer, connection)
        rows = await connection.execute(select(MENTIONS).where(MENTIONS.c.fact == fact.id))
        return [seal.open(row.sealed, f"mention:{row.fact}:{row.message}") for row in rows.all()]

    async def _bury(self, connection: AsyncConnection, customer: CustomerId, fact: Fact) -> None:
        """Put up a tombstone: a keyed digest, from which nothing can be read."""
        seal = await self._stores.keyring.seal(customer, connection)
        signature = _signature(seal, fact)
        await connection.execute(
            delete(TOMBSTONES).where(TOMBSTONES.c.customer == customer, TOMBSTONES.c.signature == signature)
        )
        await connection.execute(
            TOMBSTONES.insert().values(customer=customer, signature=signature, buried_at=self._stores.clock.now())
        )

    async def _unsealed_profile(self, connection: AsyncConnection, customer: CustomerId) -> str | None:
        sealed = await connection.scalar(select(PROFILES.c.sealed).where(PROFILES.c.customer == customer))
        seal = await self._stores.keyring.find(customer, connection)
        return seal.open(sealed, f"profile:{customer}") if sealed and seal else None

    async def _reseal_profile(self, connection: AsyncConnection, customer: CustomerId, profile: str) -> None:
        seal = await self._stores.keyring.seal(customer, connection)
        await connection.execute(
            update(PROFILES)
            .where(PROFILES.c.customer == customer)
            .values(sealed=seal.close(profile, f"profile:{customer}"))
        )

    def _receipt(self, customer: CustomerId, scope: str, counts: dict[str, int]) -> ErasureReceipt:
        return ErasureReceipt(
            id=secrets.token_urlsafe(12),
            customer=customer,
            erased_at=self._stores.clock.now(),
            scope=scope,
            counts=counts,
        )


def _signature(seal: Seal, draft: FactDraft) -> str:
    return seal.digest(f"{draft.subject}|{draft.attribute}|{draft.value.casefold()}")


def _telltale(fact: Fact, said: list[str], *, is_last: bool) -> re.Pattern[str]:
    """Matches words that would give a fact away: the sentences it was said in, and its value where it is rare.

    ``is_last``: nothing else is known of whom it is about, so that their name goes along.
    """
    words = [one.rstrip(" .!?") for one in (*said, fact.source.words)]  # a reply quotes them without their full stop
    words += [fact.value] if len(fact.value) > 3 else []
    name = name_of(fact.subject)
    if not (name[:1].isupper() and is_last):  # "boss" is a word and no name
        return anywhere(words)
    as_written = rf"(?-i:(?<!\w)(?<!\d\s){re.escape(name)}(?!\w|\s\d))"  # Will is a word, too, and 5 May a day
    return re.compile(f"{anywhere(words).pattern}|{as_written}", re.IGNORECASE)
