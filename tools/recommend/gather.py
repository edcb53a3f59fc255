"""Bring together what a ranking may rest on, letting in only what the customer allows."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from memory.memory import Memory
from memory.models import Consents, CustomerId, Fact, Purpose
from tools.models import Booking, ReasonKind
from tools.recommend import weights
from tools.recommend.evidence import CUSTOMER, Affinity, Evidence, Verdict, rated, refusal


async def gather_evidence(
    memory: Memory,
    bookings: Iterable[Booking],
    customer: CustomerId,
    now: datetime,
    *,
    party: Iterable[str] = (CUSTOMER,),
    affinities: Mapping[str, tuple[Affinity, ...]] | None = None,
    popular: Mapping[str, tuple[Affinity, ...]] | None = None,
    verdicts: Iterable[Verdict] = (),
) -> Evidence:
    """Evidence for one customer at ``now``. ``bookings`` are all of the customer's; nobody else's get in.

    What a consent excludes is left out here, so that nothing further up can rank on it by mistake. Bookings still
    ahead are needed to serve the trip and stay in; past ones come only with the consent to use purchase history.
    """
    consents = await memory.consents.current(customer)
    empty = Evidence(customer=customer, consents=consents, now=now, disabled=switched_off(consents))
    personal = consents.allows(Purpose.PERSONALISATION)
    history = empty.allows(ReasonKind.PAST_TRIPS)
    told = tuple(sorted(verdicts, key=lambda one: one.at, reverse=True)) if history else ()
    mine = rated((one for one in bookings if one.customer == customer), told)
    own = sorted(mine, key=lambda one: one.offer.starts, reverse=True)
    everything = empty.model_copy(update={"bookings": tuple(own)})
    used = tuple(own) if history else everything.ahead()
    known = empty.model_copy(update={"bookings": used})
    return empty.model_copy(
        update={
            "party": tuple(party),
            "profile": await memory.profiles.get(customer) if personal else None,
            "facts": _usable(await memory.facts.list(customer), consents) if personal else (),
            "bookings": used,
            "affinities": dict(affinities or {}) if empty.allows(ReasonKind.SIMILAR_CUSTOMERS) else {},
            "popular": {
                kind: some for kind, some in (popular or {}).items() if len(known.past(kind)) < weights.ENOUGH_TRIPS
            },
            "verdicts": told,
        }
    )


async def switch(memory: Memory, customer: CustomerId, kind: ReasonKind, use: bool, source: str) -> None:
    """Remember "don't use that reason" (``use`` False) or take it back. Holds from the next ranking on."""
    await memory.consents.decide(customer, refusal(kind), not use, source)


def switched_off(consents: Consents) -> frozenset[ReasonKind]:
    """Kinds of reason the customer asked not to be used."""
    return frozenset(kind for kind in ReasonKind if consents.allows(refusal(kind)))


def _usable(facts: Iterable[Fact], consents: Consents) -> tuple[Fact, ...]:
    special = consents.allows(Purpose.SPECIAL_CATEGORIES)
    return tuple(fact for fact in facts if special or not fact.special_category)
