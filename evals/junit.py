"""A run as JUnit XML, which build servers read."""

from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement

from evals.suite import Result, SuiteRun


def write_junit(run: SuiteRun, path: Path) -> None:
    """One test case for each scenario and trial, grouped by skill."""
    failures = [result for result in run.results if not result.score.in_order]
    suite = Element(
        "testsuite",
        name=f"concierge eval ({run.model})",
        tests=str(len(run.results)),
        failures=str(len(failures)),
        skipped=str(sum(result.score.in_order and not result.score.passed for result in run.results)),
        time=f"{run.took_s:.1f}",
        timestamp=f"{run.began_at:%Y-%m-%dT%H:%M:%S}",
    )
    for result in run.results:
        _case(suite, result, run.trials)
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def _case(suite: Element, result: Result, trials: int) -> None:
    score = result.score
    name = score.scenario if trials == 1 else f"{score.scenario}[{score.trial}]"
    case = SubElement(suite, "testcase", classname=f"scenarios.{score.skill[0]}", name=name, time=f"{score.took_s:.3f}")
    if score.passed:
        return
    if score.known_gap:
        SubElement(case, "skipped", message=_clean(f"known gap: {score.known_gap}"))
        return
    failure = SubElement(case, "failure", message=_clean("; ".join(check.name for check in score.failures)))
    failure.text = _clean("\n".join(told(result)))


def told(result: Result) -> list[str]:
    """What failed and how, a line each."""
    lines = [
        f"{f'turn {check.turn}: ' if check.turn else ''}{check.name} -- {check.explanation}"
        for check in result.score.failures
    ]
    return [*lines, *(f"the simulated customer {fault}" for fault in result.score.customer_at_fault)]


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(letter for letter in text if letter in "\t\n" or ord(letter) >= 32)
