"""Which facts a customer means by other words: "that I'm vegan", "where my daughter goes to school", "about Paulo"."""

import asyncio
import re

from memory.extraction.extractor import Extractor
from memory.extraction.people import People, name_of
from memory.extraction.statements import Situation
from memory.models import CustomerId, Fact, FactStatus, MessageId, Source, ThreadId
from memory.ranking import stems
from memory.recalling import Recaller, document_text
from memory.stores import Stores
from memory.succession import meant_by, same_person

CLOSE_ENOUGH = 0.5
"""Cosine from which a fact is taken to be what other words mean."""
_NAMED = re.compile(r"\b[A-ZÀ-Þ][\w'-]+")


class Finder:
    """Finds facts by words; an empty answer rather than a wrong one, since what is found may be forgotten."""

    def __init__(self, stores: Stores, recaller: Recaller, extractor: Extractor) -> None:
        self._stores = stores
        self._recaller = recaller
        self._extractor = extractor

    async def find(self, customer: CustomerId, words: str) -> tuple[Fact, ...]:
        """Facts that ``words`` are about, best first. All statuses count but quarantine."""
        known = tuple(
            fact
            for fact in await self._stores.facts.list(customer, tuple(FactStatus))
            if fact.status is not FactStatus.QUARANTINED
        )
        if not known or not words.strip():
            return ()
        return self._as_said(words, known) or self._by_words(words, known) or await self._by_meaning(words, known)

    async def pointed(
        self, customer: CustomerId, words: str, thread: ThreadId, before: MessageId | None
    ) -> tuple[Fact, ...]:
        """Facts that ``words`` can only mean: "that", right after ``before`` taught them, or "my shoe size"."""
        grammar = self._extractor.grammar(self._extractor.language(words, "en"))
        known = await self._stores.facts.list(customer)
        if grammar.not_meant["deictic"].fullmatch(words.strip()):
            return tuple(fact for fact in known if (fact.source.thread, fact.source.message) == (thread, before))
        return self._by_words(words, known) if grammar.part("mine").match(words) else ()

    def names(self, words: str) -> tuple[str, ...]:
        """The names in words that say nothing else: "about Paulo", "my ex Paulo", but not "that I live in Porto"."""
        grammar = self._extractor.grammar(self._extractor.language(words, "en"))
        idle = {*grammar.all_of, *grammar.relations}
        said = _NAMED.findall(words)
        others = re.findall(r"[\w'-]+", grammar.part("mine").sub(" ", words))
        rest = [word for word in others if word not in said and word.casefold() not in idle]
        return tuple(dict.fromkeys(said)) if not rest else ()

    def _as_said(self, words: str, known: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """Read the words as a statement: "I'm vegan" means the fact it would make."""
        source = Source(thread=ThreadId(""), message=MessageId(""), words=words)
        situation = Situation(source=source, now=self._stores.clock.now(), known=known)
        read = self._extractor.read(words.removeprefix("that "), situation).statements
        found = [fact for statement in read for fact in meant_by(statement.draft, known)]
        return tuple(dict.fromkeys(found))

    def _by_words(self, words: str, known: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """By whom and what they name; a person alone means all that is known of that person."""
        grammar = self._extractor.grammar(self._extractor.language(words, "en"))
        people = People(grammar, [fact.subject for fact in known], "", self._stores.clock.now().date())
        rest = people.mark(words)
        subjects = [person.subject for person in people.marked]
        candidates = [fact for fact in known if not subjects or any(same_person(fact.subject, one) for one in subjects)]
        plain = re.sub(r"⟦\d+⟧", " ", rest)
        wanted = set(stems(" ".join(word for word in plain.casefold().split() if word not in grammar.all_of)))
        scored = [(len(wanted & set(_stems_of(fact))), fact) for fact in candidates]
        best = max((score for score, _ in scored), default=0)
        if best == 0:
            return tuple(candidates) if subjects and not wanted else ()
        return tuple(fact for score, fact in scored if score == best)

    async def _by_meaning(self, words: str, known: tuple[Fact, ...]) -> tuple[Fact, ...]:
        vector = await asyncio.to_thread(self._stores.embedder.embed, words)
        closeness = [
            (float(vector @ await asyncio.to_thread(self._stores.embedder.embed, document_text(fact))), fact)
            for fact in known
        ]
        best, fact = max(closeness, key=lambda pair: pair[0])
        return (fact,) if best >= CLOSE_ENOUGH else ()


def _stems_of(fact: Fact) -> list[str]:
    attribute = fact.attribute.replace(".", " ").replace("_", " ")
    return stems(f"{attribute} {fact.value} {name_of(fact.subject)} {fact.source.words}")
