"""Words about the time of day are read in five languages; an open half of the day says so."""

from datetime import time

import pytest

from memory.when import Bound, TimeReading, read_times


def one(text: str, locale: str) -> TimeReading:
    found = read_times(text, locale=locale)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en", "19:30", "19:30"), ("en", "at 7pm", "19:00"), ("en", "7:30 p.m.", "19:30"), ("en", "8.30pm", "20:30"),
        ("en", "tonight at 8", "20:00"), ("en", "Friday evening at half seven", "19:30"), ("en", "at 1930", "19:30"),
        ("en", "at noon", "12:00"), ("en", "12am", "00:00"), ("en", "12pm", "12:00"), ("en", "at 08:15", "08:15"),
        ("de", "um 19 Uhr", "19:00"), ("de", "20.15 Uhr", "20:15"), ("de", "um acht abends", "20:00"),
        ("fr", "à 19h30", "19:30"), ("fr", "à 20 h 30 pour deux", "20:30"), ("fr", "à 20 h 12 personnes", "20:00"),
        ("de", "um 20 Uhr 30", "20:30"), ("de", "um 20 Uhr 12 Personen", "20:00"), ("pt", "às 19h30", "19:30"),
        ("fr", "20h30", "20:30"), ("fr", "ce soir à 8h", "20:00"), ("fr", "à midi", "12:00"),
        ("es", "a las 20:30", "20:30"), ("es", "a las ocho y media de la tarde", "20:30"),
        ("pt", "às 20h", "20:00"), ("pt", "ao meio-dia", "12:00"),
    ],
)  # fmt: skip
def test_a_clear_time_is_exact(locale: str, text: str, expected: str) -> None:
    found = one(text, locale)
    assert found.time == time.fromisoformat(expected)
    assert not found.ambiguous


@pytest.mark.parametrize(
    ("locale", "text", "early", "late"),
    [
        ("en", "at 7", "07:00", "19:00"), ("en", "half past eight", "08:30", "20:30"),
        ("en", "quarter to nine", "08:45", "20:45"), ("en", "ten past eight", "08:10", "20:10"),
        ("en", "tomorrow 7ish", "07:00", "19:00"), ("de", "halb acht", "07:30", "19:30"),
        ("de", "dreiviertel acht", "07:45", "19:45"), ("de", "zehn vor acht", "07:50", "19:50"),
        ("fr", "huit heures moins le quart", "07:45", "19:45"), ("es", "a las ocho", "08:00", "20:00"),
        ("es", "a las nueve menos cuarto", "08:45", "20:45"), ("pt", "às oito e meia", "08:30", "20:30"),
    ],
)  # fmt: skip
def test_an_open_half_of_the_day_keeps_both_readings(locale: str, text: str, early: str, late: str) -> None:
    found = one(text, locale)
    assert found.ambiguous
    assert found.alternatives == (time.fromisoformat(early), time.fromisoformat(late))


@pytest.mark.parametrize(
    ("locale", "text", "bound"),
    [("en", "after 6", Bound.AFTER), ("en", "before 9 am", Bound.BEFORE), ("en", "by 10 in the morning", Bound.UNTIL),
     ("en", "around noon", Bound.AROUND), ("en", "7ish", Bound.AROUND), ("de", "nach 18 Uhr", Bound.AFTER),
     ("de", "gegen 7", Bound.AROUND), ("fr", "vers 19 heures", Bound.AROUND), ("es", "después de las 6", Bound.AFTER),
     ("pt", "depois das 18h", Bound.AFTER)],
)  # fmt: skip
def test_before_after_and_around_are_kept(locale: str, text: str, bound: Bound) -> None:
    assert one(text, locale).bound is bound


@pytest.mark.parametrize(
    ("locale", "text", "first", "last"),
    [("en", "from 6 to 8pm", "18:00", "20:00"), ("en", "7-8pm", "19:00", "20:00"),
     ("en", "in the evening", "18:00", "23:00"), ("de", "von 18 bis 20 Uhr", "18:00", "20:00"),
     ("fr", "entre 19h et 20h", "19:00", "20:00")],
)  # fmt: skip
def test_a_span_has_two_ends(locale: str, text: str, first: str, last: str) -> None:
    found = one(text, locale)
    assert (found.time, found.end) == (time.fromisoformat(first), time.fromisoformat(last))


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en", "around 7 people"), ("en", "after 5 December"), ("en", "a table for 4"), ("fr", "à 20 euros"),
     ("en", "from 3 nights"), ("en", "25:00"), ("en", "")],
)  # fmt: skip
def test_other_numbers_are_not_times(locale: str, text: str) -> None:
    assert read_times(text, locale=locale) == ()


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en", "at 10 for a meeting, back the same evening", ["10:00", "18:00"]),
        ("en", "back in the evening, dinner at 9", ["21:00"]),
        ("en", "Friday at 9 in the evening", ["21:00"]),
        ("en", "anything after lunch", ["12:00"]),
        ("de", "nach dem Mittagessen", ["12:00"]),
        ("es", "después del trabajo", ["18:00"]),
    ],
)
def test_a_part_of_the_day_tells_of_what_it_stands_with(locale: str, text: str, expected: list[str]) -> None:
    assert [f"{each.time:%H:%M}" for each in read_times(text, locale=locale)] == expected
