"""What is known of the customer, said where it matters: kept in mind, noted, or never told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.brain.goal import Goal
from agent.brain.message_reading import Reading
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import State
from agent.models import KnownFact, TurnContext

MOST = 3
"""Facts that one reply says are kept in mind."""
_OWN = "customer"
_HERE = "location"
"""Where somebody is at the moment bears upon whatever they ask for."""


def minded(goals: Sequence[Goal], before: State, context: TurnContext) -> list[Move]:
    """What of the customer bears upon a kind of service that is asked for, said when it is first asked for."""
    known = {request.tool.name for request in before.requests}
    kinds = {goal.tool.kind for goal in goals if goal.fresh and goal.tool.kind and goal.tool.name not in known}
    facts = [fact for fact in context.facts if fact.told and _may_matter(fact)]
    if not kinds:
        return []
    return _kept(fact for fact in facts if kinds & set(fact.kinds) or fact.attribute == _HERE or _speaks(fact))


def minded_beyond(context: TurnContext, *, asks: bool = False) -> list[Move]:
    """The same for a request that no service here is for: what keeps safe, and what the request speaks of.

    ``asks``: a question, which only what it names bears upon: "only the smoking terrace is free, ok?".
    """
    facts = [fact for fact in context.facts if fact.told and fact.why and _may_matter(fact)]
    if context.requests:
        return _kept(facts)
    return _kept(fact for fact in facts if asks and "words" in fact.why)


def only_tells(reading: Reading, before: State, context: TurnContext) -> bool:
    """Whether somebody tells of themselves and asks for nothing, whatever service their words remind of."""
    if not context.noticed or context.requests or reading.asks or before.question is not None:
        return False
    wished = [goal for goal in reading.goals if goal.tool.kind]
    told = " ".join(context.noticed).casefold()
    return all(
        goal.fresh
        and not any(
            str(goal.args[each.name]).casefold() not in told
            for each in goal.tool.parameters
            if each.required and each.name in goal.changed
        )
        for goal in wished
    )


def noted(context: TurnContext) -> list[Move]:
    """What is about to be kept of this very message."""
    return [Move(kind=Kind.NOTED, data={"text": "; ".join(each.rstrip(" .") for each in context.noticed)})]


def _speaks(fact: KnownFact) -> bool:
    """Whether the request speaks of something that no kind of service has a name for."""
    return bool(fact.why) and not fact.kinds


def _may_matter(fact: KnownFact) -> bool:
    """What holds for somebody else matters when they are spoken of."""
    return fact.subject == _OWN or fact.always or "person" in fact.why or "words" in fact.why


def _kept(facts: Iterable[KnownFact]) -> list[Move]:
    told = list(dict.fromkeys(fact.told for fact in sorted(facts, key=lambda fact: not fact.always)))
    return [Move(kind=Kind.MINDFUL, data={"facts": told[:MOST]})] if told else []
