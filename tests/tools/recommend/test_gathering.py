"""What consent excludes never reaches the ranking; what the customer switches off stays off."""

import pytest

from memory.memory import Memory
from memory.models import CustomerId, FactDraft, MessageId, Purpose, Source, ThreadId
from tests.tools.recommend.stays import CUSTOMER, NOW, STAY, past, recommender, stay, world
from tools.models import Booking, ReasonKind, Recommendation
from tools.recommend.evidence import Affinity, Evidence, Verdict
from tools.recommend.gather import gather_evidence, switch

AFFINITIES = {"stay": (Affinity(feature="style", value="quiet", lift=0.9, customers=40),)}
VERDICTS = (Verdict(id="v1", kind="stay", features={"style": ["quiet"]}, score=1, at=NOW),)
TRIPS = tuple(past(number, style=["quiet"], bed="twin") for number in range(4))
COMING = past(50).model_copy(update={"offer": stay(50)})


async def gathered(memory: Memory, *bookings: Booking) -> Evidence:
    return await gather_evidence(
        memory, bookings or (*TRIPS, COMING), CUSTOMER, NOW, affinities=AFFINITIES, verdicts=VERDICTS
    )


def ranked(known: Evidence) -> tuple[Recommendation, ...]:
    return recommender().rank(STAY, world(2, 30), {}, known, "en")


def kinds(known: Evidence) -> set[ReasonKind]:
    return {reason.kind for one in ranked(known) for reason in one.reasons}


async def grant(memory: Memory, *purposes: Purpose) -> None:
    for purpose in purposes:
        await memory.consents.decide(CUSTOMER, purpose, True, "widget")


async def remember(memory: Memory, attribute: str, value: str, *, special: bool = False) -> None:
    source = Source(thread=ThreadId("thread-1"), message=MessageId(f"m-{value}"), words=f"I want {value}")
    await memory.note(CUSTOMER, FactDraft(attribute=attribute, value=value, source=source, special_category=special))


async def test_without_any_consent_only_what_is_true_for_everybody_counts(memory: Memory) -> None:
    known = await gathered(memory)
    assert (known.facts, known.profile, known.verdicts, known.affinities) == ((), None, (), {})
    assert kinds(known) <= {ReasonKind.CONTEXT, ReasonKind.PROMOTION}


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        (Purpose.PERSONALISATION, ReasonKind.SAID_BEFORE),
        (Purpose.PURCHASE_HISTORY, ReasonKind.PAST_TRIPS),
    ],
)
async def test_each_kind_of_reason_needs_its_own_consent(memory: Memory, purpose: Purpose, kind: ReasonKind) -> None:
    await grant(memory, Purpose.MEMORY)
    await remember(memory, "stay.style", "quiet")
    await grant(memory, purpose)
    personal = kinds(await gathered(memory)) - {ReasonKind.CONTEXT, ReasonKind.PROMOTION}
    assert personal == {kind}


async def test_who_is_alike_needs_the_consent_for_the_past_that_tells_it(memory: Memory) -> None:
    await grant(memory, Purpose.SIMILAR_CUSTOMERS)
    assert (await gathered(memory)).affinities == {}
    await grant(memory, Purpose.PURCHASE_HISTORY)
    known = await gathered(memory)
    assert ReasonKind.SIMILAR_CUSTOMERS in kinds(known)
    assert ReasonKind.SIMILAR_CUSTOMERS not in kinds(known.without(ReasonKind.PAST_TRIPS))


async def test_only_who_has_no_past_to_go_by_is_told_what_many_choose(memory: Memory) -> None:
    popular = {"stay": (Affinity(feature="thing", value="Stay 1", lift=1.0, customers=9),)}
    assert (await gather_evidence(memory, TRIPS, CUSTOMER, NOW, popular=popular)).popular == popular
    await grant(memory, Purpose.PURCHASE_HISTORY)
    assert (await gather_evidence(memory, TRIPS, CUSTOMER, NOW, popular=popular)).popular == {}


async def test_what_is_booked_ahead_stays_in_view_and_the_past_does_not(memory: Memory) -> None:
    known = await gathered(memory)
    assert known.bookings == (COMING,)


async def test_somebody_else_s_bookings_never_enter(memory: Memory) -> None:
    await grant(memory, Purpose.PURCHASE_HISTORY)
    foreign = tuple(one.model_copy(update={"customer": CustomerId("customer-11")}) for one in TRIPS)
    assert (await gathered(memory, *foreign)).bookings == ()


async def test_facts_about_health_or_belief_need_a_consent_of_their_own(memory: Memory) -> None:
    await grant(memory, Purpose.MEMORY, Purpose.PERSONALISATION, Purpose.SPECIAL_CATEGORIES)
    await remember(memory, "diet", "halal", special=True)
    assert [one.value for one in (await gathered(memory)).facts] == ["halal"]
    await memory.consents.decide(CUSTOMER, Purpose.SPECIAL_CATEGORIES, False, "widget")
    assert (await gathered(memory)).facts == ()


async def test_do_not_use_my_past_trips_is_remembered_and_can_be_taken_back(memory: Memory) -> None:
    await grant(memory, Purpose.PURCHASE_HISTORY)
    assert ReasonKind.PAST_TRIPS in kinds(await gathered(memory))
    await switch(memory, CUSTOMER, ReasonKind.PAST_TRIPS, use=False, source="conversation")
    off = await gathered(memory)
    assert ReasonKind.PAST_TRIPS in off.disabled
    assert ReasonKind.PAST_TRIPS not in kinds(off)
    await switch(memory, CUSTOMER, ReasonKind.PAST_TRIPS, use=True, source="widget")
    assert ReasonKind.PAST_TRIPS in kinds(await gathered(memory))


async def test_a_forgotten_fact_no_longer_ranks(memory: Memory) -> None:
    await grant(memory, Purpose.MEMORY, Purpose.PERSONALISATION)
    await remember(memory, "stay.style", "quiet")
    known = await gathered(memory)
    assert ReasonKind.SAID_BEFORE in kinds(known)
    await memory.forget(CUSTOMER, known.facts[0].id)
    assert ReasonKind.SAID_BEFORE not in kinds(await gathered(memory))
