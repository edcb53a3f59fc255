"""A company's travel policy: what its people may book. It filters offers and is checked again before money moves."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import ValidationError, model_validator

from memory.documents import parse_yaml
from memory.errors import Misconfigured
from memory.models import Value
from tools.manifest import Text
from tools.models import FeatureValue, Offer
from tools.money import Money
from tools.service import Comparison, holds
from tools.spending import Budget
from tools.words import Words, localised

EVERYBODY = ""
"""Under this id stands what holds for every customer, whoever employs them."""


class PolicyError(Misconfigured):
    """A policy file is wrong; the message names the file and the key."""


class Given(Value):
    """When a rule applies: e.g. only to flights with ``minutes`` ``ge`` 360."""

    feature: str
    op: Comparison
    value: Any


class Rule(Value):
    """One rule for one kind of service. It has exactly one of ``allowed``, ``cap`` and ``advance_days``."""

    kind: str
    words: Text
    """The rule in a sentence, without a full stop."""
    feature: str = ""
    allowed: tuple[str, ...] = ()
    """Values that ``feature`` may have; of a list, each of them."""
    cap: Money | None = None
    """The highest price of one unit."""
    per: tuple[str, ...] = ()
    """Features whose product is the number of units, e.g. ``nights`` and ``rooms``; ``party`` is one too."""
    advance_days: int | None = None
    """Days that must lie between booking and beginning."""
    given: tuple[Given, ...] = ()
    """The rule applies when all of these hold."""

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        limits = [bool(self.feature and self.allowed), self.cap is not None, self.advance_days is not None]
        if sum(limits) != 1:
            raise ValueError("a rule needs feature and allowed, or cap, or advance_days")
        return self


class TravelPolicy(Value):
    """All rules of one company."""

    company: str
    name: str
    rules: tuple[Rule, ...] = ()
    budgets: tuple[Budget, ...] = ()
    """Limits on sums; enforced where money is reserved."""

    @model_validator(mode="after")
    def _shared_by_somebody(self) -> Self:
        if self.company == EVERYBODY and any(budget.shared for budget in self.budgets):
            raise ValueError("a budget for everybody cannot be shared")
        return self


class Violation(Value):
    """One rule that an offer breaks. ``limit`` is what the price may be at most, where the rule is a cap."""

    rule: Rule
    price: Money
    limit: Money | None = None

    def sentence(self, words: Words, locale: str) -> str:
        """What is wrong, for the customer. ``words`` are the recommender's texts."""
        rule = localised(self.rule.words, locale)
        if self.limit is None:
            return words.say("policy.breach", locale, rule=rule)
        amounts = {"price": self.price.text(locale), "limit": self.limit.text(locale)}
        return words.say("policy.cap", locale, rule=rule, **amounts)


def load_policies(path: Path) -> dict[str, TravelPolicy]:
    """Policies by company, as ``policies.yaml`` of a brand's folder has them. Raises ``PolicyError``."""
    try:
        document = parse_yaml(path.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError) as error:
        raise PolicyError(f"{path}: {error}") from error
    companies = document.get("companies") if isinstance(document, dict) else None
    if not isinstance(companies, dict):
        raise PolicyError(f"{path}: companies must be a mapping from id to name, rules and budgets")
    if everybody := document.get("everybody"):
        companies = companies | {EVERYBODY: {"name": EVERYBODY, **everybody}}
    try:
        return {
            company: TravelPolicy.model_validate({**entry, "company": company}) for company, entry in companies.items()
        }
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise PolicyError(f"{path}: {key}: {first['msg']}") from error


def check(policy: TravelPolicy | None, offer: Offer, now: datetime | None = None) -> tuple[Violation, ...]:
    """The rules that ``offer`` would break if it were booked at ``now``. Without a policy everything is allowed.

    What is not told counts against an offer: an unknown airline is not an approved one, and without ``now`` a rule on
    early booking is broken.
    """
    if policy is None:
        return ()
    broken = (_broken(rule, offer, now) for rule in policy.rules if _applies(rule, offer))
    return tuple(violation for violation in broken if violation is not None)


def permitted(policy: TravelPolicy | None, offers: Sequence[Offer], now: datetime | None = None) -> tuple[Offer, ...]:
    """The offers that break no rule, in the same order."""
    return tuple(offer for offer in offers if not check(policy, offer, now))


def _applies(rule: Rule, offer: Offer) -> bool:
    return rule.kind == offer.kind and all(
        holds(given.op, offer.features.get(given.feature), given.value) for given in rule.given
    )


def _broken(rule: Rule, offer: Offer, now: datetime | None) -> Violation | None:
    if rule.cap is not None:
        limit = rule.cap.times(_units(rule, offer))
        dear = offer.price.currency != limit.currency or limit < offer.price
        return Violation(rule=rule, price=offer.price, limit=limit) if dear else None
    if rule.advance_days is not None:
        kept = now is not None and (offer.starts - now).days >= rule.advance_days
    else:
        kept = _approved(offer.features.get(rule.feature), rule.allowed)
    return None if kept else Violation(rule=rule, price=offer.price)


def _units(rule: Rule, offer: Offer) -> Decimal:
    """How often the cap may be spent. A number the offer does not tell counts once."""
    units = Decimal(1)
    for name in rule.per:
        value = offer.features.get(name, offer.party if name == "party" else None)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
            units *= Decimal(str(value))
    return units


def _approved(value: FeatureValue | None, allowed: Sequence[str]) -> bool:
    names = {name.casefold() for name in allowed}
    values = value if isinstance(value, list) else [value]
    return value is not None and all(str(one).casefold() in names for one in values)
