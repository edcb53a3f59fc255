"""Searching one kind of service: ask all its partners at once, keep what truly fits, rank it, show it with reasons."""

from collections.abc import Sequence
from typing import Any

from tools.arguments import Checked
from tools.asking import ask
from tools.counter import Answer, Counter
from tools.limits import nothing, passes, without_limits
from tools.models import Offer, ReasonKind, Recommendation, ToolError, ToolStatus
from tools.needs import needs_of
from tools.policy import permitted
from tools.present.offers import feature_words, offer_item, offers_card
from tools.recommend.evidence import Evidence
from tools.service import Service
from tools.standing import asked_for, instructions_of, limits_of
from tools.wishes import Wished, by_wishes, narrowed, wished
from tools.words import localised

SHOWN = 5
"""Offers on one card: enough to choose from, few enough to read."""


async def search(
    counter: Counter, service: Service, checked: Checked, beside: frozenset[tuple[str, str]] = frozenset()
) -> Answer:
    """Offers of one kind that fit what was asked and what is known, best first.

    ``beside``: partner and reference of those that were shown before and are left out.
    """
    if not counter.house.partners.of_kind(service.kind):
        raise ToolError(
            ToolStatus.FAILED, counter.say("search.nobody", plural=localised(service.plural, counter.locale))
        )
    evidence = await counter.evidence()
    args, remembered = with_tastes(counter, service, checked, evidence)
    notes = checked.notes + remembered
    instructions = await instructions_of(counter)
    standing = asked_for(instructions, service, checked.said)
    found, silent, refusals = await ask(counter, service, args | standing)
    if standing and not found:
        found, silent, refusals = await ask(counter, service, args)
    if not found and refusals and not silent:
        return Answer(status=ToolStatus.INVALID, content={"message": refusals[0]})
    found = [one for one in found if (one.partner, one.partner_ref) not in beside]
    needs = await needs_of(counter, service, max((one.party for one in found), default=1))
    said = [one for one in found if all(passes(one, rule, args) for rule in service.filters)]
    fitting = [one for one in said if all(need.met_by(one) for need in needs)]
    limits = limits_of(instructions, counter, service, fitting, checked.said)
    kept = [one for one in fitting if all(limit.met_by(one) for limit in limits)]
    allowed = permitted(counter.policy, kept, counter.house.clock.now())
    told = (limit.note(counter, sum(not limit.met_by(one) for one in fitting)) for limit in limits if fitting)
    notes += tuple(filter(None, told))
    notes += tuple(need.note(counter, service) for need in needs)
    if found or len(silent) < len(counter.house.partners.of_kind(service.kind)):
        notes += tuple(counter.say("note.silent", partner=partner) for partner in silent)
    if hidden := len(kept) - len(allowed):
        notes += (counter.say("note.policy", count=hidden),)
    if not allowed:
        wider = found or (await ask(counter, service, without_limits(service, args)))[0] if not silent else found
        return nothing(counter, service, args, wider, needs, notes, silent if not found else [])
    wishes = wished(service, checked.said)
    allowed = narrowed(allowed, wishes, SHOWN)
    evidence = await counter.evidence_for(service, allowed, evidence)
    ranked, given = await _with_a_chance(counter, service, allowed, checked.said, evidence, wishes)
    notes += given
    offers = [one.offer for one in ranked]
    unmet = [each.said(counter, offers, [one for one in allowed if each.met_by(one)]) for each in wishes]
    shown = await counter.house.shelf.put(counter.customer, counter.thread, checked.said, ranked)
    heading = counter.say(
        "search.heading", plural=localised(service.plural, counter.locale), shown=len(shown), total=len(allowed)
    )
    content = {
        "ref_type": "offer",
        "kind": service.kind,
        "kind_title": localised(service.title, counter.locale),
        "kind_plural": localised(service.plural, counter.locale),
        "heading": heading,
        "total": len(allowed),
        "request": args,
        "items": [offer_item(service, one, counter.locale) for one in shown],
        "message": " ".join(filter(None, unmet)),
        "notes": list(notes),
    }
    card = offers_card(service, shown, heading, notes, counter.locale)
    return Answer(content=content, cards=(card,))


def renewed(service: Service, request: dict[str, Any]) -> Checked:
    """The same search again: what was said in it, and the defaults of today for the rest."""
    properties = service.tool.parameters.get("properties", {})
    usual = {name: known["default"] for name, known in properties.items() if "default" in known}
    return Checked({**usual, **request}, request, ())


async def _with_a_chance(
    counter: Counter,
    service: Service,
    allowed: Sequence[Offer],
    said: dict[str, Any],
    evidence: Evidence,
    wishes: Sequence[Wished],
) -> tuple[tuple[Recommendation, ...], tuple[str, ...]]:
    """The best, of which the last now and then makes room for something new; that is noted, and said."""
    house = counter.house
    timed = [each for each in wishes if each.wish.feature != "title"]
    if not all(each.met_by(one) for each in timed for one in allowed):
        everything = house.recommender.rank(service, allowed, said, evidence, counter.locale)
        return by_wishes(everything, wishes)[:SHOWN], ()
    ranked = house.recommender.rank(service, allowed, said, evidence, counter.locale, limit=SHOWN)
    drawn = house.chances.draw(counter.customer, ranked, allowed, await house.people.new())
    if drawn is None:
        return ranked, ()
    offer, count = drawn
    everything = house.recommender.rank(service, allowed, said, evidence, counter.locale)
    newcomer = next(one for one in everything if one.offer.id == offer.id)
    await house.chances.note(offer, count)
    return (*ranked[:-1], newcomer), (counter.say("note.new", title=offer.title),)


def with_tastes(
    counter: Counter, service: Service, checked: Checked, evidence: Evidence
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Where a default would be asked for and the customer once said what they take, that is asked for instead."""
    args, notes = dict(checked.args), []
    for name, known in service.tool.parameters.get("properties", {}).items():
        if "default" not in known or name in checked.said:
            continue
        for fact in evidence.facts:
            liked = fact.attribute == f"{service.kind}.{name}" and fact.polarity > 0 and fact.subject == "customer"
            if liked and evidence.allows(ReasonKind.SAID_BEFORE) and fact.value in known.get("enum", ()):
                args[name] = fact.value
                title = localised(known.get("x-title", name), counter.locale)
                value = feature_words(service, name, fact.value, counter.locale)
                notes.append(counter.say("note.from_memory", title=title, value=value))
                break
    return args, tuple(notes)
