"""What a ranking may rest on: only what the customer allows, each piece with a key by which it can be taken away."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from memory.models import Consents, CustomerId, Fact, Profile, Purpose, Value
from tools.models import Booking, BookingStatus, ReasonKind
from tools.recommend import weights

CUSTOMER = "customer"
"""Subject of facts about the customer; others read ``customer.child:Leo`` or ``third:Sara``."""

_REFUSED = "without:"
_PURPOSES = {
    ReasonKind.SAID_BEFORE: (Purpose.PERSONALISATION,),
    ReasonKind.PROFILE: (Purpose.PERSONALISATION,),
    ReasonKind.PAST_TRIPS: (Purpose.PURCHASE_HISTORY,),
    ReasonKind.SIMILAR_CUSTOMERS: (Purpose.SIMILAR_CUSTOMERS, Purpose.PURCHASE_HISTORY),
}
PERSONAL = frozenset(_PURPOSES)
"""Kinds of reason that are about this customer rather than true for everybody or said just now."""


def refusal(kind: ReasonKind) -> str:
    """The consent purpose that records "don't use that reason": granted means the kind is switched off."""
    return f"{_REFUSED}{kind}"


class Affinity(Value):
    """What customers go for: ``lift`` above what everybody does (0 to 1) and how many customers showed it."""

    feature: str
    value: str
    lift: float
    customers: int


class Verdict(Value):
    """What the customer did with an offer, or said of a booking: ``score`` is +1 liked, -1 turned down."""

    id: str
    kind: str
    features: Mapping[str, Any]
    score: float
    at: datetime
    booking: str = ""
    """What was booked and is judged; empty for what was only shown."""
    stars: int = 0
    """From 1 to 5, for a booking."""
    words: str = ""
    """What the customer said of it."""


class Forecast(Value):
    """How likely rain is at a place on a day, from 0 to 1."""

    city: str
    day: date
    rain: float
    typical: bool
    """What is usual for the season, and no forecast."""

    @property
    def key(self) -> str:
        """By which a reason cites it."""
        return f"weather:{self.city}/{self.day.isoformat()}"


class Evidence(Value):
    """Everything a ranking for one customer in one moment may use. What consent excludes is not in here."""

    customer: CustomerId
    consents: Consents
    now: datetime
    profile: Profile | None = None
    facts: tuple[Fact, ...] = ()
    bookings: tuple[Booking, ...] = ()
    """Newest first."""
    affinities: Mapping[str, tuple[Affinity, ...]] = {}
    """By service kind."""
    popular: Mapping[str, tuple[Affinity, ...]] = {}
    """What many customers chose, by service kind; only of kinds of which the customer's own past says too little."""
    verdicts: tuple[Verdict, ...] = ()
    """Newest first."""
    weather: tuple[Forecast, ...] = ()
    """Where and when the offers are, as far as a partner says it."""
    party: tuple[str, ...] = (CUSTOMER,)
    """Subjects who travel. Without ``customer`` it is for somebody else, and the customer's own taste stays out."""
    disabled: frozenset[ReasonKind] = frozenset()
    """Kinds of reason that are off, whether by consent or because the customer said so."""
    removed: frozenset[str] = frozenset()
    """Keys of circumstances to leave out, e.g. ``context:price`` (see ``Reason.cites``)."""

    @property
    def for_somebody_else(self) -> bool:
        return CUSTOMER not in self.party

    def allows(self, kind: ReasonKind) -> bool:
        """Whether reasons of this kind may be used: it is neither switched off nor without its consent.

        Who is alike is told by the customer's own past: without that there is nobody alike.
        """
        rests_on = {kind, ReasonKind.PAST_TRIPS} if kind is ReasonKind.SIMILAR_CUSTOMERS else {kind}
        return not rests_on & self.disabled and all(map(self.consents.allows, _PURPOSES.get(kind, ())))

    def without(self, *kinds: ReasonKind) -> "Evidence":
        """The same with these kinds of reason off."""
        return self.model_copy(update={"disabled": self.disabled | set(kinds)})

    def travelling(self, *subjects: str) -> "Evidence":
        """The same for these travellers, e.g. ``third:Sara`` for a gift."""
        return self.model_copy(update={"party": subjects or (CUSTOMER,)})

    def past(self, kind: str) -> tuple[Booking, ...]:
        """The customer's own kept trips of a service kind that are over and were no disappointment."""
        return tuple(one for one in self.bookings if one.offer.kind == kind and enjoyed(one, self.now))

    def ahead(self) -> tuple[Booking, ...]:
        """What is booked and still to come."""
        return tuple(
            booking
            for booking in self.bookings
            if booking.status is BookingStatus.BOOKED and (booking.offer.ends or booking.offer.starts) >= self.now
        )


def enjoyed(booking: Booking, now: datetime) -> bool:
    """Whether a booking tells of the customer's taste: kept, over, for themselves, and not rated badly."""
    rated = booking.offer.features.get("rated")
    return (
        booking.status is BookingStatus.BOOKED
        and booking.traveller == CUSTOMER
        and (booking.offer.ends or booking.offer.starts) < now
        and not (isinstance(rated, int) and rated <= weights.POOR_RATING)
    )


def rated(bookings: Iterable[Booking], verdicts: Iterable[Verdict]) -> tuple[Booking, ...]:
    """The bookings, each with the stars that the customer gave it (its feature ``rated``)."""
    stars = {one.booking: one.stars for one in verdicts if one.booking}
    return tuple(one if one.id not in stars else _with_stars(one, stars[one.id]) for one in bookings)


def _with_stars(booking: Booking, stars: int) -> Booking:
    offer = booking.offer.model_copy(update={"features": {**booking.offer.features, "rated": stars}})
    return booking.model_copy(update={"offer": offer})
