"""``concierge bench``: each measures one promise, says its figure beside its aim last, and exits 0, 1 or 2."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import click

from evals.bench import bfcl as leaderboard
from evals.bench import recall as remembering
from evals.bench import sgd as dialogues
from evals.bench.line.commands import LINE_BENCHES
from evals.bench.money_commands import MONEY_BENCHES
from evals.bench.saying import FILE, FOLDER, end, figures_option, give_up, read
from evals.memory_cases.cases import Case, read_cases
from evals.memory_cases.drive import run_case
from memory.embedding.minilm import MiniLM

CASES_RIGHT = 0.90
RECALL_CONVERSATIONS, RECALL_PREFERENCES = 0.70, 0.92
DECISION_MS = 15.0


@click.group()
def bench() -> None:
    """Measure one promise on cases of a documented form, perhaps ones that nobody here has seen."""


@bench.command()
@click.option("--cases", type=FILE, required=True, help="Dialogue prefixes, one JSON object a line.")
@click.option("--tools", type=FILE, required=True, help="Tool catalogue, plain or paraphrased.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where predictions go, one a line.")
@figures_option
def sgd(cases: Path, tools: Path, out: Path, figures_file: Path | None) -> None:
    """Decide the next call, or what to ask, from a dialogue and the schemas of services never seen."""
    pace = read(lambda: dialogues.predict_file(cases, tools, out))
    if pace.cases == 0:
        give_up(f"{cases} has no cases")
    figures = {"cases": pace.cases, "median_ms": pace.median, "p99_ms": pace.p99}
    sentence = (
        f"{pace.cases} decisions written to {out}, a decision in {pace.median:.1f} ms in the middle and"
        f" {pace.p99:.1f} ms at the 99th per cent (aim: {DECISION_MS:.0f} ms in the middle)."
    )
    end(figures, sentence, pace.median <= DECISION_MS, figures_file)


@bench.command()
@click.option("--cases", type=FILE, required=True, help="Single-turn cases, one JSON object a line.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where predictions go, one a line.")
@figures_option
def bfcl(cases: Path, out: Path, figures_file: Path | None) -> None:
    """Call the right function with the right arguments, or none where none fits."""
    right = read(lambda: leaderboard.predict_file(cases, out))
    if not right:
        give_up(f"{cases} has no cases")
    for category, share in right.items():
        click.echo(f"{category:24} {share:.3f}")
    told = ", ".join(f"{category} {share:.3f}" for category, share in right.items())
    end(dict(right), f"Right by category: {told}.", True, figures_file)


@bench.command("memory")
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


@bench.command()
@click.option("--data", type=FOLDER, required=True, help="Folder with locomo/conv-*.json and prefeval.json.")
@figures_option
def recall(data: Path, figures_file: Path | None) -> None:
    """Find the evidence for a question among what was said."""
    found = read(lambda: remembering.measure(data, MiniLM()))
    met = found.conversations >= RECALL_CONVERSATIONS and found.preferences >= RECALL_PREFERENCES
    sentence = (
        f"Recall@5 is {found.conversations:.3f} on conversations (aim: {RECALL_CONVERSATIONS:.2f}) and"
        f" {found.preferences:.3f} on preferences (aim: {RECALL_PREFERENCES:.2f}); a query takes"
        f" {found.p50_ms:.1f} ms in the middle."
    )
    end(found.model_dump(), sentence, met, figures_file)


async def _run_cases(cases: list[Case]) -> list[Any]:
    embedder, verdicts = MiniLM(), []
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="concierge-bench-", ignore_cleanup_errors=True) as folder:
            verdicts.append(await run_case(case, Path(folder), embedder))
    return verdicts


for command in (*MONEY_BENCHES, *LINE_BENCHES):
    bench.add_command(command)
