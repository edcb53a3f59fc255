"""What one message mentions, read once and independent of any tool: days, times, numbers, money, known values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from agent.brain.choices import Choices, Found
from agent.brain.count import Count, number_chosen
from agent.brain.reading.acts import Act, read_acts
from agent.brain.reading.ages import read_ages
from agent.brain.reading.family import read_family
from agent.brain.reading.money import Amount, read_money
from agent.brain.reading.numbers import Party, read_counts, read_party
from agent.brain.reading.references import Aim, ReferenceKind, read_references
from agent.brain.sentence import Sentence
from agent.brain.setting import Setting
from agent.brain.tokens import Token, folded, stem
from memory.when import read_dates
from memory.when.readings import DateKind, DateReading, TimeReading
from memory.when.times import read_times

_T = TypeVar("_T")
_REMINDER_REACH = 3
_VERB_REACH = 5
"""Words before a number within which a verb says that it is added or taken away."""


class Utterance(Sentence):
    """One message, with its mentions found on first use."""

    def __init__(self, text: str, setting: Setting, shown: int = 0) -> None:
        """``shown``: how many things the customer may choose from by a number alone."""
        super().__init__(text, setting.language)
        self.setting = setting
        self._shown = shown
        self._found: dict[int, tuple[Found, ...]] = {}

    def part(self, span: tuple[int, int]) -> Utterance:
        """A stretch of this message as a message of its own."""
        return self if span == (0, len(self.text)) else Utterance(self.text[slice(*span)], self.setting, self._shown)

    def without(self, span: tuple[int, int]) -> Utterance:
        """The rest of this message beside a stretch of it."""
        low, high = span
        return Utterance(f"{self.text[:low].rstrip()} {self.text[high:].lstrip()}".strip(), self.setting, self._shown)

    @cached_property
    def dates(self) -> tuple[DateReading, ...]:
        setting = self.setting
        found = read_dates(
            self.text,
            now=setting.now,
            zone=setting.zone,
            locale=self.language,
            near=setting.near,
            asked=setting.asked_day,
        )
        chosen = self.chosen
        if chosen is not None:
            found = tuple(each for each in found if not (each.span[0] < chosen.end and chosen.start < each.span[1]))
        named = [each for each in found if not self._inside_number(each.span) and not self._is_age(each)]
        named = [each for each in named if not self._reminds(each.span[0]) and not self._inside_time(each.span[1])]
        return tuple(self._as_corrected(named, [each.span for each in named]))

    @cached_property
    def ages(self) -> tuple[tuple[int, int], ...]:
        """Where it says how old somebody is."""
        return read_ages(self.text, self.language)

    def _is_age(self, reading: DateReading) -> bool:
        """ "A baby of 8 months" stays no 240 nights."""
        return reading.kind is DateKind.DURATION and self._of_age(reading.span[0])

    def _of_age(self, start: int) -> bool:
        return any(low <= start < high for low, high in self.ages)

    def _reminds(self, start: int) -> bool:
        """Whether a day or time is when to call or to remind, and not when anything is: "remind me at 7"."""
        return bool(set(self.before(start, _REMINDER_REACH)) & self.lexicon.reminding)

    @cached_property
    def _correction(self) -> int:
        """Where the message puts itself right ("…, sorry, I mean …"); 0 when it does not."""
        found = [each.span for each in read_acts(self.text, self.language) if each.act is Act.CORRECT]
        return next((low for low, _ in found if low > 0 and not self.sets_in_place(low)), 0)

    def _as_corrected(self, found: Sequence[_T], spans: Sequence[tuple[int, int]]) -> list[_T]:
        """Mentions without those that others, behind the words "I mean", take the place of."""
        place = self._correction
        later = [each for each, (low, _) in zip(found, spans, strict=True) if low >= place]
        new = sum(low >= place and not self.replaced(low) for low, _ in spans)
        earlier = [each for each, (low, _) in zip(found, spans, strict=True) if low < place]
        return [*(earlier[: max(len(earlier) - new, 0)] if new else earlier), *later]

    @cached_property
    def chosen(self) -> Count | None:
        """The number of a thing shown that is chosen by it: "the 2nd"."""
        return number_chosen(self.text, self.words, self.lexicon, self._shown)

    @property
    def lone_number(self) -> bool:
        """Whether nothing was said but how many, in a word: "four", "four please"."""
        count = self.counts[0] if len(self.counts) == 1 else None
        others = [word for word in self.words if count and not count.start <= word.start < count.end]
        in_words = count is not None and not self.text[count.start : count.end].isdigit()
        return in_words and all(word.folded in self.lexicon.fillers for word in others)

    @cached_property
    def _numbered(self) -> tuple[tuple[int, int], ...]:
        """Where something is pointed at by its number: "the 3rd one", "number 2"."""
        found = read_references(self.text, self.language)
        return tuple(each.span for each in found if each.kind is ReferenceKind.ORDINAL)

    def _inside_time(self, end: int) -> bool:
        """ "On the 7am flight" names an hour and no day."""
        if not (self.text[end - 1 : end].isdigit() and self.text[end : end + 1].isalpha()):
            return False
        found = read_times(self.text, locale=self.language, now=self.setting.now, zone=self.setting.zone)
        return any(each.span[0] < end < each.span[1] for each in found)

    def _inside_number(self, span: tuple[int, int]) -> bool:
        """ "The 3rd one" is no day, and neither is the end of "14:30"; "the 3rd" may be one."""
        if span[0] > 1 and self.text[span[0] - 1] == ":" and self.text[span[0] - 2].isdigit():
            return True
        return any(low <= span[0] and span[1] < high for low, high in self._numbered)

    @cached_property
    def times(self) -> tuple[TimeReading, ...]:
        text = self._without_day_numbers()
        found = read_times(text, locale=self.language, now=self.setting.now, zone=self.setting.zone)
        found = tuple(each for each in found if not self._inside_day(each.span) and not self._reminds(each.span[0]))
        return tuple(each for each in found if not self._inside_superlative(each.span))

    def _inside_superlative(self, span: tuple[int, int]) -> bool:
        """ "Le moins cher des deux" is at no hour."""
        found = (each for each in read_references(self.text, self.language) if each.kind is ReferenceKind.SUPERLATIVE)
        return any(span[0] < each.span[1] and each.span[0] < span[1] for each in found)

    def _without_day_numbers(self) -> str:
        """ "Le 15 au soir" is the evening of the 15th and not three o'clock: the number of such a day left blank."""
        text = self.text
        for day in self.dates:
            number = str(day.start.day) if day.start is not None and day.part_of_day is not None else ""
            place = text.find(number, *day.span) if number else -1
            if place >= 0:
                text = text[:place] + " " * len(number) + text[place + len(number) :]
        return text

    def _inside_day(self, span: tuple[int, int]) -> bool:
        return any(day.span[0] <= span[0] and span[1] <= day.span[1] and day.part_of_day is None for day in self.dates)

    @property
    def without_days(self) -> str:
        """The text with every day left out: "two days later" is not "later"."""
        text = self.text
        for reading in reversed(self.dates):
            text = text[: reading.span[0]] + " " * (reading.span[1] - reading.span[0]) + text[reading.span[1] :]
        return text

    @cached_property
    def party(self) -> Party | None:
        """Who comes, when that was said."""
        family = read_family(self.text, self.language, self.setting.companions)
        found = read_party(self.text, self.language)
        if family is not None and (found is None or family.total > found.total):
            return family
        if found is None or self._inside_day(found.span):
            return None
        if found.children:
            return found
        last = max((word.start for word in self.words if word.start < found.span[1]), default=0)
        if self._of_things(last):
            return None
        known = self.lexicon.people | self.lexicon.fillers | self.lexicon.instead | self.lexicon.target
        counted = [each for each in self.counts if found.span[0] <= each.start < found.span[1]]
        other = any(each.unit and each.unit not in known and each.value == found.total for each in counted)
        return None if other else found  # "for two nights"

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        return read_money(self.text, language=self.language, currency=self.setting.currency)

    @property
    def measured(self) -> list[tuple[int, int]]:
        """Where days, times and amounts stand."""
        spans = [reading.span for reading in self.dates] + [reading.span for reading in self.times]
        return spans + [amount.span for amount in self.amounts]

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        taken = [reading.span for reading in self.dates if not reading.nights]
        taken += [reading.span for reading in self.times] + [amount.span for amount in self.amounts]
        taken += [(self.chosen.start, self.chosen.end)] if self.chosen else []
        found = []
        for each in read_counts(self.text, self.language):
            start, end = each.span
            lone = each.value == 1 and not each.noun and not self.text[start:end].isdigit() and len(self.words) > 2
            if self._inside_number((start - 1, end - 1)):
                continue  # "number 2" is one of a list
            if not each.noun and self._of_things(start):
                continue
            if lone or self._of_age(start) or any(low <= start < high for low, high in taken):
                continue  # "the last one" counts nothing
            noun = folded(each.noun)
            if noun in self.lexicon.fewer | self.lexicon.further:
                noun = next(iter(self.after(end, 2)[1:]), "")  # "two more nights"
            light = noun in self.lexicon.fillers | self.lexicon.target
            found.append(Count(each.value, start, end, noun if light else stem(noun, self.language)))
        return (*found, *self._one_more([(each.start, each.end) for each in found] + taken))

    def _one_more(self, counted: Sequence[tuple[int, int]]) -> list[Count]:
        """ "Another night", "add a guest": one, though no number is said."""
        known, found = self.lexicon, []
        if any(each.act is Act.HUMAN for each in read_acts(self.text, self.language)):
            return []  # "can I speak to another person?"
        for word, noun in zip(self.words, self.words[1:], strict=False):
            unit, span = stem(noun.folded, self.language), (word.start, word.end)
            told = any(low <= word.start < high or low <= noun.start < high for low, high in counted)
            one = word.folded in known.further | known.indefinite and unit in known.nights | known.people
            if one and not told and self.change(span):
                found.append(Count(1, *span, unit))
        return found

    @property
    def more_or_less(self) -> bool:
        """Whether nights or people are to be added or taken away: "one more night", "two people fewer"."""
        units = self.lexicon.nights | self.lexicon.people
        spans = [(each.start, each.end) for each in self.counts if each.unit in units]
        spans += [each.span for each in self.dates if each.nights and each.start is None]
        return any(self.change(span) for span in spans)

    def _of_things(self, start: int) -> bool:
        """ "Book the two" is both things that were shown; "for the two" is who comes."""
        before = self.before(start, 2)
        known = self.lexicon
        booked = any(stem(word.folded, self.language) in known.booking for word in self.words)
        return booked and before[-1:] != () and before[-1] in known.definite and before[0] not in known.target

    def change(self, span: tuple[int, int]) -> int:
        """Whether a number is to be added (1) or taken away (-1): "one more", "two nights less", "add one"; else 0."""
        inside = [word.folded for word in self.words if span[0] <= word.start < span[1]]
        near = [*self.before(span[0], 1), *inside, *self.close_after(span[1])]
        if set(near) & self.lexicon.fewer:
            return -1
        if set(near) & self.lexicon.further:
            return 1
        return self._changed_by_verb(span)

    def _changed_by_verb(self, span: tuple[int, int]) -> int:
        """ "Extend my stay by two nights", but neither "add a hotel for two nights" nor "extend it to four nights"."""
        known, end = self.lexicon, [*self.close_after(span[1])][-1:]
        *before, last = ("", *self.before(span[0], _VERB_REACH))
        inside = {word.folded for word in self.words if span[0] <= word.start < span[1]}
        if last in known.reaching or inside & known.target:
            return 0
        stops = known.target | known.source | known.indefinite
        rest = [*before, last] if last not in known.measuring else before
        verb = next((each for each in reversed(rest) if each in known.adding | known.shortening | stops), "")
        for word in (verb, *end):
            if word in known.adding | known.shortening:
                return 1 if word in known.adding else -1
        return 0

    def values(self, choices: Choices) -> tuple[Found, ...]:
        """Known values of one vocabulary; "quieter" and "the quietest" name what is quiet."""
        if id(choices) not in self._found:
            found = choices.find_in(self._uncompared)
            self._found[id(choices)] = tuple(self._as_corrected(found, [(each.start, each.end) for each in found]))
        return self._found[id(choices)]

    @cached_property
    def _uncompared(self) -> tuple[Token, ...]:
        """The words, with what is only more or most so as what it is."""
        spans = [each.span for each in read_acts(self.text, self.language) if each.act is Act.QUIETER]
        spans += [each.span for each in read_references(self.text, self.language) if each.aim is Aim.QUIETEST]
        ends = {max((word.end for word in self.words if low <= word.start < high), default=high) for low, high in spans}
        return tuple(word._replace(folded=min(self.lexicon.quiet)) if word.end in ends else word for word in self.words)

    def called(self, found: Found) -> str:
        """What a value was called."""
        words = {word.folded for word in self._uncompared if found.start <= word.start < found.end}
        return min(self.lexicon.quiet) if words == self.lexicon.quiet else self.text[found.start : found.end]
