"""Which shown items a message points at: by number, by name, by what it is, or by "it"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz

from agent.brain.reading.references import Aim, Reference, ReferenceKind, read_references
from agent.brain.sheet import Span
from agent.brain.state import Item, Shown, State
from agent.brain.tokens import Token, folded, stem, tokens
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance

_NAME_SCORE = 88
_COUNTED = (ReferenceKind.ORDINAL, ReferenceKind.SUPERLATIVE)
_AIMS: dict[Aim, tuple[str, str, int]] = {
    Aim.CHEAPEST: ("cheaper", "price", 1),
    Aim.PRICIEST: ("cheaper", "price", -1),
    Aim.EARLIEST: ("earlier", "starts", 1),
    Aim.LATEST: ("later", "starts", -1),
    Aim.CLOSEST: ("closer", "distance", 1),
    Aim.BEST: ("better", "rating", -1),
    Aim.FASTEST: ("faster", "duration", 1),
}
"""For each superlative: the comparison of schemas that has its field, a field to fall back on, which end is meant."""
_LONG_NAME = 5
_OVER = {"cancelled", "failed", "compensated", "changed", "expired"}


@dataclass(frozen=True, slots=True)
class Pointed:
    """Items that were pointed at, in the order in which they were named."""

    ids: tuple[str, ...] = ()
    among: tuple[Item, ...] = ()
    """More than one fits what was named: choose among these."""
    beyond: int = 0
    """A number was named that was not shown."""
    kinds: tuple[str, ...] = ()
    """Kinds that were named with an article: "the hotel"."""
    span: Span | None = None
    loosely: bool = False
    """Only by a pronoun."""

    @property
    def explicit(self) -> bool:
        return bool(self.ids or self.among or self.beyond)


class Pointer:
    """Resolves references for one toolset."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset
        self._nouns: dict[str, dict[str, frozenset[str]]] = {}

    def point(self, said: Utterance, state: State, types: tuple[str, ...] = (), kind: str = "") -> Pointed:
        """What ``said`` points at among shown items of some types (any when empty) and kind (any when empty)."""
        lists = [_standing(each) for each in reversed(state.shown) if not types or each.ref_type in types]
        lists = [each for each in lists if each.items]
        if kind:
            lists = [each for each in lists if any(_kind(each, item) == kind for item in each.items)]
        if not lists:
            return Pointed(kinds=self._kinds_named(said))
        for found in (
            self._by_name(said, lists),
            self._by_number(said, lists, state),
            self._by_other(said, lists, state),
            self._by_kind(said, lists, state),
        ):
            if found.explicit:
                return found
        return self._by_pronoun(said, lists, state)

    # --- by number or by being the most of something

    def _by_number(self, said: Utterance, lists: Sequence[Shown], state: State) -> Pointed:
        ids, beyond, span = [], 0, None
        for reference in self._references(said):
            shown = self._list_for(reference, said, lists, state)
            if {*said.after(reference.span[1]), folded(reference.noun)} & said.lexicon.each:
                every = [each for each in lists if each.ref_type == shown.ref_type]
                known = [item for item in (self._numbered(reference, each) for each in every) if item is not None]
                ids += [str(item.get("id")) for item in known]
                continue
            found = self._numbered(reference, shown)
            if found is None and reference.kind is ReferenceKind.ORDINAL:
                beyond = len(shown.items)
            elif found is not None:
                ids.append(str(found.get("id")))
                span = span or reference.span
        return Pointed(tuple(dict.fromkeys(ids)), beyond=0 if ids else beyond, span=span)

    @staticmethod
    def _references(said: Utterance) -> list[Reference]:
        found = [each for each in read_references(said.text, said.language) if each.kind in _COUNTED]
        found = [each for each in found if folded(each.noun) not in said.lexicon.stages]
        if not found and len(said.words) == 1 and said.words[0].text.isdigit() and len(said.words[0].text) <= 2:
            word = said.words[0]
            span = (word.start, word.end)
            found = [Reference(kind=ReferenceKind.ORDINAL, number=int(word.text), words=word.text, span=span)]
        if not found and said.chosen is not None:
            span = (said.chosen.start, said.chosen.end)
            words = said.text[slice(*span)]
            found = [Reference(kind=ReferenceKind.ORDINAL, number=said.chosen.value, words=words, span=span)]
        days = [day.span for day in said.dates]
        return [each for each in found if not any(low <= each.span[0] < high for low, high in days)]

    def _numbered(self, reference: Reference, shown: Shown) -> Item | None:
        if reference.kind is ReferenceKind.SUPERLATIVE and reference.aim is not None:
            return most(self._toolset, reference.aim, shown)
        number = reference.number if reference.number > 0 else len(shown.items)
        known = next((each for each in shown.items if each.get("number") == number), None)
        return known or (shown.items[number - 1] if number <= len(shown.items) else None)

    def _list_for(self, reference: Reference, said: Utterance, lists: Sequence[Shown], state: State) -> Shown:
        """The list that a number counts in: of the kind named with it, else the one talked about."""
        noun = stem(folded(reference.noun), said.language) if reference.noun else ""
        for shown in lists if noun else ():
            if noun in self.nouns(shown.kind, said.language):
                return shown
        return next((each for each in lists if state.focus and each.item(state.focus)), lists[0])

    @staticmethod
    def _by_other(said: Utterance, lists: Sequence[Shown], state: State) -> Pointed:
        """ "The other one": of two things set side by side, or of a list of two, the one not talked about."""
        reference = next(
            (each for each in read_references(said.text, said.language) if each.kind is ReferenceKind.OTHER), None
        )
        if reference is None:
            return Pointed()
        shown = next((each for each in lists if state.focus and each.item(state.focus)), lists[0])
        ids = state.compared or tuple(str(item.get("id")) for item in shown.items)
        now = state.focus if state.focus in ids else state.picks.get(shown.kind, "")
        others = [each for each in ids if each != now]
        known = len(ids) == 2 and len(others) == 1 and any(each.item(others[0]) for each in lists)
        return Pointed((others[0],), span=reference.span) if known else Pointed()

    # --- by name

    def _by_name(self, said: Utterance, lists: Sequence[Shown]) -> Pointed:
        words = [word for word in said.words if word.folded not in said.lexicon.fillers]
        spoken = {word.folded for word in words}
        best: list[tuple[float, int, Item]] = []
        for shown in lists:
            common = _common(shown)
            for item in shown.items:
                telling = [w for w in _title_words(item) if w not in common and w not in said.lexicon.fillers]
                weight, where = _overlap(telling, words, spoken)
                if weight > 0:
                    best.append((weight, where, item))
        if not best:
            return Pointed()
        top = max(weight for weight, _, _ in best)
        if top < 0.5:
            return Pointed()
        hits = {str(item.get("id")): (where, item) for weight, where, item in best if weight == top}
        if len(hits) == 1:
            identity, (where, _) = next(iter(hits.items()))
            return Pointed((identity,), span=(where, where + 1))
        if len({where for where, _ in hits.values()}) == len(hits):
            return Pointed(tuple(sorted(hits, key=lambda identity: hits[identity][0])))
        return Pointed(among=tuple(item for _, item in hits.values()))

    # --- by kind and by pronoun

    def _by_kind(self, said: Utterance, lists: Sequence[Shown], state: State) -> Pointed:
        ids: list[str] = []
        among: list[Item] = []
        named = self._kinds_named(said)
        for kind in named:
            items = [item for shown in lists for item in shown.items if _kind(shown, item) == kind]
            items = list({str(item.get("id")): item for item in items}.values())
            known = {str(item.get("id")) for item in items}
            pick = state.picks.get(kind, "")
            if pick in known:
                ids.append(pick)
            elif state.focus in known:
                ids.append(state.focus)
            elif len(items) == 1:
                ids.append(str(items[0].get("id")))
            else:
                among += items
        return Pointed(tuple(ids), among=() if ids else tuple(among), kinds=named)

    def _kinds_named(self, said: Utterance) -> tuple[str, ...]:
        kinds = []
        for place, word in enumerate(said.words):
            before = [each.folded for each in said.words[max(0, place - 2) : place]]
            if not before or not set(before) & said.lexicon.definite or set(before[-1:]) & said.lexicon.indefinite:
                continue
            for tool in self._toolset.tools:
                if tool.kind and stem(word.folded, said.language) in self.nouns(tool.kind, said.language):
                    kinds.append(tool.kind)
        return tuple(dict.fromkeys(kinds))

    def kinds_in(self, said: Utterance) -> tuple[str, ...]:
        """Kinds that are named at all, with an article or without: "cheaper hotel?"."""
        naming = [
            word.folded for word in said.words if word.folded not in said.lexicon.bidding
        ]  # "show me cheaper ones"
        stems = {stem(word, said.language) for word in naming}
        kinds = dict.fromkeys(tool.kind for tool in self._toolset.tools if tool.kind)
        return tuple(kind for kind in kinds if stems & self.nouns(kind, said.language))

    def _by_pronoun(self, said: Utterance, lists: Sequence[Shown], state: State) -> Pointed:
        named = self._kinds_named(said)
        known = {str(item.get("id")) for shown in lists for item in shown.items}
        if not named and self._has_pronoun(said):
            if state.focus in known:
                return Pointed((state.focus,), kinds=named, loosely=True)
            if len(known) == 1:
                return Pointed(tuple(known), kinds=named, loosely=True)
        return Pointed(kinds=named)

    @staticmethod
    def _has_pronoun(said: Utterance) -> bool:
        """Whether a word stands for something; before a noun it would only be its article."""
        for place, word in enumerate(said.words):
            if word.folded not in said.lexicon.pronouns:
                continue
            after = said.words[place + 1] if place + 1 < len(said.words) else None
            apart = after is None or any(mark in said.text[word.end : after.start] for mark in ",.;:!?")
            if apart or after is None or after.folded in said.lexicon.fillers or word.folded in said.lexicon.alone:
                return True
        return False

    def nouns(self, kind: str, language: str) -> frozenset[str]:
        """Stems of words that name a kind: the titles and one-word cues of its tools."""
        known = self._nouns.setdefault(language, {})
        if kind not in known:
            found: set[str] = {stem(folded(kind), "en")}
            for tool in self._toolset.tools:
                if tool.kind == kind:
                    title = tool.titles.get(language) or tool.titles.get("en") or ""
                    texts = title.values() if isinstance(title, dict) else [title]
                    found |= {stem(each.folded, language) for text in texts for each in tokens(str(text))}
                    found |= {stem(each[0], language) for each in tool.cues.get(language, ()) if len(each) == 1}
            known[kind] = frozenset(found)
        return known[kind]


def most(toolset: Toolset, aim: Aim, shown: Shown) -> Item | None:
    """The cheapest, earliest … of a list."""
    word, field, sign = _AIMS.get(aim, ("", "", 1))
    tool = toolset.by_name.get(shown.tool) or toolset.of_kind(shown.kind)
    known = tool.refines.get(word) if tool else None
    source = known.source if known else field
    measured = [(sign * value, item) for item in shown.items if (value := measure(item, source)) is not None]
    return min(measured, key=lambda pair: pair[0])[1] if measured else None


def measure(item: Item, source: str) -> float | None:
    """A field or feature of an item as a number; moments count as such."""
    features = item.get("features")
    value = item.get(source, features.get(source) if isinstance(features, dict) else None)
    if isinstance(value, dict):
        value = value.get("minor")
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp() if "T" in value else float(value.replace(":", "."))
        except ValueError:
            return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def stands(item: Item) -> bool:
    """Whether an item is still there to be worked on."""
    return str(item.get("status", "")) not in _OVER


def _standing(shown: Shown) -> Shown:
    """Without what is over: a cancelled booking is not meant by "the dinner"."""
    items = tuple(item for item in shown.items if stands(item))
    return shown if len(items) == len(shown.items) else replace(shown, items=items)


def _kind(shown: Shown, item: Item) -> str:
    return str(item.get("kind") or shown.kind)


def _title_words(item: Item) -> list[str]:
    return [token.folded for token in tokens(str(item.get("title") or item.get("name") or ""))]


def _common(shown: Shown) -> set[str]:
    """Words in the titles of most items of a list tell none apart."""
    if len(shown.items) < 2:
        return set()
    titles = [set(_title_words(item)) for item in shown.items]
    every: set[str] = set().union(*titles)
    return {word for word in every if sum(word in title for title in titles) > max(1, len(titles) // 2)}


def _overlap(telling: Sequence[str], words: Sequence[Token], spoken: set[str]) -> tuple[float, int]:
    """How much of a title was said, and where."""
    hits, where = 0.0, -1
    for word in telling:
        if len(word) < 3:
            continue
        if word in spoken:
            hits += 1.0
        elif len(word) < _LONG_NAME or not any(fuzz.ratio(word, each) >= _NAME_SCORE for each in spoken):
            continue
        else:
            hits += 0.8
        if where < 0:
            where = next(
                (each.start for each in words if each.folded == word or fuzz.ratio(each.folded, word) >= _NAME_SCORE),
                -1,
            )
    return hits, where


def title_of(item: Item) -> Any:
    return item.get("title") or item.get("name") or item.get("id")
