"""Partners in a process of their own, with books in a file of their own: what they wrote there is the truth."""

import asyncio
import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from memory.models import Value

LATE_SECONDS = 0.25
"""How long after the request a partner that commits late does so; its caller has gone by then."""
KEYED = ("key", "key_only")
_SCHEMA = """
CREATE TABLE deals (trial TEXT, partner TEXT, key TEXT, reference TEXT, ref TEXT, standing INTEGER);
CREATE INDEX deals_by_key ON deals (trial, partner, key);
"""


class Deal(NamedTuple):
    """One booking in a partner's books."""

    partner: str
    key: str
    reference: str
    ref: str
    standing: bool


class Asked(Value):
    """A call as it comes over the line."""

    trial: str
    partner: str
    guard: str
    """``key`` and ``key_only``: a key works once. Else every call books; with ``late`` when the caller has gone."""
    operation: str
    arguments: dict[str, Any]
    key: str = ""


class Till:
    """The partners' side of the line."""

    def __init__(self, books: sqlite3.Connection) -> None:
        self._books = books

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One call on one connection; who asked may have died meanwhile."""
        try:
            asked = Asked.model_validate_json(await reader.readline())
            if asked.guard == "late" and asked.operation in ("book", "cancel"):
                await asyncio.sleep(LATE_SECONDS)
            answer = self._do(asked)
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        except (ConnectionError, ValueError):
            pass  # it was killed before it had said anything, or before it could hear
        finally:
            writer.close()

    def _do(self, asked: Asked) -> dict[str, Any]:
        if asked.operation == "book":
            return self._book(asked)
        if asked.operation == "cancel":
            return self._cancel(asked)
        known = self._one("trial = ? AND partner = ? AND key = ?", asked.trial, asked.partner, asked.arguments["key"])
        if known is None:
            return {}
        return {"reference": known.reference, "status": "booked" if known.standing else "cancelled", "refund": _free()}

    def _book(self, asked: Asked) -> dict[str, Any]:
        ref = str(asked.arguments["ref"])
        if ref.endswith("gone"):
            return {"refused": "sold_out"}
        if asked.guard in KEYED:
            known = self._one("trial = ? AND partner = ? AND key = ?", asked.trial, asked.partner, asked.key)
            if known is not None:
                return {"reference": known.reference}
        reference = secrets.token_hex(6)
        with self._books:
            if replaced := asked.arguments.get("replaces"):
                self._books.execute(
                    "UPDATE deals SET standing = 0 WHERE trial = ? AND reference = ?", (asked.trial, replaced)
                )
            deal = (asked.trial, asked.partner, asked.key, reference, ref, 1)
            self._books.execute("INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?)", deal)
        return {"reference": reference}

    def _cancel(self, asked: Asked) -> dict[str, Any]:
        known = self._one("trial = ? AND reference = ?", asked.trial, asked.arguments["reference"])
        if known is None or (not known.standing and asked.guard not in KEYED):
            return {"refused": "not_found"}
        with self._books:
            self._books.execute(
                "UPDATE deals SET standing = 0 WHERE trial = ? AND reference = ?", (asked.trial, known.reference)
            )
        return {"refund": _free()}

    def _end(self, asked: Asked, reference: str) -> None:
        query = "UPDATE deals SET standing = 0 WHERE trial = ? AND reference = ?"
        self._books.execute(query, (asked.trial, reference))

    def _one(self, condition: str, *values: str) -> Deal | None:
        query = f"SELECT partner, key, reference, ref, standing FROM deals WHERE {condition}"  # noqa: S608 - constants
        row = self._books.execute(query, values).fetchone()
        return _deal(row) if row else None


class Books:
    """The partners' file, read from outside."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def deals(self, trial: str) -> tuple[Deal, ...]:
        """All that was ever booked in a trial."""
        with closing(sqlite3.connect(self._path, timeout=10)) as connection:
            rows = connection.execute(
                "SELECT partner, key, reference, ref, standing FROM deals WHERE trial = ?", (trial,)
            ).fetchall()
        return tuple(_deal(row) for row in rows)

    def copy(self, trial: str, to: str) -> None:
        """Begin a trial where another one stands. References stay, so that a copied home knows them."""
        with closing(sqlite3.connect(self._path, timeout=10)) as connection, connection:
            connection.execute(
                "INSERT INTO deals SELECT ?, partner, key, reference, ref, standing FROM deals WHERE trial = ?",
                (to, trial),
            )


@contextmanager
def open_tills(folder: Path) -> Iterator[Books]:
    """Partners that answer at ``folder/line`` and write to ``folder/books.sqlite``, until the end of the block."""
    path = folder / "books.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.execute("PRAGMA journal_mode = WAL")
    process = get_context("spawn").Process(target=_run, args=(folder,), daemon=True)
    process.start()
    try:
        while not (folder / "line").exists():
            process.join(0.05)
            if process.exitcode is not None:
                raise RuntimeError(f"the partners did not start: exit {process.exitcode}")
        yield Books(path)
    finally:
        process.terminate()
        process.join()


def _run(folder: Path) -> None:
    asyncio.run(_serve(folder))


async def _serve(folder: Path) -> None:
    books = sqlite3.connect(folder / "books.sqlite", timeout=10)
    books.execute("PRAGMA synchronous = OFF")  # this process is never killed
    server = await asyncio.start_unix_server(Till(books).serve, folder / "line")
    async with server:
        await server.serve_forever()


def _deal(row: tuple[str, str, str, str, int]) -> Deal:
    return Deal(row[0], row[1], row[2], row[3], bool(row[4]))


def _free() -> dict[str, Any]:
    return {"minor": 3000, "currency": "EUR"}
