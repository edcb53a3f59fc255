"""Finds claims in a sentence and looks for the evidence behind each."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.numbers import get_currency_precision

from memory.documents import parse_yaml
from memory.models import Value

_REFERENCE = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{3,}[A-Z0-9]\b")
_CODE = r"(?P<code>€|\$|£|¥|EUR|USD|GBP|CHF|JPY|[Ee]uros?|dollars?|pounds?)"
_NUMBER = r"(?<![\d.,])(?P<number>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?:[.,]\d{1,3})?|\d+(?:[.,]\d{1,3})?)(?!\d)"
_AMOUNTS = (re.compile(rf"{_CODE}\s?{_NUMBER}"), re.compile(rf"{_NUMBER}\s?{_CODE}"))
_CURRENCIES = {"€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "dollar": "USD", "dollars": "USD"}
_CURRENCIES |= {"£": "GBP", "pound": "GBP", "pounds": "GBP", "¥": "JPY"}
_OUTCOMES = {"booked": "made", "changed": "made", "confirmed": "made", "cancelled": "unmade"}
_TITLE_WORD = re.compile(r"\w{4,}")


class Finding(NamedTuple):
    """A claim without evidence. ``kind`` is ``made``, ``unmade``, ``reference`` or ``amount``."""

    kind: str
    words: str


class Evidence(Value):
    """What a reply may rest on: results of tools in this conversation, and what the customer said."""

    outcomes: frozenset[str] = frozenset()
    """``made`` and ``unmade``, as far as this turn's results show them."""
    earlier: dict[str, frozenset[str]] = {}
    """Words of titles of what earlier turns made or unmade: a claim about those must name them."""
    text: str = ""
    """Everything shown so far, for references."""
    amounts: frozenset[tuple[int, str]] = frozenset()
    """(minor units, currency) of every price seen."""

    @classmethod
    def gather(cls, now: Iterable[dict[str, Any]], before: Iterable[dict[str, Any]], said: Iterable[str]) -> "Evidence":
        """Read this turn's results, those of earlier turns (as JSON), and the customer's own words."""
        return cls.of([Shown.of(each) for each in now], [Shown.of(each) for each in before], said)

    @classmethod
    def of(cls, now: Sequence["Shown"], before: Sequence["Shown"], said: Iterable[str]) -> "Evidence":
        """The same of results that have been read."""
        texts = list(said)
        earlier: dict[str, set[str]] = {}
        for outcome, title in (pair for each in before for pair in each.outcomes):
            earlier.setdefault(outcome, set()).update(_TITLE_WORD.findall(title.lower()))
        return cls(
            outcomes=frozenset(outcome for each in now for outcome, _ in each.outcomes),
            earlier={outcome: frozenset(words) for outcome, words in earlier.items()},
            text="\n".join([*texts, *(each.text for each in (*now, *before))]),
            amounts=frozenset(_amounts("\n".join(texts))).union(*(each.amounts for each in (*now, *before))),
        )


class Shown(Value):
    """What one result shows."""

    text: str
    amounts: frozenset[tuple[int, str]]
    outcomes: tuple[tuple[str, str], ...]
    """(``made`` or ``unmade``, title)."""

    @classmethod
    def of(cls, result: dict[str, Any]) -> "Shown":
        amounts: set[tuple[int, str]] = set()
        texts = []
        for leaf in _leaves(result):
            if isinstance(leaf, dict):
                amounts.add((abs(int(leaf["minor"])), str(leaf["currency"])))
            else:
                texts.append(str(leaf))
        text = "\n".join(texts)
        return cls(text=text, amounts=frozenset(amounts | set(_amounts(text))), outcomes=tuple(_outcomes(result)))


@lru_cache(maxsize=512)
def shown(content: str) -> Shown:
    """A result as it lies in a message, read once: a reply rests on all results of a conversation, turn after turn."""
    result = json.loads(content)
    return Shown.of(result if isinstance(result, dict) else {})


class ClaimChecker:
    """Checks one sentence at a time, so that a reply can be streamed as it is approved."""

    def __init__(self, locale: str = "en") -> None:
        self._language = locale.split("-")[0]

    def check(self, sentence: str, evidence: Evidence) -> tuple[Finding, ...]:
        """The claims in ``sentence`` that nothing stands behind."""
        return (
            *self._undone(sentence, evidence),
            *(Finding("reference", word) for word in _REFERENCE.findall(sentence) if word not in evidence.text),
            *self._unpriced(sentence, evidence),
        )

    def _undone(self, sentence: str, evidence: Evidence) -> Iterator[Finding]:
        words = set(_TITLE_WORD.findall(sentence.lower()))
        for outcome in ("made", "unmade"):
            if outcome in evidence.outcomes or words & evidence.earlier.get(outcome, frozenset()):
                continue
            if claim := self._claim(sentence, outcome):
                yield Finding(outcome, claim)
                return

    def _claim(self, sentence: str, outcome: str) -> str:
        """The claiming words, read in the reply's language where it has them, else in whichever has."""
        patterns = _patterns(outcome)
        spoken = [(done.search(sentence), unreal) for done, unreal in patterns.values()]
        if self._language in patterns and (own := patterns[self._language][0].search(sentence)):
            spoken = [(own, patterns[self._language][1])]
        return next((match.group() for match, unreal in spoken if match and not unreal.search(sentence)), "")

    def _unpriced(self, sentence: str, evidence: Evidence) -> Iterator[Finding]:
        known = evidence.amounts
        seen = {minor for minor, _ in known}
        for minor, currency in _amounts(sentence):
            if (minor, currency) not in known and not _is_sum(minor, seen):
                yield Finding("amount", f"{minor} {currency}")


@cache
def _patterns(outcome: str) -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    lexicon = parse_yaml((Path(__file__).parent / "lexicon.yaml").read_text(encoding="utf-8"))
    return {code: (_either(words[outcome]), _either(words["unreal"])) for code, words in lexicon.items()}


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def _outcomes(result: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(outcome, title) of each booking that a result shows as made or unmade. What a partner's tool says is none."""
    if "partner" in result:
        return
    items = [item for item in result.get("items") or [] if isinstance(item, dict)]
    if outcome := _OUTCOMES.get(str(result.get("status"))):
        yield outcome, " ".join(str(item.get("title", "")) for item in items)
    if result.get("ref_type") == "booking":
        for item in items:
            if outcome := _OUTCOMES.get(str(item.get("status"))):
                yield outcome, str(item.get("title", ""))


def _leaves(node: Any) -> Iterator[Any]:
    """Every money object (as a dict) and every scalar in a JSON value."""
    if isinstance(node, dict):
        if isinstance(node.get("minor"), int) and "currency" in node:
            yield node
        for value in node.values():
            yield from _leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value)
    elif node is not None:
        yield node


def _amounts(text: str) -> Iterator[tuple[int, str]]:
    for pattern in _AMOUNTS:
        for match in pattern.finditer(text):
            code = match["code"].lower()
            currency = _CURRENCIES.get(code, match["code"].upper())
            if (minor := _minor(match["number"], currency)) is not None:
                yield minor, currency


def _minor(number: str, currency: str) -> int | None:
    """Minor units of a written number: the last separator is a decimal mark when as many digits follow as it has."""
    digits = re.sub(r"[\u00a0\u202f ]", "", number)
    places = get_currency_precision(currency)
    whole, fraction = digits, ""
    if places and (match := re.fullmatch(rf"(.*)[.,](\d{{{places}}})", digits)):
        whole, fraction = match[1], match[2]
    whole = re.sub(r"[.,]", "", whole)
    if not whole.isdecimal():
        return None
    return int(whole + (fraction or "0" * places))


def _is_sum(minor: int, seen: set[int]) -> bool:
    """A total of two shown prices, or the difference between them, needs no line of its own."""
    return any(minor - each in seen or minor + each in seen for each in seen)
