"""The words of one match, and where they stand."""

import re

from memory.extraction.sentences import Clause


class Words:
    """A match of a rule in a clause of a sentence, about somebody."""

    def __init__(self, match: re.Match[str], clause: Clause, sentence: str, subject: str) -> None:
        self.match = match
        self.clause = clause
        self.sentence = sentence
        self.subject = subject

    def get(self, name: str) -> str:
        """What a slot matched, whichever of its places in the pattern did; empty when none."""
        for group, said in self.match.groupdict().items():
            if said and group.rstrip("_") == name:
                return str(said)
        return ""

    @property
    def before(self) -> str:
        """What the sentence says before this clause."""
        before, found, _ = self.sentence.partition(self.clause.said)
        return before if found else ""

    @property
    def things(self) -> str:
        """What is spoken of, whether it stands at the end or at the beginning."""
        return self.get("things") or self.get("topic")
