"""Everything known of customers, behind one door. ``open_memory`` puts it together from real parts."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from memory.clock import Clock
from memory.correcting import Corrector
from memory.database import Database
from memory.embedding.minilm import Embedder, MiniLM, Vector
from memory.extraction.extractor import Extractor
from memory.extraction.wishes import Wish
from memory.finding import Finder
from memory.forgetting import Eraser
from memory.joining import Joined, Joiner
from memory.keys import Keyring, Seal, master_key
from memory.learned import Learned
from memory.learning import Learner
from memory.lexicon import Lexicon
from memory.models import (
    ConsentRecord,
    CustomerId,
    ErasureReceipt,
    Fact,
    FactDraft,
    FactId,
    FactStatus,
    Forgotten,
    MessageId,
    Purpose,
    Recalled,
    Source,
    ThreadId,
)
from memory.recalling import Recaller
from memory.recollecting import Recollector
from memory.stores import Stores
from memory.tables import SCHEMA
from memory.telling import Teller
from memory.upkeep import Upkeep, Upkept
from memory.vector_folder import VectorFolder
from memory.vector_server import VectorServer
from memory.vectors import Vectors

__all__ = ["Learned", "Memory", "open_memory"]


class Memory:
    """What is known of customers. Every method is bound to one customer and sees nobody else's."""

    def __init__(self, stores: Stores, lexicon: Lexicon) -> None:
        extractor = Extractor(lexicon.terms, lexicon.attributes)
        self._extractor = extractor
        self._stores = stores
        self.profiles = stores.profiles
        self.consents = stores.consents
        self.keyring = stores.keyring
        self.facts = stores.facts
        self.threads = stores.threads
        self.episodes = stores.episodes
        self._eraser = Eraser(stores)
        self._learner = Learner(stores, self._eraser, extractor, lexicon.attributes)
        self._corrector = Corrector(stores, self._learner, extractor)
        self._recaller = Recaller(stores, lexicon.attributes, extractor)
        self._teller = Teller(lexicon.texts, lexicon.terms, stores.clock)
        self._finder = Finder(stores, extractor, self._teller)
        self.names, self.named, self.is_last = self._finder.names, self._finder.named, self._finder.is_last
        """Names in words that say nothing else, facts that words call by what they say, whether they mean the message
        before: see ``memory.finding``."""
        self._recollector = Recollector(stores, extractor, self._teller)
        self._joiner = Joiner(stores, lexicon.attributes)
        self.known_as, self.merges, self.merged = self._joiner.known_as, self._joiner.merges, self._joiner.merged
        """Whose record counts for an id, which merges a customer is part of, one merge: see ``memory.joining``."""
        self._upkeep = Upkeep(stores, self._eraser)
        self.consents.on_withdrawal(self._withdrawn)
        self.on_forgetting = self._eraser.on_forgetting
        """Have another store forget along: see ``memory.forgetting.Forgetting``."""

    async def learn(self, customer: CustomerId, source: Source, text: str, locale: str | None = None) -> Learned:
        """Learn from the customer's own words; consents decide what is kept. ``locale``: what is spoken, if known."""
        return await self._learner.learn(customer, source, text, locale)

    def wish(self, text: str, locale: str) -> Wish | None:
        """What a message wants done with what is remembered; None for nearly all of them. Nothing is done yet."""
        return self._learner.wish(text, locale)

    async def notice(self, customer: CustomerId, source: Source, text: str, locale: str) -> tuple[str, ...]:
        """What is about to be learned from a message, as sentences: a reply may say it while nothing is kept yet."""
        facts = await self._learner.notice(customer, source, text, locale)
        return tuple(dict.fromkeys(self.tell(fact, locale) for fact in facts))

    async def note(self, customer: CustomerId, draft: FactDraft, said_at: datetime | None = None) -> Fact:
        """Keep one fact, said now or at ``said_at``; what it supersedes is superseded. Returns what now holds."""
        return await self._learner.note(customer, draft, said_at)

    async def load(self, facts: Sequence[Fact], vectors: Mapping[FactId, Vector]) -> None:
        """Take over facts from elsewhere, of any number of customers, with their vectors. Asks for no consent."""
        async with self._stores.database.begin() as connection:
            await self.facts.load(connection, facts)
        by_customer: dict[str, dict[str, Vector]] = {}
        for fact in facts:
            by_customer.setdefault(fact.customer, {})[fact.id] = vectors[fact.id]
        await asyncio.to_thread(self._stores.vectors.load, by_customer)

    async def recall(self, customer: CustomerId, query: str, limit: int = 8) -> tuple[Recalled, ...]:
        """What to have in mind for ``query``: all instructions and safety-relevant facts, the best ``limit`` others."""
        return await self._recaller.recall(customer, query, limit)

    def requests(self, text: str, locale: str) -> bool:
        """Whether a message wants something found or done."""
        return self._extractor.requests(text, locale)

    def corrects(self, text: str, locale: str) -> bool:
        """Whether a message begins with saying that something is not so."""
        return self._extractor.corrects(text, locale)

    def instructs(self, text: str, locale: str) -> bool:
        """Whether a message only says how to serve from now on."""
        return self._extractor.instructs(text, locale)

    def asks(self, text: str, locale: str) -> bool:
        """Whether a message asks for something that the customer may have told."""
        return self._recollector.asks(text, locale)

    async def recollect(self, customer: CustomerId, text: str, locale: str) -> tuple[Fact, ...]:
        """Facts that answer a question like "where did I live in February?"; empty for any other message."""
        return await self._recollector.answer(customer, text, locale, (await self._learner.profile(customer)).zone)

    async def find(self, customer: CustomerId, words: str) -> tuple[Fact, ...]:
        """The facts that "forget that I'm vegan" means, best first; empty when none fits."""
        return await self._finder.find(customer, words)

    def tell(self, fact: Fact, locale: str = "en-GB") -> str:
        """The fact as a sentence in the language of ``locale``, e.g. "You are vegan"."""
        return self._teller.tell(fact, locale)

    def who(self, subject: str, locale: str = "en-GB") -> str:
        """The subject of a fact in words: a name, or "your child"."""
        return self._teller.who(subject, locale)

    async def forget(self, customer: CustomerId, fact: FactId) -> ErasureReceipt:
        """Erase one fact with its words everywhere. Raises ``NotFound``."""
        receipt = await self._eraser.forget(customer, fact)
        self._recaller.drop(customer)
        return receipt

    async def correct(self, customer: CustomerId, fact: FactId, text: str, locale: str) -> Learned:
        """Keep what ``text`` says in place of a fact that is wrong. Raises ``NotFound`` and ``NotLearned``."""
        learned = await self._corrector.correct(customer, fact, text, locale)
        self._recaller.drop(customer)
        return learned

    async def forget_message(self, customer: CustomerId, thread: ThreadId, message: MessageId) -> int:
        """Forget a message wherever its words stand, with all that was learned from it; says how many facts."""
        known = await self.facts.list(customer, tuple(FactStatus))
        learned = [fact for fact in known if (fact.source.thread, fact.source.message) == (thread, message)]
        for fact in learned:
            await self.forget(customer, fact.id)
        await self._eraser.forget_message(customer, thread, message)
        self._recaller.drop(customer)
        return len(learned)

    async def blot(self, customer: CustomerId, words: re.Pattern[str]) -> None:
        """Take words out of the customer's conversations once more: what was forgotten may have been said since."""
        await self._eraser.blot(customer, words)

    async def pointed(
        self, customer: CustomerId, words: str, thread: ThreadId, before: MessageId | None
    ) -> tuple[Fact, ...]:
        """Facts that can only be meant: by "that", right after ``before`` taught them, or by "my shoe size"."""
        return await self._finder.pointed(customer, words, thread, before)

    async def forget_about(
        self, customer: CustomerId, words: str, besides: MessageId | None = None, told: bool = True
    ) -> Forgotten:
        """Erase what ``words`` mean: facts ("that I'm vegan"), a name wherever it stands ("about Paulo"), sentences.

        ``besides`` is the message that asks for it: the words in it go too, but do not count as known. ``told``: they
        can only mean what was told; "the hotel" may be what is looked for right now, and then nothing is forgotten.
        """
        names = self._finder.names(words)
        if not (told or names or self._finder.is_particular(words)):
            return Forgotten()
        facts = (*await self.find(customer, words), *await self._finder.naming(customer, names))
        gone = names or (await self._finder.told(customer, words, besides) if told else ())
        for fact in dict.fromkeys(facts):
            await self.forget(customer, fact.id)
        entries = await self._eraser.forget_words(customer, gone, besides) if gone else 0
        self._recaller.drop(customer)
        return Forgotten(facts=facts, entries=entries, names=names)

    async def mark(self, customer: CustomerId, fact: FactId, status: FactStatus, source: Source | None = None) -> Fact:
        """Give a fact another status, e.g. an outcome that was cancelled. Raises ``NotFound``."""
        return await self._learner.mark(customer, fact, status, source)

    async def decide(self, customer: CustomerId, purpose: str, granted: bool, source: str) -> ConsentRecord:
        """The same as ``consents.decide``."""
        return await self.consents.decide(customer, purpose, granted, source)

    async def _withdrawn(self, customer: CustomerId, purpose: str) -> None:
        if purpose in (Purpose.MEMORY, Purpose.SPECIAL_CATEGORIES):
            await self._eraser.forget_learned(customer, special_only=purpose != Purpose.MEMORY)
            self._recaller.drop(customer)

    async def consolidate(self, customer: CustomerId | None = None) -> Upkept:
        """Background work: mark what ran out, let go of what was only for a session that is over."""
        return await self._upkeep.run(customer)

    async def erase(self, customer: CustomerId) -> ErasureReceipt:
        """Erase everything learned, said and shown; the brand's record and consent decisions stay."""
        locale = (await self._learner.profile(customer)).locale
        receipt = await self._eraser.erase(customer)
        self._recaller.drop(customer)
        return receipt.model_copy(update={"kept": self._teller.kept(locale)})

    async def join(self, absorbed: CustomerId, kept: CustomerId, by: str) -> Joined:
        """Make one customer of two: see ``memory.joining.Joiner.join``. Raises ``ValueError`` for one id."""
        joined = await self._joiner.join(absorbed, kept, by)
        await self._changed_hands(joined.absorbed, joined.facts)
        return joined

    async def part(self, joined: str) -> Joined:
        """Undo a join; what was forgotten meanwhile stays forgotten. Raises ``NotFound``."""
        undone = await self._joiner.part(joined)
        await self._changed_hands(undone.kept, undone.facts)
        return undone

    async def _changed_hands(self, giver: CustomerId, facts: tuple[FactId, ...]) -> None:
        """Vectors lie by customer; the taker's are computed when they are next recalled."""
        await asyncio.to_thread(self._stores.vectors.erase, giver, facts)
        self._recaller.drop(giver)

    async def seal(self, customer: CustomerId) -> Seal:
        """The customer's key at work, for stores beside this one: what they seal with it is forgotten with the key."""
        async with self._stores.database.read() as connection:
            seal = await self._stores.keyring.find(customer, connection)
        if seal is not None:
            return seal
        async with self._stores.database.begin(customer) as connection:
            return await self._stores.keyring.seal(customer, connection)

    async def reindex(self) -> int:
        """Build the vector index anew from SQL; says how many facts are in it."""
        return await self._recaller.reindex()

    async def export(self, customer: CustomerId) -> dict[str, Any]:
        """All that is kept of the customer, as JSON-ready values."""
        profile = await self.profiles.get(customer)
        threads = await self.threads.list(customer)
        return {
            "profile": profile.model_dump(mode="json"),
            "consents": [one.model_dump(mode="json") for one in await self.consents.history(customer)],
            "facts": [
                {**one.model_dump(mode="json"), "told": self.tell(one, profile.locale)}
                for one in await self.facts.list(customer, tuple(FactStatus))
            ],
            "threads": [
                {
                    **thread.model_dump(mode="json"),
                    "entries": [
                        entry.model_dump(mode="json") for entry in await self.threads.transcript(customer, thread.id)
                    ],
                }
                for thread in threads
            ],
            "episodes": [one.model_dump(mode="json") for one in await self.episodes.list(customer)],
        }


@asynccontextmanager
async def open_memory(
    home: Path, database: Database, clock: Clock, embedder: Embedder | None = None, chroma: str = ""
) -> AsyncIterator[Memory]:
    """Open the memory whose files lie under ``home``, its vectors on the Chroma server at ``chroma`` if there is one.

    Raises ``StoreInUse`` when another process has the local folder open, ``StoreUnreachable`` when no server answers.
    """
    await database.upgrade(SCHEMA)
    embedder = embedder or MiniLM()
    keyring = Keyring(database, clock, await asyncio.to_thread(master_key, home / "master.key"))
    lexicon = await asyncio.to_thread(Lexicon.load)
    vectors = await asyncio.to_thread(_vectors, home, embedder, chroma)
    try:
        yield Memory(Stores.over(database, clock, keyring, vectors, embedder), lexicon)
    finally:
        await asyncio.to_thread(vectors.close)


def _vectors(home: Path, embedder: Embedder, chroma: str) -> Vectors:
    if chroma:
        return VectorServer(chroma, embedder.id, embedder.size)
    return VectorFolder(home / "vectors", embedder.id)
