"""Learned models by version: the newest serves, the older ones tell how accuracy goes."""

from datetime import datetime

from sqlalchemy import func, insert, select

from memory.clock import Clock
from memory.database import Database
from memory.models import Value
from tools.recommend.people.keeping import packed, unpacked
from tools.recommend.people.model import PeopleModel
from tools.tables import MODELS


class Accuracy(Value):
    """What a version learned from, and how well it foretells."""

    customers: int
    items: int
    choices: int
    ndcg: float
    """NDCG@10 on choices kept back while it was learned."""
    popularity: float
    """The same of popularity alone."""
    before: float | None = None
    """NDCG@10 of the version before on what was chosen since it was learned: when it falls, taste has moved on."""
    since: int = 0
    """Choices behind ``before``."""


class Version(Value):
    """One learned model."""

    number: int
    made_at: datetime
    accuracy: Accuracy


class Versions:
    """Kept in the database, so that every process serves the same."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._served: tuple[int, PeopleModel] | None = None

    async def keep(self, model: PeopleModel, accuracy: Accuracy) -> Version:
        """Serve this one from now on."""
        made_at = self._clock.now()
        async with self._database.begin() as connection:
            number = int(await connection.scalar(select(func.coalesce(func.max(MODELS.c.version), 0))) or 0) + 1
            row = {"version": number, "made_at": made_at, "accuracy": accuracy.model_dump_json()}
            await connection.execute(insert(MODELS).values(**row, model=packed(model)))
        return Version(number=number, made_at=made_at, accuracy=accuracy)

    async def all(self) -> tuple[Version, ...]:
        """Oldest first."""
        query = select(MODELS.c.version, MODELS.c.made_at, MODELS.c.accuracy).order_by(MODELS.c.version)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            Version(number=row.version, made_at=row.made_at, accuracy=Accuracy.model_validate_json(row.accuracy))
            for row in rows
        )

    async def served(self) -> PeopleModel | None:
        """The newest model; None while nothing was learned."""
        async with self._database.read() as connection:
            newest = await connection.scalar(select(func.max(MODELS.c.version)))
            if newest is None:
                return None
            if self._served is None or self._served[0] != newest:
                data = await connection.scalar(select(MODELS.c.model).where(MODELS.c.version == newest))
                self._served = (newest, unpacked(bytes(data or b"")))
        return self._served[1]
