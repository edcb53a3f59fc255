"""How customers ask, in one language, for what they once told."""

import re
from typing import Any

from memory.ranking import stems


class Questions:
    """The words of such questions, from a language's YAML."""

    def __init__(self, language: str, document: dict[str, Any]) -> None:
        self._lead, self._own, self._of_others, self._not = (
            re.compile(document[name], re.IGNORECASE) for name in ("lead", "asks", "of_others", "not_asked")
        )
        self.who, self.where, self.thing = (
            re.compile(document[name], re.IGNORECASE) for name in ("who", "where", "thing")
        )
        """What it asks for: a person, a place, something of the customer's that has a name ("what's my shoe size?")."""
        self.coming = re.compile(document["coming"], re.IGNORECASE)
        """Asks for days ahead that matter: "anything to prepare in January?"."""
        self.idle = frozenset(stems(" ".join(document["idle"]), language))
        """Stems that say nothing about the answer."""
        self.tastes = frozenset(stems(" ".join(document["tastes"]), language))
        """Stems of "like", "prefer", "hate": any of them asks for what is liked or not."""
        self._cues: dict[str, list[str]] = document["cues"]

    def asked(self, sentence: str) -> str | None:
        """The sentence without what leads to the question; None when it asks for something else."""
        rest = self._lead.sub("", sentence)
        if self.coming.search(rest):
            return rest
        may = self.is_own(rest) or self._of_others.search(rest)
        return rest if may and not self._not.search(rest) else None

    def is_own(self, asked: str) -> bool:
        """Whether it is about the customer; else it has to name somebody they told of."""
        return self._own.search(asked) is not None

    def cues(self, attribute: str) -> list[str]:
        """Words by which an attribute is asked for, beside those it is told in."""
        return self._cues.get(attribute, [])
