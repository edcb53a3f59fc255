"""What is left after a crash, compared: the ledger, what the customer was told, and the partners' own books."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.bench.crash.till import Deal
from memory.models import Value

_OPEN = ("pending", "sent", "undoing")
_OWED = ("booked", "in_progress", "unknown")


class Verdict(Value):
    """Counts of what must not be; ``unknown`` is honest where a partner can be asked nothing."""

    double: int = 0
    lost: int = 0
    """The ledger says booked, the partner knows of nothing."""
    orphaned: int = 0
    """The partner holds a booking, and the ledger says there is none, or its plan failed and nobody took it back."""
    wrongly_told: int = 0
    untold: int = 0
    """The last word on a plan was not said."""
    unknown: int = 0
    unknown_in_vain: int = 0
    """Left open although the partner could have been asked."""

    @property
    def is_right(self) -> bool:
        wrong = self.double + self.lost + self.orphaned + self.wrongly_told + self.untold + self.unknown_in_vain
        return wrong == 0


def judge(home: Path, deals: Sequence[Deal]) -> Verdict:
    """One trial's verdict from its home and the partners' books."""
    legs: list[dict[str, Any]] = json.loads((home / "final.json").read_text())
    said = home / "told.jsonl"
    told = [json.loads(line) for line in said.read_text().splitlines()] if said.exists() else []
    standing = {deal.key for deal in deals if deal.standing}
    known = [leg for leg in legs if leg["state"] not in _OPEN]
    keys = [deal.key for deal in deals]
    unknown = [leg for leg in legs if leg["state"] in _OPEN]
    given_up = not unknown and any(leg["state"] == "failed" for leg in legs)
    return Verdict(
        double=sum(keys.count(key) > 1 for key in set(keys)),
        lost=sum(leg["status"] == "booked" and leg["key"] not in standing for leg in known),
        orphaned=sum(leg["status"] not in _OWED and leg["key"] in standing for leg in known)
        + sum(given_up and leg["state"] == "done" for leg in legs),
        wrongly_told=sum(_is_wrong(status, items, legs, standing) for status, items in told),
        untold=int(bool(legs) and not _had_the_last_word(told, legs)),
        unknown=len(unknown),
        unknown_in_vain=sum(leg["guard"] != "none" and leg["state"] != "pending" for leg in unknown),
    )


def _is_wrong(status: str, items: Sequence[Sequence[str]], legs: Sequence[dict[str, Any]], standing: set[str]) -> bool:
    """Whether something that was said is not so in the partners' books."""
    by_booking = {leg["booking"]: leg for leg in legs}
    for booking, claimed in items:
        leg = by_booking.get(booking)
        if leg is None or claimed not in ("booked", "cancelled", "compensated", "failed"):
            continue
        if (claimed == "booked") != (leg["key"] in standing):
            return True
    nothing = status in ("sold_out", "undone", "price_changed")
    return nothing and any(leg["key"] in standing for leg in legs if leg["action"] == "book")


def _had_the_last_word(told: Sequence[Sequence[Any]], legs: Sequence[dict[str, Any]]) -> bool:
    """Whether what was said last is how the ledger has it."""
    if not told:
        return False
    status, items = told[-1]
    states = {leg["state"] for leg in legs}
    if states & set(_OPEN):
        return bool(status == "unknown")
    last = dict(tuple(item) for item in items)
    return status != "unknown" and all(last.get(leg["booking"], leg["status"]) == leg["status"] for leg in legs)
