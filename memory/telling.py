"""Facts in sentences the customer may read: "You are vegan", "Leo was born around September 2025"."""

import re
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.units import format_unit

from memory.clock import Clock
from memory.extraction.people import name_of
from memory.extraction.terms import Terms
from memory.models import Fact
from memory.texts import Texts, language_of

_LIKES = frozenset({"food", "drink", "music", "flowers", "taste", "seating.smoking"})
_LIKED_KINDS = ("hotel.", "flight.", "restaurant.", "activity.", "ride.", "event.")
_VISIT = re.compile(r"(?P<place>.+) (?P<day>\d{4}-\d\d-\d\d) \(\w+\)")
"""A place, the day, and the booking it was."""
_POLARITY = {1: "", 0: ".neutral", -1: ".not"}


class Teller:
    """Says facts in five languages."""

    def __init__(self, texts: Texts, terms: Terms, clock: Clock) -> None:
        self._texts = texts
        self._terms = terms
        self._clock = clock

    def tell(self, fact: Fact, locale: str) -> str:
        """One sentence without a full stop, in the language of ``locale``."""
        language = language_of(locale)
        they = "" if fact.subject == "customer" else ".they"
        text = self._texts.say(
            self._key(fact, they),
            language,
            value=self._value(fact, locale, language),
            words=fact.source.words.rstrip("."),
            who=self.who(fact.subject, locale),
            age=self._age(fact, locale),
        )
        if fact.valid_to is not None and fact.attribute != "trip":
            day = format_date(fact.valid_to, "long", locale=_babel(locale))
            text = self._texts.say("until", language, text=text, day=day)
        return text[:1].upper() + text[1:]

    def kept(self, locale: str) -> tuple[str, ...]:
        """What an erasure leaves, and why."""
        return tuple(self._texts.say(key, language_of(locale)) for key in ("kept.profile", "kept.consents"))

    def _key(self, fact: Fact, they: str) -> str:
        polarity = _POLARITY[fact.polarity]
        for family in (fact.attribute, _family(fact.attribute)):
            if family and self._texts.has(key := f"{family}{they}{polarity}"):
                return key
        if self._texts.has(key := f"{fact.attribute}.{fact.value}{they}"):
            return key
        if fact.attribute.endswith(".avoid"):
            return f"avoid{they}"
        return f"said{they}"

    def _value(self, fact: Fact, locale: str, language: str) -> str:
        head, _, condition = fact.value.partition(" if ")
        head, _, place = head.partition(" at ") if _family(fact.attribute) == "like" else (head, "", "")
        if re.fullmatch(r"\d\d-\d\d", head):
            month, day = int(head[:2]), int(head[3:])
            return str(format_skeleton("MMMMd", date(2000, month, day), locale=_babel(locale)))
        if born := re.match(r"(\d{4})-(\d\d)\b", head):
            return str(format_skeleton("yMMMM", date(int(born[1]), int(born[2]), 1), locale=_babel(locale)))
        if visit := _VISIT.fullmatch(head):
            visited_on = format_date(date.fromisoformat(visit["day"]), "long", locale=_babel(locale))
            return f"{visit['place']}, {visited_on}"
        label = self._terms.label(head, language)
        label = label.removesuffix(" (approx.)")
        label = self._texts.say("at", language, value=label, place=place) if place else label
        return self._texts.say("if", language, value=label, condition=condition) if condition else label

    def who(self, subject: str, locale: str) -> str:
        """Somebody's name, or who they are to the customer ("your child")."""
        language = language_of(locale)
        name = name_of(subject)
        if name:
            return name
        key = f"who.{subject.removeprefix('customer.')}"
        return self._texts.say(key if self._texts.has(key) else "who.other", language)

    def _age(self, fact: Fact, locale: str) -> str:
        """How old somebody is by now, going by an estimate of their birth."""
        born = re.match(r"(\d{4})(?:-(\d\d))?", fact.value)
        if born is None or not fact.attribute.startswith("birth_"):
            return ""
        today = self._clock.now().date()
        months = (today.year - int(born[1])) * 12 + (today.month - int(born[2]) if born[2] else 0)
        unit, count = ("month", months) if months < 12 else ("year", round(months / 12))
        return str(format_unit(count, f"duration-{unit}", "long", locale=_babel(locale)))


def _family(attribute: str) -> str:
    """Attributes that share a sentence."""
    if attribute.endswith(".avoid"):
        return "avoid"
    return "like" if attribute in _LIKES or attribute.startswith(_LIKED_KINDS) else ""


def _babel(locale: str) -> str:
    return locale.replace("-", "_")
