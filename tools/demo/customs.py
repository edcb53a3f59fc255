"""What holds in a place whoever goes there: its money, its languages, its clock."""

from collections.abc import Callable
from datetime import datetime

from babel import Locale
from babel.languages import get_official_languages
from babel.numbers import get_currency_name, get_territory_currencies

from tools.demo.places import City
from tools.demo.voice import Voice

_MOST = 3
"""Languages that are named; those of a country's regions come last."""


def currency(city: City, voice: Voice) -> str:
    """What one pays with there."""
    code = get_territory_currencies(city.country)[0]
    name = get_currency_name(code, locale=voice.language)
    return voice.say("guide.currency", city=city.called(voice.language), currency=name, code=code)


def languages(city: City, voice: Voice) -> str:
    """The official languages of its country."""
    known = Locale(voice.language).languages
    codes = get_official_languages(city.country, de_facto=True)[:_MOST]
    names = voice.listed([str(known.get(code.partition("_")[0], code)) for code in codes])
    return voice.say("guide.languages", city=city.called(voice.language), languages=names, count=len(codes))


def clock(city: City, voice: Voice, now: datetime, home: City | None) -> str:
    """What time it is there, and how far that is from the time at ``home``."""
    there = now.astimezone(city.tz)
    ahead = 0.0
    if home is not None:
        apart = (there.utcoffset(), now.astimezone(home.tz).utcoffset())
        ahead = sum(sign * each.total_seconds() / 3600 for sign, each in zip((1, -1), apart, strict=True) if each)
    return voice.say(
        "guide.clock",
        city=city.called(voice.language),
        time=f"{there:%H:%M}",
        hours=f"{abs(ahead):g}",
        ahead=ahead,
        home=home.called(voice.language) if home is not None else "",
    )


def airport(city: City, voice: Voice) -> str:
    """How far out it is."""
    code, km = city.airports[0].code, round(city.airport_km)
    return voice.say("guide.airport", city=city.called(voice.language), airport=code, km=km)


TOPICS: dict[str, Callable[[City, Voice], str]] = {"currency": currency, "language": languages, "airport": airport}
"""What can be asked of a place alone."""
