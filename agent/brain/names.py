"""Known values, yes and no, and open names into a tool's parameters."""

from __future__ import annotations

from typing import Any

from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.acts import Act, acts
from agent.brain.reading.wordlist import phrase_lists
from agent.brain.sheet import CUE_NEAR, Sheet, Span
from agent.brain.tokens import Token, contains, folded, name_words, stem

_LONGEST_PHRASE = 7
_SEVERAL = 2
_PREPOSITION = 6
"""Letters at most between a place and a day: "Nice in May"."""
_WAYS = {"-", "–", "—", "->", "→", "/"}
_CODE = 0.5
"""What letters and digits in one word are worth to the only name that a tool cannot do without."""
_ORDER = 0.5
"""What the order of two places is worth; less than a word that says which is which."""


class Names(Sheet):
    """Fills what wants one of a list, a yes or no, or a name."""

    # --- known values

    def _choices(self) -> None:
        wanting = [each for each in self._open if each.choices is not None and each.wants in (Wants.CHOICE, Wants.NAME)]
        candidates: list[tuple[float, Parameter, str, Span]] = []
        for parameter in wanting:
            values = self._said.values(parameter.choices) if parameter.choices else ()
            if parameter.many and not parameter.closed and len({each.value for each in values}) < _SEVERAL:
                continue  # one of many names is chosen, or where to go
            for found in values:
                if self._within(found.start, found.end) and self._means(parameter, (found.start, found.end)):
                    score = self._choice_fit(parameter, found.start, found.end)
                    if score is not None:
                        candidates.append((score, parameter, found.value, (found.start, found.end)))
        self._assign_choices(
            [(score + self._in_order(each, span), each, value, span) for score, each, value, span in candidates]
        )

    def _means(self, parameter: Parameter, span: Span) -> bool:
        """ "A nice view" is in no city: an ordinary word is a name where it is written as one or stands as a place."""
        said = self._said
        word = said.text[slice(*span)]
        if parameter.closed or parameter.name == self._asked or folded(word) not in said.lexicon.common:
            return True
        if said.capital(span):
            return True
        prepositions = said.lexicon.source | said.lexicon.target
        before, after = said.before(span[0], 1), said.after(span[1], 1)
        timed = any(span[1] < low <= span[1] + _PREPOSITION for low, _ in said.measured)
        if word[:1].isupper() and timed:
            return True  # "Nice in May", where the sentence begins
        ends = not after or not said.gap(span[1]).isspace() or timed or after[0].isdigit()
        goes_on = bool(after) and after[0] in said.lexicon.fillers - said.lexicon.definite - said.lexicon.indefinite
        return bool(set(before) & prepositions) and (ends or goes_on)

    def _in_order(self, parameter: Parameter, span: Span) -> float:
        """ "Paris Lisbon": where two places stand bare, the first is where it starts; one alone is where it goes."""
        if parameter.choices is None or parameter.many or "source" not in parameter.roles:
            return 0.0
        if set(self._said.before(span[0], 1)) & self._said.lexicon.source:
            return 0.0  # a word says which it is
        first, *more = [found for found in self._said.values(parameter.choices) if self._within(found.start, found.end)]
        return _ORDER if more and first.start == span[0] else -_ORDER

    def _choice_fit(self, parameter: Parameter, start: int, end: int) -> float | None:
        if self._starts_nowhere(parameter, start):
            return None
        head = self._head(parameter, start)
        twice = self._refused_twice(head)
        negated = self._said.negated(head) and not twice
        length = 0.05 * (end - start)
        pull = max(self._pull(parameter, start, end), self._pull(parameter, head, end) if head < start else 0.0)
        if "avoid" in parameter.roles and twice:
            return None
        if "avoid" in parameter.roles:
            closer = Act.CLOSER in acts(self._said.text, self._said.language)
            return 2.0 + pull + length if not closer and (negated or pull >= CUE_NEAR) else None
        if negated and not (self._tool.effect == "note" and parameter.required and not parameter.many):
            return -1.0  # of a note's one subject the "no" is about the note: "don't use that"
        need = 0.3 if parameter.required else 0.0
        if "source" not in parameter.roles and set(self._said.before(start, 1)) & self._said.lexicon.source:
            need -= 0.4  # "to Paris from Berlin, and the weather there"
        if "source" not in parameter.roles and self._sets_out(parameter, end):
            need -= 0.4  # "Berlin - Paris, and a hotel"
        if parameter.closed and parameter.choices is not None:
            need += 0.2 / len(parameter.choices.values)  # of two lists that have a word the shorter is meant
        return 0.5 + need + pull + length

    def _head(self, parameter: Parameter, start: int) -> int:
        """Where a list begins in which a mention is: "neither Corvane *or Skylark*" refuses both."""
        if parameter.choices is None or not parameter.closed:
            return start
        joints = self._said.lexicon.linking | self._said.lexicon.alternative
        for found in reversed(self._said.values(parameter.choices)):
            between = self._said.text[found.end : start].strip() if found.end < start else ""
            start = found.start if folded(between) in joints else start
        return start

    def _sets_out(self, parameter: Parameter, end: int) -> bool:
        """Whether the place that ends there is the first of two: "Berlin - Paris", "Berlin to Paris"."""
        known = self._said.values(parameter.choices) if parameter.choices and not parameter.closed else ()
        second = next((each.start for each in known if each.start > end), -1)
        between = self._said.text[end:second].strip() if second > end else ""
        beside = second > end and not between  # "Paris Rome"
        return beside or between in _WAYS or folded(between) in self._said.lexicon.target

    def _refused_twice(self, start: int) -> bool:
        """ "Not far from the beach" is near it: a "no" before words that themselves say what to keep away from."""
        said, no = self._said, self._said.lexicon.negation | self._said.lexicon.refusing
        before = said.before(start, 6)
        for parameter in (each for each in self._open if "avoid" in each.roles):
            for phrase in (each for each in parameter.phrases(said.language) if not set(each) & no):
                place = contains(before, phrase)
                if place > 0 and set(before[max(0, place - 2) : place]) & no:
                    return True
        return False

    def _starts_nowhere(self, parameter: Parameter, start: int) -> bool:
        """Whether a bare place meets a tool that only asks where one starts: it is where somebody wants to go."""
        if "source" not in parameter.roles or parameter.many or parameter.name == self._asked:
            return False
        others = (each for each in self._tool.parameters if each is not parameter and not each.many)
        alone = not any(each.choices is parameter.choices for each in others)
        return alone and not set(self._said.before(start, 2)) & self._said.lexicon.source

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
            if place is None and parameter.required and self._named_tool and (no := self._forbidden()):
                self._out.put(parameter.name, self._truth(parameter, False), no)
            if place is not None:
                value = not self._said.negated(place[0])
                self._out.put(parameter.name, self._truth(parameter, value), place)

    def _forbidden(self) -> Span | None:
        """Where something is forbidden as a whole: "stop …", "do not … any more"."""
        words = [word for word in self._said.words if self._within(word.start, word.end)]
        no = self._said.lexicon.negation | self._said.lexicon.ending
        return next(((word.start, word.end) for word in words if word.folded in no), None)

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
        low, high = self._out.spans.get(parameter.name, (0, 0))  # "hand luggage" is no luggage
        words = [word for word in self._said.words if self._within(word.start, word.end)]
        words = [word for word in words if not low <= word.start < high]
        folds = tuple(word.folded for word in words)
        for phrase in parameter.phrases(language):
            for place in range(len(folds) - len(phrase) + 1):
                if folds[place : place + len(phrase)] == phrase:
                    return words[place].start, words[place + len(phrase) - 1].end
        telling = parameter.words - {stem(word, "en") for word in self._said.lexicon.fillers}
        hits = [word for word in words if stem(word.folded, "en") in telling]
        enough = len({stem(word.folded, "en") for word in hits}) >= max(1, len(telling) - 1)
        heads = {stem(text.split()[-1], "en") for text in (name_words(parameter.name), parameter.title("en")) if text}
        if telling and enough and (len(telling) > 2 or heads & {stem(word.folded, "en") for word in hits}):
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
            if self._asks_for_tool(text):
                continue
            for parameter in wanting:
                pull = self._pull(parameter, *span) + self._name_fit(parameter, span, wanting)
                value = (parameter.choices.nearest(text) if parameter.choices else None) or text
                pairs.append((pull, parameter, value, span))
        for parameter, value, span in self._best(pairs, 0.9):
            self._out.put(parameter.name, value, span)
            if parameter.listed and parameter.choices is not None and parameter.choices.exactly(value) is None:
                self._out.strange.add(parameter.name)
                if set(said.before(span[0], 1)) & (said.lexicon.target | said.lexicon.source):
                    self._out.led_to.add(parameter.name)
        for parameter in wanting:
            if parameter.wants is Wants.WORDS and parameter.name not in self._out.args:
                self._phrase(parameter)

    def _asks_for_tool(self, text: str) -> bool:
        """Whether a word is one by which this tool is known: "zum Schlafen" names no place."""
        folds = tuple(folded(word) for word in text.split())
        return folds in self._tool.cues.get(self._said.language, ())

    def _name_fit(self, parameter: Parameter, span: Span, wanting: list[Parameter]) -> float:
        """A required name is likelier; what stands in quotation marks, or could go nowhere else, likelier still."""
        fit = 0.3 if parameter.required else 0.0
        if parameter.wants is Wants.NAME and parameter.choices is None and parameter.required:
            quoted = self._said.text[max(0, span[0] - 1) : span[0]] in {'"', "“", "„", "«"}
            alone = sum(each.required and each.wants is Wants.NAME for each in wanting) == 1
            fit += 1.0 if quoted else 0.6 if alone else 0.0
            fit += _CODE if alone and self._is_code(span) else 0.0
            led_to = "place" in parameter.roles and set(self._said.before(span[0], 1)) & self._said.lexicon.target
            fit += 1.0 if alone and led_to else 0.0  # "in Sevilla"
        return fit + (1.0 if self._is_part(parameter, span) else 0.0)

    def _is_part(self, parameter: Parameter, span: Span) -> bool:
        """ "In Chiado", where the town is known, is a part of it."""
        if not parameter.within or parameter.within not in self._out.args or parameter.within in self._out.strange:
            return False
        naming = {word for (word,) in phrase_lists("leftover", self._said.language)["naming"]}
        return bool(set(self._said.before(span[0], 1)) & self._said.lexicon.target - naming)

    def _is_code(self, span: Span) -> bool:
        """ "AB12345" is nothing but what a thing is known by."""
        text = self._said.text[slice(*span)]
        return text.isalnum() and not text.isalpha() and any(each.isalpha() for each in text)

    def _phrase(self, parameter: Parameter) -> None:
        """ "From the airport": the words after a cue, up to whatever else was said."""
        words = [word for word in self._said.words if self._within(word.start, word.end)]
        folds = tuple(word.folded for word in words)
        for phrase in parameter.phrases(self._said.language):
            for place in range(len(folds) - len(phrase)):
                if folds[place : place + len(phrase)] != phrase:
                    continue
                run = self._run(words[place + len(phrase) :])
                telling = any(word.folded not in self._said.lexicon.fillers for word in run)
                if telling and not self._asks_for_tool(self._said.text[run[0].start : run[-1].end]):
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
