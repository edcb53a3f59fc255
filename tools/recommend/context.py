"""What is true for everybody: price beside the list, numbers that are better high or low, what lies near, promotion."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.models import BookingId, ReasonKind
from tools.recommend import weights
from tools.recommend.board import Board, Column
from tools.recommend.evidence import Evidence, Forecast
from tools.recommend.traits import THING, Trait

PRICE = "price"
POPULAR = "context:popular"


@dataclass(frozen=True, slots=True)
class Circumstance:
    """One column of context: what each row gains or loses by it."""

    kind: ReasonKind
    trait: str
    key: str
    gains: Column
    classes: list[list[int]]
    """Rows that gain the same for the same cause, and can be spoken of with the same words."""
    bookings: tuple[BookingId, ...] = ()
    place: str = ""
    forecast: Forecast | None = None


def circumstances(evidence: Evidence, board: Board) -> list[Circumstance]:
    """All that holds for this list of offers."""
    found = [
        *_price(board),
        *_scales(board),
        *_nearby(evidence, board),
        *_weather(evidence, board),
        *_popular(evidence, board),
        *_promotion(board),
    ]
    return [one for one in found if evidence.allows(one.kind) and one.key not in evidence.removed]


def _price(board: Board) -> Iterator[Circumstance]:
    """Cheaper than usual for the list, on a scale of doublings, within each currency.

    Where some cost nothing, prices are deposits and do not compare.
    """
    prices = board.prices.astype(np.float64)
    if prices.min() <= 0:
        return
    currencies = np.array([offer.price.currency for offer in board.offers])
    gains = np.zeros(len(prices))
    for currency in set(currencies.tolist()):
        rows = currencies == currency
        if rows.sum() > 1:
            doublings = np.log2(prices[rows] / np.median(prices[rows]))
            gains[rows] = -weights.PRICE * np.clip(np.round(doublings, 2), -1.0, 1.0)
    yield Circumstance(ReasonKind.CONTEXT, PRICE, "context:price", gains, _alike(gains, prices <= prices.min()))


def _alike(gains: Column, apart: NDArray[np.bool_]) -> list[list[int]]:
    """Rows by what they gain; those ``apart`` in classes of their own."""
    order = np.lexsort((apart, gains))
    differs = (np.diff(gains[order]) != 0) | np.diff(apart[order])
    return [rows.tolist() for rows in np.split(order, np.flatnonzero(differs) + 1)]


def _scales(board: Board) -> Iterator[Circumstance]:
    for trait in board.traits.values():
        if trait.scaled and trait.feature.near is not None and trait.feature.far is not None:
            gains = _scale(board, trait, trait.feature.near, trait.feature.far)
            classes = [rows.tolist() for rows in board.values(trait.name).values()]
            yield Circumstance(ReasonKind.CONTEXT, trait.name, f"context:{trait.name}", gains, classes)


def _scale(board: Board, trait: Trait, near: float, far: float) -> Column:
    """From -1 at the bad end over 0 in the middle to +1 at the good end, times its weight."""
    goodness = np.clip((board.numbers(trait) - far) / (near - far), 0.0, 1.0) * 2 - 1
    gains: Column = np.nan_to_num(goodness) * weights.CONTEXT * (trait.weight or 0.5)
    return gains


def _nearby(evidence: Evidence, board: Board) -> Iterator[Circumstance]:
    """In the same area as something of another kind that is booked for the same days."""
    for booking in evidence.ahead():
        anchor = booking.offer
        if not anchor.area or anchor.kind == board.tastes.kind:
            continue
        close = [
            offer.city == anchor.city
            and offer.area == anchor.area
            and anchor.starts <= offer.starts <= (anchor.ends or anchor.starts)
            for offer in board.offers
        ]
        if any(close):
            gains = np.array(close, dtype=np.float64) * weights.NEARBY
            classes = [np.flatnonzero(gains).tolist()]
            key = f"booking:{booking.id}"
            yield Circumstance(ReasonKind.CONTEXT, "area", key, gains, classes, (booking.id,), anchor.title)


def _weather(evidence: Evidence, board: Board) -> Iterator[Circumstance]:
    """Where and when rain is to be expected, what is under a roof gains and what is not loses."""
    bound = board.tastes.service.weather
    for forecast in evidence.weather if bound is not None else ():
        if bound is None or forecast.rain < (weights.RAIN_OFTEN if forecast.typical else weights.RAIN_LIKELY):
            continue
        here = [offer.city == forecast.city and offer.starts.date() == forecast.day for offer in board.offers]
        gains, classes = np.zeros(len(board.offers)), []
        for token, sign in ((bound.sheltered, 1.0), (bound.exposed, -1.0)):
            rows = [row for row in board.values(bound.feature).get(token, ()) if here[row]]
            gains[rows] = sign * weights.WEATHER * forecast.rain
            classes += [rows] if rows else []
        if classes:
            key = forecast.key
            yield Circumstance(ReasonKind.CONTEXT, bound.feature, key, gains, classes, forecast=forecast)


def _popular(evidence: Evidence, board: Board) -> Iterator[Circumstance]:
    """What many chose, for customers with too few trips of their own to go by."""
    kind = board.tastes.kind
    things = board.values(THING)
    known = {one.value.casefold(): one for one in evidence.popular.get(kind, ()) if one.value.casefold() in things}
    told = [one for one in known.values() if one.customers >= weights.ENOUGH_CUSTOMERS]
    if not told:
        return
    gains = np.zeros(len(board.offers))
    for one in told:
        gains[things[one.value.casefold()]] = weights.POPULAR * one.lift
    classes = [things[one.value.casefold()].tolist() for one in told]
    yield Circumstance(ReasonKind.CONTEXT, THING, POPULAR, gains, classes)


def _promotion(board: Board) -> Iterator[Circumstance]:
    sponsors: defaultdict[str, list[int]] = defaultdict(list)
    for row, offer in enumerate(board.offers):
        if offer.sponsored:
            sponsors[offer.partner].append(row)
    if sponsors:
        gains = np.zeros(len(board.offers))
        gains[[row for rows in sponsors.values() for row in rows]] = weights.PROMOTION
        yield Circumstance(ReasonKind.PROMOTION, "promotion", "promotion", gains, list(sponsors.values()))
