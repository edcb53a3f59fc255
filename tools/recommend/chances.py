"""A fair chance for what is new: now and then one place of a list is given to a thing nobody could choose yet.

Each chance is noted with its propensity (how likely it was to be given), so that what comes of it can be judged without
bias later (inverse propensity weighting). Nothing about the customer is noted.
"""

import hashlib
from collections.abc import Callable, Sequence

from sqlalchemy import func, insert, select

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, Value
from tools.models import Offer, Recommendation
from tools.money import Money
from tools.recommend.people.learning import thing_of
from tools.tables import CHANCES


class Exploration(Value):
    """How often a chance is given, and up to which price: above it nobody is made to explore."""

    share: float = 0.1
    """Of lists in which something new could stand."""
    up_to: int = 5_000
    """Minor units of an offer's own currency."""


class Chance(Value):
    """One place given to something new."""

    offer: str
    thing: str
    propensity: float
    of: int
    """New things among which it was drawn."""


class Chances:
    """Draws chances and notes them."""

    def __init__(self, database: Database, clock: Clock, exploration: Exploration) -> None:
        self._database = database
        self._clock = clock
        self._exploration = exploration

    def draw(
        self,
        customer: CustomerId,
        ranked: Sequence[Recommendation],
        offers: Sequence[Offer],
        new: Callable[[Offer], bool],
    ) -> tuple[Offer, int] | None:
        """The offer that gets the last place of a list this time, if any, and among how many it was drawn.

        The draw depends on customer, day and candidates alone: who asks twice on a day is shown the same.
        """
        shown = {one.offer.id for one in ranked}
        new_ones = [one for one in offers if one.id not in shown and self._affordable(one.price) and new(one)]
        if len(ranked) < 2 or not new_ones or any(new(one.offer) for one in ranked):
            return None
        new_ones.sort(key=lambda one: (one.partner, one.partner_ref))
        told = f"{customer}|{self._clock.now():%Y-%m-%d}|{'|'.join(one.partner_ref for one in new_ones)}"
        number = int.from_bytes(hashlib.sha256(told.encode()).digest()[:8]) / 2**64
        share = self._exploration.share
        return (new_ones[int(number / share * len(new_ones))], len(new_ones)) if number < share else None

    async def note(self, offer: Offer, count: int) -> None:
        """Keep that a chance was given to one of ``count`` new things."""
        row = {
            "offer": offer.id,
            "thing": thing_of(offer),
            "propensity": self._exploration.share / count,
            "among": count,
            "at": self._clock.now(),
        }
        async with self._database.begin() as connection:
            await connection.execute(insert(CHANCES).values(**row))

    async def all(self) -> tuple[Chance, ...]:
        """Every chance that was given, oldest first."""
        query = select(CHANCES).order_by(CHANCES.c.at, CHANCES.c.offer)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Chance(offer=row.offer, thing=row.thing, propensity=row.propensity, of=row.among) for row in rows)

    async def count(self) -> int:
        """How many chances were given."""
        async with self._database.read() as connection:
            return int(await connection.scalar(select(func.count()).select_from(CHANCES)) or 0)

    def _affordable(self, price: Money) -> bool:
        return price.minor <= self._exploration.up_to
