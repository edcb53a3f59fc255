"""Whether reasons are true: each cited fact is taken away and everything is ranked again through the same door."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

from evals.bench.recommend.world import Ranked, Recorder, Scene, open_scene, questions
from memory.embedding.minilm import Embedder
from memory.errors import NotFound
from memory.models import Consents, CustomerId, Fact, FactId, Purpose, Value
from tools.models import Offer, OfferId, Reason, ReasonKind, Recommendation
from tools.recommend.ablation import ablated
from tools.recommend.context import POPULAR
from tools.recommend.evidence import PERSONAL, refusal

CANDIDATES = 10_000
_EXACT = 1e-6
_NEEDED: dict[ReasonKind, tuple[Purpose, ...]] = {
    ReasonKind.SAID_BEFORE: (Purpose.PERSONALISATION,),
    ReasonKind.PROFILE: (Purpose.PERSONALISATION,),
    ReasonKind.PAST_TRIPS: (Purpose.PURCHASE_HISTORY,),
    ReasonKind.SIMILAR_CUSTOMERS: (Purpose.SIMILAR_CUSTOMERS, Purpose.PURCHASE_HISTORY),
}


class Found(Value):
    """What came of it. ``examples`` are faults in words."""

    recommendations: int
    reasons: int
    kinds: dict[str, int]
    faithful: int
    forgotten: int
    """Facts that were forgotten for good, and all was searched for again."""
    forgotten_faithful: int
    excluded: int
    """Reasons that cite what the customer's consents exclude."""
    asked_without: int
    """Searches after a consent was withdrawn or a kind of reason refused."""
    pairs: int
    """Two customers who asked the same in the same words, within the same hard limits."""
    same_feasible: int
    explained: int
    """Pairs whose every difference in score is what their personal reasons say."""
    differing: int
    """Pairs who were shown something else."""
    p50_ms: float
    """Processor time of ranking ten thousand candidates."""
    examples: tuple[str, ...] = ()

    @property
    def true(self) -> bool:
        """Whether all of it held; how long it took is another matter."""
        return (
            self.reasons > 0
            and self.faithful == self.reasons
            and self.kinds.get(ReasonKind.SIMILAR_CUSTOMERS, 0) > 0
            and self.forgotten > 0
            and self.forgotten_faithful == self.forgotten
            and self.excluded == 0
            and self.pairs > 0
            and self.pairs == self.same_feasible == self.explained
            and self.differing > 0
        )


@dataclass
class Tally:
    """What has been counted so far."""

    recommendations: int = 0
    faithful: int = 0
    forgotten: int = 0
    forgotten_faithful: int = 0
    excluded: int = 0
    asked_without: int = 0
    pairs: int = 0
    same_feasible: int = 0
    explained: int = 0
    differing: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def fault(self, words: str) -> None:
        if len(self.examples) < 10:
            self.examples.append(words)


async def measure(folder: Path, embedder: Embedder, count: int) -> Found:
    """Look at the reasons of ``count`` recommendations, and at everything else beside."""
    tally = Tally()
    async with open_scene(folder, embedder) as scene:
        for tool, args in questions():
            asked = {one: found for one in scene.customers() if (found := await scene.search(one, tool, args))}
            for customer, ranked in asked.items():
                if tally.recommendations < count:
                    _judge(scene.recorder, ranked, tally)
                    await _allowed(scene, customer, ranked, tally)
            _contrast(scene.recorder, [(await _limits(scene, one, each), each) for one, each in asked.items()], tally)
            if tally.recommendations >= count:
                break
            await _live(scene, asked)
        pace = _pace(scene.recorder, max(asked.values(), key=lambda one: len(one.offers)))
        await _withdraw(scene, tally)
        await _forget(scene, tally)
    return Found(reasons=sum(tally.kinds.values()), p50_ms=pace, **_counts(tally))


def _counts(tally: Tally) -> dict[str, Any]:
    return {name: value for name, value in vars(tally).items() if name != "examples"} | {
        "kinds": dict(tally.kinds),
        "examples": tuple(tally.examples),
    }


async def _live(scene: Scene, asked: dict[CustomerId, Ranked]) -> None:
    """Every third customer turns down what they were shown: that is evidence from then on."""
    for customer in list(asked)[::3]:
        await scene.pass_over(customer, asked[customer])


def _judge(recorder: Recorder, ranked: Ranked, tally: Tally) -> None:
    """Take away what each reason cites; the score must change by what the reason claims."""
    before: dict[tuple[str, ...], dict[str, float]] = {}
    for one in ranked.shown:
        tally.recommendations += 1
        name = f"{one.offer.partner}/{one.offer.partner_ref}"
        for reason in one.reasons:
            if reason.cites not in before:
                less = ranked.less(*ablated(ranked.evidence, ranked.request, reason)).again(recorder)
                before[reason.cites] = {other: each.score for other, each in less.items()}
            tally.kinds[reason.kind] += 1
            change = one.score - before[reason.cites][name]
            if reason.cites and abs(change - reason.weight) < _EXACT and reason.weight:
                tally.faithful += 1
            else:
                tally.fault(f"{reason.kind} “{reason.text}” claims {reason.weight:.4f}, costs {change:.4f}")


async def _allowed(scene: Scene, customer: CustomerId, ranked: Ranked, tally: Tally) -> None:
    """No reason may cite what is not allowed to be used; told from the stores, not from the ranking's own evidence."""
    consents = await scene.memory.consents.current(customer)
    facts = {fact.id: fact for fact in await scene.memory.facts.list(customer)}
    bookings = {one.id for one in await scene.front.ledger.bookings(customer)}
    for reason in (reason for one in ranked.shown for reason in one.reasons):
        if not _may(reason, consents, facts, bookings):
            tally.excluded += 1
            tally.fault(f"{customer}: {reason.kind} “{reason.text}” is not allowed")


def _may(reason: Reason, consents: Consents, facts: dict[FactId, Fact], bookings: set[Any]) -> bool:
    known = all(fact in facts for fact in reason.facts) and set(reason.bookings) <= bookings
    needed = all(consents.allows(purpose) for purpose in _NEEDED.get(reason.kind, ()))
    special = any(facts[fact].special_category for fact in reason.facts if fact in facts)
    refused = consents.allows(refusal(reason.kind))
    return known and needed and not refused and (not special or consents.allows(Purpose.SPECIAL_CATEGORIES))


def _contrast(recorder: Recorder, asked: Sequence[tuple[Any, Ranked]], tally: Tally) -> None:
    """Two customers, one question: what is feasible is the same, and only personal reasons make the order differ."""
    for (limits, one), (others, other) in combinations(asked, 2):
        if limits != others:
            continue
        tally.pairs += 1
        mine, theirs = one.again(recorder), other.again(recorder)
        tally.same_feasible += mine.keys() == theirs.keys()
        stripped = [_alike_for_all(each).again(recorder, PERSONAL) for each in (one, other)]
        level = all(stripped[0][name].score == stripped[1][name].score for name in mine.keys() & theirs.keys())
        told = all(
            _personal(mine[name].reasons) or _personal(theirs[name].reasons)
            for name in mine.keys() & theirs.keys()
            if abs(mine[name].score - theirs[name].score) > _EXACT + _UNSAID
        )
        tally.explained += level and told
        tally.differing += [_ref(each.offer) for each in one.shown] != [_ref(each.offer) for each in other.shown]


def _alike_for_all(ranked: Ranked) -> Ranked:
    """Without what only newcomers are told, for want of a past of their own: that many choose it."""
    removed = ranked.evidence.removed | {POPULAR}
    return ranked.less(ranked.evidence.model_copy(update={"removed": removed}), ranked.request)


_UNSAID = 0.03
"""Differences below it are not worth a sentence to the customer."""


async def _limits(scene: Scene, customer: CustomerId, ranked: Ranked) -> tuple[Any, ...]:
    """What bends for nobody: the employer's policy, and what a customer must have of this kind of service."""
    needs = {requirement.fact for requirement in ranked.service.requires}
    facts = await scene.memory.facts.list(customer)
    must = sorted({(fact.attribute, fact.value) for fact in facts if fact.attribute in needs})
    return (await scene.memory.profiles.get(customer)).company, tuple(must)


def _same_offers(one: Ranked, other: Ranked) -> bool:
    return sorted(map(_ref, one.offers)) == sorted(map(_ref, other.offers)) and one.request == other.request


def _personal(reasons: Sequence[Reason]) -> bool:
    return any(reason.kind in PERSONAL or POPULAR in reason.cites for reason in reasons)


def _ref(offer: Offer) -> str:
    return f"{offer.partner}/{offer.partner_ref}"


def _pace(recorder: Recorder, ranked: Ranked) -> float:
    """Processor time, in milliseconds, of ranking ten thousand like these for a customer of whom much is known."""
    times = -(-CANDIDATES // len(ranked.offers))
    many = [
        offer.model_copy(update={"id": OfferId(f"{offer.id}-{number}"), "partner_ref": f"{offer.partner_ref}-{number}"})
        for number in range(times)
        for offer in ranked.offers
    ][:CANDIDATES]
    taken = []
    for _ in range(15):
        began = time.process_time()
        recorder.rank(ranked.service, many, ranked.request, ranked.evidence, ranked.locale, limit=5)
        taken.append(1000 * (time.process_time() - began))
    return median(taken[3:])


async def _withdraw(scene: Scene, tally: Tally) -> None:
    """Withdraw one consent, or refuse one kind of reason, and ask again: it holds at once."""
    tool, args = next(questions())
    purposes = [str(purpose) for purpose in (Purpose.PURCHASE_HISTORY, Purpose.SIMILAR_CUSTOMERS)]
    purposes += [refusal(kind) for kind in PERSONAL]
    for customer in scene.customers():
        for purpose in purposes:
            held = (await scene.memory.consents.current(customer)).allows(purpose)
            await scene.memory.consents.decide(customer, purpose, purpose.startswith("without:"), "bench")
            ranked = await scene.search(customer, tool, args)
            tally.asked_without += 1
            if ranked is not None:
                await _allowed(scene, customer, ranked, tally)
            await scene.memory.consents.decide(customer, purpose, held, "bench")


async def _forget(scene: Scene, tally: Tally) -> None:
    """Forget what reasons cite for good, and search again."""
    for customer in scene.customers():
        for tool, args in list(questions())[:6]:
            ranked = await scene.search(customer, tool, args)
            reason = _of_one_fact(ranked) if ranked else None
            if ranked is None or reason is None:
                continue
            before = ranked.again(scene.recorder)
            try:
                await scene.memory.forget(customer, reason.facts[0])
            except NotFound:
                continue
            after = await scene.search(customer, tool, args)
            if after is None or not _same_offers(after, ranked):
                continue  # a default of the search rested on it: other offers, other prices to compare
            now = after.again(scene.recorder)
            tally.forgotten += 1
            costs = {name: before[name].score - now[name].score for name in before}
            claims = {
                name: sum(each.weight for each in one.reasons if each.cites == reason.cites)
                for name, one in before.items()
            }
            wrong = [name for name, cost in costs.items() if abs(cost - claims[name]) > _UNSAID + _EXACT]
            tally.forgotten_faithful += not wrong
            for name in wrong[:1]:
                tally.fault(f"forgetting “{reason.text}” cost {costs[name]:.4f}, {claims[name]:.4f} was claimed")


def _claimed(one: Recommendation, reason: Reason) -> float:
    """What an offer's reasons say that this piece of evidence gives it."""
    return sum(each.weight for each in one.reasons if each.cites == reason.cites)


def _of_one_fact(ranked: Ranked) -> Reason | None:
    """A reason that rests on one remembered fact and nothing else."""
    reasons = (reason for one in ranked.shown for reason in one.reasons)
    return next((one for one in reasons if len(one.facts) == 1 == len(one.cites)), None)
