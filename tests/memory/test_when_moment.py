"""A local time is exact, asked or refused; never guessed."""

from datetime import UTC, datetime

import pytest

from memory.when.moment import Verdict, local_moment


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-07-01T12:00", "Europe/Paris", "2026-07-01T10:00"),
        ("2026-07-01T12:00:30", "Europe/Paris", "2026-07-01T10:00:30"),
        ("2026-01-01T00:00", "Asia/Kathmandu", "2025-12-31T18:15"),
        ("2028-02-29T10:00", "Europe/Berlin", "2028-02-29T09:00"),
        ("2026-12-31T23:59", "Pacific/Kiritimati", "2026-12-31T09:59"),
        ("2026-07-01T12:00Z", "Europe/Paris", "2026-07-01T12:00"),
        ("2026-07-01T12:00+02:00", "Europe/Paris", "2026-07-01T10:00"),
        ("2026-10-25T02:30+01:00", "Europe/Paris", "2026-10-25T01:30"),
    ],
)
def test_an_exact_local_time_is_one_moment(text: str, zone: str, expected: str) -> None:
    found = local_moment(text, zone)
    assert found.verdict is Verdict.EXACT
    assert found.moments == (datetime.fromisoformat(expected).replace(tzinfo=UTC),)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-03-29T02:00", "Europe/Paris"),
        ("2026-03-29T02:59", "Europe/Berlin"),
        ("2026-03-08T02:30", "America/New_York"),
        ("2026-09-06T00:00", "America/Santiago"),
        ("2011-12-30T00:00", "Pacific/Apia"),
        ("2026-10-04T02:29", "Australia/Lord_Howe"),
    ],
)
def test_a_time_the_clocks_jumped_over_is_absent(text: str, zone: str) -> None:
    assert local_moment(text, zone).verdict is Verdict.ABSENT
    assert local_moment(text, zone).moments == ()


@pytest.mark.parametrize(
    ("text", "zone", "minutes"),
    [
        ("2026-10-25T02:00", "Europe/Paris", 60),
        ("2026-11-01T01:59", "America/New_York", 60),
        ("2026-04-05T01:30", "Australia/Lord_Howe", 30),
    ],
)
def test_a_time_that_comes_twice_is_ambiguous(text: str, zone: str, minutes: int) -> None:
    found = local_moment(text, zone)
    assert found.verdict is Verdict.AMBIGUOUS
    first, second = found.moments
    assert (second - first).total_seconds() == minutes * 60


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-07-01", "12:00", "2026-07-01 12:00", "2026-7-1T12:00", "20260701T1200", "2026-07-01T24:00",
        "2026-07-01T12:60", "2026-06-30T23:59:60", "2026-04-31T10:00", "2027-02-29T10:00", "2100-02-29T10:00",
        "2026-00-10T10:00", "0001-01-01T00:00", "9999-12-31T23:59", "2026-07-01T12:00+14:30", "2026-07-01T12:00+02:60",
        "2026-07-01T12:00-13:00", "2026-07-01T12:00 ", " 2026-07-01T12:00", "2026-07-01T12:00\n", "٢٠٢٦-07-01T12:00",
        "２０２６-07-01T12:00", "2026-07-01t12:00", "2026-07-01T12:00z", "2026‐07‐01T12:00", "07/01/2026T12:00",
        "2026-W27-3T12:00", "2026-07-01T12", "2026-07-01T12:00[Europe/Paris]", "tomorrow", "2026-07-01T12:00:00.5",
    ],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    assert local_moment(text, "Europe/Paris").verdict is Verdict.REFUSED


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd", "CEST2"])
def test_an_unknown_zone_is_an_error(zone: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_moment("2026-07-01T12:00", zone)
