"""Which tool a stretch of a message asks for, given what the conversation has in view."""

from __future__ import annotations

from collections.abc import Sequence

from agent.brain.parameter import Wants
from agent.brain.pointing import Pointer
from agent.brain.reading.acts import Act, acts
from agent.brain.scoring import FITS, Score, Scorer
from agent.brain.state import State
from agent.brain.tokens import Token, stem
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance

_LOOKED_AT = 5
_POINTS = 0.6
_OUT_OF_VIEW = 1.5
_INDEFINITE = 1.0
_ONLY_NAMED = 1.4
_ONLY_ASKED = 3.0
_UNASKED = 1.0
"""What a tool that does more than read is worth less without one of its own phrases."""
_LEAVE = 4
"""Words before a verb within which a question asks whether one may: "can I still cancel?"."""
_HAD = 6
"""Words before what something should have, in which that is said: "*with* a nice private room"."""
_DEEDS = ("note", "commit", "cancel")


class Chooser:
    """Corrects a scorer's verdict by what is pointed at: "book the hotel" books, "book a hotel" searches."""

    def __init__(self, toolset: Toolset, scorer: Scorer, pointer: Pointer) -> None:
        self._toolset = toolset
        self._scorer = scorer
        self._pointer = pointer

    def choose(self, piece: Utterance, state: State) -> Score | None:
        """The tool that ``piece`` asks for, or None."""
        scores = list(self._scorer.scores(piece.text, piece.language))[:_LOOKED_AT]
        if not scores or scores[0].value < FITS - _POINTS:
            return None
        adjusted = [self._adjusted(score, scores, piece, state) for score in scores]
        best = max(adjusted, key=lambda score: score.value)
        return best if best.value >= FITS else None

    def _adjusted(self, score: Score, scores: Sequence[Score], piece: Utterance, state: State) -> Score:
        if score.tool.continues or _ends(score.tool, piece):
            return score._replace(value=0.0)
        if score.cue and score.tool.kind and _refused(score.tool, piece):
            return score._replace(value=0.0)  # "no hotel"
        if score.cue and score.tool.kind and _is_a_time(score.tool, piece):
            return score._replace(value=0.0)  # "anything after lunch?", of flights
        if not score.cue and score.tool.effect in _DEEDS and score.tool.cues:
            if not any(each.required for each in score.tool.parameters):
                return score._replace(value=0.0)  # what is done to everything at once is never guessed
            score = score._replace(value=score.value - _UNASKED)
        item = item_type(score.tool)
        if item and piece.amounts and any(each.required and each.default == [] for each in score.tool.parameters):
            return score._replace(value=0.0)  # "at most 100 euros per night" is a limit, "per night?" is not
        if item and not score.cue and score.tool.effect not in _DEEDS and score.tool.cues:
            score = score._replace(value=score.value - _UNASKED)
        if score.tool.commits and Act.ASK_WHAT_IF in acts(piece.text, piece.language):
            return score._replace(value=score.value - _ONLY_ASKED)
        if score.tool.effect in _DEEDS and _only_asks(score.tool, piece):
            return score._replace(value=0.0)
        if item:
            return score._replace(value=score.value + self._for_items(score.tool, scores, piece, state))
        if score.tool.provides and not score.tool.kind and self._asks_what_is(scores, piece):
            return score._replace(value=score.value + _POINTS)
        return self._of_kind(score, scores, piece, state) if score.tool.kind else score

    def _of_kind(self, score: Score, scores: Sequence[Score], piece: Utterance, state: State) -> Score:
        """A search is worth less where another tool is asked for and this one's kind is only pointed at."""
        if any(_names_another(each, score, piece) for each in scores):
            return score._replace(value=score.value - _ONLY_NAMED)
        if _is_had(score.tool, piece, state):
            return score._replace(value=0.0)  # "do any of them have a private room?", of tables
        named = self._pointer.point(piece, state, (), score.tool.kind)
        others = any(each is not score and item_type(each.tool) and each.value >= FITS for each in scores)
        shown = state.list_of(score.tool.kind) is not None or not self._found_by(score.tool, scores)
        booked = bool(self._found_for(scores)) and self._is_booked(score.tool, piece, state)
        if ((score.tool.kind in named.kinds and shown) or named.ids or booked) and others:
            return score._replace(value=score.value - _ONLY_NAMED)
        return score

    @staticmethod
    def _found_for(scores: Sequence[Score]) -> list[Score]:
        """Those of tools that change or give up what is booked, when they are asked for by their own words."""
        return [each for each in scores if each.cue and each.tool.commits and item_type(each.tool) == "booking"]

    @staticmethod
    def _is_booked(tool: Tool, piece: Utterance, state: State) -> bool:
        """ "Move dinner to eight" is about the dinner that is booked; "move me to *a* hotel" is about another one."""
        if not any(item.get("kind") == tool.kind for _, item in state.items_of("booking")):
            return False
        named = _nouns(tool, piece)
        return all(not set(piece.before(word.start, 1)) & piece.lexicon.indefinite for word in named)

    @staticmethod
    def _found_by(tool: Tool, scores: Sequence[Score]) -> bool:
        """Whether what the other tools want to work on is what this one would find."""
        wanted = {item_type(each.tool) for each in scores if each.cue and item_type(each.tool)}
        return bool(wanted) and wanted <= {tool.provides}

    @staticmethod
    def _asks_what_is(scores: Sequence[Score], piece: Utterance) -> bool:
        """ "What have I booked?" names booking and wants the list."""
        return any(each.cue and each.tool.commits and _only_asks(each.tool, piece) for each in scores)

    def _for_items(self, tool: Tool, scores: Sequence[Score], piece: Utterance, state: State) -> float:
        types = item_types(tool)
        pointed = self._pointer.point(piece, state, types)
        if pointed.explicit:
            return _POINTS
        change = 0.0
        if not any(state.items_of(each) or self._toolset.providers(each) for each in types):
            change -= _OUT_OF_VIEW
        finds = [each for each in scores if each.tool.kind and each.tool.provides and each.value >= FITS and each.cue]
        unseen = [each for each in finds if each.tool.provides in types and state.list_of(each.tool.kind) is None]
        if unseen or any(each.tool.kind not in pointed.kinds for each in finds):
            booked = "booking" in types and finds and all(self._is_booked(each.tool, piece, state) for each in finds)
            change += _POINTS if booked else -_INDEFINITE
        return change


def _ends(tool: Tool, piece: Utterance) -> bool:
    """ "Stop remembering me" is nothing to be noted in the customer's words."""
    first = next((word.folded for word in piece.words if word.folded not in piece.lexicon.fillers), "")
    notes = tool.effect == "note" and any(each.wants is Wants.WORDS and each.required for each in tool.parameters)
    return notes and first in piece.lexicon.ending


def _only_asks(tool: Tool, piece: Utterance) -> bool:
    """ "What did I book?" books nothing, and "do you remember …?" notes nothing; "can you book it?" is a wish."""
    first = next((word.folded for word in piece.words if word.folded not in piece.lexicon.linking), "")
    if tool.effect == "cancel" and _asks_leave(tool, piece):
        return True
    if first in piece.lexicon.requesting:
        return False
    asked = piece.text.rstrip().endswith("?")
    return first in piece.lexicon.wh or (asked and (first in piece.lexicon.did or tool.effect == "note"))


def _asks_leave(tool: Tool, piece: Utterance) -> bool:
    """ "Can I still cancel it?", "je peux annuler ?" ask whether one may; "can you cancel it?" is a wish."""
    if not piece.text.rstrip().endswith("?"):
        return False
    verbs = {cue[0] for cue in tool.cues.get(piece.language, ()) if len(cue) == 1}
    said = (word for word in piece.words if word.folded in verbs)
    return any(set(piece.before(word.start, _LEAVE)) & piece.lexicon.leave for word in said)


def _names_another(other: Score, score: Score, piece: Utterance) -> bool:
    """Whether a tool is only named as where what another one is for should be: "dinner *near the hotel*"."""
    if other is score or not (other.cue and other.tool.kind and other.value >= FITS - _POINTS):
        return False
    return _only_beside(score.tool, piece) and not _only_beside(other.tool, piece)


def _only_beside(tool: Tool, piece: Utterance) -> bool:
    """Whether every word for what a tool finds stands behind a preposition and an article."""
    lexicon = piece.lexicon
    named = _nouns(tool, piece)
    places = lexicon.target | lexicon.source

    def beside(start: int) -> bool:
        *_, near, last = ("", "", *piece.before(start, 2))
        return last in lexicon.fused or (last in lexicon.definite and near in places)

    return bool(named) and all(beside(word.start) for word in named)


def _is_had(tool: Tool, piece: Utterance, state: State) -> bool:
    """Whether a tool's kind is only named as what something else that is shown should have."""
    latest = state.shown[-1] if state.shown else None
    if latest is None or latest.ref_type != "offer" or tool.kind in {each.kind for each in state.shown}:
        return False
    named = _nouns(tool, piece)

    def had(start: int) -> bool:
        before = set(piece.before(start, _HAD))
        return bool(before & piece.lexicon.having) and bool(before & piece.lexicon.indefinite)

    return bool(named) and all(had(word.start) for word in named)


def _nouns(tool: Tool, piece: Utterance) -> list[Token]:
    """Words of a message that name what a tool finds."""
    nouns = {stem(each[0], piece.language) for each in tool.cues.get(piece.language, ()) if len(each) == 1}
    return [word for word in piece.words if stem(word.folded, piece.language) in nouns]


def _is_a_time(tool: Tool, piece: Utterance) -> bool:
    """Whether every word that names a tool's kind only tells when: "after lunch", and not "lunch at one"."""
    named, times = _nouns(tool, piece), [*(each.span for each in piece.times), *(each.span for each in piece.dates)]
    return bool(named) and all(
        any(low < word.start and word.end <= high for low, high in times)
        or any(low <= word.start and word.end < high for low, high in times)
        for word in named
    )


def _refused(tool: Tool, piece: Utterance) -> bool:
    """Whether every word that names a tool's kind is said with a no: "without a hotel", "kein Flug"."""
    lexicon, named = piece.lexicon, _nouns(tool, piece)
    articles = lexicon.indefinite | lexicon.definite | {"de"}

    def refused(start: int) -> bool:
        *_, near, last = ("", "", *piece.before(start, 2))
        return last in lexicon.without or (last in articles and near in lexicon.without)

    return bool(named) and all(refused(word.start) for word in named)


def item_type(tool: Tool) -> str:
    """The type of shown item that a tool cannot do without."""
    parameter = next((each for each in tool.parameters if each.wants is Wants.ITEM and each.required), None)
    return (parameter.refers_to or "item") if parameter else ""


def is_search(tool: Tool) -> bool:
    """Whether it looks for things of a kind, and needs none that was shown."""
    return bool(tool.kind) and tool.effect == "read" and not item_type(tool)


def item_types(tool: Tool) -> tuple[str, ...]:
    """All types of shown items that it works on, the likelier first."""
    parameter = next((each for each in tool.parameters if each.wants is Wants.ITEM and each.required), None)
    return tuple(each for each in (item_type(tool), parameter.or_to if parameter else "") if each)
