"""Plays a simulated customer by rules, and tells from a log when that customer, not the concierge, was at fault."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from evals import seen
from evals.log import StepLog
from evals.persona import FactToTell, Persona, Temper
from tools.models import CardKind


class Act(NamedTuple):
    """What the customer does next. ``over``: nothing more."""

    verb: Literal["say", "confirm", "decline", "over"]
    text: str = ""


@dataclass
class Simulator:
    """One customer in one conversation."""

    persona: Persona
    told: list[FactToTell] = field(default_factory=list)
    said: int = 0
    picked: bool = False
    wavered: bool = False

    def next(self, last: StepLog | None) -> Act:
        """What they do after what they have just seen; None is the beginning."""
        if self.said >= self.persona.most:
            return Act("over")
        self.said += 1
        return Act("say", self.persona.opening) if last is None else self._answer(last)

    def _answer(self, last: StepLog) -> Act:
        kinds = {kind for kind, _ in seen.cards([last])}
        if seen.open_confirmation([last]) is not None:
            return self._decide()
        if CardKind.RECEIPT in kinds:
            return Act("over")
        asked = questions(seen.replies([last]))
        if facts := self._wanted(asked):
            self.told += facts
            return Act("say", self._phrase(facts))
        if CardKind.OFFERS in kinds and self.persona.picks and not self.picked:
            self.picked = True
            return Act("say", self.persona.picks)
        return Act("say", self.persona.shrug) if asked else Act("over")

    def _decide(self) -> Act:
        if self.persona.temper is Temper.WAVERING and not self.wavered:
            self.wavered, self.picked = True, False
            return Act("decline")
        return Act("confirm" if self.persona.confirms else "decline")

    def _wanted(self, asked: Sequence[str]) -> list[FactToTell]:
        """Facts that are asked for and not told yet, in the order of the questions."""
        untold = [fact for fact in self.persona.facts if fact not in self.told]
        found = [fact for question in asked for fact in untold if _is_about(question, fact)]
        wanted = list(dict.fromkeys(found))[:1]
        if wanted and self.persona.temper is Temper.EAGER:
            wanted += [fact for fact in untold if fact not in wanted][:1]
        return wanted

    def _phrase(self, facts: Iterable[FactToTell]) -> str:
        words = " ".join(fact.say for fact in facts)
        return f"{words} {self.persona.chatter}" if self.persona.temper is Temper.CHATTY else words


def faults(persona: Persona, steps: Sequence[StepLog]) -> Iterator[str]:
    """What the customer did wrong: said what is not theirs to say, said it twice, or could not answer a question."""
    own = (persona.opening, persona.picks, persona.shrug, persona.chatter, *(fact.say for fact in persona.facts))
    told: list[str] = []
    for before, step in zip([None, *steps], steps, strict=False):
        if step.verb != "say":
            continue
        if rest := _without(step.said, own):
            yield f"said what is not among their facts: {rest!r}"
        told += [fact.say for fact in persona.facts if fact.say in step.said]
        asked = questions(seen.replies([before])) if before else []
        if asked and step.said == persona.shrug:
            yield f"had no answer to {asked[-1]!r}"
    for fact in dict.fromkeys(told):
        if told.count(fact) > 1:
            yield f"said twice: {fact!r}"
    if sum(step.verb == "say" for step in steps) >= persona.most:
        yield f"gave up after {persona.most} messages"


def questions(replies: Iterable[str]) -> list[str]:
    """The sentences that ask something."""
    return [found.strip() for reply in replies for found in re.findall(r"[^.!?\n]*\?", reply)]


def _is_about(question: str, fact: FactToTell) -> bool:
    return any(re.search(cue, question, re.IGNORECASE) for cue in fact.asked)


def _without(text: str, parts: Iterable[str]) -> str:
    for part in sorted(filter(None, parts), key=len, reverse=True):
        text = text.replace(part, "")
    return text.strip()
