"""Money as integer minor units and a currency. Never a float."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import format_currency, get_currency_precision
from pydantic import field_validator

from memory.models import Value


class Money(Value):
    """An amount in minor units (cents for EUR, yen for JPY) of an ISO 4217 currency."""

    minor: int
    currency: str

    @field_validator("currency")
    @classmethod
    def _three_letters(cls, value: str) -> str:
        if len(value) != 3 or not value.isascii() or not value.isupper():
            raise ValueError(f"{value!r} is not an ISO 4217 code such as EUR")
        return value

    @property
    def major(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(minor=self.minor + other.minor, currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(minor=self.minor - other.minor, currency=self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def times(self, factor: int | Decimal) -> Money:
        """Multiply, rounding half to even on the minor unit."""
        exact = Decimal(self.minor) * factor
        return Money(minor=int(exact.quantize(Decimal(1), ROUND_HALF_EVEN)), currency=self.currency)

    def text(self, locale: str = "en-GB") -> str:
        """As a reader of ``locale`` (BCP 47) expects it, e.g. ``€1,234.50`` or ``1.234,50 €``."""
        return str(format_currency(self.major, self.currency, locale=locale.replace("-", "_")))

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix; convert first")


def total(amounts: list[Money]) -> tuple[Money, ...]:
    """Sums by currency, in the order in which currencies first appear."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums[amount.currency] + amount if amount.currency in sums else amount
    return tuple(sums.values())
