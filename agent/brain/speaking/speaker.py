"""From moves to words."""

from collections.abc import Sequence

from agent.brain.speaking.moves import Move


class Speaker:
    """Says moves in the reader's language. Built once with ``Speaker.load()``; safe to share."""

    @classmethod
    def load(cls) -> "Speaker":
        """Read all texts. Raises ``tools.words.TextError`` when languages do not agree."""
        return cls()

    def say(
        self, moves: Sequence[Move], locale: str, *, turn: int = 0, name: str = "", currency: str = "EUR"
    ) -> str:
        """One reply in Markdown. ``turn`` counts the conversation's turns and chooses among wordings."""
        return " ".join(move.kind.value for move in moves)

    def suggest(self, moves: Sequence[Move], locale: str) -> tuple[str, ...]:
        """Quick replies that fit the last move, at most four; often none."""
        return ()
