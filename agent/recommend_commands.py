"""``concierge recommend``: learn from what customers chose, and see how well that foretells."""

import asyncio

import click

from agent.assembly import open_concierge
from agent.settings import ConciergeSettings
from tools.recommend.people.versions import Version


@click.group()
def recommend() -> None:
    """Look after what is learned of customers with similar taste."""


@recommend.command()
def fit() -> None:
    """Learn anew from all customers who allow it; it serves from the next request on. Run it nightly, or at will."""

    async def run() -> tuple[Version, ...]:
        async with open_concierge(ConciergeSettings()) as concierge:
            await concierge.front.people.learn()
            return await concierge.front.people.versions.all()

    versions = asyncio.run(run())
    newest = versions[-1].accuracy
    click.echo(
        f"Version {versions[-1].number}: {newest.choices} choices of {newest.items} things by {newest.customers}"
        f" customers; NDCG@10 on what was kept back {newest.ndcg:.3f} (popularity: {newest.popularity:.3f})."
    )


@recommend.command()
def report() -> None:
    """Accuracy over time: each version, and how well it foretold what was chosen before the next one."""

    async def run() -> tuple[tuple[Version, ...], int]:
        async with open_concierge(ConciergeSettings()) as concierge:
            chances = await concierge.front.house.chances.count()
            return await concierge.front.people.versions.all(), chances

    versions, chances = asyncio.run(run())
    if not versions:
        raise click.ClickException("nothing was learned yet; run `concierge recommend fit`")
    for version, later in zip(versions, (*versions[1:], None), strict=True):
        click.echo(_line(version, later))
    click.echo(f"{chances} chances were given to new things.")


def _line(version: Version, later: Version | None) -> str:
    told = version.accuracy
    line = (
        f"{version.number:4}  {version.made_at:%Y-%m-%d %H:%M}  {told.choices} choices by {told.customers} customers"
        f"  kept back: NDCG@10 {told.ndcg:.3f} (popularity {told.popularity:.3f})"
    )
    if later is None or later.accuracy.before is None:
        return line
    return f"{line}  later: {later.accuracy.before:.3f} on {later.accuracy.since} choices"
