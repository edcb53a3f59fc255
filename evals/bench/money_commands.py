"""Benches of what is booked: nothing lost, doubled or made up, whoever misbehaves."""

import asyncio
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import click

from evals.bench import attacks as attacking
from evals.bench import double_send as sending
from evals.bench import money_time as reading
from evals.bench import partner_faults as hanging
from evals.bench.crash import trials as crashes
from evals.bench.saying import FILE, end, figures_option, give_up, read

SLOWER, MORE_CALLS = 1.5, 0.10
CASES = Path(__file__).parent / "cases"
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


@click.command("double-send")
@click.option("--replays", default=200, show_default=True, type=click.IntRange(2), help="Times one frame is sent.")
@figures_option
def double_send(replays: int, figures_file: Path | None) -> None:
    """Send one yes many times through a real server: double click, two tabs, replayed frames, two processes."""
    with tempfile.TemporaryDirectory(prefix="cc-", ignore_cleanup_errors=True) as folder:
        try:
            found = asyncio.run(sending.measure(Path(folder), replays))
        except (RuntimeError, OSError, TimeoutError) as error:
            give_up(f"{type(error).__name__}: {error}")
    for one in found:
        click.echo(f"{one.manner:16} sent {one.sent:3}: {one.bookings} in the ledger, {one.sales} at the partners")
    right = sum(one.is_right for one in found)
    sentence = f"{right} of {len(found)} manners led to exactly one booking (aim: {len(found)})."
    end({"manners": [one.model_dump() for one in found]}, sentence, right == len(found), figures_file)


@click.command()
@click.option("--cases", type=FILE, default=CASES / "attacks.jsonl", help="Attack cases, one JSON object a line.")
@click.option("--category", multiple=True, default=("authz", "money", "injection"), show_default=True)
@figures_option
def attacks(cases: Path, category: tuple[str, ...], figures_file: Path | None) -> None:
    """Play attacks with a chat model that emits arbitrary tool calls, and see whether they come to nothing."""
    known = [case for case in read(lambda: attacking.read_cases(cases)) if case.category in category]
    if not known:
        give_up(f"{cases} has no cases of {', '.join(category)}")
    judged = asyncio.run(_play(known))
    played = [one for one in judged if one.played]
    held = sum(not one.fault for one in played)
    figures = {"played": len(played), "held": held, "not_played": [one.case.id for one in judged if not one.played]}
    figures |= {"broken": {one.case.id: one.fault for one in played if one.fault}}
    sentence = (
        f"{held} of {len(played)} attacks came to nothing (aim: all); {len(judged) - len(played)} not played here."
    )
    end(figures, sentence, held == len(played) > 0, figures_file)


async def _play(cases: list[attacking.Case]) -> list[attacking.Judged]:
    judged = []
    async for one in attacking.play(cases):
        click.echo(f"{one.case.id} {one.case.title}: {one.verdict}")
        judged.append(one)
    return judged


@click.command("money-time")
@click.option("--cases", type=FILE, default=CASES / "money_time.jsonl", help="Rows, one JSON object a line.")
@figures_option
def money_time(cases: Path, figures_file: Path | None) -> None:
    """Read amounts and local times exactly, or refuse them."""
    rows = read(lambda: reading.measure(cases))
    if not rows:
        give_up(f"{cases} has no rows")
    for row in rows:
        if row.fault:
            click.echo(f"{row.kind} {row.given}: {row.fault}")
    right = sum(not row.fault for row in rows)
    sentence = f"{right} of {len(rows)} rows right (aim: all)."
    end({"rows": len(rows), "right": right}, sentence, right == len(rows), figures_file)


@click.command("partner-faults")
@click.option("--rounds", default=20, show_default=True, type=click.IntRange(1))
@click.option("--customers", default=20, show_default=True, type=click.IntRange(1), help="Who ask at the same time.")
@figures_option
def partner_faults(rounds: int, customers: int, figures_file: Path | None) -> None:
    """Let one of five partners hang, and see what the customers of the others notice."""
    found = asyncio.run(hanging.measure(rounds, customers))
    figures = found.model_dump() | {"ratio": found.ratio}
    met = found.ratio <= SLOWER and found.probes == 1 and found.extra <= MORE_CALLS and found.told
    sentence = (
        f"With one of five partners hanging the others' p99 is {found.ratio:.2f} times what it was"
        f" (aim: {SLOWER:.1f}), {found.probes} half-open probe (aim: 1), {found.extra:.1%} extra calls by retries"
        f" (aim: {MORE_CALLS:.0%}), and the others' answers are {'all' if found.told else 'not all'} there."
    )
    end(figures, sentence, met, figures_file)


@click.command("random-calls")
@click.option("--calls", default=10_000, show_default=True, type=click.IntRange(1))
@figures_option
def random_calls(calls: int, figures_file: Path | None) -> None:
    """Let a model emit random tool calls; nothing may be booked, permitted or told of anybody else."""
    try:
        from evals.bench import random_calls as firing  # noqa: PLC0415 - Hypothesis comes with the developers' parts
    except ImportError:
        give_up("this bench needs hypothesis: install the developers' parts")
    with tempfile.TemporaryDirectory(prefix="cc-", ignore_cleanup_errors=True) as folder:
        found = firing.measure(Path(folder), calls)
    sentence = (
        f"{found.calls} random calls: {found.effects} effects without a confirmation, {found.leaks} answers with"
        " something of another customer (aim: 0 of each)."
    )
    end(found.model_dump(), sentence, found.effects == found.leaks == 0, figures_file)


MONEY_BENCHES: tuple[click.Command, ...] = (
    crash,
    double_send,
    partner_faults,
    attacks,
    random_calls,
    money_time,
)
