"""One piece of evidence about one feature: what it says, how loudly, and what it rests on."""

from collections import defaultdict
from collections.abc import Mapping
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
    leanings: defaultdict[tuple[str, str], set[bool]] = defaultdict(set)
    said: defaultdict[str, list[Signal]] = defaultdict(list)
    for kind in _ORDER:
        of_kind = []
        for signal in signals:
            point = (signal.trait, signal.token)
            if signal.kind is not kind or (signal.weight <= 0) in leanings[point] or _outdone(signal, said, single):
                continue
            heard.append(signal)
            leanings[point].add(signal.weight > 0)
            of_kind += [signal] if kind in _SAID and signal.weight > 0 else []
        for signal in of_kind:
            said[signal.trait].append(signal)
    return heard


def _outdone(signal: Signal, said: Mapping[str, list[Signal]], single: frozenset[str]) -> bool:
    """Whether another value of the same feature was wished for, louder than this."""
    inferred = signal.kind not in _SAID
    return any(
        other.token != signal.token and (signal.trait in single or (inferred and other.kind is ReasonKind.SAID_NOW))
        for other in said.get(signal.trait, ())
    )
