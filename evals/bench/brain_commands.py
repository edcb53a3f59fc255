"""Benches of the embedded brain: how fast it is, whether it repeats itself, what intents it hears."""

from dataclasses import asdict
from pathlib import Path

import click

from evals.bench import brain as thinking
from evals.bench import nlupp as intents
from evals.bench import sameness
from evals.bench.saying import FOLDER, end, figures_option, give_up, read
from evals.loading import SHIPPED, load_suite
from evals.suite import select
from memory.embedding.minilm import MiniLM

INTENTS_F1 = 0.60
DECISION_MS, ADDED_MB, START_S = 15.0, 200.0, 1.0


@click.command()
@click.option("--data", type=FOLDER, required=True, help="Folder with ontology.json and hotels/fold*.json.")
@figures_option
def nlupp(data: Path, figures_file: Path | None) -> None:
    """Hear all intents of an utterance; each fold is read by a head that learned from the others."""
    found = read(lambda: intents.measure(data, MiniLM()))
    sentence = (
        f"Intent F1 on {intents.DOMAIN} is {found.f1:.3f} over {found.utterances} utterances (aim: {INTENTS_F1:.2f};"
        f" naming the commonest: {found.floor:.3f}; learning from a single fold: {found.few:.3f})."
    )
    end(asdict(found), sentence, found.f1 >= INTENTS_F1, figures_file)


@click.command()
@click.option("--rounds", default=25, show_default=True, type=click.IntRange(1), help="Conversations of six turns.")
@figures_option
def brain(rounds: int, figures_file: Path | None) -> None:
    """Decide with 10, 50 and 200 tools bound; measure memory and the first decision."""
    paces = [thinking.pace(size, rounds) for size in thinking.SIZES]
    for each in paces:
        click.echo(
            f"{each.tools:4} tools: {each.median_ms:.1f} ms in the middle, {each.p99_ms:.1f} ms at the 99th per cent"
            f" ({each.worked_ms:.1f} ms of work); indexed in {each.ready_ms:.0f} ms"
        )
    cost = thinking.cost()
    middle = next(each for each in paces if each.tools == thinking.LOADED)
    met = middle.median_ms <= DECISION_MS and cost.added_mb <= ADDED_MB and cost.start_s <= START_S
    sentence = (
        f"With {middle.tools} tools a turn takes {middle.median_ms:.1f} ms in the middle and {middle.p99_ms:.1f} ms at"
        f" the 99th per cent (aim: {DECISION_MS:.0f} ms in the middle), the brain adds {cost.added_mb:.0f} MB to the"
        f" server (aim: {ADDED_MB:.0f} MB) and answers first after {cost.start_s:.2f} s (aim: {START_S:.0f} s)."
    )
    end({"paces": [asdict(each) for each in paces], **asdict(cost)}, sentence, met, figures_file)


@click.command("same")
@click.argument("path", type=click.Path(exists=True, path_type=Path), default=SHIPPED, required=False)
@click.option("-k", "tags", multiple=True, metavar="TAG", help="Only scenarios with this tag, or this in their id.")
@click.option("--trials", default=5, show_default=True, type=click.IntRange(2), help="Times each is held.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes.")
@figures_option
def sameness_of_talks(path: Path, tags: tuple[str, ...], trials: int, workers: int, figures_file: Path | None) -> None:
    """Hold each scenario several times and compare every word, call and card."""
    suite = select(load_suite(path), tags)
    if not suite:
        give_up(f"{path} has no scenario of that tag")
    differing = sameness.differing(suite, trials, workers)
    for name, (one, other) in differing.items():
        click.echo(f"{name}:\n  {one}\n  {other}")
    same = len(suite) - len(differing)
    sentence = f"{same} of {len(suite)} scenarios have the same transcript {trials} times over (aim: all)."
    end(
        {"scenarios": len(suite), "trials": trials, "differing": sorted(differing)},
        sentence,
        not differing,
        figures_file,
    )


BRAIN_BENCHES = (nlupp, brain, sameness_of_talks)
