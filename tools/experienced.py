"""Which of the things that were booked somebody speaks of when they say how it was."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from memory.when.tokens import fold
from tools.models import Booking, BookingStatus
from tools.service import Service

_TELLING = 4
"""Letters from which on a word of a title tells it from others."""
_NAME = re.compile(r"[^\W\d_]+")


class SpokenOf(NamedTuple):
    """``bookings`` may be meant, newest first; none of them when what was named (``kinds``) was never booked."""

    bookings: tuple[Booking, ...]
    kinds: tuple[str, ...]
    named: bool
    """By its own name, and not only by what it is."""


class Experienced:
    """What a customer had by ``now``, of the services of a brand. ``spellings`` are other names of places."""

    def __init__(
        self,
        bookings: Iterable[Booking],
        services: Mapping[str, Service],
        spellings: Mapping[str, Sequence[str]],
        now: datetime,
    ) -> None:
        self._spellings = spellings
        had = (one for one in bookings if one.status is BookingStatus.BOOKED and one.offer.starts <= now)
        self._had = sorted(had, key=lambda one: one.offer.starts, reverse=True)
        self._services = services

    @property
    def newest_first(self) -> Sequence[Booking]:
        """All of them."""
        return self._had

    def of(self, id: str) -> Booking | None:
        """The one with this id, when it is over or has begun."""
        return next((one for one in self._had if one.id == id), None)

    def spoken_of(self, words: str, newest: bool = False) -> SpokenOf:
        """Those that ``words`` name: by their title, by what they are, and where. ``newest``: only the last one."""
        said = {fold(word) for word in _NAME.findall(words)}
        titled = self._titled(_NAME.findall(words))
        kinds = tuple(kind for kind, service in self._services.items() if said & _nouns(service))
        meant = titled or [one for one in self._had if one.offer.kind in kinds]
        there = [one for one in meant if self._places(one) & said]
        meant = there or meant
        return SpokenOf(tuple(meant[:1] if newest else meant), kinds, bool(titled))

    def _places(self, booking: Booking) -> set[str]:
        offer = booking.offer
        names = [offer.city, offer.area, *self._spellings.get(offer.city, ())]
        return {fold(word) for name in names for word in _NAME.findall(name) if len(word) >= _TELLING}

    def _titled(self, words: Sequence[str]) -> list[Booking]:
        """Those of whose name most was said."""
        shares = {}
        for one in self._had:
            name = {fold(word) for word in _NAME.findall(f"{one.offer.title} {one.offer.partner_name}")}
            places = self._places(one)
            telling = {word for word in name if len(word) >= _TELLING} - places
            shares[one.id] = len(_heard(words, telling, name | places))
        most = max(shares.values(), default=0)
        return [one for one in self._had if most and shares[one.id] == most]


def _nouns(service: Service) -> set[str]:
    """Words for it and for what belongs to it, in any language."""
    texts = [service.title, service.plural]
    called = [word for text in texts for word in (text.values() if isinstance(text, dict) else [text])]
    return {fold(word) for word in (*called, *(one for some in service.experience.values() for one in some))}


def _heard(words: Sequence[str], title: set[str], known: set[str]) -> set[str]:
    """Telling words of a title that were said, and did not begin another name ("Casa da Maré")."""
    heard = set()
    for place, word in enumerate(words):
        if fold(word) in title:
            after = [each for each in words[place + 1 : place + 3] if len(each) >= _TELLING or each[0].isupper()]
            if not (after and after[0][0].isupper() and fold(after[0]) not in known):
                heard.add(fold(word))
    return heard
