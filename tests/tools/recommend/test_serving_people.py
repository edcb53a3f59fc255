"""What is learned of all customers who allow it, as it reaches one of them: at once, by version, and with consent."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from memory.clock import AdjustableClock
from memory.database import Database, open_database
from memory.memory import Memory, open_memory
from memory.models import CustomerId, Profile, Purpose
from tests.tools.recommend.stays import CUSTOMER, NOW, STAY, evidence, past, recommender, stay
from tools.models import Booking, ReasonKind
from tools.own_words import OwnWords
from tools.recommend.chances import Chances, Exploration
from tools.recommend.evidence import Affinity
from tools.recommend.feedback import Feedback
from tools.recommend.people.learning import People
from tools.recommend.people.versions import Versions
from tools.tables import SCHEMA

SEASIDE = [f"Seaside {number}" for number in range(6)]
HILLS = [f"Hill {number}" for number in range(6)]


def stayed(customer: str, titles: list[str], made: int = 60) -> list[Booking]:
    """Past stays of a customer, one in each house."""
    return [
        past(number, title=title, partner="inn", style=["quiet" if title in HILLS else "lively"]).model_copy(
            update={"customer": CustomerId(customer), "made_at": NOW - timedelta(days=made)}
        )
        for number, title in enumerate(titles)
    ]


class Town:
    """Twenty customers: ten go to the sea and ten to the hills, each to four of six houses."""

    def __init__(self, memory: Memory, database: Database, clock: AdjustableClock) -> None:
        self.memory = memory
        self.clock = clock
        self.ledger: dict[str, list[Booking]] = {}
        feedback = Feedback(database, OwnWords(database, memory.keyring), clock)
        self.people = People(memory, self.bookings, feedback.verdicts, {"stay": STAY}, Versions(database, clock))

    async def bookings(self, customer: CustomerId) -> list[Booking]:
        return self.ledger.get(customer, [])

    async def settle(self) -> None:
        for number in range(20):
            name = f"c{number:02}"
            houses = SEASIDE if number % 2 else HILLS
            self.ledger[name] = stayed(name, [houses[(number // 2 + step) % 6] for step in range(4)])
            await self.memory.profiles.put(Profile(customer=CustomerId(name), name=name))
            await self.allow(name, True)

    async def allow(self, name: str, granted: bool) -> None:
        for purpose in (Purpose.SIMILAR_CUSTOMERS, Purpose.PURCHASE_HISTORY):
            await self.memory.consents.decide(CustomerId(name), purpose, granted, "widget")

    async def liked(self, *titles: str) -> list[str]:
        """What goes with these, best first."""
        found = await self.people.affinities(CUSTOMER, stayed(CUSTOMER, list(titles)), ())
        return [one.value for one in sorted(found.get("stay", ()), key=lambda one: -one.lift)]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{tmp_path}/concierge.db") as opened:
        await opened.upgrade(SCHEMA)
        yield opened


@pytest.fixture
async def town(tmp_path: Path, database: Database) -> AsyncIterator[Town]:
    clock = AdjustableClock(NOW)
    async with open_memory(tmp_path, database, clock) as memory:
        made = Town(memory, database, clock)
        await made.settle()
        yield made


async def test_what_goes_with_a_stay_is_known_at_the_next_request(town: Town) -> None:
    assert await town.liked("Seaside 0") == []
    await town.people.learn()
    assert set((await town.liked("Seaside 0"))[:3]) <= set(SEASIDE)
    assert set((await town.liked("Hill 0"))[:3]) <= set(HILLS)
    assert await town.liked("Nowhere") == []


async def test_it_ranks_and_says_so_only_with_consent(town: Town) -> None:
    await town.people.learn()
    found = await town.people.affinities(CUSTOMER, stayed(CUSTOMER, ["Hill 0", "Hill 1"]), ())
    offers = [stay(1, title="Seaside 3", price=10_000), stay(2, title="Hill 3", price=10_000)]
    best = recommender().rank(STAY, offers, {}, evidence(affinities=found), "en")[0]
    assert best.offer.title == "Hill 3"
    assert [one.text for one in best.reasons] == ["Hill 3, which customers who chose what you chose often choose too"]
    without = evidence(frozenset({Purpose.PURCHASE_HISTORY}), affinities=found)
    ranking = recommender().rank(STAY, offers, {}, without, "en")
    assert all(not one.reasons for one in ranking)


async def test_who_withdraws_is_learned_from_no_longer(town: Town) -> None:
    before = await town.people.learn()
    for number in range(1, 20, 2):
        await town.allow(f"c{number:02}", False)
    after = await town.people.learn()
    assert (before.accuracy.customers, after.accuracy.customers) == (20, 10)
    assert await town.liked("Seaside 0") == []


async def test_versions_tell_how_accuracy_goes(town: Town) -> None:
    await town.people.learn()
    town.clock.advance(timedelta(days=30))
    for number in range(0, 20, 2):
        own = town.ledger[f"c{number:02}"]
        missing = next(house for house in HILLS if house not in {one.offer.title for one in own})
        own += [one.model_copy(update={"made_at": town.clock.now()}) for one in stayed(f"c{number:02}", [missing])]
    newer = await town.people.learn()
    assert [one.number for one in await town.people.versions.all()] == [1, 2]
    assert newer.accuracy.since == 10
    assert newer.accuracy.before is not None
    assert newer.accuracy.before > 0.3


async def test_a_version_survives_a_restart(town: Town, database: Database) -> None:
    await town.people.learn()
    again = People(
        town.memory,
        town.bookings,
        Feedback(database, OwnWords(database, town.memory.keyring), town.clock).verdicts,
        {"stay": STAY},
        Versions(database, town.clock),
    )
    history = stayed(CUSTOMER, ["Hill 0"])
    assert await again.affinities(CUSTOMER, history, ()) == await town.people.affinities(CUSTOMER, history, ())


async def test_newcomers_are_told_what_many_choose(town: Town) -> None:
    await town.people.learn()
    popular = await town.people.popular()
    offers = [stay(1, title="Hill 2"), stay(2, title="Unheard of")]
    best = recommender().rank(STAY, offers, {}, evidence(popular=popular), "en")[0]
    assert [(one.kind, one.text) for one in best.reasons] == [(ReasonKind.CONTEXT, "many customers choose it")]
    few = {"stay": (Affinity(feature="thing", value="Hill 2", lift=1.0, customers=2),)}
    assert not recommender().rank(STAY, offers, {}, evidence(popular=few), "en")[0].reasons


async def test_what_is_new_gets_a_noted_chance_unless_it_is_dear(town: Town, database: Database) -> None:
    chances = Chances(database, town.clock, Exploration(share=1.0, up_to=5_000))
    offers = [stay(n, title=title, partner="inn", price=4_000) for n, title in enumerate([*HILLS[:3], "New", "Dear"])]
    offers[-1] = stay(9, title="Dear", price=90_000)
    ranked = recommender().rank(STAY, offers, {}, evidence(), "en", limit=2)
    assert chances.draw(CUSTOMER, ranked, offers, await town.people.new()) is None  # nothing was learned: who is to say
    await town.people.learn()
    drawn = chances.draw(CUSTOMER, ranked, offers, await town.people.new())
    assert drawn is not None
    assert (drawn[0].title, drawn[1]) == ("New", 1)
    assert drawn == chances.draw(CUSTOMER, ranked, offers, await town.people.new())
    await chances.note(*drawn)
    assert [(one.offer, one.propensity) for one in await chances.all()] == [(drawn[0].id, 1.0)]
    never = Chances(database, town.clock, Exploration(share=0.0))
    assert never.draw(CUSTOMER, ranked, offers, await town.people.new()) is None


async def test_chances_come_as_often_as_they_are_said_to(town: Town, database: Database) -> None:
    await town.people.learn()
    new = await town.people.new()
    chances = Chances(database, town.clock, Exploration(share=0.25, up_to=5_000))
    offers = [
        stay(n, title=title, partner="inn", price=4_000) for n, title in enumerate([*HILLS[:3], "New A", "New B"])
    ]
    ranked = recommender().rank(STAY, offers[:3], {}, evidence(), "en", limit=3)
    drawn = [chances.draw(CustomerId(f"x{number}"), ranked, offers, new) for number in range(400)]
    given = [one[0].title for one in drawn if one is not None]
    assert 70 <= len(given) <= 130
    assert 0.35 < given.count("New A") / len(given) < 0.65
