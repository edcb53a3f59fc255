"""Known words of things people are, need or like: the same term in five languages, sorted into categories."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from memory.documents import parse_yaml
from memory.models import Value

SOURCE = Path(__file__).with_name("terms.yaml")
SENSITIVE = frozenset({"condition", "illness", "mobility", "faith"})
"""Categories of what the law calls special."""


class Term(Value):
    """A known word: ``value`` is its canonical form, ``attribute`` what a taste for it is called."""

    category: str
    attribute: str
    value: str
    special: bool = False


class Category(Value):
    """All terms of one kind, and the nouns they describe ("quiet **hotels**")."""

    attribute: str
    nouns: tuple[str, ...] = ()
    forms: dict[str, dict[str, tuple[str, ...]]]
    """By language, then by canonical value."""
    special: frozenset[str] = frozenset()


class Terms:
    """The lexicon, read once."""

    def __init__(self, categories: dict[str, Category]) -> None:
        self.categories = categories
        self._labels = _labels(categories)

    @classmethod
    @cache
    def load(cls, path: Path = SOURCE) -> "Terms":
        """Read the file. Raises when a term lacks a language."""
        document = parse_yaml(path.read_text(encoding="utf-8"))
        return cls({name: _category(entry) for name, entry in document.items()})

    def forms(self, category: str, language: str) -> dict[str, Term]:
        """Every spelling of a category's terms in a language (and English), folded, with what it means."""
        found: dict[str, Term] = {}
        entry = self.categories[category]
        for code in dict.fromkeys((language, "en")):
            for value, spellings in entry.forms[code].items():
                term = Term(category=category, attribute=entry.attribute, value=value, special=value in entry.special)
                for spelling in spellings:
                    found.setdefault(spelling.casefold(), term)
        return found

    def special(self, language: str) -> frozenset[str]:
        """Every spelling of what is sensitive: illnesses, faiths, what they keep to."""
        return frozenset(
            spelling
            for category in self.categories
            for spelling, term in self.forms(category, language).items()
            if term.special or category in SENSITIVE
        )

    def pattern(self, category: str, language: str) -> str:
        """A regular expression that matches any spelling, longest first."""
        return alternation(self.forms(category, language))

    def label(self, value: str, language: str) -> str:
        """A canonical value in a language; unknown ones stand for themselves."""
        return self._labels.get((language, value), value)


def alternation(words: Iterable[str]) -> str:
    """Words as a regular expression, longest first so that ``red wine`` is not read as ``wine``."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _labels(categories: dict[str, Category]) -> dict[tuple[str, str], str]:
    """How values are shown; where two categories have one, the first counts."""
    labels: dict[tuple[str, str], str] = {}
    for entry in categories.values():
        for code, terms in entry.forms.items():
            for value, spellings in terms.items():
                labels.setdefault((code, value), spellings[0])
    return labels


def _category(entry: dict[str, dict[str, dict[str, list[str]]]]) -> Category:
    terms = entry["terms"]
    special = frozenset(value for value, spellings in terms.items() if spellings.get("special"))
    languages = [code for code in next(iter(terms.values())) if code != "special"]
    forms = {code: {value: tuple(terms[value][code]) for value in terms} for code in languages}
    nouns = tuple(str(noun).casefold() for noun in entry.get("nouns", ()))
    return Category(attribute=str(entry["attribute"]), nouns=nouns, forms=forms, special=special)
