"""Days and times as a reader of a locale writes them, always with the weekday."""

from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_interval, format_skeleton

from tools.service import Span

_PLAIN = str.maketrans(dict.fromkeys("\u2009\u202f\u00a0", " "))
"""Babel's typographic spaces; plain ones compare and break better."""


def babel_locale(locale: str) -> Locale:
    """The locale of a BCP 47 tag; English where babel does not know it."""
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def day(moment: datetime, locale: str) -> str:
    """E.g. ``Fri, 11 Dec 2026``."""
    return str(format_skeleton("yMMMEd", moment, tzinfo=moment.tzinfo, locale=babel_locale(locale)))


def date_in_full(moment: datetime, locale: str) -> str:
    """E.g. ``11 December 2026``: a day that is over needs no weekday."""
    return str(format_date(moment.date(), "long", locale=babel_locale(locale)))


def clock_time(moment: datetime, locale: str) -> str:
    """E.g. ``19:30``."""
    return str(format_datetime(moment, "HH:mm", tzinfo=moment.tzinfo, locale=babel_locale(locale)))


def span(starts: datetime, ends: datetime | None, how: Span, locale: str) -> str:
    """When something takes place, at the place's own time."""
    if how is Span.RANGE and ends is not None and ends.date() != starts.date():
        words = format_interval(starts.date(), ends.date(), "yMMMEd", fuzzy=False, locale=babel_locale(locale))
        return str(words).translate(_PLAIN)
    if how is Span.JOURNEY and ends is not None and ends.date() != starts.date():
        return " – ".join(span(each, None, Span.MOMENT, locale) for each in (starts, ends))
    if how is Span.JOURNEY and ends is not None:
        return f"{day(starts, locale)}, {clock_time(starts, locale)} – {clock_time(ends, locale)}"
    if how in (Span.MOMENT, Span.JOURNEY):
        return f"{day(starts, locale)}, {clock_time(starts, locale)}"
    return day(starts, locale)
