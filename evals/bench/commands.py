"""``concierge bench``: each measures one promise, says its figure beside its aim last, and exits 0, 1 or 2."""

from pathlib import Path

import click

from evals.bench import bfcl as leaderboard
from evals.bench import sgd as dialogues
from evals.bench.brain_commands import BRAIN_BENCHES
from evals.bench.dojo.command import agentdojo
from evals.bench.line.commands import LINE_BENCHES
from evals.bench.memory_commands import MEMORY_BENCHES
from evals.bench.money_commands import MONEY_BENCHES
from evals.bench.recommend.commands import RECOMMEND_BENCHES
from evals.bench.saying import FILE, end, figures_option, give_up, read
from evals.bench.tau2_command import tau2

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


for command in (*BRAIN_BENCHES, *LINE_BENCHES, *MONEY_BENCHES, *MEMORY_BENCHES, *RECOMMEND_BENCHES, agentdojo, tau2):
    bench.add_command(command)
