"""Which of what was booked is meant."""

from datetime import timedelta

import pytest

from tests.tools.recommend.stays import NOW, past, stay
from tools.brand import load_brand
from tools.demo import BRAND_FOLDER
from tools.experienced import Experienced
from tools.models import Booking

BRAND = load_brand(BRAND_FOLDER)


def had(number: int, kind: str, title: str, city: str, days_ago: int) -> Booking:
    began = NOW - timedelta(days=days_ago)
    offer = stay(number).model_copy(
        update={"kind": kind, "title": title, "city": city, "area": "", "starts": began, "ends": began}
    )
    return past(number).model_copy(update={"offer": offer})


TRIPS = [
    had(1, "hotel", "Casa do Limoeiro", "Porto", 30),
    had(2, "hotel", "Pension Nussbaum", "Vienna", 200),
    had(3, "flight", "Berlin ⇄ Porto, Lusara", "Porto", 30),
    had(4, "ride", "Airport → centre", "Vienna", 200),
    had(5, "hotel", "Yet to come", "Rome", -10),
]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Casa do Limoeiro was nice", [1]),
        ("casa do limoeiro was nice", [1]),
        ("5 stars for Casa da Maré", []),
        ("5 Sterne für Pension Nussbaum", [2]),
        ("l'hôtel à Vienne était bien", [2]),
        ("the hotel was nice", [1, 2]),
        ("the driver was late", [4]),
        ("the Lusara flight was late", [3]),
        ("the concert was great", []),
        ("the weather was great", []),
    ],
)
def test_a_name_a_kind_or_a_place_tells_which(words: str, meant: list[int]) -> None:
    spoken = Experienced(TRIPS, BRAND.services, BRAND.vocabularies["cities"], NOW).spoken_of(words)
    assert [one.offer.title for one in spoken.bookings] == [TRIPS[number - 1].offer.title for number in meant]


def test_last_time_is_the_newest() -> None:
    spoken = Experienced(TRIPS, BRAND.services, {}, NOW).spoken_of("the hotel last time", newest=True)
    assert [one.offer.title for one in spoken.bookings] == ["Casa do Limoeiro"]


def test_what_was_named_and_never_had_is_known_by_its_kind() -> None:
    spoken = Experienced(TRIPS, BRAND.services, {}, NOW).spoken_of("the concert was great")
    assert (spoken.bookings, spoken.kinds, spoken.named) == ((), ("event",), False)
