"""Learning from what customers do, from customers alike, and from who chose what."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from memory.clock import AdjustableClock
from memory.database import Database, open_database
from memory.keys import Keyring
from memory.models import Consents, CustomerId
from memory.tables import SCHEMA as MEMORY
from tests.tools.recommend.stays import ALL, CUSTOMER, NOW, STAY, evidence, past, recommender, stay
from tools.own_words import OwnWords
from tools.recommend.accuracy import ndcg, recall
from tools.recommend.evidence import rated
from tools.recommend.feedback import Act, Feedback
from tools.tables import SCHEMA

ALLOWED = Consents(customer=CUSTOMER, granted=ALL)
FORBIDDEN = Consents(customer=CUSTOMER)
QUIET, LIVELY = stay(1, style=["quiet"]), stay(2, style=["lively"])


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{tmp_path}/concierge.db") as opened:
        await opened.upgrade(MEMORY)
        await opened.upgrade(SCHEMA)
        yield opened


@pytest.fixture
def clock() -> AdjustableClock:
    return AdjustableClock(NOW)


@pytest.fixture
def feedback(database: Database, clock: AdjustableClock) -> Feedback:
    return Feedback(database, OwnWords(database, Keyring(database, clock, bytes(32))), clock)


async def best(feedback: Feedback) -> str:
    known = evidence(verdicts=await feedback.verdicts(ALLOWED))
    return recommender().rank(STAY, [QUIET, LIVELY], {}, known, "en")[0].offer.id


async def test_none_of_these_counts_at_the_next_ranking(feedback: Feedback) -> None:
    assert await best(feedback) == QUIET.id
    await feedback.note(ALLOWED, Act.PASSED_OVER, QUIET, QUIET)
    assert await best(feedback) == LIVELY.id


async def test_a_rating_speaks_for_or_against(feedback: Feedback) -> None:
    await feedback.rate(ALLOWED, past(1, style=["lively"]), 5)
    assert await best(feedback) == LIVELY.id
    for _ in range(2):
        await feedback.rate(ALLOWED, past(1, style=["lively"]), 1)
    assert await best(feedback) == QUIET.id
    with pytest.raises(ValueError, match="6"):
        await feedback.rate(ALLOWED, past(1), 6)


async def test_nothing_is_learned_without_consent_or_from_gifts(feedback: Feedback) -> None:
    await feedback.note(FORBIDDEN, Act.CHOSEN, LIVELY)
    await feedback.note(ALLOWED, Act.CHOSEN, LIVELY, traveller="third:Sara")
    await feedback.rate(ALLOWED, past(1, booking={"traveller": "third:Sara"}), 5)
    assert await feedback.verdicts(ALLOWED) == ()


async def test_withdrawn_consent_hides_what_was_learned(feedback: Feedback) -> None:
    await feedback.note(ALLOWED, Act.CHOSEN, LIVELY)
    assert await feedback.verdicts(FORBIDDEN) == ()


async def test_verdicts_are_each_customer_s_own_newest_first_and_can_be_erased(
    feedback: Feedback, clock: AdjustableClock
) -> None:
    await feedback.note(ALLOWED, Act.OPENED, QUIET)
    clock.advance(timedelta(minutes=1))
    await feedback.note(ALLOWED, Act.COMPLAINED, LIVELY)
    other = Consents(customer=CustomerId("customer-11"), granted=ALL)
    await feedback.note(other, Act.CHOSEN, LIVELY)
    assert [one.score for one in await feedback.verdicts(ALLOWED)] == [-1.0, 0.3]
    assert await feedback.erase(CUSTOMER) == 2
    assert await feedback.verdicts(ALLOWED) == ()
    assert len(await feedback.verdicts(other)) == 1


def test_accuracy_is_one_when_right_and_nought_when_wrong() -> None:
    assert ndcg(["a", "b", "c"], {"a", "b"}) == 1.0
    assert ndcg(["c", "d"], {"a"}) == 0.0
    assert ndcg(["c", "a"], {"a"}) == pytest.approx(0.6309, abs=1e-4)
    assert recall(["a", "c"], {"a", "b"}) == 0.5
    assert ndcg([], set()) == recall([], set()) == 0.0


async def test_the_newest_rating_of_a_booking_stands_in_place_of_the_one_before(feedback: Feedback) -> None:
    await feedback.rate(ALLOWED, past(1, style=["lively"]), 2, "too loud")
    await feedback.rate(ALLOWED, past(1, style=["lively"]), 4, "better than I thought")
    (kept,) = await feedback.verdicts(ALLOWED)
    assert (kept.booking, kept.stars, kept.words) == (past(1).id, 4, "better than I thought")


async def test_a_rating_speaks_of_the_thing_itself_in_the_customers_words(feedback: Feedback) -> None:
    again = LIVELY.model_copy(update={"title": past(1).offer.title})
    await feedback.rate(ALLOWED, past(1, style=["central"]), 1, "never again")
    known = evidence(verdicts=await feedback.verdicts(ALLOWED))
    ranking = recommender().rank(STAY, [QUIET, again], {}, known, "en")
    assert ranking[-1].offer.id == again.id
    assert "but you did not like it: “never again”" in [reason.text for reason in ranking[-1].reasons]


async def test_a_trip_that_was_rated_badly_makes_no_habit(feedback: Feedback) -> None:
    trips = tuple(past(number, style=["lively"]) for number in range(3))
    await feedback.rate(ALLOWED, trips[0], 1)
    verdicts = await feedback.verdicts(ALLOWED)
    assert len(evidence(bookings=rated(trips, verdicts)).past("stay")) == 2
