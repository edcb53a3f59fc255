"""Names of countries in the languages of a brand, and the short ones that people use."""

from collections.abc import Collection, Iterable

from babel import Locale

_SHORT: dict[str, tuple[str, ...]] = {
    "AE": ("Emirates", "UAE", "Emirate", "Émirats", "Emiratos", "Emirados"),
    "CZ": ("Czech Republic", "Tschechische Republik", "République tchèque", "República Checa"),
    "GB": (
        "UK",
        "Great Britain",
        "Britain",
        "England",
        "Scotland",
        "Großbritannien",
        "Angleterre",
        "Écosse",
        "Inglaterra",
    ),
    "HK": ("Hong Kong",),
    "NL": ("Holland", "Hollande", "Holanda"),
    "US": ("USA", "the States", "America", "Amerika", "Amérique", "EE. UU.", "EUA"),
}
"""What a register of names does not have, by ISO 3166 code."""


def countries(codes: Iterable[str], languages: Collection[str]) -> dict[str, list[str]]:
    """For the English name of each country its other names; ``codes`` are of ISO 3166, ``languages`` locales."""
    return {_name(code, "en"): _others(code, languages) for code in sorted(codes)}


def country_code(name: str, codes: Iterable[str]) -> str:
    """The code whose English name this is; empty when none of ``codes`` has it."""
    return next((code for code in codes if _name(code, "en") == name), "")


def _others(code: str, languages: Collection[str]) -> list[str]:
    return sorted({*(_name(code, each) for each in languages), *_SHORT.get(code, ())} - {_name(code, "en")})


def _name(code: str, language: str) -> str:
    return str(Locale.parse(language.replace("-", "_")).territories.get(code, code))
