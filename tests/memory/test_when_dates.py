"""Words about days are read exactly, in five languages; what is unclear says so."""

from datetime import date, datetime

import pytest

from memory.when import Bound, DateKind, DateProblem, DateReading, PartOfDay, read_dates

NOW = datetime.fromisoformat("2026-11-25T09:00+01:00")  # a Wednesday


def read(text: str, locale: str = "en-GB", **more: object) -> tuple[DateReading, ...]:
    return read_dates(text, now=NOW, zone="Europe/Berlin", locale=locale, **more)  # type: ignore[arg-type]


def one(text: str, locale: str = "en-GB", **more: object) -> DateReading:
    found = read(text, locale, **more)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en-GB", "today", "2026-11-25"), ("en-GB", "tomorrow 7ish", "2026-11-26"),
        ("en-GB", "the day after tomorrow", "2026-11-27"), ("en-GB", "Thursday 10 December", "2026-12-10"),
        ("en-GB", "on Friday", "2026-11-27"), ("en-GB", "December 10th, 2027", "2027-12-10"),
        ("en-GB", "31/12/2026", "2026-12-31"), ("en-GB", "2026-12-10", "2026-12-10"),
        ("en-GB", "in two weeks", "2026-12-09"), ("en-GB", "in 3 days' time", "2026-11-28"),
        ("en-GB", "a week from Friday", "2026-12-04"), ("en-GB", "the 14th", "2026-12-14"),
        ("en-GB", "Friday next week", "2026-12-04"), ("en-GB", "the 5th of next month", "2026-12-05"),
        ("en-GB", "New Year's Eve", "2026-12-31"), ("en-GB", "on Christmas day", "2026-12-25"),
        ("en-GB", "29 Feb", "2028-02-29"), ("en-GB", "2 January", "2027-01-02"),
        ("en-GB", "the day after Christmas", "2026-12-26"), ("en-GB", "the Friday after Easter", "2027-04-02"),
        ("en-GB", "last Sunday of March", "2027-03-28"), ("en-GB", "Friday the 13th", "2027-08-13"),
        ("en-GB", "thanksgiving", "2026-11-26"), ("en-CA", "thanksgiving", "2027-10-11"),
        ("en-GB", "the next bank holiday", "2026-12-25"), ("en-GB", "Sat 12 Dec", "2026-12-12"),
        ("en-GB", "2 weeks after Easter", "2027-04-11"), ("en-GB", "Good Friday", "2027-03-26"),
        ("de-DE", "übermorgen", "2026-11-27"), ("de-DE", "am 10.12.", "2026-12-10"),
        ("de-DE", "Donnerstag, den 10. Dezember", "2026-12-10"), ("de-DE", "in zwei Wochen", "2026-12-09"),
        ("de-DE", "Freitag in einer Woche", "2026-12-04"), ("de-DE", "am 14.", "2026-12-14"),
        ("de-DE", "morgen um 7", "2026-11-26"), ("de-DE", "an Heiligabend", "2026-12-24"),
        ("fr-FR", "jeudi 10 décembre", "2026-12-10"), ("fr-FR", "après-demain", "2026-11-27"),
        ("fr-FR", "dans deux semaines", "2026-12-09"), ("fr-FR", "le 1er janvier", "2027-01-01"),
        ("fr-FR", "vendredi de la semaine prochaine", "2026-12-04"), ("fr-FR", "le 03/04", "2027-04-03"),
        ("es-ES", "pasado mañana", "2026-11-27"), ("es-ES", "jueves 10 de diciembre", "2026-12-10"),
        ("es-ES", "dentro de dos semanas", "2026-12-09"), ("es-ES", "el 14", "2026-12-14"),
        ("pt-PT", "depois de amanhã", "2026-11-27"), ("pt-PT", "quinta-feira, 10 de dezembro", "2026-12-10"),
        ("pt-PT", "daqui a duas semanas", "2026-12-09"), ("pt-PT", "dia 14", "2026-12-14"),
    ],
)  # fmt: skip
def test_a_day_is_found(locale: str, text: str, expected: str) -> None:
    found = one(text, locale)
    assert found.kind is DateKind.DAY
    assert found.start == date.fromisoformat(expected)
    assert not found.ambiguous


@pytest.mark.parametrize(
    ("locale", "text", "start", "end"),
    [
        ("en-GB", "3 nights from 12 Dec", "2026-12-12", "2026-12-15"),
        ("en-GB", "from Thursday to Sunday", "2026-11-26", "2026-11-29"),
        ("en-GB", "10-13 December", "2026-12-10", "2026-12-13"),
        ("en-GB", "December 24-26", "2026-12-24", "2026-12-26"),
        ("en-GB", "from the 10th to the 13th of December", "2026-12-10", "2026-12-13"),
        ("en-GB", "between the 3rd and the 8th", "2026-12-03", "2026-12-08"),
        ("en-GB", "28 Dec - 3 Jan", "2026-12-28", "2027-01-03"),
        ("en-GB", "from Friday for three nights", "2026-11-27", "2026-11-30"),
        ("en-GB", "Friday to Sunday next week", "2026-12-04", "2026-12-06"),
        ("en-GB", "this weekend for 2 nights", "2026-11-27", "2026-11-29"),
        ("de-DE", "vom 10. bis 13. Dezember", "2026-12-10", "2026-12-13"),
        ("de-DE", "24.12.-27.12.2026", "2026-12-24", "2026-12-27"),
        ("de-DE", "drei Nächte ab dem 12. Dezember", "2026-12-12", "2026-12-15"),
        ("fr-FR", "du 10 au 13 décembre", "2026-12-10", "2026-12-13"),
        ("fr-FR", "du 28 décembre au 3 janvier", "2026-12-28", "2027-01-03"),
        ("fr-FR", "de jeudi à dimanche", "2026-11-26", "2026-11-29"),
        ("es-ES", "del 10 al 13 de diciembre", "2026-12-10", "2026-12-13"),
        ("es-ES", "3 noches a partir del 12 de diciembre", "2026-12-12", "2026-12-15"),
        ("pt-PT", "de 10 a 13 de dezembro", "2026-12-10", "2026-12-13"),
        ("pt-PT", "de segunda a sexta", "2026-11-30", "2026-12-04"),
    ],
)
def test_a_stay_has_its_nights(locale: str, text: str, start: str, end: str) -> None:
    found = one(text, locale)
    assert (found.kind, str(found.start), str(found.end)) == (DateKind.RANGE, start, end)
    assert found.start is not None
    assert found.end is not None
    assert found.nights == (found.end - found.start).days


@pytest.mark.parametrize(
    ("locale", "text", "kind", "start", "end"),
    [
        ("en-GB", "this weekend", DateKind.WEEKEND, "2026-11-28", "2026-11-29"),
        ("en-GB", "the weekend after Thanksgiving", DateKind.WEEKEND, "2026-11-28", "2026-11-29"),
        ("en-GB", "first weekend of December", DateKind.WEEKEND, "2026-12-05", "2026-12-06"),
        ("en-GB", "in December", DateKind.MONTH, "2026-12-01", "2026-12-31"),
        ("en-GB", "next week", DateKind.WEEK, "2026-11-30", "2026-12-06"),
        ("en-GB", "end of March", DateKind.WINDOW, "2027-03-25", "2027-03-31"),
        ("en-GB", "mid May", DateKind.WINDOW, "2027-05-11", "2027-05-20"),
        ("en-GB", "early next month", DateKind.WINDOW, "2026-12-01", "2026-12-10"),
        ("en-GB", "over Easter", DateKind.WINDOW, "2027-03-26", "2027-03-29"),
        ("en-GB", "this summer", DateKind.SEASON, "2027-06-01", "2027-08-31"),
        ("pt-BR", "no verão", DateKind.SEASON, "2026-12-01", "2027-02-28"),
        ("de-DE", "KW 50", DateKind.WEEK, "2026-12-07", "2026-12-13"),
        ("de-DE", "Anfang nächsten Monats", DateKind.WINDOW, "2026-12-01", "2026-12-10"),
        ("de-DE", "über Weihnachten", DateKind.WINDOW, "2026-12-24", "2026-12-26"),
        ("fr-FR", "mi-mai", DateKind.WINDOW, "2027-05-11", "2027-05-20"),
        ("fr-FR", "ce week-end", DateKind.WEEKEND, "2026-11-28", "2026-11-29"),
        ("es-ES", "a finales de marzo", DateKind.WINDOW, "2027-03-25", "2027-03-31"),
        ("pt-PT", "no início do próximo mês", DateKind.WINDOW, "2026-12-01", "2026-12-10"),
    ],
)
def test_a_window_has_a_first_and_a_last_day(locale: str, text: str, kind: DateKind, start: str, end: str) -> None:
    found = one(text, locale)
    assert (found.kind, str(found.start), str(found.end)) == (kind, start, end)


@pytest.mark.parametrize(
    ("locale", "text", "problem", "start", "other"),
    [
        ("en-GB", "03/04", DateProblem.DAY_OR_MONTH_FIRST, "2027-04-03", "2027-03-04"),
        ("en-US", "12/10", DateProblem.DAY_OR_MONTH_FIRST, "2026-12-10", "2027-10-12"),
        ("en-GB", "next Friday", DateProblem.WHICH_WEEK, "2026-12-04", "2026-11-27"),
        ("de-DE", "nächsten Freitag", DateProblem.WHICH_WEEK, "2026-11-27", "2026-12-04"),
        ("en-GB", "Wednesday", DateProblem.WHICH_WEEK, "2026-12-02", "2026-11-25"),
        ("en-GB", "Friday 10 December", DateProblem.WEEKDAY_MISMATCH, "2026-12-10", "2026-12-11"),
        ("en-GB", "the 10th or 11th of December", DateProblem.ONE_OF, "2026-12-10", "2026-12-11"),
    ],
)
def test_an_ambiguous_phrase_says_so_and_why(
    locale: str, text: str, problem: DateProblem, start: str, other: str
) -> None:
    found = one(text, locale)
    assert found.ambiguous
    assert found.problem is problem
    assert (str(found.start), str(found.alternatives[0].start)) == (start, other)


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en-GB", "31 April"), ("en-GB", "29 February 2027"), ("en-GB", "32/13/2026"), ("de-DE", "31. April"),
     ("fr-FR", "31 avril"), ("es-ES", "31 de abril"), ("pt-PT", "31 de abril")],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_refused(locale: str, text: str) -> None:
    found = one(text, locale)
    assert found.kind is DateKind.IMPOSSIBLE
    assert found.problem is DateProblem.NO_SUCH_DAY
    assert found.start is None


@pytest.mark.parametrize(
    ("locale", "text", "part"),
    [
        ("en-GB", "morning of the 5th", PartOfDay.MORNING), ("en-GB", "Friday evening", PartOfDay.EVENING),
        ("de-DE", "am Morgen des 5.", PartOfDay.MORNING), ("de-DE", "Montag morgen", PartOfDay.MORNING),
        ("fr-FR", "le matin du 5", PartOfDay.MORNING), ("fr-FR", "vendredi soir", PartOfDay.EVENING),
        ("es-ES", "mañana por la mañana", PartOfDay.MORNING), ("pt-PT", "na manhã do dia 5", PartOfDay.MORNING),
    ],
)  # fmt: skip
def test_a_part_of_the_day_stays_with_its_day(locale: str, text: str, part: PartOfDay) -> None:
    assert one(text, locale).part_of_day is part


@pytest.mark.parametrize(
    ("text", "bound"),
    [("before Friday", Bound.BEFORE), ("by Sunday", Bound.UNTIL), ("after the 3rd", Bound.AFTER)],
)
def test_before_and_after_are_kept(text: str, bound: Bound) -> None:
    assert one(text).bound is bound


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "I may want to march on the second one"), ("en-GB", "open 24/7"), ("en-GB", "I sat down"),
        ("en-GB", "200 euros a night"), ("en-GB", "a table for two at 7"), ("de-DE", "So möchte ich das, mi casa"),
        ("fr-FR", "fruits de mer, j'ai été content"), ("pt-PT", "a segunda opção"), ("en-GB", ""), ("en-GB", "١٢"),
    ],
)  # fmt: skip
def test_ordinary_words_are_not_dates(locale: str, text: str) -> None:
    assert read(text, locale) == ()


def test_the_words_are_quoted_verbatim_with_their_place() -> None:
    text = "Could we do  FRIDAY the 4th, please?"
    found = one(text)
    assert found.words == "FRIDAY the 4th"
    assert text[slice(*found.span)] == found.words


def test_a_bare_day_follows_the_month_that_is_talked_about() -> None:
    assert one("the 14th", near=date(2027, 3, 10)).start == date(2027, 3, 14)


def test_today_is_the_customers_day_not_the_servers() -> None:
    late = datetime.fromisoformat("2026-11-25T23:30+00:00")
    (found,) = read_dates("today", now=late, zone="Asia/Tokyo", locale="en-GB")
    assert found.start == date(2026, 11, 26)


@pytest.mark.parametrize("text", ["next march", "this march"])
def test_a_month_in_small_letters_is_read_where_its_year_cannot_be_said(text: str) -> None:
    assert one(text).start == date(2027, 3, 1)


def test_a_length_without_a_day_is_a_duration() -> None:
    found = one("for a week")
    assert (found.kind, found.nights, found.start) == (DateKind.DURATION, 7, None)


def test_any_text_gives_an_answer_in_bounded_time() -> None:
    for text in ("1/" * 2000, "the " * 1000, "next " * 1000 + "Friday", "10 " * 1500, "9" * 4000, "-" * 4000):
        assert isinstance(read(text), tuple)
