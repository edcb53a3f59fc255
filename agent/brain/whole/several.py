"""Several wishes in one message: one tool for each of several values, or a tool for each clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from agent.brain.tool import Tool
from agent.brain.whole.clauses import MOST, clauses_of, halves_of, one_by_one
from agent.brain.whole.hearing import Hearing
from agent.brain.whole.reading import Reading
from agent.brain.whole.requests import Requests, Wish

_PLAIN = 0.7
"""How well each value must fit that one of several clauses gives the same tool."""
_TELLING = 2
"""Values that each of several clauses must give the same tool: one alone may be of anything."""

Path = tuple[str, ...]


class Several:
    """Reads messages of one toolset for all that they ask."""

    def __init__(self, requests: Requests, hearing: Hearing) -> None:
        self._requests = requests
        self._hearing = hearing

    def read(self, text: str, today: date, zone: str) -> tuple[Wish, ...]:
        """The wishes of a message that stands alone; none when no tool fits."""
        day = (today, zone)
        text = _bare(text)
        said = self._hearing.line(text, *day)[0]
        ways = clauses_of(said)
        apart = max((self._apart(clauses, day) for clauses in ways), key=len, default=[])
        if len({wish.tool.name for wish in apart}) > 1:
            return _each_once(apart)
        wish = self._requests.read(text, *day)
        if wish is None:
            return ()
        wishes = self._repeated(wish.tool, ways, day) or self._spread(text, wish, day)
        wishes = wishes or self._repeated(wish.tool, [halves_of(said)], day)
        return _each_once(wishes) if len(wishes) > 1 else (wish,)

    def _apart(self, clauses: Sequence[str], day: tuple[date, str]) -> list[Wish]:
        """Wishes of clauses; what says too little for a tool is read together with what follows."""
        found: list[Wish] = []
        before = ""
        for clause in clauses:
            text = f"{before} {clause}".strip()
            wish = self._requests.read(text, *day)
            whole = wish is not None and not wish.missing and (wish.args or not wish.tool.parameters)
            before = "" if whole else text
            if wish is not None and whole:
                found += self._spread(text, wish, day) or [wish]
        return found

    def _spread(self, text: str, wish: Wish, day: tuple[date, str]) -> list[Wish]:
        """The tool once for each member of a list, where it takes one of them at a time."""
        whole = self._hearing.reading(text, wish.tool, *day)
        for members, variants in one_by_one(self._hearing.line(text, *day)[0]):
            readings = [self._hearing.reading(each, wish.tool, *day) for each in variants]
            if _rivals(readings) and _one_at_a_time(members, whole, readings):
                wishes = [Wish(wish.tool, each.args, ()) for each in readings]
                again = [self._spread(each, one, day) or [one] for each, one in zip(variants, wishes, strict=True)]
                return [each for wishes in again for each in wishes][:MOST]
        return []

    def _repeated(self, tool: Tool, ways: Sequence[Sequence[str]], day: tuple[date, str]) -> list[Wish]:
        """The same tool for several clauses, each of which says all that it needs; what else one says holds for all."""
        needed = self._hearing.required(tool)
        if len(needed) < _TELLING:
            return []
        for clauses in ways:
            readings = [self._hearing.reading(each, tool, *day) for each in clauses]
            full = [place for place, each in enumerate(readings) if _plainly(each) >= needed]
            if len(full) > 1 and all(self._is_for(tool, clauses[place], day) for place in full):
                return [Wish(tool, each, ()) for each in _overlaid(readings, full)]
        return []

    def _is_for(self, tool: Tool, clause: str, day: tuple[date, str]) -> bool:
        wish = self._requests.read(clause, *day)
        return wish is None or wish.tool is tool


def _bare(text: str) -> str:
    """A message without the quotation marks around all of it."""
    text = text.strip()
    inner = text[1:-1]
    return inner.strip() if text[:1] == text[-1:] == '"' and '"' not in inner and inner.strip() else text


def _rivals(readings: Sequence[Reading]) -> bool:
    """Whether all say what is needed, the same fields, and not the same."""
    same = len({frozenset(each.fits) for each in readings}) == 1
    complete = not any(each.missing for each in readings)
    return same and complete and len({str(each.args) for each in readings}) == len(readings)


def _plainly(reading: Reading) -> set[Path]:
    return {path for path, fit in reading.fits.items() if fit >= _PLAIN}


def _overlaid(readings: Sequence[Reading], full: Sequence[int]) -> list[dict[str, Any]]:
    """Arguments of each clause that says all that is needed, with what only other clauses say."""
    plain = [_plainly(each) for each in readings]
    rival = set().union(*(plain[place] for place in full))
    shared: dict[Path, Any] = {}
    for paths, reading in zip(plain, readings, strict=True):
        shared |= {path: _value(reading, path) for path in paths - rival if path not in shared}
    return [_nested({**shared, **{path: _value(readings[place], path) for path in plain[place]}}) for place in full]


def _one_at_a_time(members: Sequence[str], whole: Reading, readings: Sequence[Reading]) -> bool:
    """Whether a tool takes one member of a list, where it takes neither all of them nor each for something else."""
    known = [_value(whole, path) for path in whole.fits]
    if sum(any(_of(value, each) for each in members) for value in known) > 1:
        return False
    lists = [path for path in whole.fits if isinstance(_value(whole, path), list)]
    return all(
        set(each.fits) >= set(whole.fits)
        and all(_value(each, path) == _value(whole, path) for path in lists)
        and any(_of(_value(each, path), member) for path in each.fits for member in members)
        for each in readings
    )


def _of(value: Any, member: str) -> bool:
    """Whether a value is what a member of a list says."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        number = re.search(r"-?\d[\d.,]*(?:[eE][-+]?\d+)?", member)
        return number is not None and _number(number[0]) == value
    one, other = str(value).casefold(), member.casefold()
    return bool(one) and (one in other or other in one)


def _number(text: str) -> float | None:
    try:
        return float(text.strip(".,").replace(",", ""))
    except ValueError:
        return None


def _value(reading: Reading, path: Path) -> Any:
    value: Any = reading.args
    for key in path:
        value = value[key]
    return value


def _nested(values: dict[Path, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, value in values.items():
        inner = found
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = value
    return found


def _each_once(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    return tuple({(wish.tool.name, str(wish.args)): wish for wish in wishes}.values())
