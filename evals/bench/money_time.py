"""Amounts of money and local times as texts: the exact value, or a refusal, for each row of a table."""

import json
from pathlib import Path
from typing import Any

from memory.models import Value
from memory.when.moment import Verdict, local_moment
from tools.money_text import NotMoney, parse_money


class Row(Value):
    """What came of one row; ``fault`` is empty when it is right."""

    kind: str
    given: str
    fault: str = ""


def measure(path: Path) -> list[Row]:
    """Judge every row of a file. Raises ``KeyError`` or ``ValueError`` when it is of another form."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [_money(row) if row["kind"] == "money" else _time(row) for row in rows]


def _money(row: dict[str, Any]) -> Row:
    given, expected = f"{row['input']!r} {row['currency']}", row["expect_minor"]
    try:
        found: int | str = parse_money(row["input"], row["currency"]).minor
    except NotMoney:
        found = "refuse"
    return Row(kind="money", given=given, fault="" if found == expected else f"{found}, not {expected}")


def _time(row: dict[str, Any]) -> Row:
    found = local_moment(row["local"], row["zone"])
    moments = [moment.isoformat() for moment in found.moments]
    wanted = row["verdict"].partition(":")[0]
    said = "refuse" if found.verdict is Verdict.REFUSED else found.verdict.value
    right = said == wanted and moments == row["expect_utc"]
    given = f"{row['local']} {row['zone']}"
    return Row(kind="time", given=given, fault="" if right else f"{said} {moments}, not {wanted} {row['expect_utc']}")
