"""What kind of answer the conversation waits for, by which mere numbers are days, counts or places in a list."""

from __future__ import annotations

from dataclasses import replace

from agent.brain.following import month_of
from agent.brain.parameter import Wants
from agent.brain.setting import Setting
from agent.brain.state import State
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind


def asked_for(state: State) -> Wants | None:
    """What kind of value we asked for last."""
    request = state.request(state.question.tool) if state.question else None
    asked = request.tool.parameter(state.question.parameter) if request and state.question else None
    return asked.wants if asked is not None else None


def days_asked_for(state: State, text: str, setting: Setting) -> bool:
    """Whether mere numbers are days: where we asked for one, and where a first and a last one is all that is said."""
    asked = asked_for(state)
    if asked is Wants.DATE:
        return True
    open_ended = any(each.end_of for request in state.requests for each in request.tool.parameters)
    if not open_ended or asked not in (None, Wants.NIGHTS):
        return False
    said = Utterance(text, replace(setting, near=month_of(state), asked_day=True))
    spans = [each.span for each in said.dates if each.kind is DateKind.RANGE]
    others = said.words_outside(spans)
    known = said.lexicon.fillers | said.lexicon.polite | said.lexicon.source | said.lexicon.definite
    return bool(spans) and all(word.folded in known for word in others)


def choosable(state: State) -> int:
    """How many things may be meant by "the 2nd"; none while a day or a number is asked for."""
    if asked_for(state) in (Wants.DATE, Wants.COUNT, Wants.NIGHTS):
        return 0
    latest = state.shown[-1] if state.shown else None
    return len(latest.items) if latest is not None and latest.ref_type not in ("booking", "fact") else 0
