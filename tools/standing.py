"""What a customer asked for once and for all ("never suggest hotels near the airport"), held against offers.

An instruction becomes a limit where it speaks of what offers tell: a feature's value, a name, a time of day, a price.
Where it speaks of this kind of service and offers do not tell, that is said instead.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from memory.documents import parse_yaml
from memory.models import Fact, FactKind, Purpose, Value
from memory.ranking import stems
from memory.when import Bound, read_times
from tools.always import Demand, demands
from tools.counter import Counter
from tools.models import Offer
from tools.money import Money
from tools.service import Comparison, Service, holds
from tools.words import LANGUAGES, localised

SOURCE = Path(__file__).with_suffix(".yaml")
_PATTERNS = ("never", "ask", "always", "over", "either")
_CLOCK = re.compile(r"\d\d:\d\d")
_AMOUNT = re.compile(r"(?P<before>[€$£])?\s?(?P<count>\d+(?:[.,]\d{1,2})?)\s?(?P<after>[€$£]|\w+)?")
_EARLIER, _LATER = frozenset({Bound.BEFORE, Bound.UNTIL}), frozenset({Bound.AFTER, Bound.FROM})


class Limit(Value):
    """One instruction as a limit on offers of one kind. Empty: it cannot be told from these offers."""

    fact: Fact
    names: tuple[str, ...] = ()
    """Titles and partners that are not wanted."""
    values: tuple[tuple[str, str], ...] = ()
    """Features with values that are not wanted."""
    together: bool = True
    """Whether it takes all of these values: "quiet bars", unlike "near the centre or the airport"."""
    times: tuple[tuple[str, Comparison, str], ...] = ()
    """Features that must be at or after, at or before a time of day."""
    most: Money | None = None
    demands: tuple[Demand, ...] = ()
    """Features that are wanted every time."""
    houses: tuple[str, ...] = ()
    """Titles and partners of which one is wanted every time."""
    is_unmet: bool = False
    """Whether none of the offers has what is wanted every time; then it limits nothing."""
    asks: bool = False
    """Whether the customer wants to be asked rather than spared."""

    @property
    def is_blind(self) -> bool:
        return not (self.names or self.values or self.times or self.most or self.demands or self.houses)

    def met_by(self, offer: Offer) -> bool:
        if self.most is not None and self.most.currency == offer.price.currency and offer.price.minor > self.most.minor:
            return False
        called = {offer.title, offer.partner_name}
        if called & set(self.names) or (self.houses and not called & set(self.houses)):
            return False
        if not all(demand.met_by(offer) for demand in self.demands):
            return False
        known = [(offer.feature(name), op, at) for name, op, at in self.times]
        if any(value is not None and not holds(op, value, at) for value, op, at in known):
            return False
        there = [not holds(Comparison.NONE, offer.feature(name), value) for name, value in self.values]
        return not (there and (all(there) if self.together else any(there)))

    def note(self, counter: Counter, left_out: int) -> str:
        """What is said of it beside the offers; nothing where it made no difference."""
        words = self.fact.value
        if self.is_blind:
            return counter.say("note.not_had" if self.is_unmet else "note.unchecked", words=words)
        if not left_out:
            return ""
        return counter.say("note.asks_first" if self.asks else "note.standing", words=words, count=left_out)


async def limits_of(
    counter: Counter, service: Service, offers: Sequence[Offer], said: dict[str, Any]
) -> tuple[Limit, ...]:
    """The customer's instructions that bear upon these offers. A price said now goes before one said for always."""
    memory = counter.house.memory
    if not (await memory.consents.current(counter.customer)).allows(Purpose.MEMORY):
        return ()
    facts = [
        fact
        for fact in await memory.facts.list(counter.customer)
        if fact.kind is FactKind.INSTRUCTION and fact.attribute == "instruction"
    ]
    limits = [_read(fact, service, offers, counter) for fact in facts]
    priced = any(rule.feature == "price" and said.get(rule.property) for rule in service.filters)
    return tuple(one for one in limits if one is not None and not (priced and one.most is not None))


def _read(fact: Fact, service: Service, offers: Sequence[Offer], counter: Counter) -> Limit | None:
    """The limit an instruction sets here; None when it speaks of something else."""
    words = fact.value
    patterns = _patterns()
    asks = any(patterns[code]["ask"].search(words) for code in LANGUAGES)
    forbids = any(patterns[code]["never"].search(words) for code in LANGUAGES)
    services = counter.house.brand.services.values()
    named = {each.kind for each in services if _names(words, each)}
    if named and service.kind not in named:
        return None
    if not asks and not forbids:
        return (
            _always(fact, service, offers)
            if any(patterns[code]["always"].search(words) for code in LANGUAGES)
            else None
        )
    values = _values(words, service, offers)
    if not named and not _says_it_all(words, service, values):
        values = ()
    limit = Limit(
        fact=fact,
        names=_titles(words, offers),
        values=values,
        together=not any(patterns[code]["either"].search(words) for code in LANGUAGES),
        times=_times(words, service, counter) if named else (),
        most=_most(words, patterns),
        asks=asks,
    )
    concerns = service.kind in (named or {each.kind for each in services if _telling(words) & each.vocabulary})
    return None if limit.is_blind and not concerns else limit


def _always(fact: Fact, service: Service, offers: Sequence[Offer]) -> Limit | None:
    """What is wanted every time; None where the words speak of something else, or of more than offers tell."""
    words = fact.value
    wanted, houses = demands(words, service), _titles(words, offers)
    named = _names(words, service)
    told = _telling(words) - {stem for demand in wanted for stem in demand.said}
    told -= {stem for house in houses for code in LANGUAGES for stem in stems(house, code)}
    if not (wanted or houses):
        return Limit(fact=fact) if named and told else None
    if told and not named:
        return None
    limit = Limit(fact=fact, demands=wanted, houses=houses)
    return limit if any(map(limit.met_by, offers)) else Limit(fact=fact, is_unmet=True)


def _names(words: str, service: Service) -> bool:
    """Whether words name a kind of service."""
    for code in LANGUAGES:
        said = set(stems(words, code))
        titles = (localised(service.title, code), localised(service.plural, code))
        if any(set(stems(title, code)) & said for title in titles):
            return True
    return False


def _telling(words: str) -> frozenset[str]:
    """Stems of the words that say what is meant, in whatever language they are."""
    idle = {stem for code in LANGUAGES for stem in stems(" ".join(_document()[code]["idle"]), code)}
    return frozenset(stem for code in LANGUAGES for stem in stems(words, code)) - idle


def _says_it_all(words: str, service: Service, values: Sequence[tuple[str, str]]) -> bool:
    """Whether an instruction that names no kind of service speaks of nothing but these values."""
    said = {stem for code in LANGUAGES for name, value in values for stem in _stems_of(service, name, value, code)}
    labels = {name for name, _ in values}
    said |= {stem for code in LANGUAGES for name in labels for stem in stems(name.replace("_", " "), code)}
    return any(
        set(stems(words, code)) - set(stems(" ".join(_document()[code]["idle"]), code)) <= said for code in LANGUAGES
    )


def _titles(words: str, offers: Sequence[Offer]) -> tuple[str, ...]:
    titles = dict.fromkeys(name for one in offers for name in (one.title, one.partner_name) if name)
    return tuple(name for name in titles if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE))


def _values(words: str, service: Service, offers: Sequence[Offer]) -> tuple[tuple[str, str], ...]:
    """Values of features, among those that offers have, that are named whole."""
    telling = {each.feature for each in service.preferences} | {
        name for name, feature in service.features.items() if feature.values
    }
    found = []
    for name in sorted(telling):
        there = {str(value) for one in offers for value in _many(one.feature(name)) if isinstance(value, str)}
        found += [
            (name, value)
            for value in sorted(there)
            if _CLOCK.fullmatch(value) is None and _is_named(value, words, service, name)
        ]
    return tuple(found)


def _is_named(value: str, words: str, service: Service, name: str) -> bool:
    return any(
        own and own <= set(stems(words, code)) for code in LANGUAGES for own in _texts_of(service, name, value, code)
    )


def _stems_of(service: Service, name: str, value: str, code: str) -> frozenset[str]:
    return frozenset().union(*_texts_of(service, name, value, code))


def _texts_of(service: Service, name: str, value: str, code: str) -> list[frozenset[str]]:
    """The ways in which a value is called, each as stems."""
    feature = service.features.get(name)
    texts = [value.replace("_", " ")]
    if feature is not None and value in feature.values:
        texts.append(localised(feature.values[value], code))
    return [frozenset(stems(text, code)) for text in texts]


def _times(words: str, service: Service, counter: Counter) -> tuple[tuple[str, Comparison, str], ...]:
    """ "Before 8 am" keeps from what begins earlier: the features that are searched for by such a time."""
    readings = read_times(words, locale=counter.locale)
    rules = [rule for rule in service.filters if _is_clock(service, rule.property)]
    found = []
    for reading in readings:
        op = Comparison.GE if reading.bound in _EARLIER else Comparison.LE if reading.bound in _LATER else None
        at = f"{reading.time:%H:%M}"
        found += [(rule.feature, rule.op, at) for rule in rules if op is not None and rule.op is op]
    return tuple(dict.fromkeys(found))


def _is_clock(service: Service, name: str) -> bool:
    known = service.tool.parameters.get("properties", {}).get(name, {})
    return "HH:MM" in str(known.get("description", "")) or known.get("format") == "time"


def _most(words: str, patterns: dict[str, dict[str, re.Pattern[str]]]) -> Money | None:
    """The amount above which nothing is wanted."""
    over = next((found for code in LANGUAGES if (found := patterns[code]["over"].search(words))), None)
    amount = _AMOUNT.search(words, over.end()) if over else None
    coin = _coins().get(((amount["before"] or amount["after"] or "") if amount else "").casefold())
    if amount is None or coin is None:
        return None
    unit = Money(minor=1, currency=coin).major
    return Money(minor=int(Decimal(amount["count"].replace(",", ".")) / unit), currency=coin)


def _many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


@cache
def _document() -> dict[str, Any]:
    return dict(parse_yaml(SOURCE.read_text(encoding="utf-8")))


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    return {
        code: {
            name: re.compile(_document()[code][name], re.IGNORECASE)
            for name in ("never", "ask", "always", "over", "either")
        }
        for code in LANGUAGES
    }


@cache
def _coins() -> dict[str, str]:
    return {word: code for code, words in _document()["coins"].items() for word in words}
