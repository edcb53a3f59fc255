"""One piece of evidence about one feature: what it says, how loudly, and what it rests on."""

from dataclasses import dataclass, field

from memory.models import FactId
from tools.models import BookingId, ReasonKind
from tools.recommend.traits import THING


@dataclass(frozen=True, slots=True)
class Signal:
    """``token`` of feature ``trait`` is wished for (weight > 0) or not (< 0).

    Signals with the same ``cites`` rest on the same evidence: they come and go together, as one reason.
    """

    kind: ReasonKind
    trait: str
    token: str
    weight: float
    cites: tuple[str, ...]
    facts: tuple[FactId, ...] = ()
    bookings: tuple[BookingId, ...] = ()
    words: dict[str, str | int] = field(default_factory=dict, hash=False)
    """What its sentence needs, e.g. ``{"count": 7, "total": 8}``."""

    @property
    def is_of_itself(self) -> bool:
        """Whether it is what the customer said of this very thing after they had it."""
        return "stars" in self.words and self.trait == THING


_SAID = (ReasonKind.SAID_NOW, ReasonKind.SAID_BEFORE, ReasonKind.PROFILE)
_ORDER = (*_SAID, ReasonKind.PAST_TRIPS, ReasonKind.SIMILAR_CUSTOMERS)


def audible(signals: list[Signal], single: frozenset[str]) -> list[Signal]:
    """The signals that count. What is said silences what contradicts it and is older or only inferred:

    the opposite of the same value, and another value of a feature that can have but one (``single``). What was said
    today moreover silences every other inference about its feature. Within a kind the first (newest) counts.
    """
    heard: list[Signal] = []
    for kind in _ORDER:
        louder = list(heard)
        for signal in signals:
            if signal.kind is kind and not _silenced(signal, louder, heard, single):
                heard.append(signal)
    return heard


def _silenced(signal: Signal, louder: list[Signal], heard: list[Signal], single: frozenset[str]) -> bool:
    if any(_opposite(signal, other) for other in heard):
        return True
    inferred = signal.kind not in _SAID
    return any(
        other.token != signal.token and (signal.trait in single or (inferred and other.kind is ReasonKind.SAID_NOW))
        for other in louder
        if other.trait == signal.trait and other.kind in _SAID and other.weight > 0
    )


def _opposite(one: Signal, other: Signal) -> bool:
    return one.trait == other.trait and one.token == other.token and (one.weight > 0) != (other.weight > 0)
