"""What takes the place of something known: "I prefer soy milk now", "that's not true any more, I like lively ones"."""

from memory.extraction.grammar import Grammar
from memory.extraction.statements import Operation, Situation, Statement
from memory.models import Fact, FactDraft, FactKind
from memory.succession import same_person

_TASTES = frozenset({FactKind.PREFERENCE, FactKind.CONSTRAINT, FactKind.RELATIONSHIP})
_IN_GENERAL = ("taste", "activity.category")
"""Attributes of tastes that can be weighed against each other though nothing else tells that they are of one kind."""
_NAMELESS = frozenset({"taste", "food", "drink", "food.avoid", "drink.avoid", "cuisine"})
"""Attributes under which a thing lands of which no more is known than its words."""


def replacing(statements: list[Statement], text: str, grammar: Grammar, situation: Situation) -> list[Statement]:
    """The statements of a message, with the ends of what they replace."""
    known = [fact for fact in situation.known if fact.kind in _TASTES]
    statements = [_ended(_as_known(one, known), known, grammar) for one in statements]
    if not grammar.not_meant["switched"].search(text):
        return statements
    ended = [one.draft.value for one in statements if one.operation is not Operation.ASSERT]
    ends = [_end_of(fact, situation) for one in statements for fact in _rivals(one, known, situation)]
    return [*statements, *(one for one in ends if one.draft.value not in ended)]


def _as_known(statement: Statement, known: list[Fact]) -> Statement:
    """ "Soy milk" is a kind of milk, where a kind of milk is known: ``coffee.milk``, with another value."""
    draft = statement.draft
    value, _, noun = draft.value.rpartition(" ")
    if draft.attribute not in _NAMELESS or not value:
        return statement
    for fact in known:
        if "." in fact.attribute and fact.attribute.rpartition(".")[2] == noun.casefold() and _of_one(draft, fact):
            changes = {"attribute": fact.attribute, "value": value.casefold().replace(" ", "_")}
            return statement.model_copy(update={"draft": draft.model_copy(update=changes)})
    return statement


def _ended(statement: Statement, known: list[Fact], grammar: Grammar) -> Statement:
    """ "I no longer drink oat milk" ends that it was liked; of what was never liked it says that it is avoided."""
    draft = statement.draft
    if statement.operation is not Operation.ASSERT or draft.polarity >= 0:
        return statement
    if not grammar.not_meant["no_longer"].search(draft.source.words):
        return statement
    liked = [
        fact
        for fact in known
        if _of_one(draft, fact) and fact.polarity > 0 and fact.value.casefold() == draft.value.casefold()
    ]
    if not liked:
        return statement
    changes = {"attribute": liked[0].attribute, "polarity": 1}
    return Statement(operation=Operation.END, draft=draft.model_copy(update=changes))


def _rivals(statement: Statement, known: list[Fact], situation: Situation) -> list[Fact]:
    """What a statement that says of itself to be new stands against; nothing when that could be several things."""
    draft = statement.draft
    if statement.operation is not Operation.ASSERT or draft.polarity <= 0 or " if " in draft.value:
        return []
    others = [
        fact
        for fact in known
        if _of_one(draft, fact)
        and (fact.polarity, fact.durability) == (draft.polarity, draft.durability)
        and fact.value.casefold() != draft.value.casefold()
        and " if " not in fact.value
    ]
    alike = [fact for fact in others if _is_alike(draft, fact)]
    if len(alike) > 1:
        alike = [fact for fact in alike if fact.source.thread == situation.source.thread][-1:]
    if alike or draft.attribute not in _IN_GENERAL or not others:
        return alike
    last = others[-1]
    here = last.source.thread == situation.source.thread and last is known[-1]
    return [last] if here and last.attribute in _IN_GENERAL else []


def _is_alike(draft: FactDraft, fact: Fact) -> bool:
    """Whether both are answers to one question: what music, which style of hotel, what kind of milk."""
    if draft.attribute in _NAMELESS and fact.attribute in _NAMELESS:
        same = draft.attribute == fact.attribute not in ("taste", "food")
        return same or draft.value.casefold().split()[-1] == fact.value.casefold().split()[-1]
    family, _, trait = draft.attribute.partition(".")
    other, _, theirs = fact.attribute.partition(".")
    return family == other and (trait == theirs or "taste" in (trait, theirs))


def _of_one(draft: FactDraft, fact: Fact) -> bool:
    return same_person(fact.subject, draft.subject)


def _end_of(fact: Fact, situation: Situation) -> Statement:
    content = {name: getattr(fact, name) for name in FactDraft.model_fields}
    return Statement(operation=Operation.END, draft=FactDraft(**content | {"source": situation.source}))
