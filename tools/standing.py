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
from memory.models import Fact, FactKind, Purpose
from memory.ranking import stems
from memory.when import Bound, read_times
from tools.always import Demand, demands
from tools.counter import Counter
from tools.models import Offer
from tools.money import Money
from tools.service import Comparison, Service
from tools.standing_limit import Limit
from tools.words import LANGUAGES, localised

SOURCE = Path(__file__).with_suffix(".yaml")
_PATTERNS = ("never", "ask", "always", "over", "either")
_CLOCK = re.compile(r"\d\d:\d\d")
_AMOUNT = re.compile(r"(?P<before>[€$£])?\s?(?P<count>\d+(?:[.,]\d{1,2})?)\s?(?P<after>[€$£]|\w+)?")
_EARLIER, _LATER = frozenset({Bound.BEFORE, Bound.UNTIL}), frozenset({Bound.AFTER, Bound.FROM})


def limits_of(
    facts: Sequence[Fact], counter: Counter, service: Service, offers: Sequence[Offer], said: dict[str, Any]
) -> tuple[Limit, ...]:
    """Those instructions that bear upon these offers. A price said now goes before one said for always."""
    limits = [_read(fact, service, offers, said, counter) for fact in facts]
    priced = any(rule.feature == "price" and said.get(rule.property) for rule in service.filters)
    return tuple(one for one in limits if one is not None and not (priced and one.most is not None))


def asked_for(facts: Sequence[Fact], service: Service, said: dict[str, Any]) -> dict[str, Any]:
    """Arguments that partners have to be asked with, for what is wanted every time and sold only when asked for."""
    wanted = [one for fact in facts if _wants(fact.value) for one in demands(fact.value, service)]
    return {one.property: True for one in wanted if one.value is True and one.property not in said}


async def instructions_of(counter: Counter) -> list[Fact]:
    """What the customer asked for once and for all; nothing where remembering is not allowed."""
    memory = counter.house.memory
    if not (await memory.consents.current(counter.customer)).allows(Purpose.MEMORY):
        return []
    known = await memory.facts.list(counter.customer)
    return [fact for fact in known if fact.kind is FactKind.INSTRUCTION and fact.attribute == "instruction"]


def _wants(words: str) -> bool:
    """Whether an instruction asks for something every time, and forbids nothing."""
    return _says(words, "always") and not (_says(words, "ask") or _says(words, "never"))


def _says(words: str, pattern: str) -> bool:
    """Whether a pattern of some language is found: an instruction may be in another one than the talk."""
    return any(each[pattern].search(words) for each in _patterns().values())


def _read(
    fact: Fact, service: Service, offers: Sequence[Offer], said: dict[str, Any], counter: Counter
) -> Limit | None:
    """The limit an instruction sets here; None when it speaks of something else."""
    words = fact.value
    asks, forbids = _says(words, "ask"), _says(words, "never")
    services = counter.house.brand.services.values()
    named = {each.kind for each in services if _names(words, each)}
    if named and service.kind not in named:
        return None
    if not asks and not forbids:
        return _always(fact, service, offers, said) if _wants(words) else None
    values = _values(words, service, offers)
    if not named and not _says_it_all(words, service, values):
        values = ()
    limit = Limit(
        fact=fact,
        names=_titles(words, offers),
        values=values,
        together=not _says(words, "either"),
        times=_times(words, service, counter) if named else (),
        most=_most(words),
        asks=asks,
    )
    concerns = service.kind in (named or {each.kind for each in services if _telling(words) & each.vocabulary})
    return None if limit.is_blind and not concerns else limit


def _always(fact: Fact, service: Service, offers: Sequence[Offer], said: dict[str, Any]) -> Limit | None:
    """What is wanted every time; None where the words speak of something else, or of more than offers tell.

    What was ``said`` now goes before it.
    """
    words = fact.value
    houses, named = _titles(words, offers), _names(words, service)
    wanted = demands(words, service)
    wanted += tuple(
        Demand(property=name, feature=name, op=Comparison.ANY, value=value, said=_said(service, name, value))
        for name, value in _values(words, service, offers)
        if name not in {one.feature for one in wanted}
    )
    known = {stem for demand in wanted for stem in demand.said}
    known |= {stem for house in houses for code in LANGUAGES for stem in stems(house, code)}
    told = _says_more(words, known)
    if not (wanted or houses):
        return Limit(fact=fact) if named and told else None
    if told and not named:
        return None
    wanted = tuple(one for one in wanted if said.get(one.property) is None)
    if not (wanted or houses):
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


def _says_more(words: str, known: set[str]) -> bool:
    """Whether a word says something that is not among what is ``known`` (stems in any language)."""
    idle = {code: set(stems(" ".join(_document()[code]["idle"]), code)) for code in LANGUAGES}
    return any(
        not any(set(stems(word, code)) <= idle[code] | known for code in LANGUAGES)
        for word in re.findall(r"[\w'-]+", words)
    )


def _said(service: Service, name: str, value: str) -> frozenset[str]:
    """Stems of a feature's value, and of what the feature is called."""
    return frozenset(
        stem
        for code in LANGUAGES
        for stem in (*_stems_of(service, name, value, code), *stems(name.replace("_", " "), code))
    )


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


def _most(words: str) -> Money | None:
    """The amount above which nothing is wanted."""
    over = next((found for each in _patterns().values() if (found := each["over"].search(words))), None)
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
