"""Facts of shown things: with which words they are asked for, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.brain.hints import by_language, phrases_of
from agent.brain.tokens import contains, stem
from agent.brain.utterance import Utterance
from tools.templates import fill
from tools.words import localised

Text = Mapping[str, str] | str
_BESIDE = ("party", "city", "area", "sponsored")
"""What every thing has beside its features."""
_EMPTY: tuple[Any, ...] = (None, False, "", [])


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of ``x-answers`` in a schema."""

    asks: Mapping[str, tuple[tuple[str, ...], ...]]
    label: Mapping[str, str]
    text: Text
    """A template over the features of a thing, or over the ``value`` of one of them."""
    feature: str = ""
    values: Mapping[str, Text] = field(default_factory=dict)
    """Words for values of the feature."""
    otherwise: Text = ""
    """Said where the feature is empty or false."""
    shown_if: str = ""

    def told(self, item: Mapping[str, Any], locale: str) -> str:
        """What ``item`` has of it; empty when its partner does not say."""
        features = item.get("features")
        known: dict[str, Any] = {**(features if isinstance(features, dict) else {})}
        known |= {name: item[name] for name in _BESIDE if name in item}
        if self.shown_if and known.get(self.shown_if) in _EMPTY:
            return ""
        if not self.feature:
            return fill(_plain(self.text), locale, **known)
        value = known.get(self.feature)
        if value in _EMPTY and self.otherwise and self.feature in known:
            return fill(_plain(self.otherwise), locale, **known)
        return "" if value in (None, "", []) else fill(_plain(self.text), locale, value=self._words(value, locale))

    def _words(self, value: Any, locale: str) -> str:
        parts = value if isinstance(value, list) else [value]
        named = [self.values.get(str(each).lower() if isinstance(each, bool) else str(each)) for each in parts]
        return ", ".join(
            localised(_plain(text), locale) if text else str(each) for each, text in zip(parts, named, strict=True)
        )


def read_facts(hint: Any) -> tuple[Fact, ...]:
    """The lines of a schema's ``x-answers``; what makes no sense is left out."""
    lines = hint if isinstance(hint, Sequence) and not isinstance(hint, str) else ()
    return tuple(
        Fact(
            asks=phrases_of(line.get("asks")),
            label=by_language(line.get("label")),
            text=line.get("text") or "{{ value }}",
            feature=str(line.get("feature") or ""),
            values=line["values"] if isinstance(line.get("values"), Mapping) else {},
            otherwise=line.get("otherwise") or "",
            shown_if=str(line.get("if") or ""),
        )
        for line in lines
        if isinstance(line, Mapping) and line.get("asks")
    )


def asked(said: Utterance, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that a question names, the one named in most words first."""
    stems = tuple(stem(word.folded, said.language) for word in said.words)
    named = [
        (max((_named(each, stems, said.language) for each in fact.asks.get(said.language, ())), default=0), fact)
        for fact in facts
    ]
    found = sorted((pair for pair in named if pair[0]), key=lambda pair: -pair[0])
    return tuple(fact for width, fact in found)


def _named(phrase: tuple[str, ...], stems: tuple[str, ...], language: str) -> int:
    """How many words of a phrase were said, when all of it was."""
    return len(phrase) if contains(stems, tuple(stem(word, language) for word in phrase)) >= 0 else 0


def _plain(text: Text) -> dict[str, str] | str:
    return text if isinstance(text, str) else dict(text)
