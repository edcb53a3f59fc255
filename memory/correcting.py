"""Putting right, in the customer's own words, what is remembered wrongly."""

import asyncio
import secrets

from memory.errors import NotLearned
from memory.extraction.extractor import Extractor
from memory.extraction.statements import Statement
from memory.learned import Learned, Outcome
from memory.learning import Learner
from memory.models import CustomerId, Fact, FactId, FactStatus, MessageId, Purpose, Source
from memory.stores import Stores


class Corrector:
    """Corrects for all customers. Nothing passes through a conversation: the words stand beside the fact itself."""

    def __init__(self, stores: Stores, learner: Learner, extractor: Extractor) -> None:
        self._stores = stores
        self._learner = learner
        self._extractor = extractor

    async def correct(self, customer: CustomerId, fact: FactId, text: str, locale: str) -> Learned:
        """Keep what ``text`` says in its place. Raises ``NotFound`` and ``NotLearned``; then nothing has changed."""
        wrong = await self._stores.facts.get(customer, fact)
        if wrong.status is not FactStatus.ACTIVE:
            raise NotLearned("it does not hold any more")
        statements = await self._read(wrong, text, locale)
        profile, outcome = await self._learner.profile(customer), Outcome()
        async with self._stores.database.begin(customer) as connection:
            for statement in statements:
                await self._learner.recorder.apply(connection, profile, statement, outcome)
            instead = (*outcome.stored, *outcome.repeated)
            changed = {one.id for one in (*instead, *outcome.superseded, *outcome.retracted)}
            if not changed:
                raise NotLearned("nothing that is remembered changes by it")
            if wrong.id not in changed and instead:
                ended = await self._stores.facts.change(connection, wrong, FactStatus.RETRACTED, instead[0].id)
                outcome.retracted.append(ended)
        learned = outcome.learned()
        await asyncio.to_thread(self._learner.index, customer, learned.stored)
        return learned

    async def _read(self, wrong: Fact, text: str, locale: str) -> list[Statement]:
        """What the words say that may be kept."""
        consents = await self._stores.consents.current(wrong.customer)
        if not consents.allows(Purpose.MEMORY):
            raise NotLearned("remembering is not allowed")
        message = MessageId(f"correction_{secrets.token_hex(8)}")
        source = Source(thread=wrong.source.thread, message=message, words=text)
        profile = await self._learner.profile(wrong.customer)
        situation = await self._learner.situation(wrong.customer, source, profile, locale)
        special = consents.allows(Purpose.SPECIAL_CATEGORIES)
        read = [
            one
            for one in self._extractor.read(text, situation).statements
            if not (one.suspicious or one.only_again) and (special or not one.draft.special_category)
        ]
        if not read:
            raise NotLearned("nothing was understood that may be kept")
        return read
