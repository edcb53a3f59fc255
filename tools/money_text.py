"""One exact way to write an amount of money. For machines and forms, not for talk."""

import re
from functools import lru_cache
from typing import Final

from babel.core import get_global
from babel.numbers import get_currency_precision

from tools.money import Money

_AMOUNT: Final = re.compile(r"(0|[1-9][0-9]{0,12})(?:\.([0-9]{1,4}))?")


class NotMoney(ValueError):
    """The text is not an exact positive amount; the message says what is."""


def parse_money(text: str, currency: str) -> Money:
    """Read ``1234`` or ``1234.5`` in major units of a circulating ISO 4217 currency.

    ASCII digits and one full stop; no sign, space, separator or exponent; no more decimals than the currency has;
    more than zero. Raises ``NotMoney`` for everything else rather than guess.
    """
    if currency not in circulating():
        raise NotMoney(f"{currency!r} is not the code of a currency in use, such as EUR")
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise NotMoney(f"{text!r} is not an amount such as 1234.50")
    whole, decimals = match[1], match[2] or ""
    precision = get_currency_precision(currency)
    if len(decimals) > precision:
        raise NotMoney(f"{currency} has {precision} decimals, {text!r} has {len(decimals)}")
    minor = int(whole + decimals.ljust(precision, "0"))
    if minor == 0:
        raise NotMoney("the amount must be more than zero")
    return Money(minor=minor, currency=currency)


@lru_cache(maxsize=1)
def circulating() -> frozenset[str]:
    """ISO 4217 codes that are legal tender somewhere today."""
    territories = get_global("territory_currencies")
    return frozenset(
        code for entries in territories.values() for code, _start, end, tender in entries if tender and not end
    )
