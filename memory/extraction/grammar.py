"""How customers speak about themselves in one language: patterns from YAML, with names for what recurs in them."""

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from memory.documents import parse_yaml
from memory.extraction.questions import Questions
from memory.extraction.terms import Terms, alternation
from memory.models import Value

FOLDER = Path(__file__).parent / "languages"
PERSON = r"⟦\d+⟧"
"""How somebody who was named stands in a text while it is read."""
CAPITALISED = (
    r"(?-i:[A-ZÀ-Þ][\w'’&-]*(?:\.(?= [A-Z]))?"
    r"(?: (?:(?:de|do|da|dos|das|del|la|las|los|le|les|von|am|an der|of|the|y|e|&) )*(?!I\b)[A-ZÀ-Þ0-9][\w'’&-]*)*)"
)
_PLACE = CAPITALISED.replace("[A-ZÀ-Þ0-9]", "[A-ZÀ-Þ]")
"""A number after a place is a date: "Lisbon 10-13 December"."""
_CAPITALS = {"name": CAPITALISED, "place": _PLACE, "place2": _PLACE}
_SLOT = re.compile(r"\{([a-z][a-z_0-9]*?)(_*)\}")


class Rule(Value):
    """One way of saying something, and what is made of it."""

    match: str
    make: str
    attribute: str = ""
    value: str = ""
    kind: str = ""
    polarity: int = 1
    operation: str = "assert"
    favourite: bool = False
    moved: bool = False
    only_again: bool = False
    """Counts only as a repetition of what is known."""


class Grammar:
    """Everything about one language that reading needs; patterns are compiled when first used."""

    def __init__(self, language: str, document: dict[str, Any], terms: Terms) -> None:
        self.language = language
        self.terms = terms
        self._document = document
        self.not_meant = {name: re.compile(text, re.IGNORECASE) for name, text in document["not_meant"].items()}
        self.function_words = frozenset(document["function_words"])
        self.relations: dict[str, str] = {
            word.casefold(): relation for relation, words in document["relations"].items() for word in words
        }
        self.numbers: dict[str, int] = document["numbers"]
        self.all_of = frozenset(document["all_of"])
        """Words that mean whatever is known: "everything about my wife"."""
        self.day_names: dict[str, str] = document["day_names"]
        self.mine_again: str = document["mine_again"]
        """ "my", to say again what "mine" is."""
        self.units: dict[str, str] = document["units"]

    @classmethod
    @cache
    def load(cls, language: str, terms: Terms) -> "Grammar":
        """The grammar of a language, read once."""
        text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
        return cls(language, parse_yaml(text), terms)

    @cached_property
    def rules(self) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
        """Rules in order of precedence with their compiled patterns."""
        rules = [Rule.model_validate(entry) for entry in self._document["rules"]]
        return tuple((rule, self.compile(rf"(?<!\w)(?:{rule.match})")) for rule in rules)

    @cached_property
    def wishes(self) -> dict[str, re.Pattern[str]]:
        """Patterns of wishes about remembering itself."""
        return {name: self.compile(text) for name, text in self._document["wishes"].items()}

    @cached_property
    def questions(self) -> Questions:
        """How customers ask for what they told."""
        return Questions(self.language, self._document["recollection"])

    @cached_property
    def kind_words(self) -> frozenset[str]:
        """Words for whole kinds of things, of which much is said: "hotels", "food"."""
        categories = self.terms.categories.values()
        heads = {category.attribute.partition(".")[0] for category in categories}
        return frozenset(heads | {noun for category in categories for noun in category.nouns})

    def instructs(self, sentence: str) -> bool:
        """Whether a sentence says how to serve from now on."""
        return any(rule.make == "instruction" and pattern.search(sentence) for rule, pattern in self.rules)

    def straight(self, text: str) -> str:
        """A clause with subject, verb and all else in this order, whichever way its language turns them round.

        "Seit April wohne ich in Kiel" and "dass ich in Kiel wohne" both become "ich wohne in Kiel".
        """
        if "inverted" in self._document:
            text = self.part("inverted").sub(r"\g<subject> \g<verb>", text)
        if "verb_last" in self._document:
            text = self.part("verb_last").sub(r"\g<subject> \g<verb> \g<rest>", text)
        return text

    @cached_property
    def sensitive(self) -> re.Pattern[str]:
        """Words for health, belief and the like."""
        special = self.terms.special(self.language)
        return re.compile(rf"(?<!\w)(?:{alternation(special)})(?!\w)", re.IGNORECASE)

    def part(self, name: str) -> re.Pattern[str]:
        """A single pattern of the file by name, e.g. ``clause_breaks``."""
        if name not in self._parts:
            self._parts[name] = self.compile(self._document[name])
        return self._parts[name]

    @cached_property
    def _parts(self) -> dict[str, re.Pattern[str]]:
        return {}

    def compile(self, text: str) -> re.Pattern[str]:
        """A pattern with its slots filled."""
        text = self._expand(text)
        count = 0

        def person(_match: re.Match[str]) -> str:
            nonlocal count
            count += 1
            return f"(?P<who{count}>{PERSON})"

        return re.compile(re.sub("@", person, text), re.IGNORECASE)

    def _expand(self, text: str) -> str:
        while _SLOT.search(text):
            text = _SLOT.sub(lambda slot: self._slot(slot[1], slot[2]), text)
        return text

    def _slot(self, name: str, twice: str) -> str:
        group = name + twice
        macros = self._document["macros"]
        if name in macros:
            return str(macros[name])
        if name in self.terms.categories:
            return rf"(?P<{group}>{self.terms.pattern(name, self.language)})(?!\w)"
        if name in _CAPITALS:
            return rf"(?P<{group}>{_CAPITALS[name]})"
        if name == "topic":
            return rf"(?P<{group}>[^.,;!?]+?)"
        if name in ("things", "allergens"):
            return rf"(?P<{group}>[^.;!?]+?){self._document['thing_ends']}"
        if name in ("relation_word", "relation_not"):
            return rf"(?P<{group}>{alternation(self.relations)})(?!\w)"
        if name == "named":
            return rf"(?P<{group}>{PERSON})"
        if name == "person":
            return rf"(?P<{group}>{PERSON}|{CAPITALISED})"
        if name == "agephrase":
            return str(self._document["age"])
        if name == "conditional":
            return str(self._document["conditions"])
        raise KeyError(f"languages/{self.language}.yaml: no such slot {{{group}}}")
