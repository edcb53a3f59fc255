"""``concierge bench recommend`` and ``why``."""

import asyncio
import tempfile
from pathlib import Path

import click

from evals.bench.recommend import why as reasons
from evals.bench.recommend.choices import read_choices, read_content
from evals.bench.recommend.floors import installed, one_core
from evals.bench.recommend.measure import OURS, Found, Group, Scale, Split, measure, split
from evals.bench.recommend.tastes import simulate
from evals.bench.saying import FILE, end, figures_option, give_up, read
from memory.embedding.minilm import MiniLM

RANK_MS = 20.0
LIKED = 0.75
"""Place on the scale of ratings from which something was liked: 4 of 5 stars."""


@click.command()
@click.option("--interactions", type=FILE, help="Choices: CSV (user,item[,rating][,timestamp]) or MovieLens' u.data.")
@click.option("--items", type=FILE, help="What items are like: CSV (item and columns of words) or MovieLens' u.item.")
@click.option("--train", type=FILE, help="Choices to learn from, where they were split already.")
@click.option("--test", type=FILE, help="Choices to foretell, where they were split already.")
@click.option("--customers", default=800, show_default=True, type=click.IntRange(20), help="Simulated, without a file.")
@figures_option
def recommend(
    interactions: Path | None,
    items: Path | None,
    train: Path | None,
    test: Path | None,
    customers: int,
    figures_file: Path | None,
) -> None:
    """Foretell what customers choose, beside popularity, item-kNN, EASE, and ALS and BPR where `implicit` is installed.

    Without --train and --test ten choices of each customer are kept back; without any file customers of known tastes
    choose among the demo world's hotels and restaurants.
    """
    if (train is None) != (test is None):
        give_up("give both --train and --test, or neither")
    content = read(lambda: read_content(items)) if items else {}
    if train is not None and test is not None:
        data = read(lambda: Split(read_choices(train), read_choices(test)))
    elif interactions is not None:
        data = read(lambda: split(read_choices(interactions)))
    else:
        made = simulate(customers)
        data, content = split(made.choices), made.content
    if not data.train or not data.test:
        give_up("there is nothing to learn from or nothing to foretell")
    aims = [0.0, LIKED] if Scale.of(data.train).rated else [0.0]
    with one_core():
        found = [measure(data, content, liked) for liked in aims]
    for one in found:
        _tell(one)
    if not installed():
        click.echo("ALS and BPR were left out: `implicit` is not installed (pip install 'concierge[bench]').")
    figures = {"measured": [one.model_dump() for one in found], "implicit": installed(), "train": len(data.train)}
    met = all(one.everybody.ahead for one in found)
    end(figures, " ".join(_sentence(one) for one in found), met, figures_file)


@click.command()
@click.option("--count", default=1_000, show_default=True, type=click.IntRange(1), help="Recommendations looked at.")
@figures_option
def why(count: int, figures_file: Path | None) -> None:
    """Take away what each reason cites, in the demo world, and rank again: the score must change by what it claimed."""
    with tempfile.TemporaryDirectory(prefix="concierge-bench-", ignore_cleanup_errors=True) as folder, one_core():
        found = asyncio.run(reasons.measure(Path(folder), MiniLM(), count))
    for fault in found.examples:
        click.echo(fault)
    click.echo(f"reasons by kind: {found.kinds}")
    sentence = (
        f"{found.faithful} of {found.reasons} reasons on {found.recommendations} recommendations faithful and"
        f" {found.forgotten_faithful} of {found.forgotten} after forgetting for good (aim: all); {found.excluded} cite"
        f" what consent excludes (aim: 0); of {found.pairs} pairs who asked the same, {found.same_feasible} could have"
        f" the same, {found.explained} differ for stated reasons only (aim: all) and {found.differing} were shown"
        f" otherwise; {reasons.CANDIDATES} candidates ranked in {found.p50_ms:.1f} ms in the middle"
        f" (aim: {RANK_MS:.0f})."
    )
    end(found.model_dump(), sentence, found.true and found.p50_ms <= RANK_MS, figures_file)


def _tell(found: Found) -> None:
    groups = {
        f"all that was {found.wanted}": found.everybody,
        "customers known by three choices": found.cold_customers,
        "items with fewer than five choices": found.cold_items,
    }
    for title, group in groups.items():
        click.echo(f"{title} ({group.customers} customers)")
        _table(group)
    members = ", ".join(f"{name} {value:.3f}" for name, value in found.members.items())
    click.echo(f"learned in {found.seconds:.1f} s; on what was kept back meanwhile: {members}")


def _table(group: Group) -> None:
    for name, score in sorted(group.scores.items(), key=lambda each: -each[1].ndcg):
        click.echo(f"  {name:12} NDCG@10 {score.ndcg:.4f}  recall@10 {score.recall:.4f}")


def _sentence(found: Found) -> str:
    group = found.everybody
    mine, other = group.scores[OURS], group.scores[group.floor]
    return (
        f"Of what was {found.wanted}: NDCG@10 {mine.ndcg:.4f} and recall@10 {mine.recall:.4f}; the best of the others,"
        f" {group.floor}, {other.ndcg:.4f} and {other.recall:.4f} (aim: ahead)."
    )


RECOMMEND_BENCHES = (recommend, why)
