"""Commands of the conversation itself: ``chat`` and ``memory``."""

import asyncio
import secrets
from datetime import UTC, datetime

import click
from rich.console import Console

from agent.assembly import open_concierge
from agent.chat import UnknownModel
from agent.concierge import Concierge
from agent.models import Said
from agent.settings import ConciergeSettings
from agent.terminal import Terminal
from memory.database import open_database
from memory.errors import Misconfigured, UnknownCustomer
from memory.keys import Keyring, master_key
from memory.models import CustomerId, MessageId
from memory.tables import SCHEMA as MEMORY
from memory.upkeep import Upkept
from tools.tables import SCHEMA as TOOLS


@click.command()
@click.option("--as", "customer", metavar="ID", help="Which customer to be; without it you are asked.")
def chat(customer: str | None) -> None:
    """Talk to the concierge in this terminal."""
    try:
        asyncio.run(_chat(ConciergeSettings(), customer))
    except (UnknownModel, UnknownCustomer, Misconfigured) as error:
        raise click.ClickException(str(error)) from error
    except (KeyboardInterrupt, EOFError):
        click.echo()


async def _chat(settings: ConciergeSettings, customer: str | None) -> None:
    async with open_concierge(settings) as concierge:
        chosen = CustomerId(customer) if customer else await _choose(concierge)
        profile = await concierge.memory.profiles.get(chosen)
        thread = await concierge.memory.threads.open_new(profile.customer)
        terminal = Terminal(Console(), concierge, profile.customer, thread.id)
        await terminal.hear(Said(message=_message_id(), opening=True))
        while True:
            text = await asyncio.to_thread(terminal.ask)
            if text.strip() in {"/quit", "/exit"}:
                return
            await terminal.hear(terminal.said(text, _message_id()))


async def _choose(concierge: Concierge) -> CustomerId:
    profiles = await concierge.memory.profiles.all()
    for number, profile in enumerate(profiles, start=1):
        click.echo(f"  {number}. {profile.name} ({profile.customer})")
    number = await asyncio.to_thread(click.prompt, "Who are you?", type=click.IntRange(1, len(profiles)), default=1)
    return profiles[number - 1].customer


def _message_id() -> MessageId:
    return MessageId(f"cli_{secrets.token_hex(8)}")


@click.group()
def memory() -> None:
    """Look after what is remembered."""


@memory.command()
def reindex() -> None:
    """Rebuild the vector index from the database, which is the truth."""

    async def run() -> int:
        async with open_concierge(ConciergeSettings()) as concierge:
            return await concierge.memory.reindex()

    started = datetime.now(UTC)
    count = asyncio.run(run())
    click.echo(f"{count} memories indexed in {(datetime.now(UTC) - started).total_seconds():.1f} s")


@memory.command()
def consolidate() -> None:
    """Do now what a server does every hour: mark what ran out, let go of what was only for a conversation."""

    async def run() -> Upkept:
        async with open_concierge(ConciergeSettings()) as concierge:
            return await concierge.memory.consolidate()

    done = asyncio.run(run())
    click.echo(f"{done.expired} expired, {done.merged} merged, {done.entries} lines and {done.threads} threads let go")


@memory.command()
def upgrade() -> None:
    """Bring the database's tables up to date, as every start does; says where they stand."""

    async def run() -> None:
        settings = ConciergeSettings()
        settings.home.mkdir(parents=True, exist_ok=True)
        async with open_database(settings.database()) as database:
            keyring = Keyring(database, settings.clock(), master_key(settings.home / "master.key"))
            for schema in (MEMORY, TOOLS):
                await database.upgrade(schema, keyring.close)
                click.echo(f"{schema.name}: {schema.newest}")

    asyncio.run(run())
