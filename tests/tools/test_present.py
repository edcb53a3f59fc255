"""Days, times and texts as readers of five languages expect them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.tools.workshop import ANNA, open_workshop
from tools.desk import TEXTS
from tools.present.moments import span
from tools.service import Span
from tools.templates import fill
from tools.words import LANGUAGES, Words

ARRIVAL = datetime(2026, 12, 10, 15, tzinfo=ZoneInfo("Europe/Lisbon"))


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "Thu, 10 Dec – Sun, 13 Dec 2026"),
        ("de-DE", "Do., 10. – So., 13. Dez. 2026"),
        ("fr-FR", "jeu. 10 – dim. 13 déc. 2026"),
        ("es-ES", "jue, 10 dic – dom, 13 dic 2026"),
        ("pt-BR", "qui., 10 de dez. – dom., 13 de dez. de 2026"),
    ],
)
def test_a_stay_is_written_from_the_first_day_to_the_last(locale: str, text: str) -> None:
    assert span(ARRIVAL, ARRIVAL + timedelta(days=3), Span.RANGE, locale) == text


def test_a_moment_is_told_at_the_places_own_time() -> None:
    assert span(ARRIVAL, None, Span.MOMENT, "en-GB") == "Thu, 10 Dec 2026, 15:00"
    assert span(ARRIVAL, ARRIVAL + timedelta(days=2, hours=3), Span.JOURNEY, "en-GB") == (
        "Thu, 10 Dec 2026, 15:00 – Sat, 12 Dec 2026, 18:00"
    )
    assert span(ARRIVAL.astimezone(UTC), None, Span.DAY, "de-DE") == "Do., 10. Dez. 2026"


def test_an_unknown_locale_is_read_as_english() -> None:
    assert span(ARRIVAL, None, Span.DAY, "xx-invalid") == "Thu, 10 Dec 2026"


def test_a_text_that_lacks_a_value_is_left_out() -> None:
    assert fill({"en": "{{ nights }} nights"}, "en-GB", nights=3) == "3 nights"
    assert fill({"en": "{{ nights }} nights"}, "en-GB") == ""


def test_lists_read_naturally() -> None:
    words = Words.load(TEXTS)
    assert words.say("list_and", "en", items=["a", "b", "c"]) == "a, b and c"
    assert words.say("list_or", "de", items=["a", "b"]) == "a oder b"
    assert words.say("list_and", "fr", items=["a"]) == "a"


async def test_cards_are_ready_to_show_in_each_language(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        booked = await shop.book((await shop.ids())["The red bike"])
        booking = booked.content["items"][0]["id"]
        for locale in LANGUAGES:
            (view,) = await shop.front.bookings(ANNA, locale)
            assert view.booking == booking
            assert "2026" in view.when
            assert "30" in view.paid_text
            assert all(purpose.title for purpose in await shop.front.purposes(ANNA, locale))
            known = await shop.front.known(ANNA, locale)
            assert any("Anna Silva" in line.text for line in known)
