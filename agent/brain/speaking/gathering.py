"""Moves of one sort that follow each other, gathered so that they do not repeat one another."""

from collections.abc import Sequence

from agent.brain.speaking.moves import Kind, Move


def gathered(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Several assumptions in one sentence; after several choices, one question."""
    kept: list[Move] = []
    for move in moves:
        before = kept[-1] if kept else None
        if before is None or before.kind is not move.kind:
            kept.append(move)
        elif move.kind is Kind.ASSUMED:
            others = [*before.data.get("others", ()), move.data["item"]]
            kept[-1] = Move(kind=Kind.ASSUMED, data={**before.data, "others": others})
        elif move.kind is Kind.SELECTED:
            kept[-1] = Move(kind=Kind.SELECTED, data={**before.data, "more": True})
            kept.append(move)
        else:
            kept.append(move)
    return tuple(kept)
