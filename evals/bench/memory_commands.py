"""Benches of what is remembered, found again and forgotten."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import click

from evals.bench import erase as erasing
from evals.bench import recall as remembering
from evals.bench import scale as scaling
from evals.bench import thread as talking
from evals.bench.saying import FILE, FOLDER, end, figures_option, give_up, read
from evals.memory_cases.cases import Case, read_cases
from evals.memory_cases.drive import run_case
from memory.embedding.minilm import Embedder, MiniLM

CASES_RIGHT = 0.90
RECALL_CONVERSATIONS, RECALL_PREFERENCES = 0.70, 0.92
RECALL_MS = 5.0
MEGABYTES, SLOWDOWN = 5.0, 1.5


@click.command("memory")
@click.option("--cases", type=FILE, required=True, help="Behaviour cases, one JSON object a line.")
@figures_option
def memory_cases(cases: Path, figures_file: Path | None) -> None:
    """Live through sessions, corrections and erasures, and compare what is remembered."""
    known = read(lambda: list(read_cases(cases)))
    if not known:
        give_up(f"{cases} has no cases")
    verdicts = asyncio.run(_run_cases(known))
    for verdict in verdicts:
        for fault in verdict.faults:
            click.echo(f"{verdict.case} ({verdict.category}): {fault}")
    right = sum(verdict.right for verdict in verdicts)
    figures: dict[str, Any] = {"cases": len(verdicts), "right": right, "share": right / len(verdicts)}
    figures["wrong"] = {verdict.case: list(verdict.faults) for verdict in verdicts if not verdict.right}
    sentence = f"{right} of {len(verdicts)} cases wholly right, {right / len(verdicts):.0%} (aim: {CASES_RIGHT:.0%})."
    end(figures, sentence, right / len(verdicts) >= CASES_RIGHT, figures_file)


@click.command()
@click.option("--data", type=FOLDER, required=True, help="Folder with locomo/conv-*.json and prefeval.json.")
@click.option(
    "--scale", multiple=True, type=click.IntRange(1), help="Also recall among so many customers; may be repeated."
)
@figures_option
def recall(data: Path, scale: tuple[int, ...], figures_file: Path | None) -> None:
    """Find the evidence for a question among what was said, and do so quickly among very many customers."""
    embedder = MiniLM()
    found = read(lambda: remembering.measure(data, embedder))
    points = [_point(customers, embedder) for customers in scale]
    met = found.conversations >= RECALL_CONVERSATIONS and found.preferences >= RECALL_PREFERENCES
    met = met and all(point.p50_ms <= RECALL_MS for point in points)
    sentence = (
        f"Recall@5 is {found.conversations:.3f} on conversations (aim: {RECALL_CONVERSATIONS:.2f}) and"
        f" {found.preferences:.3f} on preferences (aim: {RECALL_PREFERENCES:.2f}); a query takes"
        f" {found.p50_ms:.1f} ms in the middle."
    )
    if points:
        sentence += (
            f" Among {points[-1].customers} customers a recall takes {points[-1].p50_ms:.1f} ms in the middle"
            f" (aim: {RECALL_MS:.0f})."
        )
    figures = found.model_dump() | {"scale": [point.model_dump() for point in points]}
    end(figures, sentence, met, figures_file)


def _point(customers: int, embedder: Embedder) -> scaling.Point:
    with tempfile.TemporaryDirectory(prefix="concierge-bench-", ignore_cleanup_errors=True) as folder:
        point = asyncio.run(scaling.measure(Path(folder), embedder, customers))
    click.echo(f"{customers} customers: {point.model_dump(exclude={'customers'})}")
    return point


@click.command()
@click.option("--races", default=100, show_default=True, type=click.IntRange(1), help="Late turns against erasures.")
@click.option("--recalls", default=10_000, show_default=True, type=click.IntRange(1), help="Recalls across customers.")
@figures_option
def erase(races: int, recalls: int, figures_file: Path | None) -> None:
    """Plant canaries, erase, read every byte; race late turns; ask for other customers' memories."""
    embedder = MiniLM()
    with tempfile.TemporaryDirectory(prefix="concierge-bench-", ignore_cleanup_errors=True) as folder:
        homes = Path(folder)
        traces = {}
        for way in erasing.WAYS:
            (homes / way.__name__).mkdir()
            found = asyncio.run(erasing.canaries(homes / way.__name__, embedder, way))
            click.echo(f"canaries, forgotten {way.__name__.replace('_', ' ')}: {found.model_dump()}")
            traces[way.__name__] = found
        for name in ("races", "crossings"):
            (homes / name).mkdir()
        undone = asyncio.run(erasing.races(homes / "races", embedder, races))
        click.echo(f"races: {undone.model_dump()}")
        leaks = asyncio.run(erasing.crossings(homes / "crossings", embedder, recalls))
    if not all(found.vectors and all(found.planted.get(part) for part in erasing.PARTS) for found in traces.values()):
        give_up("not everything was planted, so that nothing is proved")
    figures = {
        "canaries": {way: found.model_dump() for way, found in traces.items()},
        "races": undone.model_dump(),
        "crossings": leaks.model_dump(),
    }
    texts = sum(len(found.text_left) for found in traces.values())
    vectors = sum(len(found.vectors_left) for found in traces.values())
    sentence = (
        f"{sum(sum(found.planted.values()) for found in traces.values())} canaries and"
        f" {sum(found.vectors for found in traces.values())} vectors forgotten in {len(traces)} ways: {texts} files"
        f" hold the word, {vectors} a vector; {undone.races} races: {undone.resurrected} resurrections;"
        f" {leaks.recalls} recalls across customers: {leaks.leaked} leaks (aim: 0 of each)."
    )
    left = texts + vectors + undone.resurrected + leaks.leaked
    end(figures, sentence, left == 0, figures_file)


@click.command()
@click.option("--turns", default=200, show_default=True, type=click.IntRange(30), help="A multiple of ten.")
@figures_option
def thread(turns: int, figures_file: Path | None) -> None:
    """Hold one long conversation: what it takes on disk, and whether it gets slower."""
    found = asyncio.run(talking.measure(turns))
    sentence = (
        f"After {found.turns} turns the databases take {found.megabytes:.1f} MB (aim: {MEGABYTES:.0f}); the last turns"
        f" take {found.late_ms:.0f} ms of processor time in the middle and the early ones {found.early_ms:.0f},"
        f" {found.slowdown:.2f} times (aim: {SLOWDOWN})."
    )
    met = found.megabytes <= MEGABYTES and found.slowdown <= SLOWDOWN
    end(found.model_dump() | {"slowdown": found.slowdown}, sentence, met, figures_file)


async def _run_cases(cases: list[Case]) -> list[Any]:
    embedder, verdicts = MiniLM(), []
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="concierge-bench-", ignore_cleanup_errors=True) as folder:
            verdicts.append(await run_case(case, Path(folder), embedder))
    return verdicts


MEMORY_BENCHES: tuple[click.Command, ...] = (memory_cases, recall, erase, thread)
