"""Amounts as partners write them, read exactly: what would have to be rounded is refused."""

import re
from decimal import Decimal
from typing import Any

from babel.core import UnknownLocaleError
from babel.numbers import get_currency_precision, is_currency

from tools.mapping import AmountPaths
from tools.money import Money

_MAJOR = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_MINOR = re.compile(r"-?[0-9]{1,15}")


def exact(amount: Any, currency: Any) -> Money:
    """Major units (``"12.30"``, ``12.3``, ``12``) as money. Raises ``ValueError``."""
    code = _code(currency)
    places = get_currency_precision(code)
    written = _written(amount)
    if not _MAJOR.fullmatch(written):
        raise ValueError(f"{written[:40]!r} is no amount")
    minor = Decimal(written).scaleb(places)
    if minor != minor.to_integral_value():
        raise ValueError(f"{code} has {places} decimals, so {written[:40]} is no amount of it")
    return Money(minor=int(minor), currency=code)


def in_minor(amount: Any, currency: Any) -> Money:
    """Minor units (``1230``) as money. Raises ``ValueError``."""
    written = _written(amount)
    if not _MINOR.fullmatch(written):
        raise ValueError(f"{written[:40]!r} is no whole number of minor units")
    return Money(minor=int(written), currency=_code(currency))


def amount_at(paths: AmountPaths, amount: Any, currency: Any) -> Money:
    """What stands where ``paths`` point. Raises ``ValueError``."""
    return in_minor(amount, currency) if paths.minor is not None else exact(amount, currency)


def _written(amount: Any) -> str:
    if isinstance(amount, bool) or not isinstance(amount, (str, int, float)):
        raise ValueError("there is no amount")
    return amount.strip() if isinstance(amount, str) else repr(amount)


def _code(currency: Any) -> str:
    code = currency.strip().upper() if isinstance(currency, str) else ""  # some write ``eur``
    try:
        known = code.isascii() and is_currency(code)
    except UnknownLocaleError:
        known = False
    if not known:
        raise ValueError(f"{str(currency)[:20]!r} is no currency")
    return code
