"""Reading words about days.

Policy where people disagree, always with the other reading beside it so that it can be asked:
"next Friday" is the Friday of next week (English) or the coming one (German, French, Spanish, Portuguese); "Friday"
said on a Friday is a week later; 03/04 is day first except for the United States; a date without a year is the next
one; "3 days from" a day is a stay and "a week from Friday" a day; weeks begin on Monday; a weekend is Saturday and
Sunday.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from memory.when import atoms, phrases
from memory.when.found import Found, Setting
from memory.when.frames import framed
from memory.when.grammar import apply
from memory.when.hours import hours
from memory.when.lexicon import BESIDE_DAY, DATE_ROLES, LANGUAGES
from memory.when.readings import DateKind, DateProblem, DateReading
from memory.when.sequence import in_order
from memory.when.symbols import Symbol, read_symbols

_SOUTHERN: Final = frozenset({"AU", "NZ", "ZA", "AR", "BR", "CL", "UY", "PY", "BO", "PE", "NA", "BW", "ZW", "MZ"})
_MONTH_FIRST: Final = frozenset({"US", "PH"})
_LONGEST_TEXT: Final = 4_000  # characters; a message is shorter, and time must be bounded


def read_dates(
    text: str,
    *,
    now: datetime,
    zone: str,
    locale: str,
    country: str | None = None,
    near: date | None = None,
    asked: bool = False,
) -> tuple[DateReading, ...]:
    """Every day, window and length that ``text`` names, in the order said.

    ``now`` is aware; ``zone`` is the customer's IANA zone; ``locale`` a BCP 47 tag whose language must be one of
    ``LANGUAGES`` (else English is read); ``country`` (ISO 3166) decides public holidays and seasons and defaults to the
    locale's region; ``near`` is a day the talk is about, against which a bare "the 14th" is read; ``asked`` that a day
    was asked for, so that a mere number ("14", "20 to 27") is one.
    """
    text = text[:_LONGEST_TEXT]
    setting = _setting(now, zone, locale, country, near)
    if asked:
        setting = replace(setting, asked=True, hours=hours(text, setting.language))
    symbols = read_symbols(text, setting.language, DATE_ROLES)
    symbols = apply(atoms.RULES, symbols, setting)
    if not any(isinstance(symbol.value, Found) or symbol.code == BESIDE_DAY for symbol in symbols):
        return ()
    for rules in phrases.PASSES:
        symbols = apply(rules, symbols, setting)
    symbols = in_order(framed(symbols, setting))
    return tuple(_reading(symbol, text, setting) for symbol in symbols if isinstance(symbol.value, Found))


def language_of(locale: str) -> str:
    """The language whose words are read for a BCP 47 tag."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else "en"


def region_of(locale: str) -> str | None:
    """The region of a BCP 47 tag, if it names one."""
    parts = locale.replace("_", "-").split("-")[1:]
    return next((part.upper() for part in parts if len(part) == 2), None)


def _setting(now: datetime, zone: str, locale: str, country: str | None, near: date | None) -> Setting:
    if now.tzinfo is None:
        raise ValueError("the present moment needs an offset")
    local = now.astimezone(_zone(zone))
    today = local.date()
    language, region = language_of(locale), region_of(locale)
    where = country or region
    return Setting(
        now=local,
        today=today,
        near=max(near, today) if near else today,
        language=language,
        month_first=region in _MONTH_FIRST,
        slash_is_ambiguous=language == "en",
        country=where,
        southern=where in _SOUTHERN,
    )


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _reading(symbol: Symbol, text: str, setting: Setting) -> DateReading:
    found: Found = symbol.value
    problem = found.problem
    past = found.last is not None and found.last < setting.today
    if problem is None and past:
        problem = DateProblem.IN_THE_PAST
    duration = found.kind is DateKind.DURATION
    return DateReading(
        words=text[symbol.start : symbol.end],
        span=(symbol.start, symbol.end),
        kind=found.kind,
        start=found.start,
        end=found.end,
        nights=found.nights,
        days=found.days if duration or found.days else None,
        part_of_day=found.part,
        bound=found.bound,
        approximate=found.approximate,
        ambiguous=bool(found.others),
        alternatives=found.others,
        problem=problem,
        shift=found.shift,
        event=found.event,
        confidence=found.confidence,
    )
