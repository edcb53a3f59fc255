"""What a partner could offer, before it has a price tag in words: everything that an offer document is made from."""

from datetime import datetime, timedelta

from memory.models import Value
from tools.demo.voice import Voice
from tools.models import FeatureValue, PriceLine, Terms
from tools.money import Money

LONG_AGO = timedelta(days=400)
"""Farther than anybody books ahead: a moment this long before the start has passed for every offer."""


def euros(minor: int) -> Money:
    """The demo partners price in euros."""
    return Money(minor=minor, currency="EUR")


class Hold(Value):
    """What a booking takes away: ``units`` of a resource of which the partner has ``capacity``."""

    resource: str
    units: int
    capacity: int


class Refund(Value):
    """The partner's rule. ``hours`` before the start until which cancelling is free (None: never free);
    ``fee_percent`` of the price is kept afterwards (100: all of it)."""

    hours: int | None = None
    fee_percent: int = 100

    def terms(self, starts: datetime, now: datetime, price: Money, voice: Voice) -> Terms:
        """The rule for one offer made ``now``, with moment and amount; a free period that is over is not offered."""
        kept = price.times(self.fee_percent).minor // 100
        fee = Money(minor=kept, currency=price.currency) if self.fee_percent < 100 else None
        if price.minor == 0:
            return Terms(refundable=True, text=voice.say("terms.nothing_to_pay"))
        until = None if self.hours is None else starts - timedelta(hours=self.hours)
        if until is None or until <= now:
            if fee is None:
                return Terms(refundable=False, text=voice.say("terms.never"))
            return Terms(
                refundable=True,
                free_until=starts - LONG_AGO,
                fee=fee,
                text=voice.say("terms.always_fee", fee=voice.money(fee)),
            )
        when = voice.moment(until)
        if fee is None:
            text = voice.say("terms.free_until", until=when)
        else:
            text = voice.say("terms.free_then_fee", until=when, fee=voice.money(fee))
        return Terms(refundable=True, free_until=until, fee=fee, text=text)


class Draft(Value):
    """One thing on offer. ``price_lines`` add up to the price; ``holds`` are what booking it takes away."""

    ref: str
    kind: str
    title: str
    subtitle: str = ""
    city: str
    area: str = ""
    starts: datetime
    ends: datetime | None = None
    party: int
    price_lines: tuple[PriceLine, ...]
    refund: Refund
    features: dict[str, FeatureValue]
    holds: tuple[Hold, ...]
    sponsored: bool = False

    @property
    def price(self) -> Money:
        currency = self.price_lines[0].amount.currency
        return Money(minor=sum(line.amount.minor for line in self.price_lines), currency=currency)


def refund_due(terms: Terms, price: Money, now: datetime) -> Money:
    """What comes back when a booking under these terms is cancelled now."""
    nothing = Money(minor=0, currency=price.currency)
    if not terms.refundable:
        return nothing
    if terms.free_until is None or now < terms.free_until:
        return price
    return price - terms.fee if terms.fee is not None else nothing
