"""Sentences about a customer's own memory, from YAML beside the code, in five languages. Strict: all or an error."""

from functools import cache
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from memory.documents import parse_yaml

LANGUAGES = ("en", "de", "fr", "es", "pt")
FOLDER = Path(__file__).parent / "texts"


class MissingText(Exception):
    """A language lacks a text that another one has."""


class Texts:
    """Templates by language and key."""

    def __init__(self, sources: dict[str, dict[str, str]]) -> None:
        environment = SandboxedEnvironment(undefined=StrictUndefined)
        self._templates = {
            (code, key): environment.from_string(text) for code, texts in sources.items() for key, text in texts.items()
        }
        expected = sources[LANGUAGES[0]].keys()
        for code, texts in sources.items():
            if texts.keys() != expected:
                raise MissingText(f"memory/texts/{code}.yaml differs in {sorted(texts.keys() ^ expected)}")

    @classmethod
    @cache
    def load(cls, folder: Path = FOLDER) -> "Texts":
        """Read ``LANGUAGE.yaml`` of all languages. Raises ``MissingText`` when they do not have the same keys."""
        return cls({code: parse_yaml((folder / f"{code}.yaml").read_text("utf-8")) for code in LANGUAGES})

    def has(self, key: str) -> bool:
        return (LANGUAGES[0], key) in self._templates

    def say(self, key: str, language: str, **values: object) -> str:
        """The text filled in; first letter as written."""
        return self._templates[(language, key)].render(**values).strip()


def language_of(locale: str) -> str:
    """The language of a BCP 47 tag, else English."""
    word = locale.replace("_", "-").split("-")[0].lower()
    return word if word in LANGUAGES else LANGUAGES[0]
