"""Learning from what all customers who allow it chose, and serving what came of it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from memory.memory import Memory
from memory.models import Consents, CustomerId, Purpose
from tools.models import Booking, BookingStatus, Offer
from tools.recommend.accuracy import ndcg
from tools.recommend.board import value_of
from tools.recommend.evidence import CUSTOMER, Affinity, Verdict, rated
from tools.recommend.people.model import PeopleModel
from tools.recommend.people.table import Interaction, Table, table_of
from tools.recommend.people.versions import Accuracy, Version, Versions
from tools.recommend.traits import Tastes, tokens
from tools.service import Service

_NEEDED = (Purpose.SIMILAR_CUSTOMERS, Purpose.PURCHASE_HISTORY)
_UNRATED = 0.75
"""Liking of what was booked and not rated."""
_TELLING = 0.25
"""What goes with a history by less than this share of what goes with it best is not worth mentioning."""
_KEPT = frozenset({BookingStatus.BOOKED, BookingStatus.CHANGED})


@dataclass(frozen=True)
class Choice:
    """Somebody chose a thing at a moment."""

    customer: CustomerId
    thing: str
    liking: float
    at: datetime

    @property
    def interaction(self) -> Interaction:
        return Interaction(self.customer, self.thing, self.liking)


def thing_of(offer: Offer) -> str:
    """The house, line or class behind an offer, whatever its day and price."""
    return f"{offer.kind}:{offer.partner}/{offer.city}/{offer.title}"


def choices_of(customer: CustomerId, bookings: Iterable[Booking], verdicts: Iterable[Verdict]) -> list[Choice]:
    """What one customer chose for themselves: what they booked and kept, and what they looked at closely and liked."""
    verdicts = tuple(verdicts)
    own = (one for one in rated(bookings, verdicts) if one.status in _KEPT and one.traveller == CUSTOMER)
    booked = [Choice(customer, thing_of(one.offer), _liking(one), one.made_at) for one in own]
    liked = (one for one in verdicts if one.score > 0 and not one.booking and one.features.get("thing_id"))
    return booked + [Choice(customer, str(one.features["thing_id"]), one.score / 2, one.at) for one in liked]


def _liking(booking: Booking) -> float:
    stars = booking.offer.features.get("rated")
    return (stars - 1) / 4 if isinstance(stars, int) else _UNRATED


def may_learn(consents: Consents) -> bool:
    """Whether others may be told what this customer's choices teach."""
    return all(consents.allows(purpose) for purpose in _NEEDED)


class People:
    """What customers with similar taste go for."""

    def __init__(
        self,
        memory: Memory,
        bookings: Callable[[CustomerId], Awaitable[Sequence[Booking]]],
        verdicts: Callable[[Consents], Awaitable[Sequence[Verdict]]],
        services: Mapping[str, Service],
        versions: Versions,
    ) -> None:
        self._memory = memory
        self._bookings = bookings
        self._verdicts = verdicts
        self._services = services
        self.versions = versions

    async def learn(self) -> Version:
        """Learn anew from all who allow it today; who withdrew or was erased is in it no longer."""
        choices, content = await self._gather()
        before = await self.versions.served()
        made = [one.made_at for one in await self.versions.all()]
        model = PeopleModel.fit([one.interaction for one in choices], content)
        members = [name for name in model.report if name != "together"]
        decay, since = (None, 0) if before is None else _foretold(before, choices, made[-1])
        accuracy = Accuracy(
            customers=len({one.customer for one in choices}),
            items=len(model.names.items),
            choices=len(choices),
            ndcg=model.report.get("together", 0.0),
            popularity=model.report.get(members[0], 0.0) if members else 0.0,
            before=decay,
            since=since,
        )
        return await self.versions.keep(model, accuracy)

    async def affinities(
        self, customer: CustomerId, bookings: Sequence[Booking], verdicts: Sequence[Verdict]
    ) -> dict[str, tuple[Affinity, ...]]:
        """What goes with the choices of a customer as they stand now, beyond what goes with everybody's, by kind."""
        model = await self.versions.served()
        own = [one.interaction for one in choices_of(customer, bookings, verdicts)]
        known = [one for one in own if model is not None and one.item in model.names.place]
        if model is None or not known:
            return {}
        table = table_of(known, model.names)
        open_ = np.ones((1, table.items), dtype=bool)
        lift = model.personal(table, np.array([0]), open_)[0]
        lift[table.chosen] = 0.0
        lift[lift < _TELLING * lift.max(initial=0.0)] = 0.0
        return _grouped(model, lift)

    async def popular(self) -> dict[str, tuple[Affinity, ...]]:
        """What many customers chose, by kind."""
        model = await self.versions.served()
        return {} if model is None else _grouped(model, np.log2(1 + model.popularity))

    async def new(self) -> Callable[[Offer], bool]:
        """Whether nobody chose an offer's thing yet; nothing is new before anything was learned."""
        model = await self.versions.served()
        if model is None:
            return lambda offer: False
        known = {item for item, count in zip(model.names.items, model.popularity, strict=True) if count}
        return lambda offer: thing_of(offer) not in known

    async def _gather(self) -> tuple[list[Choice], dict[str, list[str]]]:
        choices: list[Choice] = []
        content: dict[str, list[str]] = {}
        for profile in await self._memory.profiles.all():
            consents = await self._memory.consents.current(profile.customer)
            if may_learn(consents):
                bookings = await self._bookings(profile.customer)
                choices += choices_of(profile.customer, bookings, await self._verdicts(consents))
                for booking in bookings:
                    content[thing_of(booking.offer)] = self._words(booking.offer)
        return choices, content

    def _words(self, offer: Offer) -> list[str]:
        """What a thing is like, needs left out: they tell of health and belief."""
        service = self._services.get(offer.kind)
        if service is None:
            return []
        return [
            f"{trait.name}={token}"
            for trait in Tastes.of(service).traits
            if trait.weight > 0 and not trait.private and not trait.scaled and trait.name != "thing"
            for token in tokens(trait, value_of(offer, trait.name) or [])
        ]


def _grouped(
    model: PeopleModel, lift: "np.ndarray[tuple[int, ...], np.dtype[np.floating]]"
) -> dict[str, tuple[Affinity, ...]]:
    found: dict[str, list[Affinity]] = {}
    most = float(lift.max(initial=0.0))
    for place in np.flatnonzero(lift > 0).tolist():
        kind, _, thing = model.names.items[place].partition(":")
        found.setdefault(kind, []).append(
            Affinity(
                feature="thing",
                value=thing.rpartition("/")[2],
                lift=round(float(lift[place]) / most, 6),
                customers=int(model.popularity[place]),
            )
        )
    return {kind: tuple(some) for kind, some in found.items()}


def _foretold(model: PeopleModel, choices: Sequence[Choice], since: datetime) -> tuple[float | None, int]:
    """How well an older version foretells what was chosen after it was learned."""
    new: dict[str, set[str]] = {}
    old: list[Interaction] = []
    for one in choices:
        if one.at > since:
            new.setdefault(one.customer, set()).add(one.thing)
        elif one.thing in model.names.place:
            old.append(one.interaction)
    names = sorted({one.customer for one in old})
    asked = [customer for customer in names if customer in new]
    if not asked:
        return None, 0
    table = table_of(old, model.names)
    rows = np.array([names.index(customer) for customer in asked], dtype=np.intp)
    gained = [ndcg(ranked, new[customer]) for ranked, customer in zip(_ranked(model, table, rows), asked, strict=True)]
    return float(np.mean(gained)), sum(len(new[customer]) for customer in asked)


def _ranked(
    model: PeopleModel, table: Table, customers: "np.ndarray[tuple[int, ...], np.dtype[np.intp]]"
) -> list[list[str]]:
    open_ = np.ones((len(customers), table.items), dtype=bool)
    for row, customer in enumerate(customers.tolist()):
        open_[row, table.chosen[table.of(customer)]] = False
    scores = np.where(open_, model.scores(table, customers, open_), -np.inf)
    return [[model.names.items[place] for place in np.argsort(-row, kind="stable")[:10]] for row in scores]
