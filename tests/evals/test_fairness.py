"""The fairness part of a report: shares of exposure by the size of partners, verdicts by group of customers."""

from pathlib import Path

from evals.fairness import fairness
from evals.loading import SHIPPED, load_suite
from evals.report import write_report
from evals.suite import run_suite, select


def test_a_report_tells_who_gets_seen_and_who_is_served(tmp_path: Path) -> None:
    suite = select(load_suite(SHIPPED), ["same-sentence-other-person"])
    run = run_suite(suite, "embedded", 1, 1)
    found = fairness(run)
    assert found.exposure
    assert abs(sum(one.exposure for one in found.exposure) - 1) < 0.001
    assert abs(sum(one.things for one in found.exposure) - 1) < 0.001
    assert {one.name for one in found.quality} == {"came before", "no such needs told", "personalisation allowed"}
    assert "Who gets seen" in write_report(run, tmp_path).read_text(encoding="utf-8")
