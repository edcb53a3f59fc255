"""Writes a run down: JSON for programs, one HTML file for people, a summary for the terminal."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from rich.console import Console
from rich.table import Table

from evals import seen
from evals.baselines import Bite
from evals.figures import Rate, failures_first, figures
from evals.log import StepLog
from evals.suite import Result, SuiteRun

_PAGES = Path(__file__).parent / "pages"


def write_report(run: SuiteRun, folder: Path) -> Path:
    """Write ``report.json``, ``report.html`` and one log a run under ``logs/``. Returns the HTML file."""
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    for result in run.results:
        name = f"{result.score.scenario}.{result.score.trial}.json"
        (logs / name).write_text(result.log.model_dump_json(by_alias=True, indent=1), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(summary(run), indent=1, ensure_ascii=False), encoding="utf-8")
    page = folder / "report.html"
    page.write_text(_html(run), encoding="utf-8")
    return page


def summary(run: SuiteRun) -> dict[str, Any]:
    """All figures and verdicts, JSON-ready; the logs hold the rest."""
    return {
        **run.model_dump(mode="json", exclude={"results"}),
        "passed": run.passed,
        "figures": figures(run).model_dump(mode="json"),
        "scores": [{"passed": result.score.passed, **result.score.model_dump(mode="json")} for result in run.results],
    }


def _html(run: SuiteRun) -> str:
    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html", "j2"], default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    entries = [{"score": each.score, "log": each.log, "steps": _steps(each)} for each in failures_first(run)]
    return environment.get_template("report.html.j2").render(run=run, figures=figures(run), entries=entries)


def _steps(result: Result) -> list[dict[str, Any]]:
    """The conversation as the page shows it."""
    return [
        {
            "verb": step.verb.replace("_", " "),
            "said": step.said,
            "customer": step.customer,
            "took_ms": step.took_ms,
            "trouble": step.refused or step.impossible,
            "calls": [_call(call) for call in seen.calls([step])],
            "replies": seen.replies([step]),
            "cards": [{"kind": kind.value, "body": body} for kind, body in seen.cards([step])],
            "suggestions": _suggestions(step),
            "failures": [check for check in result.score.failures if check.turn == number],
        }
        for number, step in enumerate(result.log.steps, start=1)
    ]


def _call(call: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": call["name"],
        "status": call["status"],
        "args": json.dumps(call["args"], ensure_ascii=False),
        "result": json.dumps(call["result"], ensure_ascii=False, indent=1),
    }


def _suggestions(step: StepLog) -> list[str]:
    return [text for event in step.events if event.type == "suggestions" for text in event.texts]


def print_summary(run: SuiteRun, console: Console) -> None:
    """What failed and how, then the rates."""
    for result in run.results:
        if not result.score.passed:
            console.print(f"\n[bold red]✗ {result.score.scenario}[/]  {result.score.title}", highlight=False)
            for check in result.score.failures:
                where = f"turn {check.turn}: " if check.turn else ""
                console.print(f"    {where}{check.name}", style="red", markup=False, highlight=False)
                console.print(f"      {check.explanation}", style="dim", markup=False, highlight=False)
    known = figures(run)
    table = Table(box=None, pad_edge=False)
    for title in ("", "passed", "of", "rate", "95 % interval"):
        table.add_column(title, justify="left" if not title else "right")
    for heading, rates in (("skill", known.by_skill), ("persona", known.by_persona), ("promise", known.by_promise)):
        table.add_row(f"[bold]{heading}[/]")
        for rate in rates:
            table.add_row(f"  {rate.name}", *_cells(rate))
    console.print()
    console.print(table)
    console.print(
        f"\n{known.scenarios.passed} of {known.scenarios.of} scenarios pass, {known.checks.passed} of"
        f" {known.checks.of} checks hold ({run.model}, {run.trials} trial{'s' if run.trials > 1 else ''},"
        f" {run.workers} worker{'s' if run.workers > 1 else ''}, {run.took_s:.0f} s); a turn takes"
        f" {known.turn_p50_ms or 0:.0f} ms in the middle, {known.turn_p95_ms or 0:.0f} ms at the 95th per cent.",
        highlight=False,
    )


def print_bites(bites: tuple[Bite, ...], console: Console) -> None:
    """Which scenarios have no teeth."""
    for each in bites:
        count = len(each.run.by_scenario())
        style = "red" if each.toothless else "green"
        console.print(f"{each.baseline}: fails {count - len(each.toothless)} of {count}", style=style, highlight=False)
        for name in each.toothless:
            console.print(f"    toothless: {name}", style="red", highlight=False)


def _cells(rate: Rate) -> tuple[str, ...]:
    return str(rate.passed), str(rate.of), f"{rate.percent:.0f} %", f"{rate.low:.0f} – {rate.high:.0f} %"
