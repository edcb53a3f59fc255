"""Which shown items a message points at: by number, by name, by what it is, or by "it"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.brain.kinds import Kinds
from agent.brain.leftover import Leftover
from agent.brain.neighbours import beside, paired
from agent.brain.qualities import Suited, stretches, suited
from agent.brain.reading.acts import Act, acts
from agent.brain.reading.references import Aim, Reference, ReferenceKind, read_references
from agent.brain.sheet import Span
from agent.brain.state import Item, Shown, State
from agent.brain.superlatives import AIMED, most
from agent.brain.titles import best_named
from agent.brain.tokens import folded, stem, tokens
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance

PARTS = re.compile(r"[,;.]\s+|\s(?=(?:and|und|et|y|e|plus|&|\+)\s)")
_COUNTED = (ReferenceKind.ORDINAL, ReferenceKind.SUPERLATIVE)
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
    unmet: str = ""
    """The kind of a thing that was told by what none of those shown has: "the hotel in Porto"."""

    told: bool = False
    """By what it has: "the vegan one"."""

    @property
    def explicit(self) -> bool:
        return bool(self.ids or self.among or self.beyond)


class Pointer:
    """Resolves references for one toolset."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset
        self.kinds = Kinds(toolset)
        self._leftover = Leftover(toolset)

    def point(self, said: Utterance, state: State, types: tuple[str, ...] = (), kind: str = "") -> Pointed:
        """What ``said`` points at among shown items of some types (any when empty) and kind (any when empty)."""
        lists = [_standing(each) for each in reversed(state.shown) if not types or each.ref_type in types]
        lists = [each for each in lists if each.items]
        if kind:
            lists = [each for each in lists if any(_kind(each, item) == kind for item in each.items)]
        if not lists:
            return Pointed(kinds=self.kinds.definite(said))
        several = self._of_each(said, state, types) if not kind else None
        if several is not None:
            return several
        if (near := beside(said, lists, state, self.kinds.named(said))) is not None:
            return _one_or_among(*near)
        so = self._by_quality(said, lists, state)
        so = so if so.explicit or so.unmet else self._by_another_name(said, lists)
        numbered = self._by_number(said, lists, state)
        if numbered.ids and so.explicit and said.asks:
            return numbered  # "does the second hotel have a pool?" asks of that one, whichever has one
        for found in (
            so,
            self._by_name(said, lists),
            numbered,
            self._by_other(said, lists, state),
            so if so.unmet else self._by_kind(said, lists, state),
        ):
            if found.explicit:
                return replace(found, unmet=so.unmet)
        return so if so.unmet else self._by_pronoun(said, lists, state)

    def _of_each(self, said: Utterance, state: State, types: tuple[str, ...]) -> Pointed | None:
        """ "The second hotel and the noon flight": what each part of a message points at, where each names a kind."""
        listed = {each.kind for each in state.shown if not types or each.ref_type in types}
        if len(listed & set(self.kinds.named(said))) < 2:
            return None
        cuts = [0, *(each.end() for each in PARTS.finditer(said.text)), len(said.text)]
        found: dict[str, Pointed] = {}
        for low, high in itertools.pairwise(cuts):
            piece = said.part((low, high))
            kinds = [each for each in self.kinds.named(piece) if each in listed]
            if len(kinds) == 1:
                pointed = self.point(piece, state, types, kinds[0])
                span = (low + pointed.span[0], low + pointed.span[1]) if pointed.span is not None else None
                found[kinds[0]] = replace(pointed, span=span)
        span = next((each.span for each in found.values() if each.ids and each.span is not None), None)
        if len(found) < 2 or span is None:
            return None
        found = {kind: _first_of_offers(pointed) for kind, pointed in found.items()}
        ids = dict.fromkeys(each for pointed in found.values() for each in pointed.ids)
        unmet = next((each.unmet for each in found.values() if each.unmet), "")
        return Pointed(tuple(ids), kinds=tuple(found), span=span, told=True, unmet=unmet)

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
            if reference.aim is not None:
                shown = paired(said, shown, state)
            found = self._numbered(reference, shown)
            if found is None and reference.kind is ReferenceKind.ORDINAL:
                beyond = len(shown.items)
            elif found is not None:
                ids.append(str(found.get("id")))
                span = span or reference.span
        if not ids and not beyond:
            return self._more_of_two(said, lists, state)
        return Pointed(tuple(dict.fromkeys(ids)), beyond=0 if ids else beyond, span=span)

    def _more_of_two(self, said: Utterance, lists: Sequence[Shown], state: State) -> Pointed:
        """ "The cheaper of the two", "das günstigere von beiden"."""
        aim = self._aim(said)
        for shown in lists if aim is not None else ():
            pair = paired(said, shown, state, these=True)
            best = most(self._toolset, aim, pair) if aim is not None and len(pair.items) == 2 else None
            if best is not None and pair is not shown:
                return Pointed((str(best.get("id")),), told=True)
        return Pointed()

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
            if noun in self.kinds.nouns(shown.kind, said.language):
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

    # --- by what it has

    def _by_quality(self, said: Utterance, lists: Sequence[Shown], state: State) -> Pointed:
        """ "The vegan one": of the list talked about, or of the list of the kind named with it."""
        talked_of = [each for each in lists if state.focus and each.item(state.focus)]
        named = [each for each in lists if each.kind in self.kinds.definite(said)]
        unmet, span = "", None
        for shown in named or [*talked_of, *lists]:
            if shown.ref_type in ("booking", "fact"):
                continue
            tool = self._toolset.by_name.get(shown.tool) or self._toolset.of_kind(shown.kind)
            nouns, near = self.kinds.nouns(shown.kind, said.language), _compared(shown, state)
            found = suited(said, near, tool, nouns) or self._of_two(said, near, nouns)
            if found is not None and found.items:
                return self._among(found.items, found.span, shown, said)
            if found is not None and not unmet:
                unmet, span = shown.kind, found.span
        return Pointed(unmet=unmet, kinds=(unmet,), span=span) if unmet else Pointed()

    def _by_another_name(self, said: Utterance, lists: Sequence[Shown]) -> Pointed:
        """ "Book the Hotel Adlon", which is none of those shown."""
        named = self.kinds.named(said)
        kinds = [each for each in named or [lists[0].kind] if any(shown.kind == each for shown in lists)]
        name = self._leftover.name(said) if kinds else ""
        words = {token.folded for token in tokens(name)}
        titles = [tokens(str(item.get("title") or "")) for shown in lists for item in shown.items]
        borne = any(words & {token.folded for token in title} for title in titles)
        return Pointed(unmet=kinds[0], kinds=(kinds[0],)) if name and not borne else Pointed()

    def _of_two(self, said: Utterance, shown: Shown, nouns: frozenset[str]) -> Suited | None:
        """ "The later one", of two that are compared or shown."""
        span = next(stretches(said, nouns), None)
        return Suited(span, shown.items) if span and len(shown.items) == 2 and self._aim(said) else None

    def _among(self, items: tuple[Item, ...], span: Span, shown: Shown, said: Utterance) -> Pointed:
        """The one that is so, or that is most of something among those that are."""
        aim = self._aim(said)
        best = most(self._toolset, aim, replace(shown, items=items)) if aim is not None else None
        if best is not None or len(items) == 1:
            return Pointed((str((best or items[0]).get("id")),), span=span, told=True)
        return Pointed(among=items, span=span, told=True)

    def _aim(self, said: Utterance) -> Aim | None:
        """By what the one that is meant is the most, or more than the other."""
        named = (each.aim for each in self._references(said) if each.aim is not None)
        compared = (AIMED[Act(each)] for each in acts(said.text, said.language) if each in AIMED)
        return next(named, None) or next(compared, None)

    # --- by name

    @staticmethod
    def _by_name(said: Utterance, lists: Sequence[Shown]) -> Pointed:
        hits = best_named(said, lists)
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
        named = self.kinds.definite(said)
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

    def _by_pronoun(self, said: Utterance, lists: Sequence[Shown], state: State) -> Pointed:
        named = self.kinds.definite(said)
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


def _first_of_offers(pointed: Pointed) -> Pointed:
    """ "The second hotel and *the flight*": beside what is chosen, the flight is the one that was put forward."""
    first = pointed.among[0] if pointed.among and not (pointed.ids or pointed.told) else {}
    return replace(pointed, ids=(str(first.get("id")),), among=()) if first.get("type") == "offer" else pointed


def _compared(shown: Shown, state: State) -> Shown:
    """Of a list what was set side by side, where it was."""
    pair = tuple(item for item in shown.items if str(item.get("id")) in state.compared)
    return replace(shown, items=pair) if len(pair) > 1 else shown


def _one_or_among(items: Sequence[Item], span: Span) -> Pointed:
    if len(items) == 1:
        return Pointed((str(items[0].get("id")),), span=span)
    return Pointed(among=tuple(items), span=span)


def stands(item: Item) -> bool:
    """Whether an item is still there to be worked on."""
    return str(item.get("status", "")) not in _OVER


def _standing(shown: Shown) -> Shown:
    """Without what is over: a cancelled booking is not meant by "the dinner"."""
    items = tuple(item for item in shown.items if stands(item))
    return shown if len(items) == len(shown.items) else replace(shown, items=items)


def _kind(shown: Shown, item: Item) -> str:
    return str(item.get("kind") or shown.kind)
