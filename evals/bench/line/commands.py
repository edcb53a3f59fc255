"""``concierge bench resume``, ``load`` and ``hostile``."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click

from evals.bench.line import hostile as attacking
from evals.bench.line import load as loading
from evals.bench.line import resume as resuming
from evals.bench.saying import end, figures_option, give_up

KIB_A_LINE = 45.0
STALL_MS = 50.0
GROWTH_MIB = 8.0
FREED_SECONDS = 15.0

Measured = TypeVar("Measured")


@click.command()
@click.option("--cuts", default=500, show_default=True, type=click.IntRange(1), help="How often lines are cut.")
@click.option("--seed", default=1, show_default=True, help="Of the moments at which they are.")
@figures_option
def resume(cuts: int, seed: int, figures_file: Path | None) -> None:
    """Cut lines at random moments, restart the server under turns, and compare what was heard."""
    found = _run(lambda folder: resuming.measure(folder, cuts, seed))
    for fault in found.faults:
        click.echo(fault)
    sentence = (
        f"{found.cuts} cuts and {resuming.RESTARTS} restarts in {found.turns} turns: {len(found.faults)} events"
        f" lost, repeated or out of order (aim: 0), {found.cut_turns} turns cut by SIGTERM (aim: 0);"
        f" {found.replayed} lines went on where they were and {found.resynced} were told to start over."
    )
    end(found.model_dump(), sentence, not found.faults and found.cut_turns == 0, figures_file)


@click.command()
@click.option("--turns", default=300, show_default=True, type=click.IntRange(20), help="Of each server.")
@click.option("--idle", default=5000, show_default=True, type=click.IntRange(10), help="Lines held open at once.")
@figures_option
def load(turns: int, idle: int, figures_file: Path | None) -> None:
    """Time turns beside a bare echo server and a bare LangGraph turn server, and weigh idle lines."""
    found = _run(lambda folder: loading.measure(folder, turns, idle))
    for name, pace in (("echo", found.echo), ("bare turn", found.bare), ("concierge", found.concierge)):
        click.echo(
            f"{name:10} p50 {pace.p50_ms:7.2f} ms  p99 {pace.p99_ms:7.2f} ms  {pace.cpu_ms:7.2f} ms of CPU a turn"
        )
    sentence = (
        f"{found.idle} idle lines take {found.kib:.1f} KiB each (aim: {KIB_A_LINE:.0f}) and {found.lost} were lost"
        f" (aim: 0); a turn takes {found.concierge.p50_ms:.0f} ms in the middle, {found.concierge.p99_ms:.0f} ms at the"
        f" 99th per cent ({found.ratio:.1f} times a bare LangGraph turn's; {found.p99_beside_idle_ms:.0f} ms beside the"
        f" idle lines) and {found.concierge.cpu_ms:.0f} ms of CPU."
    )
    end(
        found.model_dump() | {"p99_ratio": found.ratio},
        sentence,
        found.kib <= KIB_A_LINE and not found.lost,
        figures_file,
    )


@click.command()
@click.option("--seconds", default=20.0, show_default=True, type=click.FloatRange(1), help="How long each attack goes.")
@figures_option
def hostile(seconds: float, figures_file: Path | None) -> None:
    """Attack the server in every way a client can, and watch what others notice."""
    found = _run(lambda folder: attacking.measure(folder, seconds))
    for each in (found.peace, *found.attacks):
        freed = "" if each.freed_seconds is None else f"  let go after {each.freed_seconds:.1f} s"
        beside = f"(machine {each.machine_ms:5.1f} ms)"
        waited = f"stall {each.stall_ms:6.1f} ms {beside}  p99 {each.p99_ms:6.1f} ms"
        click.echo(f"{each.name:16} {waited}  +{each.grown_mib:5.1f} MiB{freed}")
    stall = max(each.stall_ms for each in found.attacks)
    grown = max(each.grown_mib for each in found.attacks)
    slow = next(each.freed_seconds for each in found.attacks if each.name == "slow reader")
    machine = max(each.machine_ms for each in found.attacks)
    let_go = "no time" if slow is None else f"{slow:.1f} s"
    sentence = (
        f"Under {len(found.attacks)} attacks others waited at most {stall:.0f} ms (aim: {STALL_MS:.0f}; in peace"
        f" {found.peace.stall_ms:.0f}, a bare echo server beside it {machine:.0f}), memory grew by {grown:.1f} MiB"
        f" (aim: {GROWTH_MIB:.0f}), and a slow reader was let go after {let_go} (aim: {FREED_SECONDS:.0f})."
    )
    met = stall <= STALL_MS and grown <= GROWTH_MIB and slow is not None and slow <= FREED_SECONDS
    end(found.model_dump(), sentence, met, figures_file)


LINE_BENCHES: tuple[click.Command, ...] = (resume, load, hostile)


def _run(measure: Callable[[Path], Coroutine[Any, Any, Measured]]) -> Measured:
    with tempfile.TemporaryDirectory(prefix="concierge-bench-", ignore_cleanup_errors=True) as folder:
        try:
            return asyncio.run(measure(Path(folder)))
        except (OSError, RuntimeError) as error:
            give_up(f"it could not run: {error}")
