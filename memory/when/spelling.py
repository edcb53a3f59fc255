"""Words written together ("Freitagabend") and slips in the long names of days and months ("decemer", "thrusday")."""

from functools import lru_cache
from typing import Final

from memory.when.lexicon import lexicon, load
from memory.when.tokens import Token, fold, split

_SHORTEST: Final = 6
_SURE: Final = 7
"""A name as long as this may miss or mistake one letter; in a shorter one two letters may only have changed places."""


def respell(tokens: list[Token], language: str) -> list[Token]:
    """``tokens`` with words parted and slips mended; places stay those of the text."""
    mended: list[Token] = []
    for token in tokens:
        if len(token.text) < _SHORTEST or token.text in _known(language):
            mended.append(token)
        else:
            mended.extend(_mended(token, language))
    return mended


def _mended(token: Token, language: str) -> list[Token]:
    head, tail = _parts(token.text, language)
    if tail and token.end - token.start == len(token.text):
        middle = token.start + len(head)
        return [Token(head, token.start, middle), Token(tail, middle, token.end)]
    return [Token(head, token.start, token.end)]


@lru_cache(maxsize=4096)
def _parts(word: str, language: str) -> tuple[str, str]:
    names = _names(language)
    for tail in _tails(language):
        if word.endswith(tail) and word[: -len(tail)] in names:
            return word[: -len(tail)], tail
    meant = {value: name for name, value in names.items() if _slipped(word, name)}
    return (next(iter(meant.values())), "") if len(meant) == 1 else (word, "")


@lru_cache(maxsize=8)
def _known(language: str) -> frozenset[str]:
    return frozenset(word for group in lexicon(language).values() for phrase in group for word in phrase.tokens)


@lru_cache(maxsize=8)
def _tails(language: str) -> tuple[str, ...]:
    return tuple(sorted(map(fold, load(language)["fused_tails"]), key=len, reverse=True))


@lru_cache(maxsize=8)
def _names(language: str) -> dict[str, str]:
    """Days and months of one word, and what they mean."""
    words = load(language)
    return {
        fold(name): f"{role} {value}"
        for role in ("months", "weak_months", "weekdays")
        for value, names in words[role].items()
        for name in names
        if len(split(name)) == 1
    }


def _slipped(word: str, name: str) -> bool:
    """Whether ``word`` is ``name`` but for one slip after its first letter."""
    if len(name) < _SHORTEST or word[0] != name[0] or abs(len(word) - len(name)) > 1:
        return False
    if _swapped(word, name):
        return True
    return len(name) >= _SURE and _one_letter_off(word, name)


def _swapped(word: str, name: str) -> bool:
    if len(word) != len(name):
        return False
    apart = [place for place, (a, b) in enumerate(zip(word, name, strict=True)) if a != b]
    return len(apart) == 2 and apart[1] == apart[0] + 1 and word[apart[0]] == name[apart[1]]


def _one_letter_off(word: str, name: str) -> bool:
    start = next((i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name)))
    return word[start + (len(word) >= len(name)) :] == name[start + (len(name) >= len(word)) :]
