"""One amount for several things together: whether the first suggestions keep to it, and which do if they do not."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from agent.brain.kinds import Kinds
from agent.brain.pointing import PARTS
from agent.brain.reading.money import Amount, AmountBound, AmountUnit
from agent.brain.utterance import Utterance

_PAIR = 2
_MOST = 5
"""Suggestions of each kind that are put together."""
_ALL_TOGETHER = (AmountUnit.UNSAID, AmountUnit.TOTAL, AmountUnit.PER_PERSON)


def joint(said: Utterance, kinds: Kinds) -> Amount | None:
    """The amount that everything together may cost; None where it is said of one kind alone, of a night or an hour."""
    amounts = [each for each in said.amounts if each.bound is not AmountBound.MIN and each.unit in _ALL_TOGETHER]
    if len(amounts) != 1 or len(said.amounts) != 1:
        return None
    amount = amounts[0]
    cuts = [0, *(each.end() for each in PARTS.finditer(said.text)), len(said.text)]
    part = next(each for each in itertools.pairwise(cuts) if each[0] <= amount.span[0] < each[1])
    every = amount.unit is AmountUnit.TOTAL or set(said.lexicon.everything) & {word.folded for word in said.words}
    named = kinds.named(said.part(part))
    near = kinds.named(said.part((part[0], len(said.text)))) if amount.span[0] < len(said.text) // 2 else named
    return amount if every or len(named) != 1 or len(near) > 1 else None


def weighed(amount: Amount, results: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """What the first suggestions of some lists come to, beside an amount for all of them, and which keep to it.

    None where prices are missing or in another currency, or more than two lists have any.
    """
    lists = [list(result.get("items") or ())[:_MOST] for result in results]
    priced = [[_price(item, amount.money.currency) for item in items] for items in lists]
    costly = [each for each in priced if any(each)]
    if len(lists) < _PAIR or any(not each or None in each for each in priced) or len(costly) > _PAIR:
        return None
    people = max(int(items[0].get("party") or 1) for items in lists)
    limit = (amount.upper or amount.money).minor * (people if amount.unit is AmountUnit.PER_PERSON else 1)
    choices = [
        (sum(prices[place] or 0 for prices, place in zip(priced, places, strict=True)), places)
        for places in itertools.product(*(range(len(each)) for each in lists))
    ]
    total = choices[0][0]
    fitting = [each for each in choices if each[0] <= limit]
    other = min(fitting, key=lambda each: (sum(each[1]), each[0])) if fitting else min(choices)
    return {
        "total": _money(total, amount),
        "limit": amount.words,
        "over": total > limit,
        "other": _money(other[0], amount),
        "items": [items[place] for items, place in zip(lists, other[1], strict=True)],
        "keeps": bool(fitting),
    }


def _price(item: Mapping[str, Any], currency: str) -> int | None:
    price = item.get("price")
    if not isinstance(price, Mapping) or price.get("currency") != currency or not isinstance(price.get("minor"), int):
        return None
    return int(price["minor"])


def _money(minor: int, amount: Amount) -> dict[str, Any]:
    return {"minor": minor, "currency": amount.money.currency}
