"""What was wished for and may not be had as such: which offers meet it, and what is said where others are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from tools.counter import Counter
from tools.models import Offer, Recommendation
from tools.service import Service, Wish
from tools.templates import fill

_CALLED = 86
"""Similarity (0 to 100) from which on a title, or a part of it, is the name that was given."""
_MOST_NAMED = 3
_DAY = 24 * 60


@dataclass(frozen=True)
class Wished:
    """One wish of one search."""

    wish: Wish
    value: str

    def met_by(self, offer: Offer) -> bool:
        if self.wish.feature == "title":
            return called(offer.title, self.value)
        return self.distance(offer) <= self.wish.within

    def distance(self, offer: Offer) -> int:
        """Minutes from the time of day that was wished for; a day where the offer has none, or another value."""
        if str(offer.feature(self.wish.feature)).casefold() == self.value.casefold():
            return 0
        at, wanted = _minutes(str(offer.feature(self.wish.feature))), _minutes(self.value)
        return abs(at - wanted) if at is not None and wanted is not None else _DAY

    def said(self, counter: Counter, shown: Sequence[Offer], meeting: Sequence[Offer]) -> str:
        """What the customer hears; nothing where all that is shown meets it."""
        missing = [one for one in shown if not self.met_by(one)]
        if not missing:
            return ""
        near = sorted(missing, key=self.distance)
        instead = sorted(dict.fromkeys(str(one.feature(self.wish.feature) or "") for one in near[:_MOST_NAMED]))
        titles = list(dict.fromkeys(one.title for one in shown if self.met_by(one)))[:_MOST_NAMED]
        values = {
            "wished": self.value,
            "others": counter.say("list_or", items=instead),
            "title": shown[0].title if len({one.title for one in shown}) == 1 else "",
        }
        if not meeting:
            return fill(self.wish.none, counter.locale, **values)
        return fill(self.wish.some, counter.locale, **values, titles=counter.say("list_and", items=titles or [""]))


def wished(service: Service, args: Mapping[str, Any]) -> tuple[Wished, ...]:
    """The wishes of a search."""
    return tuple(Wished(wish, str(args[wish.property])) for wish in service.wishes if args.get(wish.property))


def narrowed(offers: tuple[Offer, ...], wishes: Sequence[Wished], enough: int) -> tuple[Offer, ...]:
    """Only what meets a wish, where that is enough to choose from; a name is always enough."""
    for each in wishes:
        meeting = tuple(one for one in offers if each.met_by(one))
        if meeting and (len(meeting) >= enough or each.wish.feature == "title"):
            offers = meeting
    return offers


def by_wishes(ranked: Sequence[Recommendation], wishes: Sequence[Wished]) -> tuple[Recommendation, ...]:
    """What meets the wishes first, then what comes nearest; what is alike stays in its order."""
    times = [each for each in wishes if each.wish.feature != "title"]

    def far(one: Recommendation) -> tuple[int, ...]:
        return tuple(0 if each.met_by(one.offer) else each.distance(one.offer) for each in times)

    return tuple(sorted(ranked, key=far))


def called(title: str, name: str) -> bool:
    """Whether somebody who says ``name`` may mean the offer with this title; a slip of the pen is forgiven.

    Whole words are compared, of the title or of what was said: "Ritz" is no "Moritz", "the Ritz" is the "Ritz".
    """
    known, said = title.casefold().split(), name.casefold().split()
    if not known or not said:
        return False
    if fuzz.ratio(" ".join(known), " ".join(said)) >= _CALLED:
        return True
    longer, shorter = (known, said) if len(known) >= len(said) else (said, known)
    parts = (longer[place : place + len(shorter)] for place in range(len(longer) - len(shorter) + 1))
    return any(fuzz.ratio(" ".join(part), " ".join(shorter)) >= _CALLED + 2 for part in parts)


def _minutes(clock: str) -> int | None:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes[:2]) if hours.isdigit() and minutes[:2].isdigit() else None
