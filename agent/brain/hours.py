"""Times of day into a tool's parameters."""

from __future__ import annotations

import itertools
from datetime import time

from agent.brain.parameter import Parameter, Wants
from agent.brain.sheet import Sheet, Span
from agent.brain.tokens import Token, contains
from memory.when.readings import Bound, PartOfDay, TimeReading

_USUAL = {
    PartOfDay.MORNING: time(9),
    PartOfDay.NOON: time(12, 30),
    PartOfDay.AFTERNOON: time(15),
    PartOfDay.EVENING: time(19, 30),
    PartOfDay.NIGHT: time(21),
}
"""When a part of the day is asked for and a single time is wanted."""
_OPPOSITE = {
    Bound.BEFORE: Bound.FROM,
    Bound.UNTIL: Bound.AFTER,
    Bound.AFTER: Bound.UNTIL,
    Bound.FROM: Bound.BEFORE,
}
"""What a limit becomes that somebody says no to."""
_NO_TO_LIMIT = 5
"""Words at most between a no and the limit it is said to: "*don't* want to leave home *before nine*"."""
_LATE = (PartOfDay.EVENING, PartOfDay.NIGHT)
_NOT_EARLY, _NOT_LATE = time(9), time(20)
"""What "not too early" and "not too late" come to."""
_A_LIMIT = 0.5
"""How sure a limit is that was told by what is not wanted; it is no time to be there."""
_SAME_WAY = 2.5
"""What it is worth that a time stands beside the day of the same way: "back *on the 15th* in the evening"."""
_DUE = 4.0
"""What it is worth that one has to be there then."""
_NEAR_DUE = 6
"""Words at most between what is due and its time."""
_BESIDE = 4
"""Words at most between a day and its time."""


class Hours(Sheet):
    """Fills what wants a time."""

    def _times(self) -> None:
        wanting = [each for each in self._open if each.wants is Wants.TIME]
        degrees = self._degrees()
        readings = [each for each in self._said.times if self._within(*each.span) and not _covered(each, degrees)]
        readings = [*filter(None, map(self._turned_down, readings)), *degrees]
        pairs = []
        for reading in readings:
            for parameter in wanting:
                fit = self._time_fit(parameter, reading)
                if fit > 0:
                    fit += self._pull(parameter, *reading.span) + self._way(parameter, reading)
                    pairs.append((fit, parameter, reading, reading.span))
        taken, self._taken = self._taken, []  # "Friday evening" is a day and a time in one
        for parameter, reading, span in self._best(pairs, 0.01):
            self._out.put(parameter.name, f"{self._clock(parameter, reading):%H:%M}", span)
            later = wanting[wanting.index(parameter) + 1 :]
            closing = next((each for each in later if "before" in each.roles and _alike(each, parameter)), None)
            if reading.end is not None and closing is not None and "after" in parameter.roles:
                self._out.put(closing.name, f"{reading.end:%H:%M}", span)

        self._taken += taken
        for parameter in wanting:
            self._moment(parameter)

    def _moment(self, parameter: Parameter) -> None:
        """ "Lunch" is around one, where no time of day is said."""
        if any(each.name in self._out.args for each in self._open if each.wants is Wants.TIME):
            return
        for clock, phrases in parameter.moments.items():
            spans = self._said.spans_of(phrases.get(self._said.language, ()))
            if spans and self._within(*spans[0]):
                self._out.put(parameter.name, clock, spans[0])
                return

    @staticmethod
    def _clock(parameter: Parameter, reading: TimeReading) -> time:
        """For "in the evening" a usual time of it, unless a bound is wanted."""
        if reading.ambiguous and parameter.usual_from:
            usual = time.fromisoformat(parameter.usual_from)
            return next((each for each in (reading.time, *reading.alternatives) if each >= usual), reading.time)
        exact = reading.end is None  # "at 8 in the evening" names its part of the day and is a time all the same
        if reading.part_of_day is None or exact or parameter.roles & {"after", "before"}:
            return reading.time
        return _USUAL[reading.part_of_day]

    def _time_fit(self, parameter: Parameter, reading: TimeReading) -> float:
        if self._is_due(parameter, reading):
            return _DUE
        late = reading.bound in (Bound.FROM, Bound.AFTER) or (reading.end is not None)
        early = reading.bound in (Bound.UNTIL, Bound.BEFORE)
        if "after" in parameter.roles:
            return 1.0 if late else 0.0
        if "before" in parameter.roles:
            return 1.0 if early else 0.0
        return 0.0 if reading.confidence == _A_LIMIT else 0.6

    def _is_due(self, parameter: Parameter, reading: TimeReading) -> bool:
        """Whether it is when one has to be there: "land before noon", "a meeting at 10", "home by 8"."""
        if not parameter.dues or reading.bound in (Bound.FROM, Bound.AFTER) or reading.end is not None:
            return False
        said = self._said
        before = [word for word in said.words if word.end <= reading.span[0]][-_NEAR_DUE:]
        before = [word for word in before if not set(said.text[word.end : reading.span[0]]) & set(",.;!?")]
        after = [word for word in said.words if word.start >= reading.span[1]][: _NEAR_DUE // 2]
        after = list(itertools.takewhile(lambda word: word.folded not in said.lexicon.linking, after))
        after = [word for word in after if not set(said.text[reading.span[1] : word.start]) & set(",.;!?")]
        sides = [tuple(word.folded for word in side) for side in (before, after)]
        phrases = parameter.dues.get(said.language, ())
        return any(contains(folds, phrase) >= 0 for folds in sides for phrase in phrases)

    # --- what is not wanted

    def _turned_down(self, reading: TimeReading) -> TimeReading | None:
        """ "Not in the evening" is before it, "not in the morning" after it; not at noon is any other time."""
        if (other := _OPPOSITE.get(reading.bound)) and self._said.negated(reading.span[0], _NO_TO_LIMIT):
            return reading.model_copy(update={"bound": other})  # "nothing before nine"
        if reading.part_of_day is None or reading.end is None or not self._said.negated(reading.span[0]):
            return reading
        late = reading.part_of_day in _LATE
        if not late and reading.part_of_day is not PartOfDay.MORNING:
            return None
        limit, bound = (reading.time, Bound.BEFORE) if late else (reading.end, Bound.FROM)
        return TimeReading(words=reading.words, span=reading.span, time=limit, bound=bound, confidence=_A_LIMIT)

    def _degrees(self) -> list[TimeReading]:
        """ "Not too early" and "not so late" as limits."""
        known = self._said.lexicon
        found = []
        for place, word in enumerate(self._said.words):
            early = word.folded in known.early
            if not (early or word.folded in known.late) or not self._within(word.start, word.end):
                continue
            if self._too_much(place):
                limit, bound = (_NOT_EARLY, Bound.FROM) if early else (_NOT_LATE, Bound.UNTIL)
                span = (word.start, word.end)
                found.append(TimeReading(words=word.text, span=span, time=limit, bound=bound, confidence=_A_LIMIT))
        return found

    def _too_much(self, place: int) -> bool:
        """Whether the word at a place is what a "no" and a degree stand before: "not too …"."""
        said, words = self._said, self._said.words
        first = place
        while first and words[first - 1].folded in said.lexicon.degree:
            first -= 1
        before: tuple[Token, ...] = words[max(first - 1, 0) : first]
        return first < place and any(word.folded in said.lexicon.negation for word in before)

    # --- which way

    def _way(self, parameter: Parameter, reading: TimeReading) -> float:
        """Whether the day beside the time is that of the parameter's way."""
        for closing in self._tool.parameters:  # "back the same *evening*"
            near = any(self._within_or_behind(reading.span, each) for each in self._sames(closing))
            if near and _alike(closing, parameter):
                return _SAME_WAY
        for name, (low, high) in self._out.spans.items():
            other = self._tool.parameter(name)
            if other is None or other.wants not in (Wants.DATE, Wants.MOMENT) or not _alike(other, parameter):
                continue
            shared = sum(span == (low, high) for span in self._out.spans.values()) > 1
            if low <= reading.span[0] < high or (not shared and self._beside(reading.span, (low, high))):
                return _SAME_WAY
        return 0.0

    def _sames(self, closing: Parameter) -> list[Span]:
        """Where words stand that make a last day the first one."""
        return self._said.spans_of(closing.sames.get(self._said.language, ()))

    def _within_or_behind(self, clock: Span, same: Span) -> bool:
        """ "Back the same evening, *not before 6*"."""
        return same[0] <= clock[0] < same[1] or (clock[0] >= same[1] and self._beside(clock, same))

    def _beside(self, clock: Span, day: Span) -> bool:
        """Whether a time stands right behind a day, or before it with no mark between: "in the evening of the 15th"."""
        after, before = self._said.text[day[1] : clock[0]], self._said.text[clock[1] : day[0]]
        if any(day[1] <= each.span[0] < clock[0] or clock[1] <= each.span[0] < day[0] for each in self._said.dates):
            return False
        if after:
            return len(after.split()) <= _BESIDE and not set(after) & set(".;!?")
        return bool(before) and len(before.split()) <= _BESIDE and not set(before) & set(",.;!?")


def _alike(one: Parameter, other: Parameter) -> bool:
    """Whether two parameters are about the same: "return_date" and "return_after", "after" and "before"."""
    limits = all("_" not in each.name and each.roles & {"after", "before"} for each in (one, other))
    return limits or one.name.partition("_")[0] == other.name.partition("_")[0]


def _covered(reading: TimeReading, others: list[TimeReading]) -> bool:
    return any(low < reading.span[1] and reading.span[0] < high for low, high in (each.span for each in others))
