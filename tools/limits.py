"""Hard limits of a search: which offers meet them, which would have to give where none does, and what comes nearest."""

from collections.abc import Sequence
from math import prod
from typing import Any

from tools.arguments import read_money
from tools.counter import Answer, Counter
from tools.models import Offer, ToolStatus
from tools.needs import Need
from tools.policy import permitted
from tools.service import Comparison, Filter, Service, holds
from tools.words import localised


def passes(offer: Offer, rule: Filter, args: dict[str, Any]) -> bool:
    """Whether an offer meets what was asked for in one property."""
    wanted = args.get(rule.property)
    if wanted is None or wanted is False or wanted == []:
        return True
    if rule.feature == "price":
        amount = read_money(str(wanted), offer.price.currency)
        if amount is None or amount.currency != offer.price.currency:
            return True
        return holds(rule.op, offer.price.minor, amount.minor * units(offer, rule))
    return holds(rule.op, offer.feature(rule.feature), wanted)


def units(offer: Offer, rule: Filter) -> int:
    """How many of what a limit on the price speaks of are in an offer: three nights in two rooms are six."""
    counts = (offer.feature(name) for name in rule.divide_by)
    return prod(count for count in counts if isinstance(count, int))


def without_limits(service: Service, args: dict[str, Any]) -> dict[str, Any]:
    """The same search with nothing that an offer has to have."""
    limits = {rule.property for rule in service.filters}
    return {name: value for name, value in args.items() if name not in limits}


def nothing(
    counter: Counter,
    service: Service,
    args: dict[str, Any],
    found: Sequence[Offer],
    needs: Sequence[Need],
    notes: tuple[str, ...],
    silent: Sequence[str],
) -> Answer:
    """Say so, which wishes would have to give, and what there is without the first of them.

    ``found``: what there is at all; ``silent``: partners that did not answer.
    """
    rules = [rule for rule in service.filters if args.get(rule.property) not in (None, False, [])]
    suitable = [one for one in found if all(need.met_by(one) for need in needs)]
    suitable = list(permitted(counter.policy, suitable, counter.house.clock.now()))
    properties = service.tool.parameters.get("properties", {})
    relax, near = [], ""
    for rule in rules:
        others = [other for other in rules if other.property != rule.property]
        fitting = [one for one in suitable if all(passes(one, other, args) for other in others)]
        if fitting:
            title = localised(properties.get(rule.property, {}).get("x-title", rule.property), counter.locale)
            relax.append({"property": rule.property, "title": title})
            near = near or _nearest(counter, rule, fitting, title)
    everyone_silent = bool(silent) and not found
    key = "search.silent" if everyone_silent else "search.nothing"
    message = counter.say(key, plural=localised(service.plural, counter.locale))
    return Answer(
        status=ToolStatus.FAILED if everyone_silent else ToolStatus.NOTHING_FOUND,
        content={
            "ref_type": "offer",
            "kind": service.kind,
            "kind_title": localised(service.title, counter.locale),
            "kind_plural": localised(service.plural, counter.locale),
            "items": [],
            "total": 0,
            "request": args,
            "message": " ".join(filter(None, [message, near])),
            "relax": relax,
            "notes": list(notes),
        },
    )


def _nearest(counter: Counter, rule: Filter, fitting: Sequence[Offer], title: str) -> str:
    """Which offer misses a limit by the least; nothing where a limit cannot be missed by more or less."""
    if rule.op not in (Comparison.LE, Comparison.GE):
        return ""
    measured = [(_measure(one, rule), one.price.minor, one) for one in fitting]
    known = [each for each in measured if each[0] is not None]
    if not known or len({type(each[0]) for each in known}) > 1:
        return ""
    known.sort(key=lambda each: (each[1], each[2].id))
    known.sort(key=lambda each: each[0], reverse=rule.op is Comparison.GE)  # type: ignore[arg-type, return-value]
    nearest = known[0][2]
    price = nearest.price.text(counter.locale) if nearest.price.minor else ""
    return counter.say("search.nearest", wish=title, title=nearest.title, detail=nearest.subtitle, price=price)


def _measure(offer: Offer, rule: Filter) -> float | str | None:
    value = offer.price.minor if rule.feature == "price" else offer.feature(rule.feature)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    return value if isinstance(value, str) else float(value)
