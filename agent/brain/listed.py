"""Wishes written as a list: "1. a flight 2. a hotel", "a) … b) …", one line for each with a dash before it."""

from __future__ import annotations

import re

from agent.brain.utterance import Utterance

_NUMBER = re.compile(r"(?:(?<=\s)|(?<=[:;.,])|^)\(?(?P<mark>\d{1,2}|[a-i])[.)]\)?\s+(?=\S)")
_BULLET = re.compile(r"^[ \t]*[-–—*•·▪]\s+|(?<=\s)[•·▪]\s+", re.MULTILINE)
_OPENS = re.compile(r"(?:^|[:;.!?\n])\s*$")
"""What stands before the first mark of a list; "on the 1. or the 2. of May" is none."""
_BREAK = "; "
_ENDS = ":.!?\n"


def beside_marks(said: Utterance) -> str:
    """The message with a break in place of each mark of its list; as it is where it holds none."""
    text = said.text
    marks = [(each.span(), each["mark"]) for each in _NUMBER.finditer(text) if not _in_a_day(each.span(), said)]
    first = next((place for place, (span, mark) in enumerate(marks) if mark in "1a" and _opens(text, span[0])), None)
    spans = _in_order(marks[first:]) if first is not None else []
    spans += [each.span() for each in _BULLET.finditer(text)]
    for low, high in reversed(_merged(spans)):
        before = text[:low].rstrip(" ;,")
        text = f"{before}{_joint(before)}{text[high:]}"
    return text


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks that touch are one: a bullet behind a number."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _joint(before: str) -> str:
    """What takes the place of a mark behind these words."""
    if not before.strip():
        return ""
    return " " if before[-1] in _ENDS else _BREAK


def _opens(text: str, place: int) -> bool:
    return bool(_OPENS.search(text[:place]))


def _in_a_day(span: tuple[int, int], said: Utterance) -> bool:
    """ "1. Februar" is a day and no first wish."""
    return any(each.span[0] < span[1] - 1 and span[0] < each.span[1] for each in said.dates)


def _in_order(marks: list[tuple[tuple[int, int], str]]) -> list[tuple[int, int]]:
    """Where the marks stand that count on from the first; none where there is only one."""
    spans, mark = [marks[0][0]], marks[0][1]
    for span, each in marks[1:]:
        following = str(int(mark) + 1) if mark.isdigit() else chr(ord(mark) + 1)
        if each == following:
            spans, mark = [*spans, span], each
    return spans if len(spans) > 1 else []
