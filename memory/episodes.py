"""What sessions were about and where they stopped, so that the next one picks up there."""

from sqlalchemy import delete, select
from sqlalchemy.engine import Row

from memory.database import Database
from memory.errors import NotFound
from memory.keys import Keyring, Seal
from memory.models import CustomerId, Episode, Search, ThreadId, Value
from memory.tables import EPISODES, THREADS


class EpisodeBody(Value):
    """What of an episode is sealed."""

    summary: str
    open_question: str
    searches: tuple[Search, ...] = ()
    booked: tuple[str, ...] = ()
    locale: str = ""


class Episodes:
    """One episode per thread, sealed with the customer's key."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def put(self, episode: Episode) -> None:
        """Store or rewrite the thread's episode. Raises ``NotFound`` when the thread is not the customer's."""
        async with self._database.begin(episode.customer) as connection:
            owner = await connection.scalar(select(THREADS.c.customer).where(THREADS.c.id == episode.thread))
            if owner != episode.customer:
                raise NotFound("thread")
            seal = await self._keyring.seal(episode.customer, connection)
            body = episode.model_dump_json(include=set(EpisodeBody.model_fields))
            await connection.execute(delete(EPISODES).where(EPISODES.c.thread == episode.thread))
            await connection.execute(
                EPISODES.insert().values(
                    thread=episode.thread,
                    customer=episode.customer,
                    updated_at=episode.updated_at,
                    sealed=seal.close(body, _place(episode.thread)),
                )
            )

    async def latest(self, customer: CustomerId, besides: ThreadId | None = None) -> Episode | None:
        """The newest episode, of another thread than ``besides``."""
        for episode in await self.list(customer):
            if episode.thread != besides:
                return episode
        return None

    async def list(self, customer: CustomerId) -> tuple[Episode, ...]:
        """All episodes, newest first."""
        async with self._database.read() as connection:
            seal = await self._keyring.find(customer, connection)
            rows = await connection.execute(
                select(EPISODES).where(EPISODES.c.customer == customer).order_by(EPISODES.c.updated_at.desc())
            )
            return tuple(_episode(row, seal) for row in rows) if seal else ()


def _episode(row: Row[tuple[object, ...]], seal: Seal) -> Episode:
    body = EpisodeBody.model_validate_json(seal.open(row.sealed, _place(row.thread)))
    return Episode(
        thread=row.thread,
        customer=row.customer,
        **dict(body),
        updated_at=row.updated_at,
    )


def _place(thread: ThreadId) -> str:
    return f"episode:{thread}"
