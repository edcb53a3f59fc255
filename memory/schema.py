"""The tables of one package, and the revisions that lead to them. An older database catches up when it is opened.

Each package numbers its own revisions and notes the last one in a table of its own, so that packages need not know of
each other. A revision is a file ``rNNNN_words.py`` in the package's ``revisions`` folder; ``scripts/revise`` drafts it
from what changed in the tables.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData
from sqlalchemy.engine import Connection
from sqlalchemy.sql.schema import SchemaItem

Sealing = Callable[[Connection, str, str, str], bytes]
"""Closes a customer's words for a place: the customer, the words, the place."""


@dataclass(frozen=True)
class Schema:
    """The tables of the package ``name``; ``revisions`` is the folder that holds their history."""

    name: str
    revisions: Path
    tables: tuple[MetaData, ...]

    @property
    def newest(self) -> str | None:
        """The revision that belongs to the tables as they are declared now."""
        return self._scripts.get_current_head()

    def revision(self, connection: Connection) -> str | None:
        """The revision a database is at; None when it has none of these tables, or has them from before revisions."""
        return MigrationContext.configure(connection, opts=self.options).get_current_revision()

    def upgrade(self, connection: Connection, to: str = "head", sealing: Sealing | None = None) -> None:
        """Apply what is missing, inside the caller's transaction.

        ``sealing`` is for revisions that seal what an older house kept plain; they raise ``LookupError`` without it.
        """

        def missing(at: object, _context: MigrationContext) -> Iterable[object]:
            # What `alembic upgrade` itself asks for; its public way wants an `env.py` that runs when it is imported.
            return self._scripts._upgrade_revs(to, at)  # type: ignore[arg-type]

        context = MigrationContext.configure(connection, opts={**self.options, "fn": missing, "sealing": sealing})
        with Operations.context(context):
            context.run_migrations()

    def drift(self, connection: Connection) -> list[object]:
        """How a database differs from the tables as they are declared; empty when revisions and tables agree."""
        context = MigrationContext.configure(connection, opts=self.options)
        return list(compare_metadata(context, [*self.tables]))  # type: ignore[arg-type]  # several are taken too

    @property
    def _scripts(self) -> ScriptDirectory:
        return ScriptDirectory(self.revisions, version_locations=[self.revisions])

    @property
    def options(self) -> dict[str, object]:
        """How Alembic is to look at a database."""
        return {
            "version_table": f"{self.name}_revision",
            "include_object": self._is_own,
            "compare_type": True,
            "render_as_batch": True,  # SQLite changes a table by copying it
            "target_metadata": [*self.tables],
        }

    def _is_own(self, _item: SchemaItem, name: str | None, kind: str, reflected: bool, _other: object) -> bool:
        if kind != "table" or not reflected:
            return True
        prefixes = {table.partition("_")[0] for metadata in self.tables for table in metadata.tables}
        return str(name).partition("_")[0] in prefixes
