"""What is known of language, read once."""

from dataclasses import dataclass

from memory.extraction.attributes import Attributes
from memory.extraction.terms import Terms
from memory.texts import Texts


@dataclass(frozen=True)
class Lexicon:
    """What is known of language: terms, attributes and the sentences facts are told in."""

    terms: Terms
    attributes: Attributes
    texts: Texts

    @classmethod
    def load(cls) -> "Lexicon":
        """Read the files beside the code."""
        return cls(terms=Terms.load(), attributes=Attributes.load(), texts=Texts.load())
