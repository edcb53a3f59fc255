"""When the world travels: demand by month and weekday, as percent of an ordinary day."""

from datetime import date

from tools.demo.places import City

NORTH = (84, 86, 92, 101, 106, 112, 118, 119, 110, 101, 87, 96)
BEACH = (76, 77, 84, 96, 104, 122, 140, 144, 118, 98, 80, 84)
TROPICS = (114, 110, 103, 98, 92, 96, 104, 104, 92, 94, 98, 116)
FEASTS = {(12, 24): 112, (12, 30): 128, (12, 31): 136, (1, 1): 118}


def season(city: City, day: date) -> int:
    """How dear the month is at this place, around 100."""
    latitude = city.at[0]
    if (feast := FEASTS.get((day.month, day.day))) is not None:
        return feast
    if abs(latitude) < 24:
        return TROPICS[day.month - 1]
    months = BEACH if "beach" in city.themes and city.size <= 2 else NORTH
    return months[(day.month - 1 + (6 if latitude < 0 else 0)) % 12]


def weekday(business: bool, day: date) -> int:
    """Working houses are dear from Monday to Thursday, the others at the weekend."""
    night_before_free_day = day.weekday() in (4, 5)
    if business:
        return 90 if night_before_free_day else 106
    return 112 if night_before_free_day else 97


def lead(days: int) -> int:
    """The later, the dearer: percent by days ahead."""
    for least, percent in ((90, 92), (45, 95), (21, 100), (10, 106), (4, 114)):
        if days >= least:
            return percent
    return 124
