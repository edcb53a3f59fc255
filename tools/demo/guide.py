"""The city guide: what a place is like, and where one could go. Sells nothing."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any

from memory.clock import Clock
from tools.countries import country_code
from tools.demo.clerk import Clerk, Task
from tools.demo.climate import Climate
from tools.demo.customs import TOPICS, clock
from tools.demo.drafts import euros
from tools.demo.flights import Flights
from tools.demo.hotels import Hotels
from tools.demo.places import City, Places, distance
from tools.demo.voice import Voice
from tools.demo.wanted import Wanted
from tools.models import PartnerId
from tools.partner import PartnerCall
from tools.words import Words

SUGGESTED = 5
WARM, MILD, WET = 19, 14, 12
"""°C by day, and days with rain in a month."""
USUAL_NIGHTS = 3
LIMITS = ("max_flight_hours", "max_price", "theme")
"""What is left aside first when nothing keeps to all of it."""
MOST_NIGHTS, MOST_PEOPLE = 30, 12
FORESEEN = timedelta(days=14)
"""As far ahead as there is a forecast."""
LIKELY, UNLIKELY = 0.5, 0.2


class Guide(Clerk):
    """A partner with read operations of its own."""

    def __init__(
        self,
        id: PartnerId,
        places: Places,
        climate: Climate,
        airlines: Sequence[Flights],
        hotels: Sequence[Hotels],
        clock: Clock,
        words: Words,
    ) -> None:
        operations = {"weather": self._weather, "suggest": self._suggest, "describe": self._describe}
        super().__init__(id, words, {name: self._asked(answer) for name, answer in operations.items()})
        self._places = places
        self._climate = climate
        self._airlines = airlines
        self._hotels = hotels
        self._clock = clock

    def _asked(self, answer: Callable[[Wanted], Awaitable[dict[str, Any]]]) -> Task:
        async def task(call: PartnerCall, voice: Voice) -> dict[str, Any]:
            return await answer(Wanted(call.arguments, self._places, self._clock.now(), voice))

        return task

    async def _weather(self, wanted: Wanted) -> dict[str, Any]:
        city, voice = wanted.city("city"), wanted.voice
        month = self._month(wanted)
        usual = self._climate.usual(city.name, month)
        day = wanted.any_day("date") if wanted.has("date") else None
        foreseen = self._climate.forecast(city.name, day) if day and self._is_near(day, city) else None
        sentences = [self._weather_sentence(city, month, voice)]
        if day is not None and foreseen is not None:
            likely = "likely" if foreseen >= LIKELY else "unlikely" if foreseen <= UNLIKELY else "possible"
            sentences.append(voice.say(f"guide.rain.{likely}", day=voice.day(day), percent=round(100 * foreseen)))
        return {
            "message": " ".join(sentences),
            "city": city.called(voice.language),
            "month": voice.month(month),
            **vars(usual),
            "rain_chance": usual.rain_chance if foreseen is None else foreseen,
            "typical": foreseen is None,
        }

    def _is_near(self, day: date, city: City) -> bool:
        today = self._clock.now().astimezone(city.tz).date()
        return today <= day <= today + FORESEEN

    async def _describe(self, wanted: Wanted) -> dict[str, Any]:
        city, voice = wanted.city("city"), wanted.voice
        themes = [voice.say(f"guide.theme.{theme}") for theme in city.themes]
        areas = {area.name: _kind_of(area.tags, voice) for area in city.areas if "airport" not in area.tags}
        general = voice.say(
            "guide.city",
            city=city.called(voice.language),
            themes=voice.listed(themes),
            airport=city.airports[0].code,
            km=round(city.airport_km),
        )
        return {
            "message": self._asked_about(wanted, city) or general,
            "city": city.called(voice.language),
            "areas": areas,
            "weather": self._weather_sentence(city, self._month(wanted), voice),
        }

    def _asked_about(self, wanted: Wanted, city: City) -> str:
        """What was asked in particular; empty when nothing was."""
        told = [TOPICS[topic](city, wanted.voice) for topic in wanted.words("about") if topic in TOPICS]
        if "time" in wanted.words("about"):
            home = wanted.city("origin") if wanted.has("origin") else None
            told.append(clock(city, wanted.voice, self._clock.now(), home if home is not city else None))
        return " ".join(told)

    async def _suggest(self, wanted: Wanted) -> dict[str, Any]:
        voice, month = wanted.voice, self._month(wanted)
        items = self._ideas(wanted, month)
        message = voice.say("guide.found", count=len(items), month=voice.month(month))
        if not items:
            dropped = next((each for each in LIMITS if wanted.has(each) and self._ideas(wanted, month, each)), "")
            items = self._ideas(wanted, month, dropped) if dropped else []
            left = voice.say(f"guide.limit.{dropped}") if dropped else ""
            message = voice.say("guide.nothing", month=voice.month(month), left=left)
        return {"ref_type": "place", "items": items, "message": message, "notes": [voice.say("guide.typical")]}

    def _ideas(self, wanted: Wanted, month: int, dropped: str = "") -> list[dict[str, Any]]:
        """The best places, best first; ``dropped``: a limit that is not kept to."""
        wanted = wanted.without(dropped)
        origin = wanted.city("origin") if wanted.has("origin") else None
        day = self._day(wanted, month)
        themes = set(wanted.words("theme"))
        named = [city for city in map(self._places.find, wanted.words("cities")) if city is not None]
        country = country_code(wanted.word("country") or "", {city.country for city in self._places.cities.values()})
        found = [
            item
            for city in named or self._places.cities.values()
            if (not country or city.country == country)
            and city is not origin
            and themes <= set(city.themes) | self._mood(city, month)
            for item in [self._suggestion(city, origin, day, month, wanted)]
            if item is not None
        ]
        found.sort(key=lambda item: item["score"], reverse=True)
        items = [{**item, "number": number} for number, item in enumerate(found[:SUGGESTED], 1)]
        for item in items:
            del item["score"]
        return items

    def _suggestion(
        self, city: City, origin: City | None, day: date, month: int, wanted: Wanted
    ) -> dict[str, Any] | None:
        """One city with what speaks for it, or None when it is too far or too dear."""
        voice = wanted.voice
        travel = self._travel(origin, city, day) if origin else None
        if origin and travel is None and not wanted.has("cities"):
            return None
        fare, hours = travel or (0, 0.0)
        if hours > float(wanted.arguments.get("max_flight_hours") or 99):
            return None
        night = self._night(city, day)
        people, nights = wanted.count("people", MOST_PEOPLE), wanted.count("nights", MOST_NIGHTS, USUAL_NIGHTS)
        estimate = people * 2 * fare + ceil(people / 2) * nights * night
        if (most := wanted.euros("max_price")) is not None and estimate > most:
            return None
        weather = self._climate.usual(city.name, month)
        reasons = [{"kind": "context", "text": self._weather_sentence(city, month, voice)}]
        if travel:
            text = voice.say("guide.flight", hours=voice.number(round(hours, 1)), fare=voice.money(euros(2 * fare)))
            reasons.append({"kind": "context", "text": text})
        reasons.append({"kind": "context", "text": voice.say("guide.night", price=voice.money(euros(night)))})
        return {
            "id": f"place:{city.name}",
            "title": city.called(voice.language),
            "subtitle": voice.listed([voice.say(f"guide.theme.{theme}") for theme in city.themes]),
            "where": city.called(voice.language),
            "price": {"minor": estimate, "currency": "EUR", "text": voice.money(euros(estimate))},
            "price_note": voice.say("guide.estimate", people=people, nights=nights, flights=bool(travel)),
            "features": {
                "themes": list(city.themes),
                "high": weather.high,
                "low": weather.low,
                "rain_days": weather.rain_days,
                "flight_hours": round(hours, 1),
                "country": city.country,
            },
            "reasons": reasons,
            "score": self._score(city, weather.high, weather.rain_days, hours, estimate),
        }

    def _travel(self, origin: City, city: City, day: date) -> tuple[int, float] | None:
        """Fare for one way and hours of the quickest journey of a day near ``day``."""
        if distance(origin.at, city.at) < 150:
            return None
        today = self._clock.now().astimezone(origin.tz).date()
        for ahead in (0, 1, 2):
            offers = [one.cheapest(origin, city, day + timedelta(days=ahead), today) for one in self._airlines]
            priced = [offer for offer in offers if offer is not None]
            if priced:
                return min(fare for fare, _ in priced), min(journey.minutes for _, journey in priced) / 60
        return None

    def _night(self, city: City, day: date) -> int:
        now = self._clock.now()
        return min(hotel.typical(city.name, day, now) for hotel in self._hotels)

    def _mood(self, city: City, month: int) -> set[str]:
        """What the month makes of a place: ``warm``, ``mild``, ``dry``."""
        weather = self._climate.usual(city.name, month)
        found = {"warm"} if weather.high >= WARM else {"mild"} if weather.high >= MILD else {"cold"}
        return found | ({"dry"} if weather.rain_days < WET // 2 else set())

    @staticmethod
    def _score(city: City, high: int, rain_days: int, hours: float, estimate: int) -> float:
        """Pleasant, dry, near and affordable places first."""
        pleasant = -abs(high - 25) - 0.7 * rain_days
        return pleasant - 1.2 * hours - estimate / 6000 + len(city.themes)

    def _weather_sentence(self, city: City, month: int, voice: Voice) -> str:
        weather = self._climate.usual(city.name, month)
        return voice.say(
            "guide.weather",
            city=city.called(voice.language),
            month=voice.month(month),
            high=weather.high,
            low=weather.low,
            rain_days=weather.rain_days,
        )

    def _month(self, wanted: Wanted) -> int:
        """Of the date or month asked for; else the present one."""
        if wanted.has("date"):
            return wanted.any_day("date").month
        month = wanted.arguments.get("month")
        if month is None:
            return self._clock.now().month
        if isinstance(month, int) and not isinstance(month, bool) and 1 <= month <= 12:
            return month
        raise wanted.refuse("month", month=str(month)[:40])

    def _day(self, wanted: Wanted, month: int) -> date:
        """A day to price: the one asked for, else the middle of the month when it comes next."""
        today = self._clock.now().date()
        if wanted.has("date"):
            return max(wanted.any_day("date"), today)
        middle = date(today.year, month, 15)
        return middle if middle > today else date(today.year + 1, month, 15) if month != today.month else today


def _kind_of(tags: Sequence[str], voice: Voice) -> str:
    return voice.listed([voice.say(f"guide.area.{tag}") for tag in tags if tag != "nature"])
