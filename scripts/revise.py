"""Writes the revision that leads from a package's newest one to its tables as they are declared."""

import sys
from importlib import import_module

import click
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from memory.database import Moment

FORM = '''"""{title}."""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = {before!r}


def upgrade() -> None:
    {body}
'''


def plainly(kind: str, item: object, _context: object) -> str | bool:
    """A revision names no type of the house, which may change after it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


package, *words = sys.argv[1:]
schema = import_module(f"{package}.tables").SCHEMA
before = schema.newest
number = f"r{int(before[1:]) + 1 if before else 1:04d}"
with create_engine("sqlite://").begin() as connection:
    schema.upgrade(connection)
    context = MigrationContext.configure(connection, opts=schema.options)
    changes = produce_migrations(context, [*schema.tables]).upgrade_ops
    body = render_python_code(changes, render_item=plainly, migration_context=context) if changes else "pass"
path = schema.revisions / f"{number}_{'_'.join(words).lower()}.py"
path.write_text(FORM.format(title=" ".join(words), number=number, before=before, body=body), encoding="utf-8")
click.echo(f"Drafted {path}: read it through, then run scripts/format.")
