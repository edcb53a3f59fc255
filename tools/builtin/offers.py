"""Questions about an offer that was shown: its exact terms, why it, why not that one, and ranking without a reason."""

import re
from collections.abc import Sequence
from typing import Any

from tools.absence import why_absent
from tools.builtin.booking import refund_now
from tools.counter import Answer, Counter
from tools.models import Booking, ReasonKind, ToolError, ToolStatus
from tools.offers import Shown
from tools.present.offers import feature_words, money, offer_item, offers_card, until
from tools.present.reasons import reasons_card, reasons_content
from tools.recommend.explain import contrast as why_not
from tools.recommend.explain import explain as why
from tools.recommend.feedback import Act
from tools.recommend.gather import switch
from tools.recommend.swaying import Question, Sway, sways
from tools.search import renewed, search
from tools.words import Words, localised

_PERSONAL = (ReasonKind.SAID_BEFORE, ReasonKind.PROFILE, ReasonKind.PAST_TRIPS, ReasonKind.SIMILAR_CUSTOMERS)


async def offer_details(counter: Counter, args: dict[str, Any]) -> Answer:
    """Everything about one offer: price line by line, exact terms, all features in words. A booking's terms too."""
    booking = await counter.house.ledger.get(counter.customer, args["offer_id"])
    if booking is not None:
        return _terms_of(counter, booking)
    shown = await _shown(counter, args["offer_id"])
    offer = shown.offer
    service = counter.house.brand.service(offer.kind)
    locale = counter.locale
    features = [
        {"label": localised(known.label, locale), "value": feature_words(service, name, offer.features[name], locale)}
        for name, known in service.features.items()
        if offer.features.get(name) not in (None, False, "", [])
    ]
    terms = {
        "text": offer.terms.text,
        "refundable": offer.terms.refundable,
        "free_until": offer.terms.free_until.isoformat() if offer.terms.free_until else None,
        "fee": money(offer.terms.fee, locale) if offer.terms.fee else None,
    }
    lines = [{"label": line.label, "price": money(line.amount, locale)} for line in offer.price_lines]
    item = {**offer_item(service, shown, locale), "details": features, "price_lines": lines}
    message = counter.say(
        "offer.terms", title=offer.title, terms=offer.terms.text, until=until(offer, counter.zone, locale)
    )
    return Answer(content={"message": message, "ref_type": "offer", "items": [item], "terms": terms})


def _terms_of(counter: Counter, booking: Booking) -> Answer:
    """What a booking's cancellation would give back now."""
    refund = refund_now(booking, counter.house.clock.now()).text(counter.locale)
    offer = booking.offer
    message = counter.say("booking.terms", title=offer.title, terms=offer.terms.text, refund=refund).replace("  ", " ")
    item = counter.desktop.booking_item(booking, 1)
    return Answer(content={"message": message, "ref_type": "booking", "items": [item], "refund_now": refund})


async def more_offers(counter: Counter, args: dict[str, Any]) -> Answer:
    """The next offers of a list: those for the same request that were not shown in this conversation yet."""
    one = await _shown(counter, args["offer_id"])
    service = counter.house.brand.service(one.offer.kind)
    seen = await counter.house.shelf.alike(counter.customer, one)
    consents = await counter.house.memory.consents.current(counter.customer)
    passed = (each.offer for each in await counter.house.shelf.latest(counter.customer, one.thread))
    traveller = await counter.house.parties.traveller(counter.customer, counter.thread)
    await counter.house.feedback.note(consents, Act.MOVED_ON, *passed, traveller=traveller)
    return await search(counter, service, renewed(service, one.request), beside=seen)


async def explain(counter: Counter, args: dict[str, Any]) -> Answer:
    """Why this one; with ``contrast``, why it and not the other; with ``named``, why not what is called so."""
    shown = await _shown(counter, args["offer_id"])
    house = counter.house
    if args.get("contrast"):
        other = await _shown(counter, args["contrast"])
        body = why_not(shown.recommendation, other.recommendation, house.reasons, counter.locale)
        return Answer(content=reasons_content(shown, body), cards=(reasons_card(shown, body),))
    absent = await why_absent(counter, shown, args["named"]) if args.get("named") else None
    if absent is not None:
        return absent
    body = why(shown.recommendation, await counter.evidence(), house.reasons, counter.locale)
    return Answer(content=reasons_content(shown, body), cards=(reasons_card(shown, body),))


async def what_would_change(counter: Counter, args: dict[str, Any]) -> Answer:
    """Without which evidence another offer of the same list would come first."""
    shown = await _shown(counter, args["offer_id"])
    house, locale = counter.house, counter.locale
    known = [one for one in await house.shelf.latest(counter.customer, shown.thread) if one.listing == shown.listing]
    service = house.brand.service(shown.offer.kind)
    offers = tuple(one.offer for one in known) or (shown.offer,)
    evidence = await counter.evidence_for(service, offers)
    question = Question(service, offers, shown.request, evidence, locale)
    lines = [_swayed(one, house.reasons, locale) for one in sways(house.recommender, question)]
    return Answer(content={"message": "\n".join(lines or [house.reasons.say("sway.nothing", locale)])})


def _swayed(sway: Sway, words: Words, locale: str) -> str:
    """One sentence on what decides."""
    points = [reason.text for reason in sway.reasons]
    return words.say("sway.without", locale, title=sway.winner.title, points=points)


async def dont_use_reason(counter: Counter, args: dict[str, Any]) -> Answer:
    """Switch kinds of reason off (or on again), remember that, and show the last list ranked anew."""
    use = bool(args.get("use", False))
    chosen = args["reason"]
    kinds = _PERSONAL if chosen == "all" else (ReasonKind(chosen),)
    for kind in kinds:
        await switch(counter.house.memory, counter.customer, kind, use, "conversation")
    message = await (_used_again(counter, kinds) if use else _left_out(counter, kinds))
    again = await _ranked_anew(counter)
    if again is None:
        return Answer(content={"message": message})
    return again.model_copy(update={"content": {**again.content, "message": message}})


async def _used_again(counter: Counter, kinds: Sequence[ReasonKind]) -> str:
    """Which of them count now, and which still need the customer's consent."""
    evidence = await counter.evidence()
    known = {allowed: [kind for kind in kinds if evidence.allows(kind) is allowed] for allowed in (True, False)}
    sentences = [
        counter.say(key, what=_kinds_text(counter, some))
        for key, some in (("reason.used_again", known[True]), ("reason.not_allowed", known[False]))
        if some
    ]
    return " ".join(sentences)


async def _left_out(counter: Counter, kinds: Sequence[ReasonKind]) -> str:
    """What is not used any more; of what the customer must have, that it stays in force."""
    sentences = [counter.say("reason.not_used", what=_kinds_text(counter, kinds))]
    limits = counter.house.brand.file.hard_limits
    memory = counter.house.memory
    held = [one for one in await memory.facts.list(counter.customer) if one.attribute in limits and one.polarity]
    if kinds == _PERSONAL and (held or counter.policy is not None):
        musts = [memory.tell(fact, counter.locale) for fact in held]
        musts += [counter.house.reasons.say("kinds.policy", counter.locale)] if counter.policy is not None else []
        sentences.append(counter.say("reason.limits_stay", what="; ".join(musts)))
    return " ".join(sentences)


def _kinds_text(counter: Counter, kinds: Sequence[ReasonKind]) -> str:
    names = [counter.house.reasons.say(f"kinds.{kind}", counter.locale) for kind in kinds]
    return counter.say("list_and", items=names)


async def look_for(counter: Counter, args: dict[str, Any]) -> Answer:
    """Look for somebody else from now on, or for the customer again, and show the last list ranked anew."""
    who = _whom(counter, str(args["who"]))
    await counter.house.parties.look_for(counter.customer, counter.thread, who)
    message = counter.say("look_for.other", who=who) if who else counter.say("look_for.self")
    again = await _ranked_anew(counter)
    if again is None:
        return Answer(content={"message": message})
    return again.model_copy(update={"content": {**again.content, "message": message}})


def _whom(counter: Counter, words: str) -> str:
    """Who is meant by e.g. "it's a gift for my mother"; empty when it is the customer."""
    before, oneself = (counter.say(f"look_for.{name}") for name in ("before", "oneself"))
    if re.search(rf"\b(?:{before})\s+(?:{oneself})\W*$", counter.said, flags=re.IGNORECASE):
        return ""
    parts = re.split(rf"\b(?:{before})\s+", words.strip(), flags=re.IGNORECASE)
    who = parts[-1].strip(" .!?…,;")
    return "" if re.fullmatch(oneself, who, flags=re.IGNORECASE) else who


async def _ranked_anew(counter: Counter) -> Answer | None:
    """The thread's newest list in its new order; None when nothing bookable was shown."""
    latest = await counter.house.shelf.latest(counter.customer, counter.thread)
    now = counter.house.clock.now()
    known = [one for one in latest if one.offer.expires_at > now]
    if not known:
        return None
    service = counter.house.brand.service(known[0].offer.kind)
    request = known[0].request
    offers = [one.offer for one in known]
    evidence = await counter.evidence_for(service, offers)
    ranked = counter.house.recommender.rank(service, offers, request, evidence, counter.locale)
    shown = await counter.house.shelf.reorder(counter.customer, known, ranked)
    heading = counter.say("search.again", plural=localised(service.plural, counter.locale))
    content = {
        "ref_type": "offer",
        "kind": service.kind,
        "kind_title": localised(service.title, counter.locale),
        "kind_plural": localised(service.plural, counter.locale),
        "heading": heading,
        "total": len(shown),
        "request": request,
        "items": [offer_item(service, one, counter.locale) for one in shown],
        "notes": [],
    }
    return Answer(content=content, cards=(offers_card(service, shown, heading, (), counter.locale),))


async def _shown(counter: Counter, id: str) -> Shown:
    shown = await counter.house.shelf.get(counter.customer, id)
    if shown is None and (booking := await counter.house.ledger.get(counter.customer, id)) is not None:
        shown = await counter.house.shelf.get(counter.customer, booking.offer.id)
    if shown is None:
        raise ToolError(ToolStatus.INVALID, counter.say("offer.absent"))
    return shown
