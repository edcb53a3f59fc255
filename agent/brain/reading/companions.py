"""What a message tells of those who come along: "my mother uses a wheelchair", "one of us is vegan"."""

import re
from functools import lru_cache
from typing import Final

from agent.brain.reading.line import Line, read_line
from agent.brain.reading.wordlist import any_of, whole_words, words
from memory.models import Value
from memory.when import language_of

_MARK: Final = r"[,.;!?]"


class Told(Value):
    """What is told of one person, or of some of those who come."""

    words: str
    """What is told of them: "uses a wheelchair"."""
    span: tuple[int, int]
    """Where it stands, with the words for who it is where these say nothing else."""
    whole: tuple[int, int]
    """The same with the words for who it is."""
    absent: bool = False
    """They do not come along."""


class _Ear:
    def __init__(self, language: str) -> None:
        lists = words("companions", language)
        relation = rf"{any_of(lists['mine'])} (?:\w+ )?{any_of([*lists['relation'], *lists['relations']])}"
        group, pronoun = any_of(lists["one_of_us"]), any_of(lists["pronoun"])
        tells = any_of(lists["tells"])
        self._tells, self._and = frozenset(lists["tells"]), frozenset(lists["and"])
        named = rf"(?P<known>{relation})(?: (?!(?:{tells})(?!\w))[^\W\d_]+)?"
        another = rf"{any_of(lists['and'])} (?:{group}|{relation})"
        end = rf"(?= {_MARK}| {any_of(lists['ends'])}(?!\w)| {another}(?!\w)|$)"
        self._told = re.compile(
            rf"(?<!\w)(?:(?P<who>{named})|(?P<group>{group})|(?P<they>{pronoun}))(?: ,)?(?: {any_of(lists['whose'])})? "
            rf"(?P<tells>{tells} .*?){end}"
        )
        self._absent = whole_words(lists["absent"])
        self._relation = re.compile(rf"(?<!\w){relation}(?!\w)")

    def hears(self, line: Line) -> list[Told]:
        found = list[Told]()
        for match in self._told.finditer(line.plain):
            if match["they"] and not self._relation.search(line.plain[: match.start()]):
                continue
            start = match.end("who") + 1 if match["known"] else match.start()
            told = line.words(match.start("tells"), match.end("tells"))
            if self._is_other(told.partition(" ")[0].casefold()):
                continue
            span = line.span(start, match.end("tells"))
            absent = bool(self._absent.search(match["tells"]))
            found.append(Told(words=told, span=span, whole=line.span(match.start(), match.end("tells")), absent=absent))
        return found

    def _is_other(self, verb: str) -> bool:
        """Whether a word is one of the verbs only when its accents are left out: "e" is no "é", and "à" no "a"."""
        return verb not in self._tells and (not verb.isascii() or verb in self._and)


@lru_cache(maxsize=8)
def _ear(language: str) -> _Ear:
    return _Ear(language)


@lru_cache(maxsize=256)
def read_companions(text: str, language: str) -> tuple[Told, ...]:
    """Everything told of others than the customer, in the order said; "she" is whoever was named before."""
    return tuple(_ear(language_of(language)).hears(read_line(text)))
