"""Days with a name: Christmas, Easter, Thanksgiving, and the public holidays of a country."""

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from memory.documents import parse_yaml
from memory.when.calendar import DAY, easter, make, nth_weekday


@lru_cache(maxsize=1)
def _rules() -> dict[str, dict[str, Any]]:
    text = files("memory.when").joinpath("feasts.yaml").read_text(encoding="utf-8")
    rules: dict[str, dict[str, Any]] = parse_yaml(text)
    return rules


def known(name: str) -> bool:
    return name in _rules()


def next_feast(name: str, base: date, country: str | None) -> date | None:
    """The next day of that name not before ``base``; None when the country is needed and not known."""
    if _rules()[name].get("none"):
        return _next_public_holiday(base, country)
    found = (_in_year(name, base.year + ahead, country) for ahead in range(3))
    return next((day for day in found if day and day >= base), None)


def always_long(name: str) -> bool:
    """Whether the name itself means several days ("Semana Santa")."""
    return bool(_rules()[name].get("long"))


def around_feast(name: str, day: date) -> tuple[date, date] | None:
    """First and last day of "over Christmas"; None for a feast of one day."""
    over = _rules()[name].get("over")
    return (day + DAY * int(over[0]), day + DAY * int(over[1])) if over else None


def _in_year(name: str, year: int, country: str | None) -> date | None:
    rule = _rules()[name]
    rule = rule.get("country", {}).get(country, rule)
    if "fixed" in rule:
        return make(year, *rule["fixed"])
    if "easter" in rule:
        return easter(year) + DAY * int(rule["easter"])
    month, weekday, nth, *more = rule["nth"]
    day = nth_weekday(year, month, weekday, nth)
    return day + DAY * int(more[0]) if day and more else day


def _next_public_holiday(base: date, country: str | None) -> date | None:
    if country is None:
        return None
    days = [day for ahead in range(2) for day in public_holidays(country, base.year + ahead)]
    return next((day for day in days if day >= base), None)


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> dict[date, str]:
    """Public holidays of a country (ISO 3166 alpha-2) in a year, in order; empty for a country unknown."""
    import holidays  # noqa: PLC0415  half a second, and few phrases need it

    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return {}
    return {day: str(found[day]) for day in sorted(found)}
