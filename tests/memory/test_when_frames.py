"""Days beside a span that they lie in, ends before beginnings, lengths apart from their days."""

from datetime import date, datetime

import pytest

from memory.when import DateKind, DateProblem, problem_sentence, read_dates
from memory.when.readings import DateReading

_NOW = datetime.fromisoformat("2026-12-01T09:00+01:00")  # a Tuesday


def _told(text: str, locale: str = "en") -> list[DateReading]:
    found = read_dates(text, now=_NOW, zone="Europe/Berlin", locale=locale)
    return [each for each in found if each.kind is not DateKind.FRAME]


@pytest.mark.parametrize(
    ("locale", "text", "start", "end"),
    [
        ("en", "a weekend in Ghent, 8th to 10th of January", date(2027, 1, 8), date(2027, 1, 10)),
        ("en", "a long weekend in Bath, 14 to 17 January", date(2027, 1, 14), date(2027, 1, 17)),
        ("de", "am Wochenende 22.-24. Januar nach Graz", date(2027, 1, 22), date(2027, 1, 24)),
        ("fr", "un week-end à Lyon du 15 au 17 janvier", date(2027, 1, 15), date(2027, 1, 17)),
        ("es", "un finde en Málaga del 5 al 7 de febrero", date(2027, 2, 5), date(2027, 2, 7)),
        ("pt", "fim de semana no Porto, de 15 a 17 de janeiro", date(2027, 1, 15), date(2027, 1, 17)),
        ("en", "a weekend in Rome, arriving 15 January", date(2027, 1, 15), date(2027, 1, 17)),
    ],
)
def test_days_that_are_told_beat_a_weekend(locale: str, text: str, start: date, end: date) -> None:
    (found,) = _told(text, locale)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("locale", "text", "start", "end"),
    [
        ("en", "in March with two kids, from the 12th to the 15th", date(2027, 3, 12), date(2027, 3, 15)),
        ("en", "in July, 3 to 10", date(2027, 7, 3), date(2027, 7, 10)),
        ("en", "in February, 3 nights from the 12th", date(2027, 2, 12), date(2027, 2, 15)),
        ("en", "12.12.-14.12.", date(2026, 12, 12), date(2026, 12, 14)),
        ("en", "a weekend in April, 9 to 11", date(2027, 4, 9), date(2027, 4, 11)),
        ("de", "im März vom 12. bis 15.", date(2027, 3, 12), date(2027, 3, 15)),
        ("fr", "en juin, entre le 3 et le 7", date(2027, 6, 3), date(2027, 6, 7)),
        ("es", "en marzo, del 12 al 15", date(2027, 3, 12), date(2027, 3, 15)),
        ("pt", "em fevereiro, de 13 a 17", date(2027, 2, 13), date(2027, 2, 17)),
        ("pt", "em abril, entre os dias 9 e 12", date(2027, 4, 9), date(2027, 4, 12)),
    ],
)
def test_a_month_may_be_named_before_its_days(locale: str, text: str, start: date, end: date) -> None:
    (found,) = _told(text, locale)
    assert (found.start, found.end) == (start, end)


def test_numbers_after_a_month_may_count_something_else() -> None:
    assert [each.kind for each in _told("in June, 2 to 3 people")] == [DateKind.MONTH]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "over Easter, Thursday to Monday"),
        ("de", "über Ostern von Donnerstag bis Montag"),
        ("fr", "à Pâques, du jeudi au lundi"),
        ("es", "en Semana Santa, de jueves a lunes"),
        ("pt", "na Páscoa, de quinta a segunda"),
        ("en", "over Easter for 4 nights"),
    ],
)
def test_days_around_a_feast(locale: str, text: str) -> None:
    (found,) = _told(text, locale)
    assert (found.start, found.end) == (date(2027, 3, 25), date(2027, 3, 29))


@pytest.mark.parametrize(
    ("locale", "text", "start", "end"),
    [
        ("en", "the weekend after next", date(2026, 12, 12), date(2026, 12, 13)),
        ("de", "übernächstes Wochenende", date(2026, 12, 12), date(2026, 12, 13)),
        ("en", "the week after next", date(2026, 12, 14), date(2026, 12, 20)),
        ("en", "next week in Vienna from Wednesday to Friday", date(2026, 12, 9), date(2026, 12, 11)),
        ("en", "Thursday to Sunday 13 December", date(2026, 12, 10), date(2026, 12, 13)),
        ("en", "Monday to Friday after Easter", date(2027, 3, 29), date(2027, 4, 2)),
    ],
)
def test_weeks_and_weekdays_by_what_is_named_beside_them(locale: str, text: str, start: date, end: date) -> None:
    (found,) = _told(text, locale)
    assert (found.start, found.end) == (start, end)


def test_a_weekend_of_a_month_is_one_of_several() -> None:
    (found,) = _told("ein Wochenende in Florenz im März", "de")
    assert found.problem is DateProblem.ONE_OF
    assert [found.start, *(each.start for each in found.alternatives)] == [
        date(2027, 3, 6),
        date(2027, 3, 13),
        date(2027, 3, 20),
        date(2027, 3, 27),
    ]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "from 20 December to 17 December"),
        ("de", "vom 20. Dezember bis 17. Dezember"),
        ("fr", "du 20 décembre au 17 décembre"),
        ("es", "del 20 de diciembre al 17 de diciembre"),
        ("pt", "de 20 de dezembro a 17 de dezembro"),
    ],
)
def test_an_end_before_its_beginning_is_asked_about(locale: str, text: str) -> None:
    (found,) = _told(text, locale)
    assert found.problem is DateProblem.ENDS_BEFORE_START
    assert (found.alternatives[0].start, found.alternatives[0].end) == (date(2026, 12, 17), date(2026, 12, 20))
    said = problem_sentence(found, locale) or ""
    assert all(part in said for part in ("17", "20", "?"))
    assert "2026-" not in said


def test_a_stay_over_the_turn_of_the_year_is_none() -> None:
    (found,) = _told("from 30 December to 2 January")
    assert (found.start, found.end) == (date(2026, 12, 30), date(2027, 1, 2))


@pytest.mark.parametrize(
    ("locale", "text", "shift"),
    [("en", "the same a week later", 7), ("en", "a day earlier", -1), ("de", "zwei Tage früher", -2)],
)
def test_days_counted_from_a_day_spoken_of_elsewhere(locale: str, text: str, shift: int) -> None:
    (found,) = _told(text, locale)
    assert found.shift == shift


@pytest.mark.parametrize(
    ("locale", "text", "start", "end"),
    [
        ("en", "in February, 3 nights from the 12th", date(2027, 2, 12), date(2027, 2, 15)),
        ("de", "vom 14. bis 16.", date(2026, 12, 14), date(2026, 12, 16)),
        ("de", "ab dem 14.", date(2026, 12, 14), None),
        ("fr", "à partir du 14", date(2026, 12, 14), None),
        ("es", "a partir del 14", date(2026, 12, 14), None),
        ("en", "from 28 to the 3rd", date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_a_day_of_the_month_with_its_article_or_a_length(locale: str, text: str, start: date, end: date | None) -> None:
    (found,) = _told(text, locale)
    assert (found.start, found.end) == (start, end)


def test_ab_before_a_bare_number_may_be_an_hour() -> None:
    assert _told("ab 14.", "de") == []


def test_nearly_a_whole_month_ends_before_it_begins() -> None:
    (found,) = _told("from the 8th to the 6th")
    assert found.problem is DateProblem.ENDS_BEFORE_START
    assert [(each.start, each.end) for each in found.alternatives] == [(date(2026, 12, 6), date(2026, 12, 8))]


def test_the_year_of_the_last_day_is_that_of_the_first() -> None:
    (found,) = _told("from 3 November to 5 November 2026")
    assert (found.start, found.end) == (date(2026, 11, 3), date(2026, 11, 5))
    assert found.problem is DateProblem.IN_THE_PAST


@pytest.mark.parametrize(
    ("locale", "text", "days"),
    [
        ("en", "the wedding is on 19 December, I come the day before and leave the day after", [19, 18, 20]),
        ("en", "the evening before my exam on 15 December", [14, 15]),
        ("de", "Messe am 15. Dezember, ich komme am Vortag und reise am 16. ab", [15, 14, 16]),
        ("fr", "le mariage est le 19 décembre, j'arrive la veille et repars le lendemain", [19, 18, 20]),
        ("es", "la boda es el 19 de diciembre, llego el día anterior y vuelvo al día siguiente", [19, 18, 20]),
        ("pt", "o casamento é em 19 de dezembro, chego na véspera", [19, 18]),
        ("en", "a fair on 15 December, I come on the 14th and leave on the 16th", [15, 14, 16]),
        ("en", "Lisbon from Thursday 10 December, dinner on Friday and back on Sunday", [10, 11, 13]),
    ],
)
def test_days_are_counted_from_what_they_lie_beside(locale: str, text: str, days: list[int]) -> None:
    assert [each.start and each.start.day for each in _told(text, locale)] == days


def test_a_day_before_says_what_it_was_counted_from() -> None:
    text = "the wedding is on 19 December, I come the day before"
    event, eve = _told(text)
    assert (event.event, eve.event) == (None, event.span)


def test_a_day_beside_nothing_is_counted_from_what_the_talk_is_about() -> None:
    [reading] = _told("the same time the day after")
    assert (reading.start, reading.shift) == (None, 1)
