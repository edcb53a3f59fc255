"""Currencies by their names: "Canadian dollars" is CAD."""

from __future__ import annotations

from functools import cache

from babel import Locale

from agent.brain.tokens import stems

_USUAL = {"dollar": "USD", "pound": "GBP", "yen": "JPY", "rupee": "INR", "franc": "CHF", "yuan": "CNY", "peso": "MXN"}
"""Of names that several countries use, whose is meant when none is named."""


def currency_of(text: str) -> str:
    """The ISO code of a currency written out or as its code; empty for anything else."""
    if len(text) == 3 and text.isupper() and text in _names().values():
        return text
    return _names().get(stems(text, "en"), "")


@cache
def _names() -> dict[tuple[str, ...], str]:
    """Stems of names to codes; names of today win over those of the past."""
    known = {stems(name, "en"): code for code, name in sorted(Locale("en").currencies.items())}
    for name, code in _USUAL.items():
        known[stems(name, "en")] = code
    return known | {("unit", "state", "dollar"): "USD", ("american", "dollar"): "USD", ("euro",): "EUR"}
