"""Which facts a customer means by other words: "that I'm vegan", "where my daughter goes to school", "about Paulo"."""

import asyncio
import re
from collections.abc import Callable

from memory.blotting import anywhere
from memory.extraction.extractor import Extractor
from memory.extraction.grammar import Grammar
from memory.extraction.people import People, name_of
from memory.extraction.sentences import sentences
from memory.extraction.statements import Situation
from memory.extraction.wishes import without_politeness
from memory.models import CustomerId, Fact, FactStatus, MessageId, Source, ThreadId
from memory.ranking import stems
from memory.recalling import document_text
from memory.recollecting import own_clauses
from memory.stores import Stores
from memory.succession import meant_by, same_person
from memory.telling import Teller

CLOSE_ENOUGH = 0.5
"""Cosine from which a fact is taken to be what other words mean."""
ENOUGH = 0.5
"""Share of the telling words that a fact must have."""
_NAMED = re.compile(r"\b[A-ZÀ-Þ][\w'-]+")


class Finder:
    """Finds facts by words; an empty answer rather than a wrong one, since what is found may be forgotten."""

    def __init__(self, stores: Stores, extractor: Extractor, teller: Teller) -> None:
        self._stores = stores
        self._extractor = extractor
        self._teller = teller

    async def find(self, customer: CustomerId, words: str) -> tuple[Fact, ...]:
        """Facts that ``words`` are about, best first. All statuses count but quarantine."""
        known = tuple(
            fact
            for fact in await self._stores.facts.list(customer, tuple(FactStatus))
            if fact.status is not FactStatus.QUARANTINED
        )
        words = without_politeness(words)
        if not known or not words:
            return ()
        found = self._as_said(words, known) or self._by_words(words, known)
        if found or self.names(words):
            return found
        return self._by_words(words, known, own_clauses) or await self._by_meaning(words, known)

    async def pointed(
        self, customer: CustomerId, words: str, thread: ThreadId, before: MessageId | None
    ) -> tuple[Fact, ...]:
        """Facts that ``words`` can only mean: "that", right after ``before`` taught them, or "my shoe size"."""
        grammar = self._grammar(words)
        known = await self._stores.facts.list(customer)
        if grammar.not_meant["deictic"].fullmatch(words.strip()) or self.is_last(words):
            return tuple(fact for fact in known if (fact.source.thread, fact.source.message) == (thread, before))
        return self._by_words(words, known) if grammar.part("mine").match(words) else ()

    def is_last(self, words: str) -> bool:
        """Whether words mean the whole message before: "my last message", "what I just said"."""
        return self._grammar(words).part("just_said").fullmatch(words.strip()) is not None

    async def named(self, customer: CustomerId, words: str) -> tuple[Fact, ...]:
        """Facts that hold and that ``words`` call by what they say: "the peanut allergy"; not "the date"."""
        known = await self._stores.facts.list(customer)
        return self._by_words(words, known) if self.is_particular(words) else ()

    def names(self, words: str) -> tuple[str, ...]:
        """The names in words that say nothing else: "about Paulo", "my ex Paulo", but not "that I live in Porto"."""
        grammar = self._grammar(words)
        idle = {*grammar.all_of, *grammar.relations}
        words = without_politeness(words)
        said = _NAMED.findall(words)
        others = re.findall(r"[\w'-]+", grammar.part("mine").sub(" ", words))
        rest = [word for word in others if word not in said and word.casefold() not in idle]
        return tuple(dict.fromkeys(said)) if not rest else ()

    async def naming(self, customer: CustomerId, names: tuple[str, ...]) -> tuple[Fact, ...]:
        """Facts, of any status, that are about somebody or something of such a name."""
        pattern = anywhere(names)
        known = await self._stores.facts.list(customer, tuple(FactStatus))
        return tuple(fact for fact in known if names and pattern.search(f"{name_of(fact.subject)} {fact.value}"))

    def is_particular(self, words: str) -> bool:
        """Whether words say more than a whole kind of things: "the hotel" may be no memory at all."""
        return not self._is_kind(words, self._grammar(words))

    async def told(self, customer: CustomerId, words: str, besides: MessageId | None) -> tuple[str, ...]:
        """Sentences of the customer's conversations that tell what ``words`` are about, and those words themselves.

        Empty when the words tell nothing in particular ("everything about hotels"). ``besides`` is the message in
        which they stand.
        """
        grammar, words = self._grammar(words), without_politeness(words)
        if self._is_kind(words, grammar):
            return ()
        wanted = _telling(words, grammar)
        found = []
        for thread in await self._stores.threads.list(customer):
            for entry in await self._stores.threads.transcript(customer, thread.id):
                if entry.message != besides:
                    found += [one for one in sentences(entry.text) if wanted <= set(stems(one, grammar.language))]
        return (*dict.fromkeys(found), words)

    @staticmethod
    def _is_kind(words: str, grammar: Grammar) -> bool:
        return _telling(words, grammar) <= frozenset(stems(" ".join(grammar.kind_words), grammar.language))

    def _grammar(self, words: str) -> Grammar:
        return self._extractor.grammar(self._extractor.language(words, "en"))

    def _as_said(self, words: str, known: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """Read the words as a statement: "I'm vegan" means the fact it would make."""
        source = Source(thread=ThreadId(""), message=MessageId(""), words=words)
        situation = Situation(source=source, now=self._stores.clock.now(), known=known)
        read = self._extractor.read(words.removeprefix("that "), situation).statements
        found = [fact for statement in read for fact in meant_by(statement.draft, known)]
        return tuple(dict.fromkeys(found))

    def _by_words(
        self, words: str, known: tuple[Fact, ...], said: Callable[[Fact, Grammar], str] | None = None
    ) -> tuple[Fact, ...]:
        """By whom and what they name; a person alone means all that is known of that person."""
        grammar = self._grammar(words)
        people = People(grammar, [fact.subject for fact in known], "", self._stores.clock.now().date())
        rest = people.mark(words)
        subjects = [person.subject for person in people.marked]
        candidates = [fact for fact in known if not subjects or any(same_person(fact.subject, one) for one in subjects)]
        wanted = _telling(re.sub(r"⟦\d+⟧", " ", rest), grammar)
        said = said or self._telling_of
        scored = [(len(wanted & frozenset(stems(said(fact, grammar), grammar.language))), fact) for fact in candidates]
        best = max((score for score, _ in scored), default=0)
        if best < ENOUGH * len(wanted) or best == 0:
            return tuple(candidates) if subjects and not wanted else ()
        return tuple(fact for score, fact in scored if score == best)

    def _telling_of(self, fact: Fact, grammar: Grammar) -> str:
        """What a fact is called and says; not the words it came from, which may say other things too."""
        called = " ".join([fact.attribute.replace(".", " ").replace("_", " "), *grammar.questions.cues(fact.attribute)])
        return f"{called} {fact.value} {name_of(fact.subject)} {self._teller.tell(fact, grammar.language)}"

    async def _by_meaning(self, words: str, known: tuple[Fact, ...]) -> tuple[Fact, ...]:
        vector = await asyncio.to_thread(self._stores.embedder.embed, words)
        closeness = [
            (float(vector @ await asyncio.to_thread(self._stores.embedder.embed, document_text(fact))), fact)
            for fact in known
        ]
        best, fact = max(closeness, key=lambda pair: pair[0])
        return (fact,) if best >= CLOSE_ENOUGH else ()


def _telling(words: str, grammar: Grammar) -> frozenset[str]:
    """Stems of the words that say what is meant."""
    content = (word for word in words.casefold().split() if word not in grammar.all_of)
    return frozenset(stems(" ".join(content), grammar.language)) - grammar.questions.idle
