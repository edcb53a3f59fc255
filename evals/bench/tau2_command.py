"""``concierge bench tau2``."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import click

from agent.settings import ConciergeSettings
from evals.bench.tau2 import Domain, Outcome, converse, load_domain, replay


@click.command()
@click.option("--domain", "name", default="airline", show_default=True, help="Folder of the domain under --data.")
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, help="Domains.")
@click.option("--model", metavar="M", help="Let this chat model do the tasks too; default replays the ground truth.")
@click.option("--tasks", type=click.IntRange(1), help="Only so many tasks.")
@click.option("--json", "figures_file", type=click.Path(path_type=Path), metavar="FILE", help="Write all figures here.")
@click.pass_context
def tau2(
    context: click.Context, name: str, data: Path, model: str | None, tasks: int | None, figures_file: Path | None
) -> None:
    """Replay a tau2-bench domain through our gate: its ground truth is done, anything else is not."""
    try:
        domain = load_domain(data / name)
    except (OSError, KeyError, StopIteration, json.JSONDecodeError) as error:
        click.echo(f"{data / name} is no tau2-bench domain: {error!r}", err=True)
        context.exit(2)
    outcomes = asyncio.run(replay(domain, tasks))
    _table(outcomes)
    figures: dict[str, object] = {"domain": name, "tasks": [each.model_dump() for each in outcomes]}
    if model:
        rewards = asyncio.run(converse(domain, ConciergeSettings(model=model), tasks))
        figures["model"] = {"name": model, "rewards": dict(rewards)}
        click.echo(
            f"{model}: mean reward {sum(each for _, each in rewards) / len(rewards):.2f} of {len(rewards)} tasks"
        )
    if domain.unjudged:
        click.echo(f"{domain.unjudged} tasks state no actions as their ground truth, so they are left out.")
    met = _met(outcomes)
    if figures_file:
        figures_file.write_text(json.dumps(figures | {"aim_met": met}, indent=1), encoding="utf-8")
    click.echo(_sentence(domain, outcomes))
    context.exit(0 if met else 1)


def _table(outcomes: Sequence[Outcome]) -> None:
    click.echo(f"{'task':>6} {'writes':>7} {'truth':>6} {'wrong':>6} {'unconfirmed':>12}")
    for each in outcomes:
        click.echo(f"{each.task:>6} {each.writes:>7} {each.truth:>6.1f} {each.wrong:>6.1f} {each.unconfirmed:>12}")


def _met(outcomes: Sequence[Outcome]) -> bool:
    return all(each.truth == 1 and each.wrong == 0 and each.unconfirmed == 0 for each in outcomes)


def _sentence(domain: Domain, outcomes: Sequence[Outcome]) -> str:
    right = sum(each.truth == 1 for each in outcomes)
    wrong = sum(each.wrong for each in outcomes)
    unasked = sum(each.unconfirmed for each in outcomes)
    return (
        f"{domain.name}: reward 1.0 on {right} of {len(outcomes)} tasks replayed as their ground truth (aim: all),"
        f" {wrong:.0f} on wrong ones (aim: 0), {unasked} unconfirmed writes (aim: 0)."
    )
