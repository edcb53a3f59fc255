"""Forgetting: facts, their words in transcripts and episodes, vectors and, for everything, the key itself."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.engine import CursorResult, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.errors import NotFound
from memory.keys import Seal
from memory.models import CustomerId, ErasureReceipt, Fact, FactDraft, FactId, MessageId, ThreadId
from memory.stores import Stores
from memory.tables import EPISODES, FACTS, MENTIONS, MERGES, PROFILES, THREADS, TOMBSTONES, TRANSCRIPTS
from memory.threads import TranscriptBody

FORGOTTEN = "▇▇▇"
"""Stands in a transcript where forgotten words stood."""

Forgetting = Callable[[CustomerId, tuple[ThreadId, ...], re.Pattern[str] | None], Awaitable[None]]
"""What another store does when something is forgotten: the customer, their threads, and which words (None: all)."""


class Eraser:
    """Erases for good; each erasure gives a receipt with what was counted."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._after_forgetting: list[Forgetting] = []

    def on_forgetting(self, act: Forgetting) -> None:
        """Have ``act`` done whenever words or a whole customer are forgotten."""
        self._after_forgetting.append(act)

    async def forget(self, customer: CustomerId, fact_id: FactId) -> ErasureReceipt:
        """Erase one fact and the words it came from. Raises ``NotFound``."""
        async with self._stores.database.begin(customer) as connection:
            found = await self._stores.facts.within(connection, customer, fact_id)
            if not found:
                raise NotFound("fact")
            fact = found[0]
            said = await self._words(connection, customer, fact)
            await self._bury(connection, customer, fact)
            await self._stores.facts.delete(connection, fact)
            pattern = _telltale(fact, said)
            await self._blot_sources(connection, customer, fact, pattern)
            entries = await self._blot_transcripts(connection, customer, pattern)
            episodes = await self._drop_episodes(connection, customer, pattern)
        vectors = await asyncio.to_thread(self._stores.vectors.erase, customer, [fact_id])
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

    async def forget_names(self, customer: CustomerId, names: Sequence[str], besides: MessageId | None = None) -> int:
        """Erase every mention of ``names`` from transcripts and episodes; says in how many lines but ``besides``."""
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
        messages = await self.blot(customer, pattern)
        await self._tell_others(customer, await self._threads(customer), pattern)
        return sum(one != besides for one in messages)

    async def blot(self, customer: CustomerId, pattern: re.Pattern[str]) -> list[str]:
        """Take words out of transcripts and episodes; says in which messages they stood."""
        async with self._stores.database.begin(customer) as connection:
            messages = await self._blot_transcripts(connection, customer, pattern)
            await self._drop_episodes(connection, customer, pattern)
        await self._stores.database.scrub()
        return messages

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

    async def blot_message(
        self, connection: AsyncConnection, customer: CustomerId, thread: ThreadId, message: MessageId
    ) -> list[str]:
        """Take a message's words out of the transcript, and return them; that something was said remains."""
        gone = []
        seal = await self._stores.keyring.seal(customer, connection)
        rows = await connection.execute(
            select(TRANSCRIPTS).where(TRANSCRIPTS.c.thread == thread, TRANSCRIPTS.c.message == message)
        )
        for row in rows.all():
            said = TranscriptBody.model_validate_json(seal.open(row.sealed, f"transcript:{row.thread}:{row.position}"))
            await _rewrite(connection, row, TranscriptBody(text=FORGOTTEN, card=None), seal)
            await _blot_title(connection, row, said.text, FORGOTTEN, seal)
            gone.append(said.text)
        return gone

    async def tell(self, customer: CustomerId, threads: tuple[ThreadId, ...] = (), words: Sequence[str] = ()) -> None:
        """Have other stores forget along: those threads, or those words in all of the customer's threads."""
        pattern = _anywhere(words) if words else None
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

    async def _blot_sources(
        self, connection: AsyncConnection, customer: CustomerId, fact: Fact, pattern: re.Pattern[str]
    ) -> None:
        """Blot what was forgotten in the words that other facts came from; as little as will do, for they stay."""
        value = _anywhere([fact.value])

        def blotted(words: str) -> str:
            return (value if value.search(words) else pattern).sub(FORGOTTEN, words)

        seal = await self._stores.keyring.seal(customer, connection)
        rows = await connection.execute(select(MENTIONS).where(MENTIONS.c.customer == customer))
        for row in rows.all():
            place = f"mention:{row.fact}:{row.message}"
            words = seal.open(row.sealed, place)
            if (left := blotted(words)) != words:
                of_fact = (MENTIONS.c.fact == row.fact, MENTIONS.c.message == row.message)
                await connection.execute(update(MENTIONS).where(*of_fact).values(sealed=seal.close(left, place)))
        for other in await self._stores.facts.within(connection, customer):
            if (left := blotted(other.source.words)) != other.source.words:
                source = other.source.model_copy(update={"words": left})
                await self._stores.facts.resource(connection, other, source)

    async def _blot_transcripts(
        self, connection: AsyncConnection, customer: CustomerId, pattern: re.Pattern[str]
    ) -> list[str]:
        """Blot words wherever a conversation has them, and cards that show them; says in which messages."""
        seal = await self._stores.keyring.seal(customer, connection)
        blotted = []
        rows = await connection.execute(select(TRANSCRIPTS).where(TRANSCRIPTS.c.customer == customer))
        for row in rows.all():
            place = f"transcript:{row.thread}:{row.position}"
            body = TranscriptBody.model_validate_json(seal.open(row.sealed, place))
            text = pattern.sub(FORGOTTEN, body.text)
            card = None if body.card and pattern.search(body.card) else body.card
            if (text, card) != (body.text, body.card):
                blotted.append(str(row.message))
                await _rewrite(connection, row, TranscriptBody(text=text, card=card), seal)
                await _blot_title(connection, row, body.text, text, seal)
        return blotted

    async def _drop_episodes(self, connection: AsyncConnection, customer: CustomerId, pattern: re.Pattern[str]) -> int:
        seal = await self._stores.keyring.seal(customer, connection)
        dropped = 0
        rows = await connection.execute(select(EPISODES).where(EPISODES.c.customer == customer))
        for row in rows.all():
            if pattern.search(seal.open(row.sealed, f"episode:{row.thread}")):
                dropped += 1
                await connection.execute(delete(EPISODES).where(EPISODES.c.thread == row.thread))
        return dropped

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


async def _rewrite(connection: AsyncConnection, row: Row[tuple[object, ...]], body: TranscriptBody, seal: Seal) -> None:
    sealed = seal.close(body.model_dump_json(), f"transcript:{row.thread}:{row.position}")
    await connection.execute(
        update(TRANSCRIPTS)
        .where(TRANSCRIPTS.c.thread == row.thread, TRANSCRIPTS.c.position == row.position)
        .values(sealed=sealed, fades=False)
    )


async def _blot_title(
    connection: AsyncConnection, entry: Row[tuple[object, ...]], said: str, left: str, seal: Seal
) -> None:
    """A conversation may be named after what was said: the beginning of an entry, cut off anywhere."""
    place = f"title:{entry.thread}"
    sealed = await connection.scalar(select(THREADS.c.title).where(THREADS.c.id == entry.thread))
    if not sealed or not (title := seal.open(sealed, place)) or not said.startswith(title):
        return
    shown = seal.close(left[: len(title)], place)
    await connection.execute(update(THREADS).where(THREADS.c.id == entry.thread).values(title=shown))


def _signature(seal: Seal, draft: FactDraft) -> str:
    return seal.digest(f"{draft.subject}|{draft.attribute}|{draft.value.casefold()}")


def _telltale(fact: Fact, said: list[str]) -> re.Pattern[str]:
    """Matches words that would give a fact away: the sentences it was said in, and its value where it is rare."""
    words = [*said, fact.source.words]
    words += [fact.value] if len(fact.value) > 3 else []
    return _anywhere(words)


def _anywhere(words: Iterable[str]) -> re.Pattern[str]:
    """Matches any of the words, whichever apostrophes they are written with."""
    quoted = (re.escape(one).replace("'", "['’`]") for one in dict.fromkeys(words))
    return re.compile("|".join(rf"(?<!\w){one}(?!\w)" for one in quoted), re.IGNORECASE)
