"""Arguments for one tool from what a message mentions: by type, by the words around it, each mention used once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.money import Amount, AmountBound, AmountUnit
from agent.brain.tokens import Token, stem
from agent.brain.tool import Tool
from agent.brain.utterance import Count, Utterance
from memory.when.readings import Bound, DateKind, DateProblem, DateReading, PartOfDay, TimeReading

Span = tuple[int, int]

_CUE_NEXT, _CUE_NEAR, _ROLE, _TITLE = 2.0, 1.2, 1.4, 1.0
_ASKED = 3.0
_UNITS = {
    AmountUnit.PER_NIGHT: frozenset({"night"}),
    AmountUnit.PER_PERSON: frozenset({"person"}),
    AmountUnit.PER_DAY: frozenset({"day"}),
    AmountUnit.PER_HOUR: frozenset({"hour"}),
}
"""Stems by which a parameter says what its amount is for."""
_ASK_WHICH = {
    DateProblem.DAY_OR_MONTH_FIRST,
    DateProblem.WEEKDAY_MISMATCH,
    DateProblem.ONE_OF,
    DateProblem.WHICH_START,
}
_USUAL = {
    PartOfDay.MORNING: time(9),
    PartOfDay.NOON: time(12, 30),
    PartOfDay.AFTERNOON: time(15),
    PartOfDay.EVENING: time(19, 30),
    PartOfDay.NIGHT: time(21),
}
"""When a part of the day is asked for and a single time is wanted."""
_LONGEST_PHRASE = 7
_COMMON = 0.6
"""What a cue of prepositions alone ("on", "to") is worth less."""
_LOOSE = 0.2
"""What a mention is worth to a parameter of its type with no word that points to it."""


@dataclass(slots=True)
class Filled:
    """Arguments found, the words they were read from, and what was unclear."""

    args: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)
    """Values that the customer does not want any more, by parameter."""
    unclear: dict[str, DateReading] = field(default_factory=dict)
    """Dates that can be read in two ways, by parameter."""

    def put(self, name: str, value: Any, span: Span) -> None:
        self.args[name] = value
        self.spans[name] = span


class Filler:
    """Fills one tool's parameters from one message, looking only at the parts of it in ``scopes``."""

    def __init__(
        self,
        tool: Tool,
        said: Utterance,
        *,
        scopes: Iterable[Span] | None = None,
        asked: str = "",
        named: bool = True,
        trip: tuple[date, date] | None = None,
        skip: Iterable[str] = (),
    ) -> None:
        self._tool = tool
        self._said = said
        self._scopes = tuple(scopes) if scopes is not None else ((0, len(said.text)),)
        self._asked = asked
        self._named_tool = named
        self._trip = trip
        self._open = [each for each in tool.parameters if each.name not in set(skip)]
        self._taken: list[Span] = []
        self._out = Filled()

    def fill(self) -> Filled:
        self._dates()
        self._times()
        self._money()
        self._choices()
        self._counts()
        self._booleans()
        self._names()
        self._free_words()
        return self._out

    # --- where and near which words

    def _within(self, start: int, end: int) -> bool:
        return any(low <= start and end <= high for low, high in self._scopes)

    def _free(self, span: Span) -> bool:
        return not any(start < span[1] and span[0] < end for start, end in self._taken)

    def _pull(self, parameter: Parameter, start: int, end: int) -> float:
        """How strongly the words around a mention point to a parameter."""
        said, language = self._said, self._said.language
        before, after = said.before(start), said.after(end)
        pull = _ASKED if parameter.name == self._asked else 0.0
        best = 0.0
        for phrase in parameter.phrases(language):
            width = len(phrase)
            weight = _CUE_NEXT + 0.3 * (width - 1) - (_COMMON if set(phrase) <= said.lexicon.fillers else 0.0)
            if before[-width:] == phrase or (before[-width - 1 : -1] == phrase and before[-1] in said.lexicon.fillers):
                best = max(best, weight)
            elif after[:width] == phrase:
                best = max(best, weight - 0.1)
            elif self._near(before, phrase):
                best = max(best, _CUE_NEAR)
        if parameter.wants in (Wants.CHOICE, Wants.NAME) and before:
            if "source" in parameter.roles and before[-1] in said.lexicon.source:
                best = max(best, _ROLE)
            if "target" in parameter.roles and before[-1] in said.lexicon.target:
                best = max(best, _ROLE)
        near = {stem(word, "en") for word in (*before[-2:], *after[:2])}
        if near & parameter.words:
            best = max(best, _TITLE)
        return pull + best

    def _near(self, before: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
        """Whether a cue stands a little before, with nothing of weight between."""
        width = len(phrase)
        for place in range(len(before) - width):
            between = before[place + width :]
            if before[place : place + width] == phrase and set(between) <= self._said.lexicon.fillers:
                return True
        return False

    def _best(self, pairs: list[tuple[float, Parameter, Any, Span]], floor: float) -> list[tuple[Parameter, Any, Span]]:
        """Assign greedily, strongest pull first; a parameter takes one value and a mention is used once."""
        chosen, used = [], set()
        ordered = sorted(enumerate(pairs), key=lambda pair: (-pair[1][0], pair[0]))
        for _, (score, parameter, value, span) in ordered:
            if score < floor or parameter.name in self._out.args or parameter.name in used or not self._free(span):
                continue
            used.add(parameter.name)
            self._taken.append(span)
            chosen.append((parameter, value, span))
        return chosen

    # --- days

    def _dates(self) -> None:
        wanting = [each for each in self._open if each.wants in (Wants.DATE, Wants.MOMENT)]
        readings = [
            each for each in self._said.dates if self._within(*each.span) and each.kind is not DateKind.IMPOSSIBLE
        ]
        if not readings:
            return
        for reading in readings:
            self._length(reading)
        pairs = []
        for reading in readings:
            if reading.start is None or reading.kind in (DateKind.MONTH, DateKind.SEASON, DateKind.YEAR):
                continue
            for place, parameter in enumerate(wanting):
                pull = self._pull(parameter, *reading.span) + _LOOSE - 0.01 * place
                pull += 0.3 if parameter.required else 0.0
                if "end" in parameter.roles and len(wanting) > 1:
                    if reading.end is not None or pull < _CUE_NEXT - _COMMON:
                        continue
                    pull -= 0.2
                pairs.append((pull, parameter, reading, reading.span))
        for parameter, reading, span in self._best(pairs, _LOOSE / 2 - 0.5):
            self._put_day(parameter, reading, span)

    def _put_day(self, parameter: Parameter, reading: DateReading, span: Span) -> None:
        start = self._on_trip(reading)
        self._out.put(parameter.name, start.isoformat(), span)
        if reading.ambiguous and reading.alternatives and reading.problem in _ASK_WHICH:
            self._out.unclear[parameter.name] = reading
        end = reading.end
        if reading.nights and (end is None or start != reading.start):
            end = start + timedelta(days=reading.nights)
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

    def _on_trip(self, reading: DateReading) -> date:
        """ "Friday" during talk of a trip from the 10th to the 13th is the Friday of that trip."""
        start = reading.start or self._said.setting.now.date()
        if self._trip is None or any(letter.isdigit() for letter in reading.words) or reading.kind is not DateKind.DAY:
            return start
        first, last = self._trip
        if (start - self._said.setting.now.date()).days <= 1 and start < first:
            return start
        days = (first + timedelta(days=each) for each in range((last - first).days + 1))
        return next((day for day in days if day.weekday() == start.weekday()), start)

    def _length(self, reading: DateReading) -> None:
        length = reading.nights or (reading.days if reading.kind is DateKind.DURATION else None)
        counted = next((each for each in self._open if each.wants is Wants.NIGHTS), None)
        if length and counted is not None and reading.start is None:
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
            closing = next((each for each in wanting if "before" in each.roles), None)
            if reading.end is not None and closing is not None and "after" in parameter.roles:
                self._out.put(closing.name, f"{reading.end:%H:%M}", span)

        self._taken += taken

    @staticmethod
    def _clock(parameter: Parameter, reading: TimeReading) -> time:
        """For "in the evening" a usual time of it, unless a bound is wanted."""
        if reading.part_of_day is None or parameter.roles & {"after", "before"}:
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

    # --- numbers

    def _party(self) -> None:
        """Who comes goes to the number of people, whichever way it was put."""
        party = self._said.party
        wanting = next((each for each in self._open if each.is_party and each.name not in self._out.args), None)
        if party is None or wanting is None or not self._within(*party.span) or not self._free(party.span):
            return
        if self._allowed(wanting, party.total):
            self._out.put(wanting.name, self._typed(wanting, party.total), party.span)
            self._taken.append(party.span)

    def _counts(self) -> None:
        self._party()
        wanting = [each for each in self._open if each.wants in (Wants.COUNT, Wants.NIGHTS)]
        pairs = []
        for count in self._said.counts:
            if not self._within(count.start, count.end):
                continue
            for parameter in wanting:
                pull = self._count_fit(parameter, count)
                if pull > 0 and self._allowed(parameter, count.value):
                    pairs.append((pull, parameter, count, (count.start, count.end)))
        self._named_numbers(wanting)
        for parameter, count, span in self._best(pairs, 0.5):
            self._out.put(parameter.name, self._typed(parameter, count.value), span)

    def _named_numbers(self, wanting: list[Parameter]) -> None:
        """ "Direct" for a number of stops that a schema calls so."""
        for parameter in wanting:
            if parameter.choices is None or parameter.closed or parameter.name in self._out.args:
                continue
            for found in self._said.values(parameter.choices):
                span = (found.start, found.end)
                if found.value.isdigit() and self._within(*span) and not self._said.text[slice(*span)].isdigit():
                    self._out.put(parameter.name, self._typed(parameter, int(found.value)), span)
                    break

    def _count_fit(self, parameter: Parameter, count: Count) -> float:
        people = count.unit in self._said.lexicon.people
        if parameter.wants is Wants.NIGHTS:
            return 2.5 if count.unit in self._said.lexicon.nights else (3.0 if self._asked == parameter.name else 0.0)
        pull = self._pull(parameter, count.start, count.end)
        if count.unit in self._said.lexicon.nights and not parameter.words & self._said.lexicon.nights:
            return 0.0
        if people:
            return pull + 2.0 if parameter.is_party else 0.0
        if count.unit and stem(count.unit, "en") in parameter.words:
            return pull + 2.0
        if parameter.is_party and not count.unit:
            return pull + 0.4
        return pull

    @staticmethod
    def _allowed(parameter: Parameter, value: int) -> bool:
        return parameter.choices is None or not parameter.closed or str(value) in parameter.choices.values

    @staticmethod
    def _typed(parameter: Parameter, value: Any) -> Any:
        if parameter.type == "string":
            return str(value)
        return value

    def _money(self) -> None:
        wanting = [each for each in self._open if each.wants is Wants.MONEY]
        pairs = []
        for amount in self._said.amounts:
            if not self._within(*amount.span):
                continue
            for parameter in wanting:
                fit = self._money_fit(parameter, amount)
                if fit > 0:
                    pairs.append((fit + self._pull(parameter, *amount.span), parameter, amount, amount.span))
        for parameter, amount, span in self._best(pairs, 0.3):
            self._out.put(parameter.name, self._amount(parameter, amount), span)

    @staticmethod
    def _money_fit(parameter: Parameter, amount: Amount) -> float:
        """Whether the bound and the unit that were said are the parameter's."""
        if amount.bound is AmountBound.MIN and "max" in parameter.roles:
            return 0.0
        if amount.bound is not AmountBound.MIN and "min" in parameter.roles:
            return 0.0
        unit = _UNITS.get(amount.unit)
        words = parameter.words | parameter.about
        named = {each for each in _UNITS.values() if each & parameter.words}
        if unit is None:
            return 0.5 if named else 1.0
        return 2.0 if unit & parameter.words else 1.0 if unit & words else 0.1

    @staticmethod
    def _amount(parameter: Parameter, amount: Amount) -> Any:
        money = amount.upper or amount.money
        if parameter.type in ("number", "integer"):
            return int(money.major) if parameter.type == "integer" else float(money.major)
        return f"{money.major} {money.currency}"

    # --- known values

    def _choices(self) -> None:
        wanting = [each for each in self._open if each.choices is not None and each.wants in (Wants.CHOICE, Wants.NAME)]
        candidates: list[tuple[float, Parameter, str, Span]] = []
        for parameter in wanting:
            for found in self._said.values(parameter.choices) if parameter.choices else ():
                if self._within(found.start, found.end):
                    score = self._choice_fit(parameter, found.start, found.end)
                    if score is not None:
                        candidates.append((score, parameter, found.value, (found.start, found.end)))
        self._assign_choices(candidates)

    def _choice_fit(self, parameter: Parameter, start: int, end: int) -> float | None:
        negated = self._said.negated(start)
        length = 0.05 * (end - start)
        pull = self._pull(parameter, start, end)
        if "avoid" in parameter.roles:
            return 2.0 + pull + length if negated or pull >= _CUE_NEAR else None
        if negated:
            return -1.0
        need = 0.3 if parameter.required else 0.0
        if parameter.closed and parameter.choices is not None:
            need += 0.2 / len(parameter.choices.values)  # of two lists that have a word the shorter is meant
        return 0.5 + need + pull + length

    def _assign_choices(self, candidates: list[tuple[float, Parameter, str, Span]]) -> None:
        ordered = sorted(enumerate(candidates), key=lambda pair: (-pair[1][0], pair[0]))
        for _, (score, parameter, value, span) in ordered:
            if not self._free(span):
                continue
            if score < 0:
                self._out.removed.setdefault(parameter.name, []).append(value)
            elif parameter.many:
                have = self._out.args.setdefault(parameter.name, [])
                if value not in have:
                    have.append(value)
                self._out.spans.setdefault(parameter.name, span)
                self._taken.append(span)
            elif parameter.name not in self._out.args:
                self._out.put(parameter.name, value, span)
                self._taken.append(span)

    # --- yes or no

    def _booleans(self) -> None:
        for parameter in self._open:
            if parameter.wants is not Wants.BOOLEAN:
                continue
            place = self._named(parameter)
            if place is not None:
                value = not self._said.negated(place[0])
                self._out.put(parameter.name, self._truth(parameter, value), place)

    @staticmethod
    def _truth(parameter: Parameter, value: bool) -> Any:
        if parameter.type == "boolean":
            return value
        known = parameter.choices.values if parameter.choices else ()
        for word in ("True", "true", "Yes", "yes") if value else ("False", "false", "No", "no"):
            if word in known:
                return word
        return value

    def _named(self, parameter: Parameter) -> Span | None:
        """Where the words name a yes-or-no parameter."""
        language = self._said.language
        words = [word for word in self._said.words if self._within(word.start, word.end)]
        folds = tuple(word.folded for word in words)
        for phrase in parameter.phrases(language):
            for place in range(len(folds) - len(phrase) + 1):
                if folds[place : place + len(phrase)] == phrase:
                    return words[place].start, words[place + len(phrase) - 1].end
        telling = parameter.words - {stem(word, "en") for word in self._said.lexicon.fillers}
        hits = [word for word in words if stem(word.folded, "en") in telling]
        if telling and len({stem(word.folded, "en") for word in hits}) >= max(1, len(telling) - 1):
            return hits[0].start, hits[-1].end
        return None

    # --- open names

    def _names(self) -> None:
        wanting = [
            each
            for each in self._open
            if each.name not in self._out.args
            and not each.closed
            and (each.wants in (Wants.NAME, Wants.CHOICE) or (each.wants is Wants.WORDS and each.cues))
        ]
        pairs = []
        said = self._said
        times = said.measured
        for span in said.proper:
            if not self._within(*span) or not self._free(span) or any(a < span[1] and span[0] < b for a, b in times):
                continue
            text = self._said.text[span[0] : span[1]].strip(" .,;:!?")
            for parameter in wanting:
                pull = self._pull(parameter, *span) + self._name_fit(parameter, span, wanting)
                value = (parameter.choices.nearest(text) if parameter.choices else None) or text
                pairs.append((pull, parameter, value, span))
        for parameter, value, span in self._best(pairs, 0.9):
            self._out.put(parameter.name, value, span)
        for parameter in wanting:
            if parameter.wants is Wants.WORDS and parameter.name not in self._out.args:
                self._phrase(parameter)

    def _name_fit(self, parameter: Parameter, span: Span, wanting: list[Parameter]) -> float:
        """A required name is likelier; what stands in quotation marks, or could go nowhere else, likelier still."""
        fit = 0.3 if parameter.required else 0.0
        if parameter.wants is Wants.NAME and parameter.choices is None and parameter.required:
            quoted = self._said.text[max(0, span[0] - 1) : span[0]] in {'"', "“", "„", "«"}
            alone = sum(each.required and each.wants is Wants.NAME for each in wanting) == 1
            fit += 1.0 if quoted else 0.6 if alone else 0.0
        return fit

    def _phrase(self, parameter: Parameter) -> None:
        """ "From the airport": the words after a cue, up to whatever else was said."""
        words = [word for word in self._said.words if self._within(word.start, word.end)]
        folds = tuple(word.folded for word in words)
        for phrase in parameter.phrases(self._said.language):
            for place in range(len(folds) - len(phrase)):
                if folds[place : place + len(phrase)] != phrase:
                    continue
                run = self._run(words[place + len(phrase) :])
                if any(word.folded not in self._said.lexicon.fillers for word in run):
                    span = (run[0].start, run[-1].end)
                    self._out.put(parameter.name, self._said.text[slice(*span)], span)
                    self._taken.append(span)
                    return

    def _run(self, words: list[Token]) -> list[Token]:
        """Words up to a preposition, a mark, or something that means something else; articles before are left out."""
        said = self._said
        ends = said.lexicon.source | said.lexicon.target
        others = [*said.measured, *self._taken]
        run: list[Token] = []
        for word in words[:_LONGEST_PHRASE]:
            gap = said.text[run[-1].end : word.start] if run else ""
            if any(mark in gap for mark in ",.;:!?") or any(low <= word.start < high for low, high in others):
                break
            if run and word.folded in ends:
                break
            if run or word.folded not in said.lexicon.definite | said.lexicon.indefinite:
                run.append(word)
        while run and run[-1].folded in said.lexicon.fillers:
            run.pop()
        return run

    # --- the customer's own words

    def _free_words(self) -> None:
        """What follows the words that asked for the tool; all of it when nothing does."""
        parameter = next((each for each in self._open if each.wants is Wants.WORDS and each.required), None)
        if parameter is None or parameter.name in self._out.args:
            return
        if not self._named_tool and parameter.name != self._asked:
            return
        start = self._after_cue()
        text = self._said.text[start:].strip(" .,;:!?")
        telling = [
            word for word in self._said.words if word.start >= start and word.folded not in self._said.lexicon.pronouns
        ]
        if text and telling:
            self._out.put(parameter.name, text, (start, len(self._said.text)))

    def _after_cue(self) -> int:
        words = self._said.words
        folds = tuple(word.folded for word in words)
        language = self._said.language
        phrases = self._tool.cues.get(language) or self._tool.cues.get("en") or ()
        ends = [
            words[place + len(phrase) - 1].end
            for phrase in phrases
            for place in range(len(folds) - len(phrase) + 1)
            if folds[place : place + len(phrase)] == phrase
        ]
        return max(ends, default=0)


def merged(older: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments with newer ones in the place of older ones."""
    return {**older, **newer}
