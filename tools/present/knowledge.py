"""What is known about a customer, line by line, each with where it comes from."""

from zoneinfo import ZoneInfo

from memory.memory import Memory
from memory.models import Fact, Profile
from tools.cards import KnownView
from tools.present.moments import date_in_full
from tools.recommend.evidence import Verdict
from tools.words import Words

RATING = "rating_"
"""What the id of a rating begins with, where facts and ratings are listed together."""


class Knowledge:
    """Renders memories and the brand's record in one customer's language."""

    def __init__(self, memory: Memory, brand: str, words: Words, locale: str, zone: ZoneInfo) -> None:
        self._memory = memory
        self._brand = brand
        self._words = words
        self._locale = locale
        self._zone = zone

    def remembered(self, fact: Fact) -> KnownView:
        """A fact the customer told, with their own words."""
        source = self._say("memory.source", day=self.told_on(fact), words=fact.source.words)
        return KnownView(id=fact.id, text=self._memory.tell(fact, self._locale), source=source)

    def rated(self, verdict: Verdict) -> KnownView:
        """What they gave something they had, with their own words."""
        day = date_in_full(verdict.at.astimezone(self._zone), self._locale)
        title = verdict.features.get("thing", "")
        return KnownView(
            id=f"{RATING}{verdict.id}",
            text=self._say("memory.rated", title=title, stars=verdict.stars),
            source=self._say("memory.source" if verdict.words else "memory.source_day", day=day, words=verdict.words),
        )

    def told_on(self, fact: Fact) -> str:
        """The day on which it was said."""
        return date_in_full(fact.said_at.astimezone(self._zone), self._locale)

    def recorded(self, profile: Profile) -> tuple[KnownView, ...]:
        """Lines of the brand's own record, which the brand corrects."""
        lines = {"name": profile.name, "home_city": profile.home_city, "company": profile.company}
        people = ", ".join(f"{one.name} ({one.relation})" for one in profile.companions)
        texts = [self._say(f"memory.profile_{name}", value=value) for name, value in lines.items() if value]
        texts += [self._say("memory.profile_companions", value=people)] if people else []
        texts += [f"{field.name.replace('_', ' ')}: {field.value}" for field in profile.fields]
        source = self._say("memory.source_brand", brand=self._brand)
        return tuple(
            KnownView(id=f"profile_{number}", text=text, source=source, can_forget=False)
            for number, text in enumerate(texts)
        )

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(key, self._locale, **values)
