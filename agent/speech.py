"""A gate between a model's words and the customer: whole sentences, each held against the evidence."""

import re

from agent.claims import ClaimChecker, Evidence

_END_OF_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)*_]*\s+|\n+")


class Gate:
    """Feed it pieces as they stream in; it hands back what may be shown and keeps what may not."""

    def __init__(self, checker: ClaimChecker, evidence: Evidence) -> None:
        self._checker = checker
        self._evidence = evidence
        self._buffer = ""
        self.approved = ""
        self.held_back: list[str] = []

    def feed(self, piece: str) -> str:
        """Text that may be shown now."""
        self._buffer += piece
        out = ""
        while match := _END_OF_SENTENCE.search(self._buffer):
            out += self._judge(self._buffer[: match.end()])
            self._buffer = self._buffer[match.end() :]
        return out

    def finish(self) -> str:
        """What is left when the model has stopped."""
        last, self._buffer = self._buffer, ""
        return self._judge(last) if last else ""

    def _judge(self, sentence: str) -> str:
        if self._checker.check(sentence.strip(), self._evidence):
            self.held_back.append(sentence.strip())
            return ""
        self.approved += sentence
        return sentence
