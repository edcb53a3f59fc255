"""A day is said back with its weekday."""

from datetime import date

import pytest

from memory.when import echo


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en-GB", "Thursday 10 December 2026"),
        ("de-DE", "Donnerstag, 10. Dezember 2026"),
        ("fr-FR", "jeudi 10 décembre 2026"),
        ("es-ES", "jueves, 10 de diciembre de 2026"),
        ("pt-PT", "quinta-feira, 10 de dezembro de 2026"),
    ],
)
def test_a_day_is_echoed_with_its_weekday(locale: str, expected: str) -> None:
    assert echo(date(2026, 12, 10), locale) == expected
