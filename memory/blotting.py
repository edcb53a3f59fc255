"""Blotting: forgotten words are taken out of conversations, their titles, and the words that other facts came from."""

import re
from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.keys import Seal
from memory.models import CustomerId, Fact, MessageId, ThreadId
from memory.stores import Stores
from memory.tables import EPISODES, MENTIONS, THREADS, TRANSCRIPTS
from memory.threads import TranscriptBody

FORGOTTEN = "▇▇▇"
"""Stands in a transcript where forgotten words stood."""


class Blotter:
    """Takes words out of what stays. All of it within the caller's transaction."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def message(
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

    async def sources(
        self,
        connection: AsyncConnection,
        customer: CustomerId,
        pattern: re.Pattern[str],
        least: re.Pattern[str] | None = None,
    ) -> list[Fact]:
        """Blot words that facts came from; says which. ``least``: what alone is blotted where it is found."""

        def blotted(words: str) -> str:
            return (least if least and least.search(words) else pattern).sub(FORGOTTEN, words)

        seal = await self._stores.keyring.seal(customer, connection)
        rows = await connection.execute(select(MENTIONS).where(MENTIONS.c.customer == customer))
        for row in rows.all():
            place = f"mention:{row.fact}:{row.message}"
            words = seal.open(row.sealed, place)
            if (left := blotted(words)) != words:
                of_fact = (MENTIONS.c.fact == row.fact, MENTIONS.c.message == row.message)
                await connection.execute(update(MENTIONS).where(*of_fact).values(sealed=seal.close(left, place)))
        changed = []
        for fact in await self._stores.facts.within(connection, customer):
            if (left := blotted(fact.source.words)) != fact.source.words:
                await self._stores.facts.resource(connection, fact, fact.source.model_copy(update={"words": left}))
                changed.append(fact)
        return changed

    async def transcripts(
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

    async def episodes(self, connection: AsyncConnection, customer: CustomerId, pattern: re.Pattern[str]) -> int:
        """Drop the summaries of conversations that have the words; says how many."""
        seal = await self._stores.keyring.seal(customer, connection)
        dropped = 0
        rows = await connection.execute(select(EPISODES).where(EPISODES.c.customer == customer))
        for row in rows.all():
            if pattern.search(seal.open(row.sealed, f"episode:{row.thread}")):
                dropped += 1
                await connection.execute(delete(EPISODES).where(EPISODES.c.thread == row.thread))
        return dropped


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


def anywhere(words: Iterable[str]) -> re.Pattern[str]:
    """Matches any of the words, whichever apostrophes they are written with."""
    quoted = (re.escape(one).replace("'", "['’`]") for one in dict.fromkeys(words))
    return re.compile("|".join(rf"(?<!\w){one}(?!\w)" for one in quoted), re.IGNORECASE)
