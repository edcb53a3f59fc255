"""Benches of what is booked: nothing lost, doubled or made up, whoever misbehaves."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import click

from evals.bench.crash import trials as crashes
from evals.bench.saying import end, figures_option

WRONG = ("double", "lost", "orphaned", "wrongly_told", "untold", "unknown_in_vain")


@click.command()
@click.option("--kills", default=300, show_default=True, type=click.IntRange(1), help="Processes to kill.")
@click.option("--seed", default=1, show_default=True, help="Of the random moments.")
@figures_option
def crash(kills: int, seed: int, figures_file: Path | None) -> None:
    """Kill bookings at every named point and at random, take them up again, and ask the partners' own books."""
    with tempfile.TemporaryDirectory(prefix="cc-") as folder:
        outcomes = crashes.measure(Path(folder), kills, seed, lambda died: click.echo(f"{died} killed"))
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts.update({name: value for name, value in outcome.verdict.model_dump().items() if value})
        if not outcome.verdict.is_right:
            click.echo(f"{outcome.trial}: {outcome.verdict}")
    died = sum(outcome.kills for outcome in outcomes)
    points = {(one.trial.plan, one.trial.guard, one.trial.point) for one in outcomes if one.trial.point}
    names = {one.trial.name for one in outcomes if one.trial.name}
    figures: dict[str, Any] = {"kills": died, "trials": len(outcomes), "named_points": len(points)}
    figures |= {"point_names": sorted(names), "unknown": counts["unknown"]}
    figures |= {name: counts[name] for name in WRONG}
    sentence = (
        f"{died} kills, {len(points)} at named points: {counts['double']} double, {counts['lost']} lost,"
        f" {counts['orphaned']} orphaned, {counts['wrongly_told'] + counts['untold']} wrongly or not told,"
        f" {counts['unknown_in_vain']} unknown that could have been asked (aim: 0 of each);"
        f" {counts['unknown']} left unknown with partners that cannot be asked."
    )
    end(figures, sentence, not any(counts[name] for name in WRONG), figures_file)


MONEY_BENCHES: tuple[click.Command, ...] = (crash,)
