"""Mutants that remember what they must not, or forget what they should know."""

from datetime import UTC, datetime
from typing import Any

from evals.mutants.mutant import Before, Mutant, in_memory
from memory.models import (
    Consents,
    CustomerId,
    ErasureReceipt,
    Fact,
    FactDraft,
    FactKind,
    Forgotten,
    Purpose,
    Recalled,
    Source,
    Thread,
    ThreadId,
)


class _EverythingAllowed(Before):
    async def current(self, customer: CustomerId) -> Consents:
        everything = {*Purpose, *(await self._part.current(customer)).granted}
        return Consents(customer=customer, granted=frozenset(str(each) for each in everything if "without" not in each))


class ForgetsConsent(Before):
    """Takes every consent as given, for ranking and recall."""

    @property
    def consents(self) -> Any:
        return _EverythingAllowed(self._part.consents)


class DeafToWithdrawal(Before):
    async def decide(self, customer: CustomerId, purpose: str, granted: bool, source: str) -> Any:
        return await self._part.decide(customer, purpose, True, source)


class ForgetsNothing(Before):
    """Says forgotten, and keeps it."""

    async def forget(self, customer: CustomerId, fact: Any) -> ErasureReceipt:
        now = datetime.now(UTC)
        return ErasureReceipt(id="none", customer=customer, erased_at=now, scope=str(fact), counts={}, kept=())

    async def forget_about(self, customer: CustomerId, words: str, besides: Any = None) -> Forgotten:
        return Forgotten(facts=await self._part.find(customer, words))


class LearnsNothing(Before):
    async def learn(self, customer: CustomerId, source: Source, text: str, locale: str | None = None) -> Any:
        return await self._part.learn(customer, source, "", locale)


class _Empty(Before):
    async def list(self, *_: Any, **__: Any) -> tuple[Fact, ...]:
        return ()


class RecallsNothing(Before):
    """Keeps everything and never brings it to mind."""

    async def recall(self, customer: CustomerId, query: str, limit: int = 8) -> tuple[Recalled, ...]:
        return ()

    @property
    def facts(self) -> Any:
        return _Empty(self._part.facts)


class _WithoutNeeds(Before):
    async def list(self, *args: Any) -> tuple[Fact, ...]:
        found: tuple[Fact, ...] = await self._part.list(*args)
        return tuple(fact for fact in found if fact.attribute not in ("diet", "allergy", "accessibility"))


class IgnoresNeeds(Before):
    """Forgets allergies, diets and wheelchairs when it searches."""

    @property
    def facts(self) -> Any:
        return _WithoutNeeds(self._part.facts)


class KeepsEverything(Before):
    """Notes what is said off the record, and what nobody allowed it to keep."""

    async def learn(self, customer: CustomerId, source: Source, text: str, locale: str | None = None) -> Any:
        learned = await self._part.learn(customer, source, text, locale)
        if not learned.stored and len(text) > 40:
            draft = FactDraft(attribute="note", value=text[:200], kind=FactKind.PREFERENCE, source=source)
            await self._part.note(customer, draft)
        return learned


class _OnTheRecord(Before):
    async def get(self, customer: CustomerId, thread: ThreadId) -> Thread:
        found: Thread = await self._part.get(customer, thread)
        return found.model_copy(update={"private": False})

    async def keep_private(self, customer: CustomerId, thread: ThreadId, private: bool = True) -> None:
        return None


class NothingIsPrivate(Before):
    @property
    def threads(self) -> Any:
        return _OnTheRecord(self._part.threads)


class AnotherSelf(Before):
    """Brings to mind what somebody else said."""

    async def recall(self, customer: CustomerId, query: str, limit: int = 8) -> Any:
        other = next((each for each in await self._part.profiles.all() if each.customer != customer), None)
        return await self._part.recall(other.customer if other else customer, query, limit)

    @property
    def facts(self) -> Any:
        return _Swapped(self._part.facts, self._part.profiles)


class _Swapped(Before):
    def __init__(self, part: Any, profiles: Any) -> None:
        super().__init__(part)
        self._profiles = profiles

    async def list(self, customer: CustomerId, *args: Any) -> Any:
        others = [each.customer for each in await self._profiles.all() if each.customer != customer]
        return await self._part.list(others[0] if others else customer, *args)


MEMORIES = (
    Mutant("forgets-consent", "Uses what the customer did not allow", in_memory(ForgetsConsent), ("consent",)),
    Mutant("deaf-to-withdrawal", "Takes no consent back", in_memory(DeafToWithdrawal), ("consent", "forgetting")),
    Mutant("forgets-nothing", "Says forgotten, and keeps it", in_memory(ForgetsNothing), ("forgetting",)),
    Mutant("learns-nothing", "Does not keep what it is told", in_memory(LearnsNothing), ("memory",)),
    Mutant("recalls-nothing", "Keeps everything and never brings it to mind", in_memory(RecallsNothing), ("memory",)),
    Mutant("keeps-everything", "Keeps what nobody allowed it to", in_memory(KeepsEverything), ("consent",)),
    Mutant("ignores-needs", "Forgets allergies, diets and wheelchairs", in_memory(IgnoresNeeds), ("accessibility",)),
    Mutant("another-self", "Takes one customer for another", in_memory(AnotherSelf), ("quiet-in-january", "why")),
)
