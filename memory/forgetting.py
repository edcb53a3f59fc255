"""Forgetting: facts, their words in transcripts and episodes, vectors and, for everything, the key itself."""

import asyncio
import re
import secrets
from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.errors import NotFound
from memory.facts import Facts
from memory.keys import Keyring, Seal
from memory.models import CustomerId, ErasureReceipt, Fact, FactId
from memory.tables import EPISODES, FACTS, MENTIONS, PROFILES, THREADS, TOMBSTONES, TRANSCRIPTS
from memory.threads import TranscriptBody
from memory.vectors import Vectors

FORGOTTEN = "▇▇▇"
"""Stands in a transcript where forgotten words stood."""


class Eraser:
    """Erases for good; each erasure gives a receipt with what was counted."""

    def __init__(self, database: Database, keyring: Keyring, facts: Facts, vectors: Vectors, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._facts = facts
        self._vectors = vectors
        self._clock = clock

    async def forget(self, customer: CustomerId, fact_id: FactId) -> ErasureReceipt:
        """Erase one fact and the words it came from. Raises ``NotFound``."""
        async with self._database.begin() as connection:
            found = await self._facts.within(connection, customer, fact_id)
            if not found:
                raise NotFound("fact")
            fact = found[0]
            mentions = await connection.execute(select(MENTIONS).where(MENTIONS.c.fact == fact.id))
            messages = {row.message for row in mentions}
            await self._bury(connection, customer, fact)
            await self._facts.delete(connection, fact)
            entries = await self._blot_transcripts(connection, customer, fact, messages)
            episodes = await self._drop_episodes(connection, customer, fact)
        vectors = await asyncio.to_thread(self._vectors.erase, customer, [fact_id])
        await self._database.scrub()
        counts = {
            "facts": 1,
            "mentions": len(messages),
            "vectors": vectors,
            "transcript_entries": entries,
            "episodes": episodes,
        }
        return self._receipt(customer, f"fact:{fact_id}", counts)

    async def erase(self, customer: CustomerId) -> ErasureReceipt:
        """Erase all that was learned, said and shown, and the key. The brand's own record and consents stay."""
        counts = {}
        async with self._database.begin() as connection:
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
            await self._keyring.destroy(customer, connection)
            counts["keys"] = 1
            if profile is not None:
                await self._reseal_profile(connection, customer, profile)
        counts["vectors"] = await asyncio.to_thread(self._vectors.erase, customer)
        await self._database.scrub()
        return self._receipt(customer, "everything", counts)

    def signature(self, seal: Seal, fact: Fact | None, subject: str, attribute: str, value: str) -> str:
        """What a tombstone remembers of a fact: a keyed digest, from which nothing can be read."""
        return seal.digest(f"{subject}|{attribute}|{value.casefold()}")

    async def _bury(self, connection: AsyncConnection, customer: CustomerId, fact: Fact) -> None:
        seal = await self._keyring.seal(customer, connection)
        signature = self.signature(seal, fact, fact.subject, fact.attribute, fact.value)
        await connection.execute(
            delete(TOMBSTONES).where(TOMBSTONES.c.customer == customer, TOMBSTONES.c.signature == signature)
        )
        await connection.execute(
            TOMBSTONES.insert().values(customer=customer, signature=signature, buried_at=self._clock.now())
        )

    async def _blot_transcripts(
        self, connection: AsyncConnection, customer: CustomerId, fact: Fact, messages: set[str]
    ) -> int:
        """Blot the words the fact was said in, and its value wherever a conversation repeats it."""
        seal = await self._keyring.seal(customer, connection)
        pattern = _telltale([fact])
        blotted = 0
        for row in await connection.execute(select(TRANSCRIPTS).where(TRANSCRIPTS.c.customer == customer)):
            place = f"transcript:{row.thread}:{row.position}"
            body = TranscriptBody.model_validate_json(seal.open(row.sealed, place))
            text = body.text
            if row.message in messages and row.role == "customer":
                text = text.replace(fact.source.words, FORGOTTEN)
            text = pattern.sub(FORGOTTEN, text)
            card = None if body.card and pattern.search(body.card) else body.card
            if text == body.text and card == body.card:
                continue
            blotted += 1
            sealed = seal.close(TranscriptBody(text=text, card=card).model_dump_json(), place)
            await connection.execute(
                update(TRANSCRIPTS)
                .where(TRANSCRIPTS.c.thread == row.thread, TRANSCRIPTS.c.position == row.position)
                .values(sealed=sealed)
            )
        return blotted

    async def _drop_episodes(self, connection: AsyncConnection, customer: CustomerId, fact: Fact) -> int:
        seal = await self._keyring.seal(customer, connection)
        pattern = _telltale([fact])
        dropped = 0
        for row in await connection.execute(select(EPISODES).where(EPISODES.c.customer == customer)):
            if pattern.search(seal.open(row.sealed, f"episode:{row.thread}")):
                dropped += 1
                await connection.execute(delete(EPISODES).where(EPISODES.c.thread == row.thread))
        return dropped

    async def _unsealed_profile(self, connection: AsyncConnection, customer: CustomerId) -> str | None:
        sealed = await connection.scalar(select(PROFILES.c.sealed).where(PROFILES.c.customer == customer))
        seal = await self._keyring.find(customer, connection)
        return seal.open(sealed, f"profile:{customer}") if sealed and seal else None

    async def _reseal_profile(self, connection: AsyncConnection, customer: CustomerId, profile: str) -> None:
        seal = await self._keyring.seal(customer, connection)
        await connection.execute(
            update(PROFILES)
            .where(PROFILES.c.customer == customer)
            .values(sealed=seal.close(profile, f"profile:{customer}"))
        )

    def _receipt(self, customer: CustomerId, scope: str, counts: dict[str, int]) -> ErasureReceipt:
        return ErasureReceipt(
            id=secrets.token_urlsafe(12),
            customer=customer,
            erased_at=self._clock.now(),
            scope=scope,
            counts=counts,
        )


def _telltale(facts: Iterable[Fact]) -> re.Pattern[str]:
    """Matches words that would give the facts away: their source words, values and the person's name."""
    words = []
    for fact in facts:
        words.append(re.escape(fact.source.words))
        words.extend(re.escape(part) for part in re.findall(r"[^\s,()]{3,}", fact.value))
        name = fact.subject.partition(":")[2].partition("(")[0]
        if name:
            words.append(re.escape(name))
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
