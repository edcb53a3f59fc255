"""A bare yes while no confirmation is open: to what the last reply proposed."""

from __future__ import annotations

from dataclasses import dataclass

from agent.brain.choosing import item_type
from agent.brain.reading.acts import Act, read_acts
from agent.brain.reading.assent import Assent, classify_assent
from agent.brain.state import Request, State
from agent.brain.utterance import Utterance

_LIGHTLY = ({Act.AFFIRM}, {Act.AFFIRM, Act.RESUME})


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a yes takes."""

    focus: str = ""
    """Id of the thing that the last reply spoke of; empty when it suggested several kinds of things."""
    request: Request | None = None
    """What was wanted of it, when it was asked whether it is meant; otherwise it is to be booked."""


def agreed(state: State, said: Utterance) -> Agreed | None:
    """What a yes, and nothing but a yes, takes; None when the last reply proposed nothing."""
    light = not state.proposed and _goes_along(said)
    if not state.reply or not (light or classify_assent(said.text, said.language) is Assent.YES):
        return None
    named = _named(state)
    asked = state.request(state.question.tool) if state.question else None
    if asked is not None:
        meant = next(iter(named)) if len(named) == 1 and item_type(asked.tool) else ""
        return Agreed(meant, asked) if meant else None
    offers = [each for each, ref_type in named.items() if ref_type == "offer"]
    latest = state.shown[-1] if state.shown else None
    if state.focus in offers or len(offers) == 1:
        return Agreed(state.focus if state.focus in offers else offers[0])
    suggested = latest is not None and latest.ref_type == "offer" and latest.turn == state.turn and not latest.stale
    kinds = {found[0].kind for found in map(state.find, offers) if found is not None}
    return Agreed() if offers and (suggested or len(kinds) == len(offers)) else None


def _goes_along(said: Utterance) -> bool:
    """ "Sure, why not", "yes, let's go on": enough of a yes where nothing is paid yet."""
    spans = [each for each in read_acts(said.text, said.language) if each.act is not Act.QUESTION]
    rest = said.words_outside(each.span for each in spans)
    light = said.lexicon.polite - said.lexicon.negation
    return {each.act for each in spans} in _LIGHTLY and not said.asks and all(word.folded in light for word in rest)


def _named(state: State) -> dict[str, str]:
    """Ids of things named in the last reply, with their type; of several with one title the one talked about."""
    found: dict[str, tuple[str, str]] = {}
    for shown in state.shown:
        for item in shown.items:
            title, identity = str(item.get("title") or ""), str(item.get("id") or "")
            if title and f"**{title}" in state.reply and (title not in found or identity == state.focus):
                found[title] = (identity, shown.ref_type)
    return dict(found.values())
