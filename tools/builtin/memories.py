"""The customer's memory by conversation: what is known, note this, forget that, allow or forbid."""

import re
from collections.abc import Iterable
from typing import Any

from memory.blotting import FORGOTTEN
from memory.extraction.redaction import names_secret
from memory.extraction.wishes import WishKind
from memory.models import FactDraft, FactKind, FactStatus, Purpose, Source
from tools.builtin.booking import propose
from tools.cards import KnownView, MemoryBody
from tools.confirmation import ConfirmationItem
from tools.counter import Answer, Counter
from tools.models import Card, CardKind, ToolStatus
from tools.money import Money
from tools.recommend.evidence import Verdict
from tools.rights import Rights

_WORD = re.compile(r"\w+")
OWN_WORDS = 0.6
"""Share of a note's words that must be the customer's own: a model may shorten, not invent."""

UNWILLING = frozenset({WishKind.STOP_REMEMBERING, WishKind.OFF_RECORD, WishKind.FORGET, WishKind.FORGET_EVERYTHING})
"""Whoever wishes one of these does not want what they say to be kept, whatever a model makes of it."""


async def lookup_profile(counter: Counter, args: dict[str, Any]) -> Answer:
    """The brand's record of the customer."""
    profile = counter.profile
    content: dict[str, Any] = {
        "name": profile.name,
        "home_city": profile.home_city,
        "company": profile.company,
        "currency": profile.currency,
        "zone": profile.zone,
        "companions": [{"name": one.name, "relation": one.relation} for one in profile.companions],
        **{field.name: field.value for field in profile.fields},
    }
    return Answer(content={name: value for name, value in content.items() if value})


async def what_do_you_know(counter: Counter, args: dict[str, Any]) -> Answer:
    """Everything remembered and recorded, each line with where it comes from."""
    known = await Rights(counter.house).known(counter.customer, counter.locale)
    heading = counter.say("memory.known" if known else "memory.nothing")
    return Answer(
        content={
            "ref_type": "fact",
            "message": heading,
            "items": [_item(view, number) for number, view in enumerate(known, start=1)],
            "notes": [] if any(view.can_forget for view in known) else [counter.say("memory.no_facts")],
        },
        cards=(memory_card(heading, known, "known"),),
    )


async def recollect(counter: Counter) -> Answer | None:
    """Answer from what the customer told; None when they ask for nothing of it. Of bookings the ledger knows more."""
    house = counter.house
    if not (await house.memory.consents.current(counter.customer)).allows(Purpose.MEMORY):
        return None
    facts = await house.memory.recollect(counter.customer, counter.said, counter.locale)
    if not facts and names_secret(counter.said) and house.memory.asks(counter.said, counter.locale):
        return Answer(content={"message": counter.say("memory.never_kept")})
    if not facts or (
        any(fact.kind is FactKind.EVENT for fact in facts) and await house.ledger.upcoming(counter.customer)
    ):
        return None
    views = [counter.knowledge.remembered(fact) for fact in facts]
    told = [
        counter.say("memory.recollected", what=view.text, day=counter.knowledge.told_on(fact))
        for view, fact in zip(views, facts, strict=True)
    ]
    card = memory_card(counter.say("memory.recollected_heading"), views, f"recollect_{counter.message}")
    return Answer(content={"message": " ".join(told)}, cards=(card,))


async def remember(counter: Counter, args: dict[str, Any]) -> Answer:
    """Keep what the customer asked to be kept, from their own words."""
    memory = counter.house.memory
    consents = await memory.consents.current(counter.customer)
    if not consents.allows(Purpose.MEMORY):
        return Answer(status=ToolStatus.REFUSED, content={"message": counter.say("memory.no_consent")})
    wish = memory.wish(counter.said, counter.locale)
    private = (await memory.threads.get(counter.customer, counter.thread)).private
    if private or (wish is not None and wish.kind in UNWILLING):
        return Answer(status=ToolStatus.REFUSED, content={"message": counter.say("memory.not_kept")})
    text = own_words(str(args["text"]), counter.said)
    source = Source(thread=counter.thread, message=counter.message, words=text)
    learned = await memory.learn(counter.customer, source, counter.said or text, counter.locale)
    if not (learned.stored or learned.repeated or learned.withheld or learned.quarantined):
        learned = await memory.learn(counter.customer, source, text, counter.locale)
    facts = learned.stored or learned.repeated
    untold = learned.sensitive and not consents.allows(Purpose.SPECIAL_CATEGORIES)
    if not facts and (learned.withheld or untold):
        return Answer(status=ToolStatus.REFUSED, content={"message": counter.say("memory.no_special_consent")})
    if not facts and not (learned.quarantined or learned.suspicious) and text == str(args["text"]):
        draft = FactDraft(attribute="note", value=text[:300], polarity=0, kind=FactKind.PREFERENCE, source=source)
        facts = (await memory.note(counter.customer, draft),)
    if not facts:
        return Answer(status=ToolStatus.REFUSED, content={"message": counter.say("memory.not_kept")})
    known = [counter.knowledge.remembered(fact) for fact in facts]
    text = counter.say("memory.noted", what="; ".join(view.text for view in known))
    return Answer(
        content={"message": text, "ref_type": "fact", "items": [_item(view, 1) for view in known]},
        cards=(memory_card(counter.say("memory.noted_heading"), known, f"noted_{facts[0].id}", undo=True),),
    )


async def forget(counter: Counter, args: dict[str, Any]) -> Answer:
    """Erase what the words mean: one thing, however often it was noted."""
    memory = counter.house.memory
    what = str(args["what"])
    verdicts = await counter.house.feedback.rated(counter.customer)
    rated = [counter.knowledge.rated(one) for one in verdicts]
    if meant := [view for view in rated if view.id == what]:
        await Rights(counter.house).drop(counter.customer, what)
        return Answer(content={"message": counter.say("memory.forgotten", what=meant[0].text), "forgotten": what})
    known = {str(fact.id): fact for fact in await memory.facts.list(counter.customer, tuple(FactStatus))}
    if what in known:
        told = counter.knowledge.remembered(known[what]).text
        await memory.forget(counter.customer, known[what].id)
        return Answer(content={"message": counter.say("memory.forgotten", what=told), "forgotten": told})
    meant = [view for view, one in zip(rated, verdicts, strict=True) if _is_named(one, what)]
    for view in meant:
        await Rights(counter.house).drop(counter.customer, view.id)
    wish = memory.wish(counter.said, counter.locale)
    forgotten = await memory.forget_about(counter.customer, what, counter.message, wish is None or wish.told)
    if not (forgotten or meant):
        content = {"message": counter.say("memory.not_known"), "what": what[:200]}
        return Answer(status=ToolStatus.NOTHING_FOUND, content=content)
    gone = [counter.knowledge.remembered(fact).text for fact in forgotten.facts]
    told = "; ".join(dict.fromkeys([*(view.text for view in meant), *gone]))
    told = told or counter.say("memory.mentions", what=FORGOTTEN)
    return Answer(content={"message": counter.say("memory.forgotten", what=told), "forgotten": told})


async def forget_everything(counter: Counter, args: dict[str, Any]) -> Answer:
    """Ask first: it cannot be taken back."""
    count = len(await counter.house.memory.facts.list(counter.customer))
    item = ConfirmationItem(
        action="change",
        wish="forget",
        title=counter.say("memory.forget_all_title", count=count),
        amount=Money(minor=0, currency=counter.profile.currency),
        terms=counter.say("memory.forget_all_terms"),
    )
    return await propose(counter, [item], (), None)


async def erase_everything(counter: Counter) -> Answer:
    """After the yes: memory, conversations and offers are gone; bookings stay, and that is said."""
    house = counter.house
    dropped = await Rights(house).forget(counter.customer)  # first: the memory takes what was written off the disk
    receipt = await house.memory.erase(counter.customer)
    await house.memory.threads.open_new(counter.customer, counter.thread)  # so that the reply has a place to stand
    kept = len(await house.ledger.bookings(counter.customer))
    message = counter.say("memory.erased", receipt=receipt.id, kept=kept)
    counts = {**receipt.counts, **dropped}
    content = {"message": message, "erased": True, "receipt": receipt.id, "counts": counts, "kept": list(receipt.kept)}
    return Answer(content=content)


async def set_consent(counter: Counter, args: dict[str, Any]) -> Answer:
    """Taking a consent back holds at once; giving one is confirmed, since a model must not give it."""
    purpose, granted = args["purpose"], bool(args["granted"])
    name = counter.say(f"purpose.{purpose.replace(':', '_')}")
    if not granted:
        await counter.house.memory.consents.decide(counter.customer, purpose, False, "conversation")
        message = counter.say("consent.withdrawn", purpose=name)
        return Answer(content={"message": message, "granted": False, "purpose": name})
    if (await counter.house.memory.consents.current(counter.customer)).allows(purpose):
        return Answer(content={"message": counter.say("consent.given", purpose=name), "granted": True, "purpose": name})
    item = ConfirmationItem(
        action="change",
        wish=f"allow:{purpose}",
        title=counter.say("consent.ask_title", purpose=name),
        amount=Money(minor=0, currency=counter.profile.currency),
        terms=counter.say("consent.ask_terms"),
    )
    return await propose(counter, [item], (), None)


async def grant(counter: Counter, purpose: str) -> Answer:
    """After the yes: the consent is recorded."""
    await counter.house.memory.consents.decide(counter.customer, purpose, True, "conversation")
    name = counter.say(f"purpose.{purpose.replace(':', '_')}")
    return Answer(content={"message": counter.say("consent.given", purpose=name), "granted": True, "purpose": name})


def _is_named(verdict: Verdict, words: str) -> bool:
    """Whether words name what was rated."""
    title = str(verdict.features.get("thing", "")).casefold()
    return bool(title) and title in words.casefold()


def own_words(text: str, said: str) -> str:
    """``text`` if it is made of what the customer said, else what they said."""
    wanted = _WORD.findall(text.casefold())
    spoken = set(_WORD.findall(said.casefold()))
    if not wanted or not spoken:
        return said or text
    return text if sum(word in spoken for word in wanted) / len(wanted) >= OWN_WORDS else said


def memory_card(heading: str, items: Iterable[KnownView], id: str, undo: bool = False) -> Card:
    body = MemoryBody(heading=heading, items=tuple(items), undo=undo)
    return Card(kind=CardKind.MEMORY, id=f"memory_{id}", body=body.model_dump(mode="json"))


def _item(view: KnownView, number: int) -> dict[str, Any]:
    return {"id": view.id, "type": "fact", "number": number, "title": view.text, "source": view.source}
