"""Writes a run down: JSON for programs, one HTML file for people, a summary for the terminal."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from rich.console import Console
from rich.table import Table

from evals import seen
from evals.baselines import Bite
from evals.comparison import Comparison
from evals.fairness import fairness
from evals.figures import SPANS_MS, Figures, Rate, failures_first, figures
from evals.hunting import Hunt
from evals.log import StepLog
from evals.suite import Result, SuiteRun
from evals.tape import NAME, write_log

_PAGES = Path(__file__).parent / "pages"


def write_report(
    run: SuiteRun, folder: Path, compared: Comparison | None = None, price: tuple[float, float] | None = None
) -> Path:
    """Write ``report.json``, ``report.html`` and the log ``run.jsonl``. Returns the HTML file.

    ``price``: of a million tokens in and out, to tell what the run cost.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_log(run, folder / NAME)
    found = summary(run) | {
        "cost": cost(run, price),
        "comparison": compared.model_dump(mode="json") if compared else None,
    }
    (folder / "report.json").write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    page = folder / "report.html"
    page.write_text(_html(run, compared, cost(run, price)), encoding="utf-8")
    return page


def summary(run: SuiteRun) -> dict[str, Any]:
    """All figures and verdicts, JSON-ready; the log holds the rest."""
    return {
        **run.model_dump(mode="json", exclude={"results"}),
        "passed": run.passed,
        "figures": figures(run).model_dump(mode="json"),
        "fairness": fairness(run).model_dump(mode="json"),
        "scores": [{"passed": result.score.passed, **result.score.model_dump(mode="json")} for result in run.results],
    }


def cost(run: SuiteRun, price: tuple[float, float] | None) -> float | None:
    """What the model's tokens cost; None when no price was given or no token was counted."""
    known = figures(run)
    if price is None or not known.input_tokens + known.output_tokens:
        return None
    return (known.input_tokens * price[0] + known.output_tokens * price[1]) / 1e6


def _html(run: SuiteRun, compared: Comparison | None, spent: float | None) -> str:
    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html", "j2"], default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    entries = [{"score": each.score, "log": each.log, "steps": _steps(each)} for each in failures_first(run)]
    known = figures(run)
    return environment.get_template("report.html.j2").render(
        run=run,
        figures=known,
        entries=entries,
        compared=compared,
        cost=spent,
        spans=_spans(known),
        grid=_grid(run),
        fair=fairness(run),
    )


def _spans(known: Figures) -> list[dict[str, Any]]:
    """Columns of the latency picture."""
    most = max(known.latency, default=0) or 1
    edges = [f"< {edge:.0f}" for edge in SPANS_MS[:-1]] + [f"≥ {SPANS_MS[-2]:.0f}"]
    return [
        {"label": label, "count": count, "height": round(100 * count / most, 1)}
        for label, count in zip(edges, known.latency, strict=True)
    ]


def _grid(run: SuiteRun) -> dict[str, Any]:
    """Pass rate by skill and persona: rows, columns, and what is where they meet."""
    cells: dict[tuple[str, str], list[bool]] = {}
    for group in run.by_scenario().values():
        score = group[0].score
        for skill in score.skill:
            cells.setdefault((skill, score.persona), []).append(all(each.score.passed for each in group))
    personas = sorted({persona for _, persona in cells}, key=lambda one: -sum(key[1] == one for key in cells))
    skills = sorted({skill for skill, _ in cells})
    rows = [{"skill": skill, "cells": [cells.get((skill, persona), []) for persona in personas]} for skill in skills]
    return {"personas": personas, "rows": rows}


def _steps(result: Result) -> list[dict[str, Any]]:
    """The conversation as the page shows it."""
    return [
        {
            "verb": step.verb.replace("_", " "),
            "said": step.said,
            "customer": step.customer,
            "took_ms": step.took_ms,
            "trouble": step.refused
            or step.impossible
            or ("" if step.seen else "the line was down: nothing of this was seen"),
            "calls": [_call(call) for call in seen.calls([step])],
            "replies": seen.replies([step]),
            "cards": [{"kind": kind.value, "body": body} for kind, body in seen.cards([step])],
            "suggestions": _suggestions(step),
            "failures": [check for check in result.score.failures if check.turn == step.turn],
        }
        for step in result.log.steps
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


def print_summary(run: SuiteRun, console: Console, price: tuple[float, float] | None = None) -> None:
    """What failed and how, then the rates."""
    for result in reversed(failures_first(run)):
        if not result.score.passed:
            colour = "yellow" if result.score.known_gap else "red"
            console.print(f"\n[bold {colour}]✗ {result.score.scenario}[/]  {result.score.title}", highlight=False)
            if result.score.known_gap:
                console.print(f"    known gap: {result.score.known_gap}", style="yellow", markup=False, highlight=False)
            for fault in result.score.customer_at_fault:
                console.print(f"    the simulated customer {fault}", style="yellow", markup=False, highlight=False)
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
    for line in _sentences(run, known, cost(run, price)):
        console.print(line, highlight=False, soft_wrap=True)


def _sentences(run: SuiteRun, known: Figures, spent: float | None) -> Iterator[str]:
    yield ""
    if run.trials > 1:
        for each in known.repeated:
            k = each.k
            yield f"pass^{k} {each.all_pass:.1f} %, pass@{k} {each.one_passes:.1f} %"
    if known.index.value is not None:
        yield f"Personalisation index: {known.index.value:.1f} of 100."
    if known.flaky:
        yield f"Pass in some trials only: {', '.join(known.flaky)}."
    if known.known_gaps:
        yield f"{len(known.known_gaps)} of those that fail are known gaps: {', '.join(known.known_gaps)}."
    if known.closed_gaps:
        yield f"Marked as known gaps, and pass: {', '.join(known.closed_gaps)}. Take the mark away."
    if known.customers_at_fault:
        yield f"In {known.customers_at_fault} failed runs the simulated customer, not the concierge, was at fault."
    if known.input_tokens + known.output_tokens:
        price = "" if spent is None else f", which cost {spent:.4g}"
        yield f"{known.input_tokens} tokens in, {known.output_tokens} out{price}."
    pace = (
        ""
        if known.turn_p50_ms is None or known.turn_p95_ms is None
        else f"; a turn takes {known.turn_p50_ms:.0f} ms in the middle, {known.turn_p95_ms:.0f} ms at the 95th per cent"
    )
    yield (
        f"{known.scenarios.passed} of {known.scenarios.of} scenarios pass, {known.checks.passed} of"
        f" {known.checks.of} checks hold ({run.model}, {run.trials} trial{'s' if run.trials > 1 else ''},"
        f" {run.workers} worker{'s' if run.workers > 1 else ''}, {run.took_s:.0f} s){pace}."
    )


def print_comparison(compared: Comparison, console: Console) -> None:
    """What broke, what is mended and since when something fails."""
    console.print(f"\nCompared with {compared.earlier}:", highlight=False)
    groups = (
        ("broke", compared.broke, "red"),
        ("still failing", compared.still_failing, "red"),
        ("mended", compared.mended, "green"),
        ("slower", compared.slower, "yellow"),
        ("new", compared.new, ""),
        ("gone", compared.gone, ""),
    )
    for name, scenarios, style in groups:
        if scenarios and name in ("new", "gone"):
            console.print(f"  {name}: {len(scenarios)}", highlight=False)
        for scenario in scenarios if name not in ("new", "gone") else ():
            since = f" (since {compared.since[scenario]})" if scenario in compared.since and style == "red" else ""
            console.print(f"  {name}: {scenario}{since}", style=style, highlight=False, soft_wrap=True)
    if reworded := dict.fromkeys(each.scenario for each in compared.reworded):
        console.print(f"  read otherwise: {', '.join(reworded)}", highlight=False, soft_wrap=True)
    if not (compared.broke or compared.mended or compared.still_failing):
        console.print("  nothing passes or fails that did not", highlight=False)


def print_hunt(hunted: Hunt, console: Console) -> None:
    """The table of mutants: what caught each, and how it was noticed."""
    table = Table(box=None, pad_edge=False)
    for title in ("mutant", "what it does", "caught by", "after", "noticed by"):
        table.add_column(title)
    for each in hunted.catches:
        style = "" if each.by else "red"
        table.add_row(each.mutant, each.what, each.by or "nothing", str(each.tried), each.how[:90], style=style)
    console.print(table)
    caught = sum(bool(each.by) for each in hunted.catches)
    console.print(f"{caught} of {len(hunted.catches)} mutants are caught.", highlight=False)


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
