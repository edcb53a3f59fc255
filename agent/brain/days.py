"""Days and lengths of stay into a tool's parameters."""

from __future__ import annotations

from datetime import date, timedelta

from agent.brain.around import bare, from_its_eve, in_light_of, in_week_of, is_weekday, of_stay
from agent.brain.parameter import Parameter, Wants
from agent.brain.sheet import COMMON, CUE_NEXT, LOOSE, Sheet, Span
from agent.brain.state import leads_away
from agent.brain.tokens import stem
from memory.when.readings import Bound, DateKind, DateProblem, DateReading, OtherDate, PartOfDay

_ASK_WHICH = {
    DateProblem.DAY_OR_MONTH_FIRST,
    DateProblem.WEEKDAY_MISMATCH,
    DateProblem.ONE_OF,
    DateProblem.WHICH_START,
}
_NO_DAY = {DateProblem.NO_SUCH_DAY, DateProblem.ENDS_BEFORE_START}

_WHOLE = (DateKind.MONTH, DateKind.SEASON, DateKind.YEAR)
_TONIGHT = (PartOfDay.EVENING, PartOfDay.NIGHT)

_LONGEST_UNSAID = timedelta(days=21)
"""How long a stay is at most whose last day is told by a number alone that comes before the first one's."""


class Days(Sheet):
    """Fills what wants a day or a number of nights."""

    # --- days

    def _dates(self) -> None:
        wanting = [each for each in self._open if each.wants in (Wants.DATE, Wants.MOMENT)]
        named = [*self._said.dates, *of_stay(self._said, self._trip)]
        readings = [each for each in named if self._within(*each.span) and each.problem not in self._refused]
        readings = [each for each in readings if not self._unwished(each)]
        events = {each.event for each in self._said.dates} | self._within_stay(wanting)
        readings = [each for each in readings if each.span not in events]
        readings = [each for each in readings if not _only_frames(each, [*readings, *self._ranges])]
        readings += self._bare_ends(wanting)
        self._impossible(wanting, named)
        if not readings:
            return
        for reading in readings:
            self._length(reading)
        readings = self._there_and_back(wanting, self._nearer_the_end(wanting, readings))
        pairs = []
        for reading in readings:
            if (reading.start is None and not self._moves(reading)) or reading.kind in (
                DateKind.MONTH,
                DateKind.SEASON,
                DateKind.YEAR,
            ):
                continue
            led_to = self._led_to(wanting, reading)
            for place, parameter in enumerate(wanting):
                if reading.bound is Bound.BEFORE and self._tool.kind and not parameter.end_of:
                    continue  # "before Christmas" leaves open on which day
                pull = self._pull(parameter, *reading.span) + LOOSE - 0.01 * place
                pull += 0.3 if parameter.required else 0.0
                if "end" in parameter.roles and len(wanting) > 1:
                    pull += CUE_NEXT if reading.bound is Bound.UNTIL and led_to in (None, parameter) else 0.0
                    if reading.end is not None or pull < CUE_NEXT - COMMON:
                        continue
                    pull -= 0.2
                pairs.append((pull, parameter, reading, reading.span))
        for parameter, reading, span in self._best(pairs, LOOSE / 2 - 0.5):
            self._put_day(parameter, reading, span)

    def _within_stay(self, wanting: list[Parameter]) -> set[Span]:
        """Where the day of what one travels for stands: "a fair on the 15th, I stay from the 14th to the 16th"."""
        dated = [each for each in self._said.dates if each.kind in (DateKind.DAY, DateKind.RANGE) and each.start]
        if len(dated) < 2 or not any(each.end_of for each in wanting):
            return set()
        event, *stay = sorted(dated, key=lambda each: each.span)
        first, last = min(map(_first_day, stay)), max(map(_last_day, stay))
        inside = first < _first_day(event) <= _last_day(event) <= last
        return {event.span} if inside else set()

    def _led_to(self, wanting: list[Parameter], reading: DateReading) -> Parameter | None:
        """ "Change it *to* Saturday": whose own word the day begins with, which then ends nothing."""
        first = tuple(word.folded for word in self._said.part(reading.span).words[:1])
        return next((each for each in wanting if first in each.phrases(self._said.language)), None)

    def _unwished(self, reading: DateReading) -> bool:
        """ "Tuesday, not Monday"; "why not Monday?" is another thing."""
        said = self._said
        why = bool(said.words) and said.words[0].folded in said.lexicon.wh
        return reading.bound is Bound.AT and not why and said.negated(reading.span[0])

    def _nearer_the_end(self, wanting: list[Parameter], readings: list[DateReading]) -> list[DateReading]:
        """ "No, Tuesday", of a stay from Friday to Monday, is a new last day; what is left."""
        closing = next((each for each in wanting if each.end_of), None)
        one = readings[0] if len(readings) == 1 else None
        if (
            self._named_tool
            or self._tool.commits
            or self._trip is None
            or closing is None
            or one is None
            or one.start is None
        ):
            return readings
        first, last = self._trip
        cued = any(self._pull(each, *one.span) >= CUE_NEXT - COMMON for each in wanting)
        if cued or first >= last or not is_weekday(one, self._said):
            return readings
        ahead, behind = (_days_to(one.start, each) for each in (last, first))
        within = any(
            (first + timedelta(days=each)).weekday() == one.start.weekday() for each in range((last - first).days)
        )
        if within or abs(ahead) >= abs(behind):
            return readings
        self._out.put(closing.name, (last + timedelta(days=ahead)).isoformat(), one.span)
        self._taken.append(one.span)
        return []

    def _there_and_back(self, wanting: list[Parameter], readings: list[DateReading]) -> list[DateReading]:
        """Of two days the earlier is the first and the later the last one: "Friday, back on Sunday"; what is left."""
        closing = next((each for each in wanting if each.end_of), None)
        opening = next((each for each in wanting if closing is not None and each.name == closing.end_of), None)
        days = [each for each in readings if each.kind is DateKind.DAY and each.start is not None and not each.shift]
        if closing is None or opening is None or len(days) != 2 or len(readings) != 2:
            return readings
        ends = [self._pull(closing, *each.span) > self._pull(opening, *each.span) for each in days]
        starts = [self._on_trip(each) for each in days]
        last = ends.index(True) if any(ends) and not all(ends) else starts.index(max(starts))
        first = 1 - last
        if starts[last] <= starts[first] and not any(ends):
            return readings
        if starts[last] < starts[first] or _too_late(starts[first], starts[last], days[last]):
            self._out.unclear[opening.name] = _turned(days[first], days[last], self._said.text)
            return []
        self._put_day(opening, days[first], days[first].span)
        self._out.put(closing.name, starts[last].isoformat(), days[last].span)
        self._taken += [each.span for each in days]
        return []

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
        reading = self._in_talk(reading)
        if leads_away(self._tool):
            reading = from_its_eve(reading, self._said.setting.now.date())
        start = self._on_trip(reading)
        self._out.put(parameter.name, start.isoformat(), span)
        if reading.ambiguous and reading.alternatives and reading.problem in _ASK_WHICH:
            self._out.unclear[parameter.name] = reading
        end = reading.end
        if end is None and reading.kind is DateKind.DAY and self._for_the_night(reading):
            end = start + timedelta(days=1)
        if nights := self._nights(reading, start):
            end = start + timedelta(days=nights)
        elif end is not None and self._names_nights(reading):
            end += timedelta(days=1)
        if end is None:
            return
        closing = next((each for each in self._open if each.end_of == parameter.name), None)
        closing = closing or next(
            (each for each in self._open if "end" in each.roles and each.wants is parameter.wants), None
        )
        counted = next((each for each in self._open if each.nights_of == parameter.name), None)
        if closing is not None and closing.name not in self._out.args:
            self._out.put(closing.name, end.isoformat(), span)
        elif closing is None and counted is not None and not self._is_ended(parameter):
            self._out.put(counted.name, max((end - start).days, 1), span)

    def _is_ended(self, opening: Parameter) -> bool:
        """Whether the last day of a stay is known from elsewhere in the message."""
        return any(each.end_of == opening.name for each in self._tool.parameters)

    def _nights(self, reading: DateReading, start: date) -> int:
        """How long a stay is that begins with a reading which does not end it itself; 0 when it does."""
        if reading.kind is DateKind.WINDOW:  # "a week in early May"
            lengths = [each.days for each in self._said.dates if each.kind is DateKind.DURATION and each.days]
            return reading.nights or next(iter(lengths), 0)
        return (reading.nights or 0) if reading.end is None or start != reading.start else 0

    def _names_nights(self, reading: DateReading) -> bool:
        """ "The nights of 16 and 17 December" name each night, and the last of them ends a day later."""
        said = self._said
        joined = any(word.folded in said.lexicon.linking for word in said.part(reading.span).words)
        before = list(said.before(reading.span[0], 3))
        while before and before[-1] in said.lexicon.fillers:
            before.pop()
        counted = any(each.wants is Wants.NIGHTS for each in self._open)
        return counted and joined and bool(before) and stem(before[-1], said.language) in said.lexicon.nights

    def _for_the_night(self, reading: DateReading) -> bool:
        """ "This Friday night", "tonight", "the night of the 12th", where nights are counted, is one night."""
        said, known = self._said, self._said.lexicon
        counted = any(each.wants is Wants.NIGHTS and each.name not in self._out.args for each in self._open)
        if counted and reading.part_of_day in _TONIGHT and reading.start == said.setting.now.date():
            return True
        if self._said_until(reading):
            return False  # "there on the 5th, a hotel till the 8th"
        opening = (*said.before(reading.span[0], 1), *(word.folded for word in said.part(reading.span).words[:1]))
        if counted and set(opening) & known.on_day and not self._begins(reading):
            return True  # "I am in Rome on 12 January: a hotel?"
        before = said.before(reading.span[0], 3)
        while before and before[-1] in known.fillers:
            before = before[:-1]
        inside = {word.folded for word in said.part(reading.span).words}
        near = {*inside, *said.after(reading.span[1], 1), *before[-1:]}
        return counted and bool(near & known.one_night)

    def _said_until(self, reading: DateReading) -> bool:
        """Whether a last day is told as well, by its number alone at least."""
        wanting = [each for each in self._tool.parameters if each.wants is Wants.DATE]
        bare_ends = [each for each in self._bare_ends(wanting) if each.span != reading.span]
        return bool(bare_ends) or any(each.bound is Bound.UNTIL and each.start for each in self._said.dates)

    def _begins(self, reading: DateReading) -> bool:
        """Whether words say that it is only the first day: "arriving on Friday"."""
        if reading.bound in (Bound.FROM, Bound.AFTER):
            return True
        phrases = (
            phrase for each in self._open if each.wants is Wants.DATE for phrase in each.phrases(self._said.language)
        )
        telling = (
            {word for phrase in phrases for word in phrase} - self._said.lexicon.fillers - self._said.lexicon.on_day
        )
        return bool(telling & set(self._said.before(reading.span[0], 3)))

    def _on_trip(self, reading: DateReading) -> date:
        """ "Friday" during talk of a trip from the 10th to the 13th is the Friday of that trip."""
        if reading.shift and self._trip is not None:
            return self._trip[0] + timedelta(days=reading.shift)
        start = in_light_of(reading, self._said, self._trip, changes=not self._named_tool)
        beside = {Bound.AFTER: 1, Bound.BEFORE: -1} if reading.kind is DateKind.DAY else {}
        return start + timedelta(days=beside.get(reading.bound, 0))

    def _in_talk(self, reading: DateReading) -> DateReading:
        """ "Fri to Mon" after a day or month that was named is near that day, or in that month."""
        if self._named_tool and self._trip is not None:
            return reading
        near = self._trip[0] - timedelta(days=6) if self._trip else self._said.setting.near
        return in_week_of(reading, self._said, near) if near else reading

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

    def _moves(self, reading: DateReading) -> bool:
        """ "A day earlier", when the days that it is counted from are known."""
        return bool(reading.shift) and self._trip is not None and not self._named_tool

    def _length(self, reading: DateReading) -> None:
        if reading.shift:
            return
        length = reading.nights or (reading.days if reading.kind is DateKind.DURATION else None)
        counted = next((each for each in self._open if each.wants is Wants.NIGHTS), None)
        change = 0 if self._named_tool else self._said.change(reading.span)
        if length and change and counted is not None and reading.start is None:
            self._out.changes[counted.name] = change * length
            self._taken.append(reading.span)
        elif length and counted is not None and reading.start is None:
            self._out.put(counted.name, length, reading.span)
            self._taken.append(reading.span)


def _first_day(reading: DateReading) -> date:
    assert reading.start is not None  # noqa: S101  asked of readings with a day only
    return reading.start


def _last_day(reading: DateReading) -> date:
    return reading.end or _first_day(reading)


def _days_to(day: date, near: date) -> int:
    """From ``near`` to the nearest day of the same weekday, at most three days away."""
    return (day.weekday() - near.weekday() + 3) % 7 - 3


def _too_late(first: date, last: date, reading: DateReading) -> bool:
    """ "On 15 January, back on the 12th": the next 12th is nearly a month away, and not what is meant."""
    return bool(reading.alternatives) and last - first > _LONGEST_UNSAID and last.day < first.day


def _turned(first: DateReading, last: DateReading, text: str) -> DateReading:
    """A last day before the first one, as something to ask about."""
    low, high = min(first.span[0], last.span[0]), max(first.span[1], last.span[1])
    begin = first.start.replace(day=last.start.day) if last.start and first.start else None
    others = (OtherDate(start=min(begin, last.start), end=first.start),) if begin and last.start else ()
    return DateReading(
        words=text[low:high],
        span=(low, high),
        kind=DateKind.IMPOSSIBLE,
        problem=DateProblem.ENDS_BEFORE_START,
        alternatives=others,
    )


def _only_frames(broad: DateReading, readings: list[DateReading]) -> bool:
    """ "Next week" beside "from the 10th to the 13th" says no more than they do, and a weekend no other days."""
    first, last = broad.start, broad.end
    if broad.kind not in (DateKind.WEEK, DateKind.WEEKEND, DateKind.WINDOW) or first is None or last is None:
        return False
    exact = [each for each in readings if each.kind in (DateKind.DAY, DateKind.RANGE) and each.start is not None]
    if broad.kind is not DateKind.WINDOW and any(each.kind is DateKind.RANGE for each in exact):
        return True
    return any(each.start is not None and first <= each.start <= last for each in exact)
