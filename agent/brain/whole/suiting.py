"""How well a phrase suits a field of open text: what stands around it, what kind it is, what it means there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from babel import Locale

from agent.brain.parameter import Wants
from agent.brain.tokens import folded, stem, tokens
from agent.brain.whole.currencies import currency_of
from agent.brain.whole.fields import Field
from agent.brain.whole.phrases import Phrase, opens
from agent.brain.whole.places import is_place
from agent.brain.whole.sense import Sense
from agent.brain.whole.sheet import Sheet, after, before
from agent.brain.whole.wording import wording

_KINDS = {"quoted": 1.2, "address": 0.3, "code": 0.2, "name": 0.7, "plain": 0.0}
_MEANT = 4.0
"""What nearness in meaning counts, as a difference of cosines."""
_NARROW = re.compile(r"can be|one of|either|must be|possible values|options", re.IGNORECASE)
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_YEARS = re.compile(r"[12]\d{3}(?:\s?[-/–]\s?\d{2,4})?")
_PREPOSITIONS = frozenset({"in", "at", "near", "from", "to", "around", "within"})
_BY = frozenset({"by", "with", "starring", "featuring", "from", "for", "to"})
_ARTICLES = frozenset({"the", "a", "an", "my", "our"})
_SILENT = frozenset({"is", "are", "number", "of", "the", "a", "an", "as", "be"})
"""Words between a field's name and its value that say nothing."""


@cache
def _languages() -> frozenset[str]:
    return frozenset(map(folded, Locale("en").languages.values()))


class Scorer:
    """Weighs phrases for the fields of one tool."""

    def __init__(self, sheet: Sheet, fields: Sequence[Field], sense: Sense) -> None:
        self._sense = sense
        self._means: dict[tuple[int, int], float] = {}
        self._fields = tuple(fields)
        self._said = sheet.said
        self._topic = sheet.topic
        self._told = sheet.told
        self._names = {each.path: each.stems for each in sheet.fields}
        self._options = {each.path: {folded(option) for option in each.options} for each in fields}
        self._joined = {(each.start, each.end) for series in sheet.said.series for each in series}
        self._places = any(each.stems & wording().kinds["place"] for each in fields)
        self._narrow = {each.path: bool(each.options and _NARROW.search(each.description)) for each in fields}

    def fit(self, field: Field, phrase: Phrase) -> float:
        """About 0 when nothing speaks for or against."""
        words = self._stems(phrase)
        if not words:
            return _KINDS["quoted"] if phrase.kind == "quoted" else -1.0
        score = _KINDS[phrase.kind] + (0.25 + 0.1 * (len(words) > 1)) * phrase.whole - 0.06 * max(0, len(words) - 3)
        score += self._cued(field, phrase) + self._named(field, phrase) + self._owned(field, phrase, words)
        score += self._as_place(field, phrase) + self._as_person(field, phrase, words) + self._as_code(field, phrase)
        score += self._as_unit(field, words) + self._as_language(field, phrase)
        score += self._as_address(field, phrase) + self._as_number(field, phrase) + self._as_money(field, phrase)
        score -= 1.5 * (phrase.kind == "name" and field.wants is Wants.TIME)
        if phrase.kind == "plain":
            score -= 1.5 * self._vague(phrase) + 0.6 * ("name" in field.stems)
        score += 0.4 * (field.many and (phrase.start, phrase.end) in self._joined)
        return score + _MEANT * self._meant(field, phrase)

    @staticmethod
    @lru_cache(maxsize=4096)
    def _stems(phrase: Phrase) -> tuple[str, ...]:
        return tuple(stem(each.folded, "en") for each in tokens(phrase.text))

    def _owned(self, field: Field, phrase: Phrase, words: tuple[str, ...]) -> float:
        """Words of the field or the tool are no value."""
        own = sum(each in field.stems or each in self._topic for each in words)
        if own == len(words):
            return -1.6
        if any(set(words) <= names for path, names in self._names.items() if path != field.path):
            return -1.0  # speaks of another field
        if phrase.kind != "plain":
            opening = len(words) > 1 and opens(self._said.text, phrase.start) and words[0] in self._topic | self._told
            told = phrase.kind == "name" and len(words) > 1 and set(words) <= self._told
            return -1.0 * told - 0.6 * (phrase.kind == "name" and opening)
        known = sum(each in field.head for each in words)
        score = 0.3 * (not phrase.whole and self._trimmed(field, phrase)) - (1.3 * own + 0.5 * known) / len(words)
        score -= 0.5 * (set(words) <= self._told)
        return score - 0.7 * (words[0] in field.stems or words[-1] in field.stems)

    @staticmethod
    def _vague(phrase: Phrase) -> int:
        """Words for values in general at its edges, and nothing but words of every day."""
        words = [each.folded for each in tokens(phrase.text)]
        generic = bool({words[0], words[-1]} & wording().generic)
        return generic + all(each in wording().light for each in words)

    def _as_place(self, field: Field, phrase: Phrase) -> float:
        if phrase.kind == "name" and phrase.text in wording().states.values():
            return -1.0
        if not field.stems & wording().kinds["place"]:
            return -0.6 * (self._places and phrase.kind == "name" and is_place(phrase.text))
        near = self._word_before(phrase)
        known = is_place(phrase.text)
        score = 0.5 * (near in _PREPOSITIONS) + 0.7 * known
        score -= (0.7 if known else 1.7) * (phrase.kind == "plain")
        plain = folded(phrase.text)
        score -= 1.0 * (plain in wording().nations or plain in wording().nations.values())
        first, comma, _ = phrase.text.partition(",")
        score += 0.5 * bool(comma and (is_place(first) or known or any(each.isdigit() for each in first)))
        return score + self._on_the_way(field, near)

    @staticmethod
    def _on_the_way(field: Field, near: str) -> float:
        """Where it starts comes after "from", where it ends after "to"."""
        kinds = wording().kinds
        start = bool(field.stems & (kinds["start"] | {"from"}) or field.head & kinds["leaving"])
        end = bool(field.stems & (kinds["end"] | {"to"}) or field.head & kinds["arriving"])
        if start == end:
            return 0.0
        if start:
            return 1.2 * (near in ("from", "between", "leaving")) - 0.8 * (near in ("to", "into"))
        return 1.2 * (near in ("to", "into", "in", "and", "towards")) - 0.8 * (near == "from")

    def _as_person(self, field: Field, phrase: Phrase, words: tuple[str, ...]) -> float:
        if not (field.stems | field.head) & wording().kinds["person"]:
            return 0.0
        score = 0.6 * (phrase.kind == "name" and len(words) in (2, 3)) - 0.8 * (phrase.kind == "plain")
        return score + 0.4 * (self._word_before(phrase) in _BY)

    def _as_money(self, field: Field, phrase: Phrase) -> float:
        """A currency goes to a field for one, and nothing else does."""
        if "currenc" not in field.stems:
            return 0.0
        return 1.0 + self._on_the_way(field, self._word_before(phrase)) if currency_of(phrase.text) else -1.5

    def _as_unit(self, field: Field, words: tuple[str, ...]) -> float:
        """A unit goes to a field for one, and nothing else does."""
        if "unit" not in field.stems:
            return 0.0
        return 1.5 if set(words) <= wording().measured.keys() else -1.0

    @staticmethod
    def _as_language(field: Field, phrase: Phrase) -> float:
        """A language goes to a field for one, and words that only stand there do not."""
        if not field.stems & wording().kinds["language"]:
            return 0.0
        return 1.0 if folded(phrase.text) in _languages() else -1.5 * (phrase.kind == "plain")

    @staticmethod
    def _as_code(field: Field, phrase: Phrase) -> float:
        if not field.coded:
            return -0.2 * (phrase.kind == "code")
        digits = phrase.text.isdigit()
        score = 1.2 * (phrase.kind == "code") + 1.4 * digits - 0.6 * (phrase.kind == "plain" and not digits)
        score -= 2.0 * (field.numbered and phrase.kind == "plain" and bool(_LOWER.search(phrase.text)))
        return score + 0.6 * (phrase.text.isupper() and phrase.text.isalpha())

    @staticmethod
    def _as_address(field: Field, phrase: Phrase) -> float:
        if phrase.kind != "address":
            return 0.0
        return 2.0 if (field.stems | field.head) & wording().kinds["contact"] else -0.8

    def _as_number(self, field: Field, phrase: Phrase) -> float:
        """Numbers and days are read for the fields of their own."""
        behind = any(0 <= phrase.start - each.end <= 1 for each in self._said.numbers)
        dated = any(each.start < phrase.end and phrase.start < each.end for each in self._said.days)
        score = -1.2 * (dated and field.coded) - 0.8 * (dated or (behind and " " not in phrase.text))
        if field.stems & wording().kinds["year"] and _YEARS.fullmatch(phrase.text):
            return score + 1.8
        if phrase.text.replace(" ", "").isdigit() and not field.coded:
            return score - 0.8
        return score

    def _word_before(self, phrase: Phrase) -> str:
        behind = [self._said.words[place].folded for place in before(self._said, phrase.start, 3)]
        return next((each for each in behind if each not in _ARTICLES), "")

    def _meant(self, field: Field, phrase: Phrase) -> float:
        """How much nearer in meaning a phrase is, where it stands, to this field than to the tool's others."""
        if len(self._fields) < 2:
            return 0.0
        span = (phrase.start, phrase.end)
        if span not in self._means:
            self._means[span] = sum(self._sense.near(each, *span) for each in self._fields) / len(self._fields)
        return self._sense.near(field, *span) - self._means[span]

    def _cued(self, field: Field, phrase: Phrase) -> float:
        """Words of the field's name or description just before or behind."""
        said = self._said
        score = 0.0
        places = [p for p in before(said, phrase.start, 6) if said.words[p].folded not in _SILENT]
        for distance, place in enumerate(places[:4]):
            word = said.words[place]
            if word.text[0].isupper() and len(phrase.text) > 1 and not opens(said.text, word.start):
                continue  # a part of a name, perhaps of this one
            if re.search(r"[.;!?]\s", said.text[word.end : phrase.start]):
                break
            score += self._match(field, said.stems[place]) * (1.1 - 0.25 * distance)
        behind = after(said, phrase.end, 1)
        if behind and not said.text[phrase.end : said.words[behind[0]].start].strip(" '\"”’"):
            inner = phrase.kind == "plain" and said.words[behind[0]].text[0].isupper()
            score += 0.0 if inner else self._match(field, said.stems[behind[0]]) * 0.8
        return min(score, 1.8)

    @staticmethod
    def _match(field: Field, word: str) -> float:
        if word in field.stems:
            return 1.0
        if len(word) > 3 and any(
            each.startswith(word) or word.startswith(each) for each in field.stems if len(each) > 3
        ):
            return 0.8
        return 0.35 if word in field.head else 0.0

    def _trimmed(self, field: Field, phrase: Phrase) -> bool:
        """Whether its run ends with it, or goes on with words of the field or tool."""
        said = self._said
        run = next((each for each in said.runs if each[0].start <= phrase.start and phrase.end <= each[-1].end), None)
        if run is None:
            return False
        beside = [each for each in run if each.end <= phrase.start][-1:]
        beside += [each for each in run if each.start >= phrase.end][:1]
        own = field.stems | field.head | self._topic
        return all(stem(each.folded, "en") in own for each in beside)

    def _named(self, field: Field, phrase: Phrase) -> float:
        """Named by the description as an example of a value."""
        plain = folded(phrase.text)
        if plain in self._options[field.path]:
            return 2.0 if field.default is None or folded(str(field.default)) != plain else 0.5
        return -1.2 * self._narrow[field.path]
