"""Reads statements from a message."""

import re

from memory.extraction.statements import Operation, Situation, Statement
from memory.models import FactDraft

_DIET = re.compile(
    r"\b(?:i.?m|i am) (?P<not>not )?(?:an? )?(?P<diet>vegan|vegetarian|pescatarian)\b(?P<more> any ?more)?", re.I
)


class Extractor:
    """Reads what customers say about themselves and theirs."""

    def read(self, text: str, situation: Situation) -> tuple[Statement, ...]:
        """Statements in the order in which they were said; empty for most messages."""
        return tuple(self._diets(text, situation))

    def _diets(self, text: str, situation: Situation) -> list[Statement]:
        found = []
        for match in _DIET.finditer(text):
            operation = Operation.ASSERT
            if match["not"]:
                operation = Operation.END if match["more"] else Operation.RETRACT
            words = situation.source.model_copy(update={"words": match[0]})
            draft = FactDraft(attribute="diet", value=match["diet"].lower(), source=words)
            found.append(Statement(operation=operation, draft=draft))
        return found
