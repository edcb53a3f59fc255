"""Amounts of money in talk: "under 600 euros for both of us", "max €200 a night", "zwischen 80 und 120 Euro"."""

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from babel.numbers import get_currency_precision

from agent.brain.reading.line import Line, read_line
from agent.brain.reading.wordlist import any_of, words
from memory.models import Value
from memory.when import language_of
from tools.money import Money


class AmountBound(StrEnum):
    MAX = "max"
    MIN = "min"
    AROUND = "around"
    BETWEEN = "between"
    EXACT = "exact"


class AmountUnit(StrEnum):
    """What the amount is for."""

    UNSAID = "unsaid"
    TOTAL = "total"
    PER_NIGHT = "per_night"
    PER_PERSON = "per_person"
    PER_DAY = "per_day"
    PER_HOUR = "per_hour"


class Amount(Value):
    """``upper`` closes a span. ``currency_said`` is False when the customer's own currency was taken."""

    money: Money
    upper: Money | None = None
    bound: AmountBound
    unit: AmountUnit = AmountUnit.UNSAID
    currency_said: bool
    words: str
    span: tuple[int, int]


_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₣": "CHF", "₹": "INR", "R$": "BRL"}
_CODES: Final = ("EUR", "USD", "GBP", "CHF")
_ISO: Final = ("sek", "nok", "dkk", "pln", "czk", "huf", "jpy", "cad", "aud", "nzd", "brl", "inr", "cny", "mxn", "zar")
_NUMBER: Final = r"(?<![\w.])\d{1,3}(?:(?: ?[.,' ] ?)\d{3})+(?: ?[.,] ?\d{1,2})?(?!\d)|\d+(?: ?[.,] ?\d{1,2})?(?!\d)"


class _Reader:
    """The line keeps signs as tokens with spaces around; patterns allow for that."""

    def __init__(self, language: str) -> None:
        lists = words("money", language)
        self._names = {code: re.compile(rf"{any_of(lists[code])}\Z") for code in _CODES}
        names = any_of([name for code in _CODES for name in lists[code]] + list(_ISO))
        sign = r"(?:r )?[€$£¥₣₹]"
        number = rf"(?:{_NUMBER}|{any_of(lists['hundred'])}|{any_of(lists['thousand'])})"
        scale = rf"(?: ?(?P<scale{{0}}>{any_of(lists['thousand'])}|{any_of(lists['hundred'])})(?!\w))?"
        amount = (
            rf"(?:(?P<sign{{0}}>{sign}) ?|(?P<pre{{0}}>{names}) )?(?P<n{{0}}>{number}){scale}"
            rf"(?: ?(?P<post{{0}}>{sign}|{names})(?!\w))?"
        )
        first, second = amount.replace("{0}", "1"), amount.replace("{0}", "2")
        said = [unit.value for unit in AmountUnit if unit.value in lists]
        units = "|".join(f"(?P<{unit}>{any_of(lists[unit])})" for unit in said)
        tail = rf"(?: ?(?P<after>{any_of(lists['max_after'])}|{any_of(lists['min_after'])})(?!\w))?"
        unit = rf"(?:[ ,]*(?:{units})(?!\w))?"
        head = "(?:" + "|".join(f"(?P<{bound}>{any_of(lists[bound])})" for bound in ("min", "max", "around")) + ")"
        self._span = re.compile(
            rf"(?<!\w)(?:{any_of(lists['between'])} )?{first} ?{any_of(lists['to'])} ?{second}{unit}(?!\w)"
        )
        late_unit = unit.replace("(?P<", "(?P<late_")
        self._one = re.compile(
            rf"(?<![\w.,:/])(?:{head} (?:of |de |d |the |is |around )*)?{first}{unit}{tail}{late_unit}(?!\w)"
        )
        self._after_max = re.compile(any_of(lists["max_after"]))
        self._scales = dict.fromkeys(map(_plain, lists["thousand"]), 1000) | dict.fromkeys(
            map(_plain, lists["hundred"]), 100
        )

    def amounts(self, line: Line, currency: str) -> list[Amount]:
        found = [self._two(line, match, currency) for match in self._span.finditer(line.plain)]
        taken = [amount.span for amount in found if amount]
        for match in self._one.finditer(line.plain):
            a, b = line.span(match.start(), match.end())
            if not any(start < b and a < end for start, end in taken):
                found.append(self._single(line, match, currency, (a, b)))
        return sorted((amount for amount in found if amount), key=lambda amount: amount.span)

    def _two(self, line: Line, match: re.Match[str], currency: str) -> Amount | None:
        code = self._code(match, "2") or self._code(match, "1")
        if code is None:
            return None
        lower, upper = self._money(match, "1", code), self._money(match, "2", code)
        if lower is None or upper is None or upper < lower:
            return None
        return Amount(
            money=lower,
            upper=upper,
            bound=AmountBound.BETWEEN,
            unit=_unit(match),
            currency_said=True,
            words=line.words(match.start(), match.end()),
            span=line.span(match.start(), match.end()),
        )

    def _single(self, line: Line, match: re.Match[str], currency: str, span: tuple[int, int]) -> Amount | None:
        code, unit, bound = self._code(match, "1"), _unit(match), self._bound(match)
        if code is None and unit in (AmountUnit.UNSAID, AmountUnit.TOTAL) and not _plainly_money(match, unit):
            return None
        money = self._money(match, "1", code or currency)
        if money is None:
            return None
        return Amount(
            money=money,
            bound=bound,
            unit=unit,
            currency_said=code is not None,
            words=line.original[span[0] : span[1]],
            span=span,
        )

    def _bound(self, match: re.Match[str]) -> AmountBound:
        if match["after"]:
            return AmountBound.MAX if self._after_max.fullmatch(match["after"]) else AmountBound.MIN
        said = next((name for name in ("min", "max", "around") if match[name]), None)
        return AmountBound(said) if said else AmountBound.EXACT

    def _code(self, match: re.Match[str], which: str) -> str | None:
        said = match[f"sign{which}"] or match[f"pre{which}"] or match[f"post{which}"]
        if said is None:
            return None
        if said.replace(" ", "").upper() in _SIGNS:
            return _SIGNS[said.replace(" ", "").upper()]
        named = next((code for code, names in self._names.items() if names.match(said)), None)
        return named or said.upper()

    def _money(self, match: re.Match[str], which: str, code: str) -> Money | None:
        text = match[f"n{which}"]
        value = Decimal(self._scales[text]) if text in self._scales else _decimal(text)
        scale = match[f"scale{which}"]
        value *= self._scales[scale] if scale else 1
        minor = value.scaleb(get_currency_precision(code))
        return Money(minor=int(minor), currency=code) if minor == minor.to_integral_value() and minor > 0 else None


def _plain(word: str) -> str:
    return read_line(word).plain


def _plainly_money(match: re.Match[str], unit: AmountUnit) -> bool:
    """A bare number is money after "under", "at most" … when it counts nothing and is too large for a day."""
    following = match.string[match.end() : match.end() + 1]
    headed = match["max"] or (match["after"] and match["n1"].isdecimal())
    free = unit is AmountUnit.TOTAL or not _counts(match)  # "max 700 in total, flights included"
    return bool(headed) and _decimal(match["n1"]) > 31 and following in ("", " ") and free


def _counts(match: re.Match[str]) -> bool:
    """Whether a noun follows the number, unless one of the few words that end a wish."""
    rest = match.string[match.end() :].split()
    return bool(rest) and rest[0].isalpha() and rest[0] not in _ENDINGS


_ENDINGS: Final = frozenset(
    {
        *("please", "for", "in", "on", "at", "and", "if", "but", "or", "from", "with", "near"),
        *("bitte", "fur", "und", "aber", "pour", "en", "et", "mais", "svp", "por", "para", "y", "pero", "e", "mas"),
    }
)


def _unit(match: re.Match[str]) -> AmountUnit:
    groups = match.groupdict()
    for unit in AmountUnit:
        if groups.get(unit.value) or groups.get(f"late_{unit.value}"):
            return unit
    return AmountUnit.UNSAID


def _decimal(text: str) -> Decimal:
    """Figures with either separator: the last one before at most two digits is the decimal one."""
    plain = text.replace(" ", "").replace("'", "")
    match = re.fullmatch(r"([\d.,]*?)[.,](\d{1,2})", plain)
    whole, decimals = (match[1], match[2]) if match else (plain, "")
    return Decimal(re.sub(r"[.,]", "", whole) + ("." + decimals if decimals else ""))


@lru_cache(maxsize=8)
def _reader(language: str) -> _Reader:
    return _Reader(language)


def read_money(text: str, *, language: str, currency: str) -> tuple[Amount, ...]:
    """Every amount said, in order. ``currency`` (ISO 4217) is taken where none was said.

    A bare number is money only with a currency, a unit ("80 a night") or after a bound ("under 600").
    """
    return tuple(_reader(language_of(language)).amounts(read_line(text), currency))
