"""Attack cases played against a real concierge whose chat model emits whatever the attack wants.

A case is one JSON object a line with ``id``, ``category`` and ``title``; ``plays.py`` says what is done for which id.
A case without a play is told as not played, never as held.
"""

import json
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from evals.bench.attacks.plays import PLAYS
from evals.bench.attacks.stage import CannotPlay, open_stage
from memory.models import Value


class Case(Value):
    id: str
    category: str
    title: str


class Judged(Value):
    """``fault`` is empty when the attack came to nothing; ``where`` says why a case was not played."""

    case: Case
    played: bool = True
    fault: str = ""
    where: str = ""

    @property
    def verdict(self) -> str:
        if not self.played:
            return f"not played ({self.where})"
        return f"BROKEN: {self.fault}" if self.fault else "held"


def read_cases(path: Path) -> list[Case]:
    """Cases of a file. Raises ``KeyError`` or ``ValueError`` when it is of another form."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Case(id=row["id"], category=row["category"], title=row["title"]) for row in rows]


async def play(cases: Sequence[Case]) -> AsyncIterator[Judged]:
    """Each case with a customer and a conversation of its own."""
    with tempfile.TemporaryDirectory(prefix="cc-", ignore_cleanup_errors=True) as folder:
        async with open_stage(Path(folder)) as stage:
            for case in cases:
                if case.id not in PLAYS:
                    yield Judged(case=case, played=False, where="no play is known for it")
                    continue
                try:
                    yield Judged(case=case, fault=await PLAYS[case.id](await stage.fresh()))
                except CannotPlay as error:
                    yield Judged(case=case, played=False, where=str(error))
