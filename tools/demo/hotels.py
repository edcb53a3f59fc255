"""Rooms for nights."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from tools.demo.drafts import Draft, Hold, Refund, euros
from tools.demo.draws import below, between, chance
from tools.demo.houses import House, Houses
from tools.demo.inventory import Inventory, Spec
from tools.demo.places import Places
from tools.demo.season import lead, season, weekday
from tools.demo.voice import Voice
from tools.demo.wanted import Wanted
from tools.models import FeatureValue, PriceLine

MOST_NIGHTS = 30
MOST_GUESTS = 12
CHECK_IN = time(15)
CHECK_OUT = time(11)
SUPPLEMENTS = {"room_only": 0, "breakfast": 1200, "half_board": 3400}
"""Minor units per person and night in an average city, where it is not included anyway."""
TAXES = (0, 0, 100, 200, 300, 400)


class RoomSpec(Spec):
    """Rooms of one house. ``board`` empty means the usual one; ``flex`` asks for refundable terms."""

    city: str
    house: int
    check_in: date
    nights: int
    guests: int
    rooms: int = 0
    board: str = ""
    flex: bool = False
    adapted: bool = False


class Hotels(Inventory[RoomSpec]):
    kind = "hotel"
    spec = RoomSpec
    minutes = 30

    def __init__(self, partner: str, places: Places, houses: Houses) -> None:
        super().__init__(partner, places)
        self._houses = houses

    def specs(self, wanted: Wanted) -> Iterable[RoomSpec]:
        city = wanted.city("city")
        check_in = wanted.needed_day("check_in", city)
        check_out = wanted.day("check_out", city)
        if check_out is not None and check_out <= check_in:
            raise wanted.refuse("order")
        if check_out is None and not wanted.has("nights"):
            raise wanted.refuse("nights_missing")
        nights = wanted.count("nights", MOST_NIGHTS) if check_out is None else (check_out - check_in).days
        if nights > MOST_NIGHTS:
            raise wanted.refuse("party", count=nights, most=MOST_NIGHTS)
        guests = wanted.count("guests", MOST_GUESTS)
        rooms = wanted.count("rooms", MOST_GUESTS) if wanted.has("rooms") else 0
        if rooms > guests:
            raise wanted.refuse("rooms", rooms=rooms, guests=guests)
        for house in self._houses.of(city):
            yield RoomSpec(
                city=city.name,
                house=house.index,
                check_in=check_in,
                nights=nights,
                guests=guests,
                rooms=rooms,
                board=wanted.word("board") or "",
                flex=wanted.flag("refundable"),
                adapted=wanted.flag("accessible"),
            )

    def draft(self, spec: RoomSpec, now: datetime, voice: Voice) -> Draft | None:
        house = self._house(spec)
        if house is None or (spec.board and spec.board not in house.boards) or (spec.adapted and not house.wheelchair):
            return None
        fitting = _rooms(house, spec)
        if fitting is None:
            return None
        room, rooms = fitting
        board = spec.board or house.board
        lines = self._lines(house, spec, room, rooms, board, now, voice)
        days = [spec.check_in + timedelta(days=night) for night in range(spec.nights)]
        words = {"room": voice.say(f"hotel.room.{room}"), "board": voice.say(f"hotel.board.{board}")}
        return Draft(
            ref=spec.ref,
            kind=self.kind,
            title=house.name,
            subtitle=voice.say("hotel.subtitle", area=house.area.name, **words),
            city=house.city.name,
            area=house.area.name,
            starts=datetime.combine(spec.check_in, CHECK_IN, house.city.tz),
            ends=datetime.combine(spec.check_in + timedelta(days=spec.nights), CHECK_OUT, house.city.tz),
            party=spec.guests,
            price_lines=lines,
            refund=Refund() if house.saver and not spec.flex else Refund(hours=house.refund_hours),
            features=self._features(house, spec, room, rooms, board),
            holds=tuple(self._hold(house, room, rooms, day) for day in days),
            sponsored=house.index == 2 and chance(30, "sponsored", self.partner, house.city.name),
        )

    def change(self, spec: RoomSpec, changes: Wanted) -> RoomSpec:
        city = self.places.cities[spec.city]
        return spec.model_copy(
            update={
                "check_in": changes.day("date", city) or spec.check_in,
                "nights": changes.count("nights", MOST_NIGHTS, spec.nights),
                "guests": changes.count("party", MOST_GUESTS, spec.guests),
                "rooms": 0 if changes.has("party") else spec.rooms,
            }
        )

    def typical(self, city: str, day: date, now: datetime) -> int:
        """Minor units of a double room's night in a middling house of the group; for estimates."""
        rates = sorted(self._night(house, "double", day, now) for house in self._houses.of(self.places.cities[city]))
        return rates[len(rates) // 2]

    def _house(self, spec: RoomSpec) -> House | None:
        city = self.places.cities.get(spec.city)
        houses = self._houses.of(city) if city else ()
        return houses[spec.house] if 0 <= spec.house < len(houses) else None

    def _night(self, house: House, room: str, day: date, now: datetime) -> int:
        """Minor units for one room and night, in whole units of money."""
        ahead = lead((day - now.astimezone(house.city.tz).date()).days)
        business = "business" in house.styles
        percent = {"single": 88, "double": 100, "family": 138}[room]
        wobble = between(96, 104, "night", self.partner, house.name, day)
        rate = house.rate * percent * season(house.city, day) * weekday(business, day) // 10**6
        return rate * ahead * wobble // 10**6 * 100

    def _lines(
        self, house: House, spec: RoomSpec, room: str, rooms: int, board: str, now: datetime, voice: Voice
    ) -> tuple[PriceLine, ...]:
        nights = (spec.check_in + timedelta(days=night) for night in range(spec.nights))
        total = sum(self._night(house, room, night, now) for night in nights) * rooms
        if house.saver:
            total = total * (100 if spec.flex else 90) // 10_000 * 100
        stays = spec.nights * spec.guests
        counts = {"nights": spec.nights, "guests": spec.guests, "rooms": rooms}
        words = {"room": voice.say(f"hotel.room.{room}"), "board": voice.say(f"hotel.board.{board}")}
        meals = 0 if board == house.board else SUPPLEMENTS[board] * house.city.costs // 10_000 * 100
        lines = [
            ("room", total),
            ("board", meals * house.city.costs // 10_000 * 100 * stays),
            ("tax", _tax(house) * stays),
        ]
        return tuple(
            PriceLine(label=voice.say(f"hotel.line.{key}", **counts, **words), amount=euros(minor))
            for key, minor in lines
            if minor
        )

    def _features(self, house: House, spec: RoomSpec, room: str, rooms: int, board: str) -> dict[str, FeatureValue]:
        return {
            "style": list(house.styles),
            "amenities": list(house.amenities),
            "board": board,
            "near": list(house.near),
            "area": house.area.name,
            "stars": house.stars,
            "rating": house.rating,
            "distance_km": house.distance_km,
            "airport_km": house.airport_km,
            "group": self._houses.title,
            "room": room,
            "nights": spec.nights,
            "rooms": rooms,
            "check_in_time": f"{CHECK_IN:%H:%M}",
            "check_out_time": f"{CHECK_OUT:%H:%M}",
            "wheelchair": house.wheelchair,
            "accessibility": ["wheelchair", "step_free"] if house.wheelchair else [],
            "refundable": spec.flex or not house.saver,
        }

    def _hold(self, house: House, room: str, rooms: int, day: date) -> Hold:
        """Rooms of this kind that night; some nights are nearly or wholly sold before anybody asks."""
        kind, built = ("family", house.families) if room == "family" else ("double", house.doubles)
        names = (self.partner, house.city.name, house.name, kind, day)
        full = chance(
            5 if season(house.city, day) < 112 else 14, "full", self.partner, house.name, day.isocalendar()[:2]
        )
        left = 0 if full else built - below(max(1, built * 2 // 3), "sold", *names)
        return Hold(resource="/".join(map(str, names[1:])), units=rooms, capacity=left)


def _rooms(house: House, spec: RoomSpec) -> tuple[str, int] | None:
    """Which rooms take the guests, and how many of them."""
    if spec.guests == 1:
        return "single", 1
    if spec.rooms:
        each = -(-spec.guests // spec.rooms)
        if each <= 2:
            return ("single" if each == 1 else "double"), spec.rooms
        return ("family", spec.rooms) if each <= 4 and house.families else None
    if spec.guests > 2 and house.families:
        return "family", -(-spec.guests // 4)
    return "double", -(-spec.guests // 2)


def _tax(house: House) -> int:
    """City tax per person and night: known in Europe, with a lot of its own for each city."""
    if not house.city.zone.startswith("Europe/"):
        return 0
    return TAXES[below(len(TAXES), "tax", house.city.name)]
