"""Yes or no to an open confirmation. A yes moves money, so it is only heard when nothing else was said."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from agent.brain.reading.line import plain
from agent.brain.reading.wordlist import LANGUAGES, Words, any_of, load, whole_words
from memory.when import language_of

_LONGEST_YES: Final = 160  # characters; a clear yes is short
_QUOTES: Final = re.compile(r"[\"“”„«»‹›‚‘`]|(?:^|\s)['’]\w")
_MARKS: Final = re.compile(r"[,.!;:…\-–—~()*👍✅👌🙏😊🙂😀❤️🏻-🏿]+")
_EMOJI_STYLE: Final = "\ufe0f"
_THUMBS: Final = re.compile(r"^(?:👍[🏻-🏿]?|✅|👌[🏻-🏿]?)+$")


class Assent(StrEnum):
    YES = "yes"
    """A clear yes to the whole of it, and nothing but."""
    NO = "no"
    """A clear no to the whole of it."""
    QUESTION = "question"
    """Wants to know something first, or sets a condition: the confirmation stays open."""
    AMEND = "amend"
    """Wants something else instead: the confirmation is replaced."""
    OTHER = "other"
    """Not an answer to it."""


class _Ear:
    """One language's ways to answer."""

    def __init__(self, lists: Words, action: str, about: tuple[str, ...], *, shy: bool) -> None:
        yes = [*lists["yes"], *([] if shy else lists["yes_here"])]
        doing = [*lists["do"], *lists[f"do_{action}"]]
        undoing = [word for other in ("book", "change", "cancel") for word in lists[f"do_{other}"]]
        self._yes = whole_words([*yes, *doing])
        names = [*about, *(f"{article} {name}" for article in lists["article"] for name in about)]
        self._all_yes = _only([*yes, *doing, *lists["weak"], *lists["polite"], *lists["filler"], *names])
        no = [*lists["no"], *lists[f"no_{action}"]]
        self._no = whole_words(no)
        self._all_no = _only([*no, *lists["polite"], *lists["filler"], *lists["sorry"]])
        self._later = whole_words(lists["later"])
        self._curious = whole_words(lists["question"])
        lead = any_of([*yes, *lists["filler"]])
        self._request = whole_words(lists["request"])
        self._asks_first = re.compile(rf"^(?:{lead} )*{any_of(lists['question_first'])}\b")
        self._amend = whole_words(lists["amend"])
        self._leads = re.compile(rf"^{any_of([*yes, *no, *undoing])}(?!\w)")

    def hears(self, line: str, *, asked: bool) -> Assent:
        if not asked and self._agrees(line):
            return Assent.YES
        if not asked and self._all_no.match(line) and self._no.search(line):
            return Assent.NO
        if self._request.search(line) and not self._later.search(line):
            return Assent.AMEND
        if asked or self._curious.search(line) or self._asks_first.match(line):
            return Assent.QUESTION
        if self._later.search(line):
            return Assent.OTHER
        return Assent.AMEND if self._amend.search(line) else Assent.OTHER

    def _agrees(self, line: str) -> bool:
        """Made of words of agreement alone, one of them a clear one, and said without hesitation."""
        clear = self._all_yes.match(line) and self._yes.search(line)
        return bool(clear) and not self._no.search(line) and not self._later.search(line)


def _only(units: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(units)}(?: |$))+$")


@lru_cache(maxsize=256)
def _ear(language: str, action: str, about: tuple[str, ...], shy: bool) -> _Ear:
    return _Ear(load("assent")[language], action, about, shy=shy)


def classify_assent(text: str, locale: str, *, action: str = "book", about: Sequence[str] = ()) -> Assent:
    """What ``text`` says to an open confirmation whose action is ``book``, ``change`` or ``cancel``.

    ``about`` names the whole of what is asked ("hotel", the offer's title): with it "yes, book the hotel" is a yes;
    leave it empty when several things are asked at once. The language of ``locale`` is tried first, then the others.
    Anything quoted, disguised (look-alike or invisible characters), conditional, partial or unclear is never a yes.
    """
    if _THUMBS.match(text.strip()):
        return Assent.YES
    clean = _honest(text)
    line = plain(_MARKS.sub(" ", text.replace("?", " ").replace("¿", " ")))
    line = " ".join(line.split())
    asked = "?" in text or "¿" in text or "？" in text
    if not line:
        return Assent.QUESTION if asked else Assent.OTHER
    heard = _in_any_language(line, locale, action, tuple(plain(name) for name in about), asked)
    return Assent.OTHER if heard is Assent.YES and not clean else heard


def _in_any_language(line: str, locale: str, action: str, about: tuple[str, ...], asked: bool) -> Assent:
    own = language_of(locale)
    first = _ear(own, action, about, False).hears(line, asked=asked)
    if first is not Assent.OTHER:
        return first
    others = {_ear(other, action, about, True).hears(line, asked=asked) for other in LANGUAGES if other != own}
    others.discard(Assent.OTHER)
    if others == {Assent.YES} or others == {Assent.NO}:
        return others.pop()
    return Assent.OTHER


def _honest(text: str) -> bool:
    """Short, unquoted, and in plain Latin letters."""
    if len(text) > _LONGEST_YES or _QUOTES.search(text):
        return False
    return all(_plain_letter(char) for char in unicodedata.normalize("NFC", text))


def _plain_letter(char: str) -> bool:
    if char in " \n\r\t\u00a0\u202f" or char.isascii():
        return char.isprintable() or char.isspace()
    if unicodedata.normalize("NFKC", char) != char:
        return False  # circled, fullwidth, mathematical … letters
    if char.isalpha():
        return "LATIN" in unicodedata.name(char, "")
    return char == _EMOJI_STYLE or unicodedata.category(char) in ("Po", "Pd", "So", "Sk", "Pi", "Pf")
