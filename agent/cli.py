"""The ``concierge`` command. Each package brings its own subcommands; they are found as entry points."""

from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

import click

GROUP = "concierge.commands"


class Commands(click.Group):
    """Imports a subcommand's module only when that subcommand is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(each.name for each in _found())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        point = next((each for each in _found() if each.name == cmd_name), None)
        if point is None:
            return None
        command = point.load()
        if not isinstance(command, click.Command):
            raise TypeError(f"{point.value} is no click command")
        return command


def _found() -> Sequence[EntryPoint]:
    return list(entry_points(group=GROUP))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="concierge")
def main() -> None:
    """A concierge that knows its customers, books across partners and says why.

    Settings come from environment variables that start with CONCIERGE_ (see the README).
    """
