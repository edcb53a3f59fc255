"""An amount is exact or refused; never guessed."""

import pytest

from tools.money_text import NotMoney, parse_money


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("100", "EUR", 10000), ("99.99", "USD", 9999), ("0.01", "EUR", 1), ("12.3", "EUR", 1230), ("500", "JPY", 500),
        ("1.234", "KWD", 1234), ("1.23", "KWD", 1230), ("1.1", "BHD", 1100), ("1500000", "VND", 1500000),
        ("0.5", "GBP", 50), ("1234567890123", "EUR", 123456789012300), ("7", "CLP", 7),
    ],
)  # fmt: skip
def test_an_exact_amount_is_minor_units(text: str, currency: str, minor: int) -> None:
    assert parse_money(text, currency).minor == minor
    assert parse_money(text, currency).currency == currency


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "100 ", " 100", "100\n", "100,00", "1,000", "1.000,00", "1'000", "1 000", "1_000",
        "1e2", "1E2", "0x10",
        "+5", "-5", "−5", "(5)", "5-", ".5", "5.", "1.2.3", "0", "0.00", "00.50", "007", "12.345", "NaN", "nan", "inf",
        "Infinity", "null", "None", "true", "٣٤", "１００", "१०", "100\u200b", "\ufeff100",
        "1\u00a0000", "€100", "100 EUR",
        "100EUR", "$5", "1/2", "½", "²", "10%", "99999999999999999999", "0.001", "1.5k", "10-20", "ten",
    ],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(NotMoney):
        parse_money(text, "EUR")


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "XXX", "XTS", "XAU", "DEM", "ABC", "€", "ＥＵＲ", " EUR"])
def test_a_currency_not_in_use_is_refused(currency: str) -> None:
    with pytest.raises(NotMoney):
        parse_money("12.34", currency)


def test_decimals_a_currency_does_not_have_are_refused() -> None:
    for currency, text in (("JPY", "500.00"), ("KRW", "1.5"), ("EUR", "1.234"), ("KWD", "1.2345")):
        with pytest.raises(NotMoney, match="decimals"):
            parse_money(text, currency)
