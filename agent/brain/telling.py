"""What a shown item itself says to a question about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.brain.answering import about, across, answer, open_question
from agent.brain.manners import SOCIAL
from agent.brain.neighbours import paired
from agent.brain.pointing import Pointed, Pointer, stands
from agent.brain.reading.acts import COMPARATIVES, OTHERS, Act
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Item, Shown, State
from agent.brain.superlatives import AIMED, measure, most
from agent.brain.tokens import stem
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance

_PAIR = 2
_ASIDE = SOCIAL | OTHERS | COMPARATIVES | {Act.ASK_WHY, Act.ASK_WHY_NOT, Act.CORRECT}
"""What is said beside a question about a thing."""


class Teller:
    """Answers from what was shown, for one toolset."""

    def __init__(self, toolset: Toolset, pointer: Pointer) -> None:
        self._toolset = toolset
        self._pointer = pointer

    def told(self, state: State, said: Utterance, pointed: Pointed, done: frozenset[str]) -> Move | None:
        """The answer that a shown item itself gives to a question; of several, what each of them has."""
        if not state.shown:
            return None
        latest = self._asked_of(state, said)
        near = [state.focus, state.picks.get(latest.kind, "")]
        near = [each for each in near if each and (latest.item(each) or latest.turn < state.turn - 1)]
        each_of = bool(state.compared) and any(word.folded in said.lexicon.either for word in said.words)
        identity = pointed.ids[-1] if pointed.ids else "" if each_of else next(iter(near), "")
        found = state.find(identity) if identity else None
        shown, item = found or (latest, latest.items[0])
        tool = self._toolset.of_kind(str(item.get("kind") or shown.kind))
        if Act.ASK_ADVICE in done and shown.ref_type == "offer" and len(pointed.ids) < 2:
            return self._advised(latest if found is None else replace(latest, items=(item,)))
        if Act.ASK_WHAT_IF in done and found is not None and item.get("terms"):
            return Move(kind=Kind.ANSWER_TERMS, data={"item": item})
        near_ones = [item] if found is not None else list(latest.items)
        if self._about_cancelling(said) and (terms := self._terms(state, pointed, near_ones)):
            return terms
        if found is not None and _until_when(said) and str(item.get("terms") or "-") in state.reply:
            return Move(kind=Kind.ANSWER_TERMS, data={"item": item})
        if found is None and len(latest.items) > 1 and shown.ref_type == "offer":
            told = across(said, latest.items, tool)
        elif found is None and shown.ref_type == "booking":
            told = self._of_booked(said, latest)
        else:
            told = answer(said, item, tool)
        which = any(word.folded in said.lexicon.wh for word in said.words)  # "can I pay later?" compares nothing
        aim = next((AIMED[each] for each in COMPARATIVES if which and each in done and each in AIMED), None)
        best = most(self._toolset, aim, latest) if aim is not None and found is None else None
        if best is not None:
            return Move(kind=Kind.ABOUT, data={"item": best})
        if told is not None or shown.ref_type == "fact":
            return told
        if found is not None and open_question(said, item, pointed.span) and not done & _ASIDE and not said.dates:
            return Move(kind=Kind.UNANSWERED, data={"item": item})
        return about(said, item, pointed=bool(pointed.ids)) if shown.ref_type != "booking" else None

    def _about_cancelling(self, said: Utterance) -> bool:
        """Whether it asks what comes of giving something up: "can I still cancel?"."""
        cues = (
            cue for tool in self._toolset.tools if tool.effect == "cancel" for cue in tool.cues.get(said.language, ())
        )
        names = {stem(cue[0], said.language) for cue in cues if len(cue) == 1}
        return any(stem(word.folded, said.language) in names for word in said.words)

    @staticmethod
    def _terms(state: State, pointed: Pointed, near: Sequence[Item]) -> Move | None:
        """The terms of what was pointed at, else of everything booked, else of what is talked about."""
        named = [found[1] for found in map(state.find, pointed.ids) if found is not None and not pointed.loosely]
        booked = [item for _, item in state.items_of("booking") if stands(item)]
        items = [each for each in named or booked or near if each.get("terms")]
        if len(items) == 1:
            return Move(kind=Kind.ANSWER_TERMS, data={"item": items[0]})
        pairs = [{"item": item, "value": str(item["terms"])} for item in items]
        return Move(kind=Kind.ANSWER_FACT, data={"pairs": pairs, "label": ""}) if pairs else None

    def _of_booked(self, said: Utterance, shown: Shown) -> Move | None:
        """What the first of the bookings that has an answer says: "is breakfast included in what I booked?"."""
        answers = [(item, answer(said, item, self._toolset.of_kind(str(item.get("kind"))))) for item in shown.items]
        known = [(item, move) for item, move in answers if move is not None]
        pairs = [{"item": item, "value": move.data.get("value")} for item, move in known if _is_text(move)]
        if len(pairs) == len(known) > 1 and len({str(move.data["label"]) for _, move in known}) == 1:
            return Move(kind=Kind.ANSWER_ACROSS, data={"pairs": pairs, "label": known[0][1].data["label"]})
        return known[0][1] if known else None

    def _asked_of(self, state: State, said: Utterance) -> Shown:
        """The list that a question is about: of the kind it names, or what was set side by side, else the latest."""
        kinds = self._pointer.kinds.named(said)
        latest = next((each for each in reversed(state.shown) if each.kind in kinds), state.shown[-1])
        pair = tuple(item for item in latest.items if str(item.get("id")) in state.compared)
        return replace(latest, items=pair) if len(pair) > 1 else latest

    @staticmethod
    def _other(state: State, item: Item) -> Item | None:
        """What was spoken of last beside a thing of the same kind."""
        found = [known for known in map(state.find, reversed(state.talked)) if known is not None]
        alike = (each for shown, each in found if shown.item(str(item.get("id"))) and each is not item)
        return next(alike, None)

    @staticmethod
    def _talked_of(state: State) -> Shown | None:
        """The list of what was spoken of last."""
        found = state.find(state.talked[-1]) if state.talked else None
        return found[0] if found is not None and found[0] in state.shown else None

    @staticmethod
    def _advised(shown: Shown) -> Move:
        """Of a list that is ranked the first; beside it the one that costs least."""
        first = shown.items[0]
        prices = {str(item.get("id")): measure(item, "price") for item in shown.items}
        known = {identity: price for identity, price in prices.items() if price is not None}
        least = min(known, key=lambda identity: known[identity]) if len(known) == len(prices) else ""
        data = {"item": first}
        if least and known[least] < known[str(first.get("id"))]:
            data["other"] = shown.item(least) or first
        return Move(kind=Kind.ADVISE, data=data)

    def compared(self, state: State, said: Utterance, pointed: Pointed) -> Move | None:
        """Shown things side by side: those that were named, else the first of the latest list."""
        if not any(word.folded in said.lexicon.comparing for word in said.words):
            return None
        items = [found[1] for found in map(state.find, pointed.ids) if found is not None]
        if len(items) == 1 and (near := self._other(state, items[0])) is not None:
            items = [near, items[0]]  # "how is it different from the first?"
        if len(items) < 2 and state.shown and state.shown[-1].ref_type == "offer":
            latest = state.shown[-1]
            count = next((each.value for each in said.counts), 2)
            pair = paired(said, self._talked_of(state) or latest, state, these=True)
            items = list(pair.items if len(pair.items) == _PAIR else latest.items[: max(_PAIR, count)])
        return Move(kind=Kind.COMPARE, data={"items": items}) if len(items) > 1 else None


def _is_text(move: Move) -> bool:
    """Whether an answer is a value of a field, and no yes or no."""
    return move.kind is Kind.ANSWER_FIELD and isinstance(move.data.get("value"), str)


def _until_when(said: Utterance) -> bool:
    """Whether it asks for nothing but a last moment: of what was told to end at one."""
    known = said.lexicon
    words = {word.folded for word in said.words} - known.fillers
    return bool(words & known.dating) and words <= known.dating | known.wh
