"""All customers who agreed to be learned from, as one crowd whose members can be compared."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime

from memory.memory import Memory
from memory.models import CustomerId, Purpose
from tools.models import Booking
from tools.recommend.evidence import Affinity, enjoyed
from tools.recommend.likeness import Likeness, picks
from tools.recommend.traits import Tastes
from tools.service import Service

_NEEDED = (Purpose.SIMILAR_CUSTOMERS, Purpose.PURCHASE_HISTORY)


class Crowd:
    """What customers alike go for. A picture of the moment it was gathered; gather anew to learn and to forget."""

    def __init__(self, likeness: Likeness, tastes: Mapping[str, Tastes]) -> None:
        self._likeness = likeness
        self._tastes = tastes

    @property
    def size(self) -> int:
        """How many customers it has."""
        return self._likeness.size

    def affinities(
        self, customer: CustomerId, bookings: Iterable[Booking], now: datetime
    ) -> dict[str, tuple[Affinity, ...]]:
        """For ``gather_evidence``: what customers like this one go for, by service kind."""
        return self._likeness.affinities(customer, picks(_over(bookings, now), self._tastes))


async def gather_crowd(
    memory: Memory,
    bookings: Callable[[CustomerId], Awaitable[Iterable[Booking]]],
    services: Mapping[str, Service],
    now: datetime,
) -> Crowd:
    """Look at the past trips of every customer whose consents allow it; ``bookings`` gives those of one customer."""
    tastes = {kind: Tastes.of(service) for kind, service in services.items()}
    histories = {}
    for profile in await memory.profiles.all():
        consents = await memory.consents.current(profile.customer)
        if all(consents.allows(purpose) for purpose in _NEEDED):
            histories[profile.customer] = picks(_over(await bookings(profile.customer), now), tastes)
    return Crowd(Likeness.fit({customer: own for customer, own in histories.items() if own}), tastes)


def _over(bookings: Iterable[Booking], now: datetime) -> list[Booking]:
    return [one for one in bookings if enjoyed(one, now)]
