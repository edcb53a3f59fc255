"""What a taste is about: "the octopus there", "quiet hotels" and "Neapolitan pizza" become attribute and value."""

import re

from memory.extraction.grammar import Grammar
from memory.extraction.terms import Term, Terms

TASTES = (
    "seat",
    "cabin",
    "stops",
    "table",
    "smoking",
    "hotel_style",
    "atmosphere",
    "hotel_amenity",
    "hotel_room",
    "cuisine",
    "food",
    "drink",
    "music",
    "flower",
    "activity",
)
"""Categories a taste can be about, the more particular ones first."""
LONGEST = 6
"""Words; what is longer is a story rather than a thing."""
PLAIN = "taste"


class Tastes:
    """Sorts things into the lexicon's categories, for one language."""

    def __init__(self, grammar: Grammar, terms: Terms) -> None:
        self._grammar = grammar
        self._forms = {name: terms.forms(name, grammar.language) for name in TASTES}
        self._nouns = {name: terms.categories[name].nouns for name in TASTES}
        self._terms = terms

    def read(self, things: str, before: str = "") -> list[Term]:
        """Each of the things that were named, sorted; what is no thing at all is left out.

        ``before``: what was said just before, where "ones" find what they stand for.
        """
        parts = re.split(self._grammar.part("joiners"), things.strip(" ,"))
        return [term for part in parts if (term := self._sort(part, before)) is not None]

    def _sort(self, words: str, before: str) -> Term | None:
        said = self._grammar.part("there").sub("", words.strip(" ,'’\""))
        words = self._grammar.part("ones").sub("", said)
        if self._grammar.not_meant["deictic"].search(words):
            return None
        thing = self.bare(words)
        if not thing or len(thing.split()) > LONGEST:
            return None
        folded = thing.casefold()
        for name in TASTES:
            if folded in self._forms[name]:
                return self._forms[name][folded]
        if words != said:  # "red ones" are things of a kind that only what was said before tells
            kind = self._grammar.part("of_kind").search(before)
            return self._sort(f"{words} {kind['kind']}", "") if kind else None
        return self._described(thing) or self._headed(thing) or Term(category="", attribute=PLAIN, value=thing)

    def bare(self, words: str) -> str:
        """Words without articles and the like before them."""
        words = words.strip(" ,")
        articles = self._grammar.part("articles")
        while (shorter := articles.sub("", words)) != words:
            words = shorter
        return words.strip()

    def _described(self, thing: str) -> Term | None:
        """``quiet hotels``, ``Italian restaurants``, ``Hotels mit Pool``: a known word beside its noun."""
        folded = thing.casefold()
        for name in TASTES:
            for noun in self._nouns[name]:
                rest = re.sub(rf"(?<!\w){re.escape(noun)}(?!\w)", "", folded).strip()
                if rest != folded and rest in self._forms[name]:
                    return self._forms[name][rest]
        for noun in self._nouns["hotel_style"]:
            head, _, tail = folded.partition(f" {noun} ")
            if tail and head in self._forms["hotel_style"]:
                return self._forms["hotel_style"][head]
            found = re.fullmatch(rf"(?P<area>(?-i:[A-ZÀ-Þ]).+) {re.escape(noun)}", thing, re.IGNORECASE)
            if found:
                return Term(category="hotel_style", attribute="hotel.area", value=found["area"])
        return None

    def _headed(self, thing: str) -> Term | None:
        """A closer description of something known keeps its own words: ``Neapolitan pizza`` is food."""
        folded = f" {thing.casefold()} "
        for name in TASTES:
            attribute = self._terms.categories[name].attribute
            for form in sorted(self._forms[name], key=len, reverse=True):
                if folded.endswith(f" {form} ") or folded.startswith(f" {form} "):
                    return Term(category=name, attribute=attribute, value=thing)
            if any(folded.endswith(f" {noun} ") or folded.startswith(f" {noun} ") for noun in self._nouns[name]):
                if name == "hotel_style":
                    attribute = "hotel.taste"
                return Term(category=name, attribute=attribute, value=thing)
        return None
