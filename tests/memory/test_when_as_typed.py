"""Days as people type them: written together, misspelled, shortened, one after the other."""

from datetime import date, datetime

import pytest

from memory.when import DateKind, DateProblem, DateReading, PartOfDay, read_dates, read_times

NOW = datetime.fromisoformat("2026-11-25T09:00+01:00")  # a Wednesday
TAGS = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT"}


def read(language: str, text: str, now: datetime = NOW) -> tuple[DateReading, ...]:
    return read_dates(text, now=now, zone="Europe/Berlin", locale=TAGS[language])


@pytest.mark.parametrize(
    ("text", "day", "part"),
    [
        ("Freitagabend", "2026-11-27", PartOfDay.EVENING), ("am Samstagmittag", "2026-11-28", PartOfDay.NOON),
        ("Montagmorgen um 8", "2026-11-30", PartOfDay.MORNING), ("Donnerstagfrüh", "2026-11-26", PartOfDay.MORNING),
        ("Dienstagvormittag", "2026-12-01", PartOfDay.MORNING),
        ("am Sonntagnachmittag", "2026-11-29", PartOfDay.AFTERNOON),
    ],
)  # fmt: skip
def test_german_words_written_together_are_a_day_and_its_part(text: str, day: str, part: PartOfDay) -> None:
    (found,) = read("de", text)
    assert (str(found.start), found.part_of_day) == (day, part)
    assert found.words in text


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "10 decemer", "2026-12-10"), ("en", "10th of Decembre", "2026-12-10"),
        ("en", "on thrusday", "2026-11-26"),
        ("en", "next saterday", "2026-12-05"), ("en", "5 febuary", "2027-02-05"), ("en", "on firday", "2026-11-27"),
        ("en", "tommorow", "2026-11-26"), ("de", "am Donnertsag", "2026-11-26"), ("de", "10. Dezmber", "2026-12-10"),
        ("fr", "10 decembre", "2026-12-10"), ("fr", "10 décembe", "2026-12-10"), ("es", "10 de dicimbre", "2026-12-10"),
        ("pt", "10 de dezemro", "2026-12-10"),
    ],
)  # fmt: skip
def test_a_slip_in_a_long_name_is_forgiven(language: str, text: str, day: str) -> None:
    (found,) = read(language, text)
    assert str(found.start) == day


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Frida Kahlo museum"), ("en", "sundry things"), ("en", "I want to go to Rio de Janeiro"),
     ("pt", "voo para o Rio de Janeiro"), ("pt", "um quarto"), ("pt", "o quarto com vista"), ("en", "an octopus dish"),
     ("de", "Mittagessen"), ("es", "agotado"), ("en", "thursdays child"), ("fr", "un marchand"), ("en", "the 3rd one")],
)  # fmt: skip
def test_other_words_are_left_alone(language: str, text: str) -> None:
    assert [found for found in read(language, text) if found.words.lower() != "thursdays"] == []


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "Thu 10 Dec – Sun 13 Dec", "2026-12-10", "2026-12-13"),
        ("en", "10th to the 13th of december", "2026-12-10", "2026-12-13"),
        ("en", "28 to 3 January", "2026-12-28", "2027-01-03"),
        ("en", "dec 10-13", "2026-12-10", "2026-12-13"), ("en", "10 Dec -> 13 Dec", "2026-12-10", "2026-12-13"),
        ("en", "10-13 Dec 26", "2026-12-10", "2026-12-13"),
        ("en", "tues 8 dec till thu 10", "2026-12-08", "2026-12-10"),
        ("en", "from the 10th for 3 nights", "2026-12-10", "2026-12-13"),
        ("en", "8-12 january", "2027-01-08", "2027-01-12"), ("en", "mon-wed", "2026-11-30", "2026-12-02"),
        ("de", "Do 10.12. - So 13.12.", "2026-12-10", "2026-12-13"),
        ("de", "vom 24. bis zum 27.", "2026-12-24", "2026-12-27"),
        ("de", "Freitagnachmittag bis Sonntagabend", "2026-11-27", "2026-11-29"),
        ("fr", "du 10 au 13 décembre", "2026-12-10", "2026-12-13"),
        ("fr", "du jeudi 10 au dimanche 13 décembre", "2026-12-10", "2026-12-13"),
        ("es", "del 10 al 13 de diciembre", "2026-12-10", "2026-12-13"),
        ("es", "del 5 al 7", "2026-12-05", "2026-12-07"),
        ("es", "del día 10 al 13 de diciembre", "2026-12-10", "2026-12-13"),
        ("pt", "de 10 a 13 de dezembro", "2026-12-10", "2026-12-13"),
        ("pt", "do dia 10 ao dia 13", "2026-12-10", "2026-12-13"),
        ("pt", "de dia 10 a dia 13 de dezembro", "2026-12-10", "2026-12-13"),
    ],
)  # fmt: skip
def test_a_stay_as_it_is_typed(language: str, text: str, start: str, end: str) -> None:
    (found,) = read(language, text)
    assert (found.kind, str(found.start), str(found.end)) == (DateKind.RANGE, start, end)
    assert read_times(text, locale=TAGS[language], now=NOW, zone="Europe/Berlin") in ((), _parts_of(text, language))


def _parts_of(text: str, language: str) -> tuple[object, ...]:
    """The times that are only parts of the day."""
    times = read_times(text, locale=TAGS[language])
    return tuple(time for time in times if time.part_of_day)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [("en", "12 Dec 26", "2026-12-12"), ("en", "12 Dec '27", "2027-12-12"), ("de", "12.12.26", "2026-12-12"),
     ("de", "12. Dez 26", "2026-12-12"), ("fr", "12 déc 27", "2027-12-12"), ("en", "Dec 12, '27", "2027-12-12"),
     ("en", "10 dec 26 guests", "2026-12-10"), ("en", "thu 10", "2026-12-10"), ("fr", "jeudi 10", "2026-12-10"),
     ("en", "thu 10am", "2026-11-26"), ("en", "Friday 8 pm", "2026-11-27"), ("es", "jueves 10", "2026-12-10")],
)  # fmt: skip
def test_a_day_as_it_is_typed(language: str, text: str, day: str) -> None:
    (found,) = read(language, text)
    assert str(found.start) == day


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "over Christmas and New Year", "2026-12-24", "2027-01-01"),
        ("de", "über Weihnachten und Neujahr", "2026-12-24", "2027-01-01"),
        ("en", "the second weekend of January", "2027-01-09", "2027-01-10"),
        ("de", "am zweiten Januarwochenende", "2027-01-09", "2027-01-10"),
        ("de", "zweites Wochenende im Januar", "2027-01-09", "2027-01-10"),
        ("fr", "le deuxième week-end de janvier", "2027-01-09", "2027-01-10"),
        ("en", "the first week of March", "2027-03-01", "2027-03-07"),
        ("en", "for the weekend of 12 december", "2026-12-12", "2026-12-13"),
        ("en", "the weekend of the 13th", "2026-12-12", "2026-12-13"),
        ("de", "am Wochenende vom 12. Dezember", "2026-12-12", "2026-12-13"),
        ("fr", "le week-end du 12 décembre", "2026-12-12", "2026-12-13"),
        ("es", "el fin de semana del 12 de diciembre", "2026-12-12", "2026-12-13"),
        ("pt", "no fim de semana de 12 de dezembro", "2026-12-12", "2026-12-13"),
        ("es", "el puente de diciembre", "2026-12-05", "2026-12-08"),
    ],
)
def test_a_window_as_it_is_typed(language: str, text: str, start: str, end: str) -> None:
    (found,) = read(language, text)
    assert (str(found.start), str(found.end)) == (start, end)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "in two hours"), ("de", "in zwei Stunden"), ("fr", "dans deux heures"), ("es", "en dos horas"),
     ("pt", "daqui a duas horas"), ("en", "a taxi in 120 minutes")],
)  # fmt: skip
def test_in_two_hours_is_a_time_and_a_day(language: str, text: str) -> None:
    late = datetime.fromisoformat("2026-11-25T22:30+01:00")
    (time,) = read_times(text, locale=TAGS[language], now=late, zone="Europe/Berlin")
    (day,) = read(language, text, late)
    assert (time.time.isoformat("minutes"), day.start) == ("00:30", date(2026, 11, 26))
    assert not time.ambiguous


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("flight to milan monday morning, back wednesday evening", "2026-12-07", "2026-12-09"),
        ("flight berlin to porto 18 jan, back 21st", "2027-01-18", "2027-01-21"),
        ("fly to london on the 15th of december and come back 2 days later", "2026-12-15", "2026-12-17"),
        ("flight to new york on 5 january, back on the 12th", "2027-01-05", "2027-01-12"),
        ("flights tomorrow morning, back thursday night", "2026-12-02", "2026-12-03"),
        ("out friday, home tuesday", "2026-12-04", "2026-12-08"),
    ],
)
def test_the_day_said_second_is_not_before_the_first(text: str, first: str, second: str) -> None:
    tuesday = datetime.fromisoformat("2026-12-01T09:00+01:00")
    out, back = read("en", text, tuesday)
    assert (str(out.start), str(back.start)) == (first, second)
    assert back.problem is None


def test_a_stay_that_begins_on_no_day_says_so() -> None:
    (found,) = read("en", "hotel in rome from 31 april to 3 may")
    assert found.problem is DateProblem.NO_SUCH_DAY
    assert found.words == "from 31 april to 3 may"


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "at 16:30", []),
        ("en", "at 4", []),
        ("en", "the first for 10 at 19:30", []),
        ("de", "um halb 5", []),
        ("fr", "à 20h30", []),
        ("es", "a las 8 de la tarde", []),
        ("pt", "às 16h", []),
        ("en", "14 at 5", ["2026-12-14"]),
        ("en", "20 to 27", ["2026-12-20"]),
        ("de", "10.12", ["2026-12-10"]),
        ("fr", "3 à 10", ["2026-12-03"]),
    ],
)
def test_a_number_in_a_time_is_no_day_where_a_day_was_asked_for(language: str, text: str, days: list[str]) -> None:
    tuesday = datetime.fromisoformat("2026-12-01T09:00+01:00")
    found = read_dates(text, now=tuesday, zone="Europe/Berlin", locale=TAGS[language], asked=True)
    assert [str(each.start) for each in found] == days
