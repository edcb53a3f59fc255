"""Not decided yet: nothing is done, nothing is asked again, and what waits goes on waiting."""

from __future__ import annotations

from agent.brain.reading.acts import Act, is_question, read_acts
from agent.brain.speaking.moves import Kind, Move
from agent.brain.utterance import Utterance
from agent.models import TurnContext

_BESIDE = 1
"""Words of weight beside a hesitation that are still about it: "not sure about the *hotel*"."""


def hesitates(said: Utterance) -> bool:
    """Whether nothing else is said: "not yet, find me a table first" is a wish."""
    spans = [each.span for each in read_acts(said.text, said.language) if each.act is Act.HESITATE]
    if not spans or said.measured or said.party is not None or is_question(said.text, said.language):
        return False
    if any(not any(low <= each.start < high for low, high in spans) for each in said.counts):
        return False  # "no wait, only three"
    rest = [word.folded for word in said.words_outside(spans)]
    telling = [word for word in rest if word not in said.lexicon.fillers | said.lexicon.polite]
    return len(telling) <= _BESIDE and not set(rest) & said.lexicon.bidding


def take_time(context: TurnContext) -> Move:
    """What waits for the customer's yes, and until when."""
    waiting = context.open_confirmation
    if waiting is None:
        return Move(kind=Kind.TAKE_TIME)
    until = waiting.expires_at.astimezone(context.now.tzinfo)
    data = {"summary": waiting.summary, "total": waiting.total, "until": until.isoformat()}
    return Move(kind=Kind.TAKE_TIME, data=data)
