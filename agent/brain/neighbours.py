"""Things of a list told by where they stand to another, or by having just been spoken of: "the one below that"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.brain.reading.references import ReferenceKind, read_references
from agent.brain.sheet import Span
from agent.brain.state import Item, Shown, State
from agent.brain.utterance import Utterance

_PAIR = 2
_STEPS = {ReferenceKind.FOLLOWING: 1, ReferenceKind.PRECEDING: -1}


def beside(
    said: Utterance, lists: Sequence[Shown], state: State, kinds: Sequence[str]
) -> tuple[list[Item], Span] | None:
    """The next or the last thing before the one talked of; of each list where none is. None when none is told so.

    ``kinds`` that are named tell whose list is meant.
    """
    told = read_references(said.text, said.language)
    earlier = next((each for each in told if each.kind is ReferenceKind.EARLIER), None)
    if earlier is not None:
        liked = list(_liked(lists, state, kinds))[-1:]
        return (liked, earlier.span) if liked else None
    found = next((each for each in told if each.kind in _STEPS), None)
    if found is None:
        return None
    talked_of = [each for each in lists if state.focus and each.item(state.focus)]
    named = [each for each in lists if each.kind in kinds]
    near = [each for each in named or talked_of or lists if each.ref_type not in ("booking", "fact")]
    known = [_next(each, state, _STEPS[found.kind]) for each in near]
    return [each for each in known if each is not None], found.span


def _liked(lists: Sequence[Shown], state: State, kinds: Sequence[str]) -> Iterator[Item]:
    """What was pointed at or chosen before, the latest last."""
    for identity in (*state.talked, *state.picks.values()):
        shown = next((each for each in lists if each.item(identity)), None)
        if shown is not None and (not kinds or shown.kind in kinds):
            yield shown.item(identity) or {}


def _next(shown: Shown, state: State, step: int) -> Item | None:
    """From what is talked of or chosen, else from the first, which is what was suggested."""
    ids = [str(item.get("id")) for item in shown.items]
    near = next((each for each in (state.focus, state.picks.get(shown.kind, "")) if each in ids), ids[0])
    place = ids.index(near) + step
    return shown.items[place] if 0 <= place < len(ids) else None


def paired(said: Utterance, shown: Shown, state: State, *, these: bool = False) -> Shown:
    """ "Of the two", "those two": what was set side by side, else what was spoken of last, where a list has them.

    ``these``: "those" alone are such a pair too, and not the whole list.
    """
    found = read_references(said.text, said.language)
    if any(each.kind is ReferenceKind.ORDINAL for each in found):
        return shown  # "the first two" are counted in the list
    pointed = these and any(each.kind is ReferenceKind.THESE for each in found)
    if not pointed and not any(each.value == _PAIR for each in said.counts):
        return shown
    for ids in (state.compared, state.talked[-_PAIR:], state.named):
        pair = tuple(item for item in map(shown.item, ids) if item is not None)
        if len(pair) == _PAIR:
            return replace(shown, items=pair)
    return shown
