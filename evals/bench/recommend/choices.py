"""Files of choices and of what items are like: CSV with a header, and the layout of MovieLens 100K."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from evals.bench.recommend.movielens import GENRES


class Choice(NamedTuple):
    """One line: a customer chose an item, and may have rated it."""

    customer: str
    item: str
    rating: float | None = None
    at: float = 0.0


Content = Mapping[str, frozenset[str]]
"""What items are like: words by item."""

_CUSTOMERS = ("user", "customer", "user_id", "userid")
_ITEMS = ("item", "item_id", "itemid", "movieid")
_RATINGS = ("rating", "stars")
_TIMES = ("timestamp", "time", "at")
_NAMES = frozenset({"title", "name", "url"})


def read_choices(path: Path) -> list[Choice]:
    """``user<TAB>item<TAB>rating<TAB>timestamp`` without a header, or CSV with ``user,item[,rating][,timestamp]``.

    Raises ``KeyError`` or ``ValueError`` for a file of another form.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        first = lines.readline()
        lines.seek(0)
        if "\t" in first and not first.casefold().startswith(_CUSTOMERS):
            return [_movielens(line.split("\t")) for line in lines if line.strip()]
        rows = csv.DictReader(lines, delimiter="\t" if "\t" in first else ",")
        return [_choice({name.strip().casefold(): value for name, value in row.items() if name}) for row in rows]


def _movielens(fields: list[str]) -> Choice:
    customer, item, rating, at = fields
    return Choice(customer, item, float(rating), float(at))


def _choice(row: Mapping[str, str]) -> Choice:
    rating, at = _first(row, _RATINGS), _first(row, _TIMES)
    customer, item = _first(row, _CUSTOMERS), _first(row, _ITEMS)
    if not customer or not item:
        raise KeyError("a line has no user or no item")
    return Choice(customer, item, float(rating) if rating else None, float(at) if at else 0.0)


def _first(row: Mapping[str, str], names: Iterable[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def read_content(path: Path) -> Content:
    """``u.item`` (``id|title|date||url|genre flags``), or CSV with ``item`` and further columns of words.

    A cell of a CSV may hold several words between ``|``; columns ``title``, ``name`` and ``url`` are left out.
    """
    raw = path.read_bytes()
    text = _decoded(raw)
    first = text.partition("\n")[0]
    if first.count("|") > len(GENRES):
        return dict(_film(line.split("|")) for line in text.splitlines() if line.strip())
    rows = csv.DictReader(text.splitlines())
    return dict(_thing({name.strip().casefold(): value or "" for name, value in row.items() if name}) for row in rows)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _film(fields: list[str]) -> tuple[str, frozenset[str]]:
    flags = fields[-len(GENRES) :]
    genres = {f"genre={genre}" for genre, flag in zip(GENRES, flags, strict=True) if flag.strip() == "1"}
    year = fields[2].rpartition("-")[2]
    return fields[0], frozenset(genres | ({f"year={year}", f"decade={year[:3]}"} if year else set()))


def _thing(row: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    item = _first(row, _ITEMS)
    if not item:
        raise KeyError("a line has no item")
    return item, frozenset(_words(row))


def _words(row: Mapping[str, str]) -> Iterator[str]:
    for name, cell in row.items():
        if name not in _ITEMS and name not in _NAMES:
            yield from (f"{name}={word.strip()}" for word in cell.split("|") if word.strip())
