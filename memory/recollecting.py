"""Answering what customers ask about themselves: "where did I live in February?", "when is my wife's birthday?".

A question is answered by facts that have all of its telling words, or not at all: a wrong answer is worse than none.
"""

from datetime import date
from zoneinfo import ZoneInfo

from memory.extraction.extractor import Extractor
from memory.extraction.grammar import Grammar
from memory.extraction.people import People
from memory.extraction.sentences import sentences
from memory.models import CustomerId, Fact, FactKind, FactStatus, Value
from memory.ranking import stems
from memory.recalling import PAST, held, time_named
from memory.stores import Stores
from memory.succession import same_person
from memory.telling import Teller
from memory.yearly import comes, coming_time

MOST = 5
"""Facts that one answer names."""
NOTE = "note"
"""The attribute of what was noted in the customer's own words: those words name it."""
_OWN = "customer"
_PLACES = frozenset({"home", "location", "trip", "visited"})
_PREFERENCES = frozenset({FactKind.PREFERENCE, FactKind.CONSTRAINT})


class Question(Value):
    """A question about what the customer told, taken apart."""

    wanted: frozenset[str]
    """Stems that an answer must have."""
    subjects: tuple[str, ...] = ()
    """Others it is about."""
    own: bool = True
    who: bool = False
    where: bool = False
    thing: bool = False
    """Asks for something of theirs by its name: only what is called so is an answer."""
    taste: bool = False
    past: bool = False
    then: tuple[date, date] | None = None
    coming: tuple[date, date] | None = None
    """The time ahead whose days that matter are asked for."""
    language: str

    @property
    def is_open(self) -> bool:
        """Whether nothing in it tells what it is about: then everything, or nothing, would be an answer."""
        return not (self.subjects or self.own) or not (self.wanted or self.subjects or self.then or self.taste)


class Recollector:
    """Reads questions and finds the facts that answer them."""

    def __init__(self, stores: Stores, extractor: Extractor, teller: Teller) -> None:
        self._stores = stores
        self._extractor = extractor
        self._teller = teller

    def asks(self, text: str, locale: str) -> bool:
        """Whether a message asks for something that the customer may have told."""
        grammar = self._extractor.grammar(self._extractor.language(text, locale))
        asked = self._question(text, grammar)
        return asked is not None and grammar.questions.is_own(asked)

    async def answer(self, customer: CustomerId, text: str, locale: str, zone: str) -> tuple[Fact, ...]:
        """Facts that answer the question in ``text``; empty when it is none, or when nothing is known."""
        languages = self._extractor.languages(text, locale)
        grammars = [self._extractor.grammar(code) for code in (languages if "?" in text else languages[:1])]
        asked = [(said, grammar) for grammar in grammars if (said := self._question(text, grammar)) is not None]
        if not asked:
            return ()
        known = await self._stores.facts.list(customer, (FactStatus.ACTIVE, *PAST))
        read = (self._found(self._read(said, grammar, known, zone), known, locale) for said, grammar in asked)
        return next((found for found in read if found), ())

    def _found(self, question: Question, known: tuple[Fact, ...], locale: str) -> tuple[Fact, ...]:
        if question.coming is not None:
            return tuple(fact for fact in known if comes(fact, question.coming))[:MOST]
        if question.is_open:
            return ()
        found = [fact for fact in known if self._answers(fact, question, locale)]
        now = [fact for fact in found if fact.status is FactStatus.ACTIVE]
        if question.past and question.then is not None:
            now = [fact for fact in found if held(fact, question.then)]
        elif question.past:
            now = [*(fact for fact in found if fact.status in PAST), *now]
        return tuple(now[:MOST])

    @staticmethod
    def _question(text: str, grammar: Grammar) -> str | None:
        """The one question in a message, without what leads to it."""
        parts = sentences(text)
        if len(parts) != 1:
            return None
        return grammar.questions.asked(parts[0])

    def _read(self, asked: str, grammar: Grammar, known: tuple[Fact, ...], zone: str) -> Question:
        now = self._stores.clock.now().astimezone(ZoneInfo(zone))
        people = People(grammar, [fact.subject for fact in known if fact.subject != _OWN], "", now.date())
        marked = people.mark(asked)
        subjects = tuple(dict.fromkeys(one.subject for one in people.marked))
        then, timeless = time_named(marked, now, grammar.language)
        timeless = timeless.translate(str.maketrans("⟦⟧", "  "))
        asking = grammar.questions
        ahead = coming_time(asked, now, grammar.language) if asking.coming.search(asked) else None
        words = [word for word in stems(timeless, grammar.language) if word not in asking.idle and not word.isdecimal()]
        return Question(
            wanted=frozenset(word for word in words if word not in asking.tastes),
            subjects=subjects,
            who=asking.who.search(asked) is not None,
            own=asking.is_own(asked),
            where=asking.where.search(asked) is not None,
            thing=asking.thing.search(asked) is not None,
            taste=any(word in asking.tastes for word in words),
            past=grammar.not_meant["past"].search(asked) is not None or (then is not None and then[1] < now.date()),
            then=then,
            coming=ahead,
            language=grammar.language,
        )

    def _answers(self, fact: Fact, question: Question, locale: str) -> bool:
        if not self._is_about(fact, question):
            return False
        if question.taste and fact.subject == _OWN and fact.kind not in _PREFERENCES:
            return False
        if question.then and not question.wanted and not held(fact, question.then):
            return False
        if not question.wanted:
            return self._is_what(fact, question)
        if question.thing and not question.taste and fact.attribute != NOTE:
            return question.wanted <= self._name(fact, question.language, locale)
        return question.wanted <= self._words(fact, question.language, locale)

    @staticmethod
    def _is_about(fact: Fact, question: Question) -> bool:
        if question.subjects:
            return any(same_person(fact.subject, one) for one in question.subjects)
        if question.who:
            return fact.subject != _OWN or fact.kind in (FactKind.RELATIONSHIP, FactKind.EVENT, FactKind.PROFILE)
        return fact.subject == _OWN

    @staticmethod
    def _is_what(fact: Fact, question: Question) -> bool:
        """Without a telling word it is the kind of question that decides: where I was then, what I have tonight."""
        if question.where:
            return fact.attribute in _PLACES
        if question.then:
            return fact.kind is FactKind.EVENT
        return bool(question.subjects) or question.taste

    def _name(self, fact: Fact, language: str, locale: str) -> frozenset[str]:
        """Stems of what a fact is called: the sentence that tells it, without its value."""
        told = self._teller.tell(fact, locale).replace(fact.value, " ")
        return frozenset(stems(f"{self._called(fact, language)} {told}", language))

    def _words(self, fact: Fact, language: str, locale: str) -> frozenset[str]:
        """Stems of all that a fact says, in the words it is told in and in those in which it was."""
        told = self._teller.tell(fact, locale)
        said = own_clauses(fact, self._extractor.grammar(language))
        return frozenset(stems(f"{self._called(fact, language)} {fact.value} {told} {said}", language))

    def _called(self, fact: Fact, language: str) -> str:
        """The attribute, and the words by which it is asked for."""
        cues = self._extractor.grammar(language).questions.cues(fact.attribute)
        return " ".join([fact.attribute.replace(".", " ").replace("_", " "), *cues])


def own_clauses(fact: Fact, grammar: Grammar) -> str:
    """Of the words a fact came from those that tell it: what else the sentence says answers nothing."""
    value = set(stems(fact.value, grammar.language))
    parts = grammar.part("clause_breaks").split(fact.source.words)
    own = [part for part in parts if part and value & set(stems(part, grammar.language))]
    return " ".join(own) or fact.source.words
