"""Texts that customers read, by language, from YAML beside the code. A missing key or value is an error.

A folder holds one file for each language (``en.yaml``, ``de.yaml`` …). Nested keys are joined with dots.
A text is a Jinja template, so that a plural can be written where it belongs::

    nights: "{{ count }} night{{ '' if count == 1 else 's' }}"
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

from memory.documents import parse_yaml
from memory.errors import Misconfigured

LANGUAGES = ("en", "de", "fr", "es", "pt")
FALLBACK = "en"


class TextError(Misconfigured):
    """A text is missing or does not fit; names the file and the key."""


def language(locale: str) -> str:
    """The language of a BCP 47 tag for which texts exist, else English."""
    word = locale.replace("_", "-").split("-")[0].lower()
    return word if word in LANGUAGES else FALLBACK


def localised(texts: dict[str, str] | str, locale: str) -> str:
    """One text out of a ``{"en": …, "de": …}`` mapping; a plain string holds for all languages."""
    if isinstance(texts, str):
        return texts
    return texts.get(language(locale)) or texts.get(FALLBACK) or next(iter(texts.values()), "")


class Words:
    """All texts of one folder. Each language has the same keys and each key the same values to fill in."""

    def __init__(self, sources: dict[str, dict[str, str]], origin: str) -> None:
        self._environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        self._sources = sources
        self._origin = origin
        self._compiled: dict[tuple[str, str], Template] = {}
        self._check()

    @classmethod
    @cache
    def load(cls, folder: Path) -> "Words":
        """Read ``folder/LANGUAGE.yaml`` for all five languages, once. Raises ``TextError`` naming file and key."""
        sources = {}
        for code in LANGUAGES:
            path = folder / f"{code}.yaml"
            if not path.is_file():
                raise TextError(f"{path} is missing")
            try:
                document = parse_yaml(path.read_text(encoding="utf-8"))
            except yaml.YAMLError as error:
                raise TextError(f"{path} is not YAML: {error}") from error
            sources[code] = _flatten(document, str(path))
        return cls(sources, str(folder))

    def say(self, key: str, locale: str, **values: Any) -> str:
        """The text of ``key`` in the language of ``locale`` with its values filled in."""
        code = language(locale)
        template = self._compiled.get((code, key))
        if template is None:
            if key not in self._sources[code]:
                raise TextError(f"{self._origin}/{code}.yaml has no key {key!r}")
            template = self._environment.from_string(self._sources[code][key])
            self._compiled[(code, key)] = template
        try:
            return template.render(**values).strip()
        except TemplateError as error:
            raise TextError(f"{self._origin}/{code}.yaml, key {key!r}: {error}") from error

    def has(self, key: str) -> bool:
        """Whether ``key`` exists (in all languages, as loading made sure)."""
        return key in self._sources[FALLBACK]

    def keys(self) -> tuple[str, ...]:
        return tuple(self._sources[FALLBACK])

    def _check(self) -> None:
        expected = {key: self._variables(FALLBACK, key) for key in self._sources[FALLBACK]}
        for code, texts in self._sources.items():
            if missing := expected.keys() - texts.keys():
                raise TextError(f"{self._origin}/{code}.yaml lacks {sorted(missing)}")
            if extra := texts.keys() - expected.keys():
                raise TextError(f"{self._origin}/{code}.yaml has keys that en.yaml lacks: {sorted(extra)}")
            for key, variables in expected.items():
                if self._variables(code, key) != variables:
                    where = f"{self._origin}/{code}.yaml, key {key!r}"
                    raise TextError(f"{where}: values differ from en.yaml's {sorted(variables)}")

    def _variables(self, code: str, key: str) -> set[str]:
        try:
            return meta.find_undeclared_variables(self._environment.parse(self._sources[code][key]))
        except TemplateError as error:
            raise TextError(f"{self._origin}/{code}.yaml, key {key!r}: {error}") from error


def _flatten(document: object, origin: str, prefix: str = "") -> dict[str, str]:
    if not isinstance(document, dict):
        raise TextError(f"{origin}: {prefix or 'the document'} must be a mapping")
    flat: dict[str, str] = {}
    for name, value in document.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            flat |= _flatten(value, origin, f"{key}.")
        elif isinstance(value, str):
            flat[key] = value
        else:
            raise TextError(f"{origin}: {key} must be a text, not {type(value).__name__}")
    return flat
