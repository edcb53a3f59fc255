"""What puts right the thing that was said last: "sorry, I mean the 24th of June", "no wait, her name is Britta"."""

import re

from memory.extraction import days
from memory.extraction.grammar import Grammar
from memory.extraction.people import name_of, renamed
from memory.extraction.statements import Operation, Situation, Statement
from memory.models import Fact, FactDraft

_LONGEST = 6
"""Words of what puts something right; what is longer says something new."""
_NAME = re.compile(r"(?:in |to |à |a |em |en |nach )?([A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)*)")
_CODE = re.compile(r"(?=\S*\d)[\w+-]+(?: ?[\d-]+)*")
"""A size, a number, a post code."""
_NAMED = frozenset({"home", "location", "school", "employer", "address", "car"})
"""Attributes whose values are names."""


def corrected(sentence: str, grammar: Grammar, situation: Situation) -> list[Statement]:
    """Replaces the newest fact of this conversation where the words are of that kind."""
    found = grammar.part("replace").match(sentence)
    here = [fact for fact in situation.known if fact.source.thread == situation.source.thread]
    if found is None or not here:
        return []
    last, rest = here[-1], found["rest"].strip(" .!")
    if len(rest.split()) > _LONGEST:
        return []
    name = _NAME.fullmatch(rest)
    if last.attribute == "relation" and name and name_of(last.subject):
        theirs = [fact for fact in situation.known if fact.subject == last.subject]
        return [_instead_of(fact, situation, sentence, subject=renamed(fact.subject, name[1])) for fact in theirs]
    value = _value(last, rest, grammar, situation)
    return [] if value is None or value == last.value else [_instead_of(last, situation, sentence, value=value)]


def _instead_of(fact: Fact, situation: Situation, words: str, **changes: str) -> Statement:
    content = {name: getattr(fact, name) for name in FactDraft.model_fields}
    source = situation.source.model_copy(update={"words": words})
    draft = FactDraft(**content | changes | {"source": source})
    return Statement(operation=Operation.REPLACE, draft=draft, replaces=fact)


def _value(last: Fact, rest: str, grammar: Grammar, situation: Situation) -> str | None:
    """The words as another value of the same kind; None when they are of no such kind."""
    if re.fullmatch(r"\d\d-\d\d", last.value):
        day = days.day(rest, situation)
        return f"{day:%m-%d}" if day else None
    if _CODE.fullmatch(last.value) and _CODE.fullmatch(rest):
        return rest
    folded = grammar.part("articles").sub("", rest).casefold()
    for category, entry in grammar.terms.categories.items():
        if entry.attribute == last.attribute:
            term = grammar.terms.forms(category, grammar.language).get(folded)
            return term.value if term else None
    name = _NAME.fullmatch(rest)
    return name[1] if name and last.attribute in _NAMED else None
