"""Arguments for one tool from what a message mentions: by type, by the words around it, each mention used once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from agent.brain.amounts import Amounts
from agent.brain.days import Days
from agent.brain.hours import Hours
from agent.brain.names import Names
from agent.brain.parameter import Wants
from agent.brain.sheet import Filled, Span
from agent.brain.state import State
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind


class Filler(Days, Hours, Amounts, Names):
    """Fills one tool's parameters from one message."""

    def fill(self) -> Filled:
        self._unwanted()
        self._dates()
        self._same_day()
        self._times()
        self._money()
        self._choices()
        self._counts()
        self._booleans()
        self._names()
        self._free_words()
        return self._out

    # --- what is not wanted

    def _unwanted(self) -> None:
        """ "One way" leaves the day of the way back open for good: its value is None."""
        for parameter in self._open:
            spans = self._said.spans_of(parameter.nones.get(self._said.language, ()))
            own = [each for each in spans if self._within(*each) or parameter.end_of]  # "next weekend, one way"
            if own and parameter.name not in self._out.args:
                self._out.put(parameter.name, None, own[0])

    def _same_day(self) -> None:
        """ "Back the same day": the last day is the first one, where only one is named."""
        named = [each.start for each in self._said.dates if each.kind is DateKind.DAY and each.event is None]
        if len(set(named)) > 1:
            return  # "there on Friday and back on Sunday"
        for closing in (each for each in self._open if self._said.has(each.sames)):
            days = {self._out.args.get(closing.name), self._out.args.get(closing.end_of)} - {None}
            if len(days) == 1:
                name = closing.name if closing.name in self._out.args else closing.end_of
                for each in (closing.end_of, closing.name):
                    self._out.put(each, self._out.args[name], self._out.spans[name])

    # --- the customer's own words

    def _free_words(self) -> None:
        """What follows the words that asked for the tool; all of it when nothing does."""
        parameter = next((each for each in self._open if each.wants is Wants.WORDS and each.required), None)
        if parameter is None or parameter.name in self._out.args:
            return
        if not self._named_tool and parameter.name != self._asked:
            return
        start = self._after_cue()
        end = max((high for _, high in self._scopes), default=len(self._said.text))
        text = self._said.text[start:end].strip(" .,;:!?")
        telling = [
            word
            for word in self._said.words
            if start <= word.start < end and word.folded not in self._said.lexicon.pronouns
        ]
        if text and telling:
            self._out.put(parameter.name, text, (start, end))

    def _after_cue(self) -> int:
        phrases = self._tool.cues.get(self._said.language) or self._tool.cues.get("en") or ()
        return max((end for _, end in self._said.spans_of(phrases)), default=0)


def filled_in(
    tool: Tool,
    said: Utterance,
    state: State,
    scopes: Sequence[Span] | None = None,
    *,
    asked: str = "",
    named: bool = True,
    skip: Collection[str] = (),
) -> Filled:
    """What ``said``, or some stretches of it, gives to a tool, with the days that the conversation is about."""
    ranges = [(each.start, each.end) for each in said.dates if each.kind is DateKind.RANGE and each.start and each.end]
    trip = ranges[0] if named and ranges else state.trip() if named else state.days_of(tool)
    return Filler(tool, said, scopes=scopes, asked=asked, named=named, trip=trip, skip=skip).fill()
