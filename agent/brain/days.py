"""Days and times of day into a tool's parameters."""

from __future__ import annotations

from datetime import date, time, timedelta

from agent.brain.around import bare, in_light_of, of_stay
from agent.brain.parameter import Parameter, Wants
from agent.brain.sheet import COMMON, CUE_NEXT, LOOSE, Sheet, Span
from memory.when.readings import Bound, DateKind, DateProblem, DateReading, PartOfDay, TimeReading

_ASK_WHICH = {
    DateProblem.DAY_OR_MONTH_FIRST,
    DateProblem.WEEKDAY_MISMATCH,
    DateProblem.ONE_OF,
    DateProblem.WHICH_START,
}
_NO_DAY = {DateProblem.NO_SUCH_DAY, DateProblem.ENDS_BEFORE_START}
_USUAL = {
    PartOfDay.MORNING: time(9),
    PartOfDay.NOON: time(12, 30),
    PartOfDay.AFTERNOON: time(15),
    PartOfDay.EVENING: time(19, 30),
    PartOfDay.NIGHT: time(21),
}
"""When a part of the day is asked for and a single time is wanted."""


class Days(Sheet):
    """Fills what wants a day, a time, or a number of nights."""

    # --- days

    def _dates(self) -> None:
        wanting = [each for each in self._open if each.wants in (Wants.DATE, Wants.MOMENT)]
        named = [*self._said.dates, *of_stay(self._said, self._trip)]
        readings = [each for each in named if self._within(*each.span) and each.problem not in self._refused]
        readings = [each for each in readings if not _only_frames(each, [*readings, *self._ranges])]
        readings += self._bare_ends(wanting) or self._bare_answer(wanting, readings)
        self._impossible(wanting, named)
        if not readings:
            return
        for reading in readings:
            self._length(reading)
        pairs = []
        for reading in readings:
            if reading.start is None or reading.kind in (DateKind.MONTH, DateKind.SEASON, DateKind.YEAR):
                continue
            for place, parameter in enumerate(wanting):
                pull = self._pull(parameter, *reading.span) + LOOSE - 0.01 * place
                pull += 0.3 if parameter.required else 0.0
                if "end" in parameter.roles and len(wanting) > 1:
                    pull += CUE_NEXT if reading.bound is Bound.UNTIL else 0.0
                    if reading.end is not None or pull < CUE_NEXT - COMMON:
                        continue
                    pull -= 0.2
                pairs.append((pull, parameter, reading, reading.span))
        for parameter, reading, span in self._best(pairs, LOOSE / 2 - 0.5):
            self._put_day(parameter, reading, span)

    @property
    def _ranges(self) -> list[DateReading]:
        """First and last days said anywhere in the message."""
        return [each for each in self._said.dates if each.kind is DateKind.RANGE]

    @property
    def _refused(self) -> set[DateProblem]:
        """What is no day to look for anything on."""
        return _NO_DAY | ({DateProblem.IN_THE_PAST} if self._tool.kind else set())

    def _impossible(self, wanting: list[Parameter], named: list[DateReading]) -> None:
        """A day that cannot be is asked again, with the reason."""
        found = [each for each in named if self._within(*each.span) and each.problem in self._refused]
        first = next((each for each in wanting if "end" not in each.roles), None)
        if found and first is not None and not any(self._within(*each.span) for each in named if each not in found):
            self._out.unclear[first.name] = found[0]

    def _put_day(self, parameter: Parameter, reading: DateReading, span: Span) -> None:
        start = self._on_trip(reading)
        self._out.put(parameter.name, start.isoformat(), span)
        if reading.ambiguous and reading.alternatives and reading.problem in _ASK_WHICH:
            self._out.unclear[parameter.name] = reading
        end = reading.end
        if end is None and reading.kind is DateKind.DAY and self._for_the_night(reading):
            end = start + timedelta(days=1)
        if nights := self._nights(reading, start):
            end = start + timedelta(days=nights)
        if end is None:
            return
        closing = next((each for each in self._open if each.end_of == parameter.name), None)
        closing = closing or next(
            (each for each in self._open if "end" in each.roles and each.wants is parameter.wants), None
        )
        counted = next((each for each in self._open if each.nights_of == parameter.name), None)
        if closing is not None and closing.name not in self._out.args:
            self._out.put(closing.name, end.isoformat(), span)
        elif counted is not None:
            self._out.put(counted.name, max((end - start).days, 1), span)

    def _nights(self, reading: DateReading, start: date) -> int:
        """How long a stay is that begins with a reading which does not end it itself; 0 when it does."""
        if reading.kind is DateKind.WINDOW:  # "a week in early May"
            lengths = [each.days for each in self._said.dates if each.kind is DateKind.DURATION and each.days]
            return reading.nights or next(iter(lengths), 0)
        return (reading.nights or 0) if reading.end is None or start != reading.start else 0

    def _for_the_night(self, reading: DateReading) -> bool:
        """ "This Friday night", or "tonight", where nights are counted, is one night."""
        counted = any(each.wants is Wants.NIGHTS for each in self._open)
        inside = {word.folded for word in self._said.words if reading.span[0] <= word.start < reading.span[1]}
        return counted and bool({*inside, *self._said.after(reading.span[1], 1)} & self._said.lexicon.one_night)

    def _on_trip(self, reading: DateReading) -> date:
        """ "Friday" during talk of a trip from the 10th to the 13th is the Friday of that trip."""
        start = in_light_of(reading, self._said, self._trip, changes=not self._named_tool)
        past = reading.bound is Bound.AFTER and reading.kind is DateKind.DAY
        return start + timedelta(days=1) if past else start

    def _bare_ends(self, wanting: list[Parameter]) -> list[DateReading]:
        """ "Back 11": a lone number behind the words for a last day."""
        firsts = [each.start for each in self._said.dates if each.start] or ([self._trip[0]] if self._trip else [])
        found = []
        for count in self._said.counts if firsts else ():
            if not self._within(count.start, count.end):
                continue
            cued = any(
                self._pull(each, count.start, count.end) >= CUE_NEXT
                for each in wanting
                if "end" in each.roles and each.name not in self._out.args
            )
            reading = bare(self._said, count, firsts[0]) if cued else None
            found += [reading] if reading is not None else []
        return found

    def _bare_answer(self, wanting: list[Parameter], readings: list[DateReading]) -> list[DateReading]:
        """ "17 to 20", when a day was asked for."""
        asked = next((each for each in wanting if each.name == self._asked), None)
        counts = [each for each in self._said.counts if self._within(each.start, each.end)]
        if asked is None or readings or not 1 <= len(counts) <= 2:
            return []
        first = bare(self._said, counts[0], self._said.setting.now.date() - timedelta(days=1))
        if first is None or first.start is None or len(counts) == 1:
            return [first] if first is not None else []
        last = bare(self._said, counts[1], first.start)
        if last is None or last.start is None:
            return []
        span = (counts[0].start, counts[1].end)
        nights = (last.start - first.start).days
        words = self._said.text[slice(*span)]
        return [
            DateReading(words=words, span=span, kind=DateKind.RANGE, start=first.start, end=last.start, nights=nights)
        ]

    def _length(self, reading: DateReading) -> None:
        length = reading.nights or (reading.days if reading.kind is DateKind.DURATION else None)
        counted = next((each for each in self._open if each.wants is Wants.NIGHTS), None)
        change = 0 if self._named_tool else self._said.change(reading.span)
        if length and change and counted is not None and reading.start is None:
            self._out.changes[counted.name] = change * length
            self._taken.append(reading.span)
        elif length and counted is not None and reading.start is None:
            self._out.put(counted.name, length, reading.span)
            self._taken.append(reading.span)

    # --- times of day

    def _times(self) -> None:
        wanting = [each for each in self._open if each.wants is Wants.TIME]
        readings = [each for each in self._said.times if self._within(*each.span)]
        pairs = []
        for reading in readings:
            for parameter in wanting:
                fit = self._time_fit(parameter, reading)
                if fit > 0:
                    pairs.append((fit + self._pull(parameter, *reading.span), parameter, reading, reading.span))
        taken, self._taken = self._taken, []  # "Friday evening" is a day and a time in one
        for parameter, reading, span in self._best(pairs, 0.01):
            self._out.put(parameter.name, f"{self._clock(parameter, reading):%H:%M}", span)
            later = wanting[wanting.index(parameter) + 1 :]
            closing = next((each for each in later if "before" in each.roles), None)
            if reading.end is not None and closing is not None and "after" in parameter.roles:
                self._out.put(closing.name, f"{reading.end:%H:%M}", span)

        self._taken += taken

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
        late = reading.bound in (Bound.FROM, Bound.AFTER) or (reading.end is not None)
        early = reading.bound in (Bound.UNTIL, Bound.BEFORE)
        if "after" in parameter.roles:
            return 1.0 if late else 0.0
        if "before" in parameter.roles:
            return 1.0 if early else 0.0
        return 0.6


def _only_frames(broad: DateReading, readings: list[DateReading]) -> bool:
    """ "Next week" beside "from the 10th to the 13th" says no more than they do, and a weekend no other days."""
    first, last = broad.start, broad.end
    if broad.kind not in (DateKind.WEEK, DateKind.WEEKEND, DateKind.WINDOW) or first is None or last is None:
        return False
    exact = [each for each in readings if each.kind in (DateKind.DAY, DateKind.RANGE) and each.start is not None]
    if broad.kind is not DateKind.WINDOW and any(each.kind is DateKind.RANGE for each in exact):
        return True
    return any(each.start is not None and first <= each.start <= last for each in exact)
