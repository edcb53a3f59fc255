"""Scores follow from the log and from nothing else."""

from typing import Any

from evals.expectation import FinalExpectation
from evals.log import RunLog
from evals.score import SCORERS, punctual, score
from tests.evals.playing import played
from tools.models import BookingStatus


def _expecting(log: RunLog, **wanted: Any) -> RunLog:
    expect = FinalExpectation.model_validate(wanted)
    return log.model_copy(update={"scenario": log.scenario.model_copy(update={"expect": expect})})


def _failures(log: RunLog) -> list[str]:
    return [check.name for check in score(log).failures]


def test_a_stay_that_was_booked_passes() -> None:
    assert _failures(played("book-a-stay")) == []


def test_a_log_read_back_from_its_file_scores_the_same() -> None:
    log = played("book-a-stay")
    assert score(RunLog.model_validate_json(log.model_dump_json(by_alias=True))) == score(log)


def test_a_missing_booking_fails() -> None:
    log = played("book-a-stay")
    lost = log.model_copy(update={"after": log.after.model_copy(update={"bookings": log.before.bookings})})
    assert any(name.startswith("writes {") for name in _failures(lost))


def test_a_second_booking_fails() -> None:
    log = played("book-a-stay")
    made = next(each for each in log.after.bookings if each not in log.before.bookings)
    twice = (*log.after.bookings, made.model_copy(update={"id": "bok_again"}))
    doubled = log.model_copy(update={"after": log.after.model_copy(update={"bookings": twice})})
    assert _failures(doubled) == ["writes nothing else"]


def test_a_booking_that_failed_is_no_write() -> None:
    log = played("book-a-stay")
    failed = tuple(
        each if each in log.before.bookings else each.model_copy(update={"status": BookingStatus.FAILED})
        for each in log.after.bookings
    )
    lost = log.model_copy(update={"after": log.after.model_copy(update={"bookings": failed})})
    assert any(name.startswith("writes {") for name in _failures(lost))


def test_forbidden_writes_and_words_fail_when_they_happen() -> None:
    log = _expecting(played("book-a-stay"), writes={"forbidden": [{"kind": "hotel"}]}, never_says=["Porto"])
    assert {'does not write {"kind": "hotel"}', "writes nothing else", "never says /Porto/"} <= set(_failures(log))


def test_what_was_not_shown_or_remembered_fails() -> None:
    log = _expecting(
        played("book-a-stay"),
        cards=["handover"],
        language="fr",
        reasons=["promotion"],
        tools=["forget"],
        memory={"has": [{"attribute": "diet"}], "lacks": [{"attribute": "hotel.style"}]},
        ledger={"count": 7},
        consents={"withheld": ["memory"]},
        partner_calls={"belcourt.book": 9},
    )
    assert len(_failures(log)) == 9


def test_the_time_budget_is_reported_and_decides_nothing() -> None:
    result = score(_expecting(played("book-a-stay"), says=["Porto"], within_ms=0))
    late = next(check for check in result.checks if check.name == "answers within 0 ms")
    assert not late.passed
    assert result.passed


def test_the_time_budget_decides_where_one_asks_it_to() -> None:
    late = score(_expecting(played("book-a-stay"), says=["Porto"], within_ms=0), (*SCORERS, punctual))
    assert [check.name for check in late.failures] == ["answers within 0 ms"]


def test_another_customers_words_are_noticed_unless_they_may_be_shown() -> None:
    log = played("book-a-stay")
    shown = log.steps[0].events
    leaked = [
        event.model_copy(update={"text": "Jonas Weber was here too."}) if event.type == "text_done" else event
        for event in shown
    ]
    told = log.model_copy(update={"steps": (log.steps[0].model_copy(update={"events": tuple(leaked)}), *log.steps[1:])})
    assert _failures(_expecting(told, cards=["offers"])) == ["shows nothing of jonas"]
    assert _failures(_expecting(told, cards=["offers"], may_show=["jonas"])) == []


def test_a_known_gap_fails_and_lets_the_suite_pass() -> None:
    log = played("small-talk", "do-nothing")
    marked = log.model_copy(update={"scenario": log.scenario.model_copy(update={"known_gap": "It says nothing."})})
    result = score(marked)
    assert not result.passed
    assert result.in_order
    assert not score(log).in_order


def test_a_run_that_broke_never_passes() -> None:
    broken = played("book-a-stay").model_copy(update={"broke": "Traceback\nValueError: no"})
    assert [(check.name, check.explanation) for check in score(broken).failures] == [
        ("runs to its end", "ValueError: no")
    ]
