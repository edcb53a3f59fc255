"""How people say a time of day: figures, "half past", "halb acht", "20h30", "las ocho menos cuarto"."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from memory.when.grammar import Hit, rule
from memory.when.readings import Bound, PartOfDay
from memory.when.symbols import OTHER

# First and last moment of a part of the day, when nothing more exact was said.
SPANS: Final = {
    PartOfDay.MORNING: (time(6), time(12)),
    PartOfDay.NOON: (time(12), time(14)),
    PartOfDay.AFTERNOON: (time(12), time(18)),
    PartOfDay.EVENING: (time(18), time(23)),
    PartOfDay.NIGHT: (time(21), time(23, 59)),
}
_ARTICLE: Final = "n"
"""A one that may be an article."""
_DEPENDENT: Final = frozenset("h½¼¾")
_BOUNDS: Final = {
    "~": Bound.AROUND,
    "f": Bound.AFTER,
    "b": Bound.BEFORE,
    "q": Bound.BEFORE,
    "p": Bound.AFTER,
    "«": Bound.UNTIL,
    "»": Bound.FROM,
    "u": Bound.UNTIL,
    "Z": Bound.UNTIL,
    "X": Bound.UNTIL,
    "i": Bound.FROM,
    "G": Bound.FROM,
    "F": Bound.FROM,
}


@dataclass(frozen=True)
class Clock:
    """A time being put together. ``sure`` is False while morning or evening is open."""

    hour: int
    minute: int = 0
    sure: bool = False
    part: PartOfDay | None = None
    end: "Clock | None" = None
    bound: Bound = Bound.AT
    confidence: float = 1.0
    whole_part: bool = False
    """Only a part of the day was said."""

    @property
    def code(self) -> str:
        if self.whole_part:
            return "P"
        return "%" if self.end else "!"


def _clock(hour: int, minute: int, *, sure: bool = False, confidence: float = 1.0) -> Clock | None:
    if not 0 <= hour <= 24 or not 0 <= minute <= 59 or (hour == 24 and minute):
        return None
    settled = sure or hour == 0 or hour > 12
    return Clock(hour % 24, minute, sure=settled, confidence=confidence)


def _marked(clock: Clock | None, hit: Hit) -> Clock | None:
    """Apply am, pm or a part of the day said beside it."""
    if clock is None or "m" not in hit:
        return clock
    mark = hit.text("m")
    if mark == "α":
        return replace(clock, hour=clock.hour % 12 if clock.hour <= 12 else clock.hour, sure=True)
    if mark == "π":
        return replace(clock, hour=clock.hour % 12 + 12 if clock.hour <= 12 else clock.hour, sure=True)
    return settle(clock, PartOfDay(hit.value("m")))


def settle(clock: Clock, part: PartOfDay) -> Clock:
    """A clock whose half of the day is open, read in a part of the day."""
    if clock.sure:
        return replace(clock, part=part)
    hour = clock.hour
    late = {
        PartOfDay.MORNING: False,
        PartOfDay.NOON: hour < 4,
        PartOfDay.AFTERNOON: hour < 12,
        PartOfDay.EVENING: 4 <= hour < 12,
        PartOfDay.NIGHT: 6 <= hour < 12,
    }[part]
    if hour == 12 and part in (PartOfDay.NIGHT, PartOfDay.EVENING):
        hour = 0
    return replace(clock, hour=hour + 12 if late else hour, sure=True, part=part)


def _figures(hit: Hit, setting: object) -> Clock | None:
    h, minute = hit.number("h"), hit.number("min")
    if not hit.symbols[hit.text("lead").__len__() + 1].glued:
        return None
    written = hit.symbols[len(hit.text("lead"))]
    padded = written.end - written.start == 2 and h < 10
    return _marked(_clock(h, minute, sure=padded), hit)


def _apart(hit: Hit, setting: object) -> Clock | None:
    """ "20 h 30": two figures, and they count nothing ("20 h 12 people")."""
    minute = hit.symbols[len(hit.text("lead")) + 2]
    if minute.end - minute.start != 2 or _counts_something(hit):
        return None
    return _marked(_clock(hit.number("h"), hit.number("min")), hit)


def _four_figures(hit: Hit, setting: object) -> Clock | None:
    return _clock(hit.number("y") // 100, hit.number("y") % 100, sure=True)


def _hour(hit: Hit, setting: object) -> Clock | None:
    if hit.symbols[-1].code == _ARTICLE and (after := hit.next()) is not None and after.code == OTHER:
        return None  # "at a lively place"
    return None if "m" not in hit and _counts_something(hit) else _marked(_clock(hit.number("h"), 0), hit)


def _counts_something(hit: Hit) -> bool:
    """Whether the number belongs to what follows it: "7 people", "7.50", "7 €"."""
    after = hit.next()
    if after is None:
        return False
    if after.code in "jUMmö" or after.value in ("€", "$", "£", "%"):
        return True
    if after.glued and after.code == "D":
        return True
    return hit.glued_ahead(2) and hit.ahead(2) in (".D", ":D", ",D", "/D", "-D", ".Y", "-Y", "/Y")


def _loose_hour(hit: Hit, setting: object) -> Clock | None:
    found = _hour(hit, setting)
    return replace(found, confidence=0.7) if found and h_plausible(hit) else None


def h_plausible(hit: Hit) -> bool:
    """A bare number after "after" or "around" is a time only up to 24."""
    return 0 < hit.number("h") <= 24


def _o_clock(hit: Hit, setting: object) -> Clock | None:
    after = hit.next()
    if after and after.glued and after.code == "D":
        return None
    return _marked(_clock(hit.number("h"), 0), hit)


def _half_past(hit: Hit, setting: object) -> Clock | None:
    return _marked(_clock(hit.number("h"), 30), hit)


def _half_to(hit: Hit, setting: object) -> Clock | None:
    return _marked(_back(hit.number("h"), 30), hit)


def _quarter_past(hit: Hit, setting: object) -> Clock | None:
    return _marked(_clock(hit.number("h"), 15), hit)


def _quarter_to(hit: Hit, setting: object) -> Clock | None:
    return _marked(_back(hit.number("h"), 15), hit)


def _back(hour: int, minutes: int) -> Clock | None:
    """So many minutes before the hour."""
    if not 1 <= hour <= 24:
        return None
    return _clock(hour - 1 if hour != 1 else 12, 60 - minutes)


def _minutes_past(hit: Hit, setting: object) -> Clock | None:
    return _marked(_clock(hit.number("h"), hit.number("min")), hit) if _spoken(hit) else None


def _minutes_to(hit: Hit, setting: object) -> Clock | None:
    return _marked(_back(hit.number("h"), hit.number("min")), hit) if _spoken(hit) else None


def _spoken(hit: Hit) -> bool:
    return hit.number("min") in (5, 10, 15, 20, 25) and 1 <= hit.number("h") <= 24


def _named(hit: Hit, setting: object) -> Clock | None:
    h, m = str(hit.value("c")).split(":")
    return Clock(int(h), int(m), sure=True)


def _ish(hit: Hit, setting: object) -> Clock | None:
    found = _marked(_clock(hit.number("h"), int(hit.value("min") or 0)), hit)
    return replace(found, bound=Bound.AROUND) if found else None


def _in_a_while(hit: Hit, setting: object) -> Clock | None:
    unit, number = hit.value("u") or "hour", hit.number("n")
    if not isinstance(setting, datetime) or unit not in ("hour", "minute") or not 0 < number <= 600:
        return None
    then = setting + (timedelta(hours=number) if unit == "hour" else timedelta(minutes=number))
    return Clock(then.hour, then.minute, sure=True)


def _part(hit: Hit, setting: object) -> Clock | None:
    return _whole(PartOfDay(hit.value("p")))


def _tonight(hit: Hit, setting: object) -> Clock | None:
    part = str(hit.value("a")).partition(" ")[2]
    return _whole(PartOfDay(part)) if part else None


def _whole(part: PartOfDay) -> Clock:
    first, last = SPANS[part]
    end = Clock(last.hour, last.minute, sure=True)
    return Clock(first.hour, first.minute, sure=True, part=part, end=end, whole_part=True)


def _bounded(hit: Hit, setting: object) -> Clock | None:
    clock = hit.value("a")
    return replace(clock, bound=_BOUNDS[hit.text("s")]) if clock.bound is Bound.AT else None


def _span(hit: Hit, setting: object) -> Clock | None:
    first, second = _as_clock(hit, "a"), _as_clock(hit, "b")
    if first is None or second is None:
        return None
    after = hit.next()
    if after and (after.code in "jUMm" or (after.glued and after.code in "./€%")):
        return None
    if second.sure and not first.sure and second.hour >= 12 and first.hour < 12:
        raised = first.hour + 12
        first = replace(first, hour=raised if raised <= second.hour else first.hour, sure=True)
    if first.part and not second.sure:
        second = settle(second, first.part)
    bare = isinstance(hit.value("a"), int | str) and isinstance(hit.value("b"), int | str)
    return replace(first, end=second, bound=Bound.AT, confidence=0.6 if bare else 1.0)


def _as_clock(hit: Hit, name: str) -> Clock | None:
    value = hit.value(name)
    return value if isinstance(value, Clock) else _clock(int(value), 0)


_MARK: Final = r"_*(?P<m>[απP])?"
_N: Final = r"(?P<h>[DQn])"

ATOMS: Final = (
    rule(rf"(?P<lead>[@]?)(?P<h>D):(?P<min>D)h?{_MARK}", _figures),
    rule(rf"(?P<lead>@?)(?P<h>D)h(?P<min>D){_MARK}", _figures),
    rule(rf"(?P<lead>@?)(?P<h>D)h(?P<min>D){_MARK}", _apart),
    rule(r"(?P<lead>)(?P<h>D)\.(?P<min>D)h?_*(?P<m>[απ])", _figures),
    rule(rf"(?P<lead>)(?P<h>D)\.(?P<min>D)h{_MARK}", _figures),
    rule(rf"(?P<lead>@)(?P<h>D)[.](?P<min>D)(?!\.){_MARK}", _figures),
    rule(r"@(?P<y>Y)h?", _four_figures),
    rule(r"(?P<y>Y)h", _four_figures),
    rule(rf"@?_*{_N}h{_MARK}", _o_clock),
    rule(rf"{_N}[,_]*(?P<m>[απ])", _hour),
    rule(r"(?P<h>[DQ])(?P<m>P)", _hour),
    rule(rf"@_*{_N}{_MARK}", _hour),
    rule(r"(?<=[~fb«»uiGp])(?P<h>[DQ])(?P<m>[απP])?", _loose_hour),
    rule(r"(?<=[~fb«»uiG]_)(?P<h>[DQ])(?P<m>[απP])?", _loose_hour),
    rule(rf"@?5_*{_N}{_MARK}", _half_past),
    rule(rf"@?6_*{_N}{_MARK}", _half_to),
    rule(rf"@?7_*{_N}h?{_MARK}", _quarter_past),
    rule(rf"@?8_*{_N}h?{_MARK}", _quarter_to),
    rule(rf"@?9_*{_N}{_MARK}", _quarter_to),
    rule(rf"@?_*{_N}h?½{_MARK}", _half_past),
    rule(rf"@?_*{_N}h?¼{_MARK}", _quarter_past),
    rule(rf"@?_*{_N}h?¾{_MARK}", _quarter_to),
    rule(rf"@?(?P<min>[DQ])[pf](?P<h>[DQ])h?{_MARK}", _minutes_past),
    rule(rf"@?(?P<min>Q)[qbZ](?P<h>[DQ])h?{_MARK}", _minutes_to),
    rule(rf"@_*(?P<h>[DQ])&(?P<min>[DQ]){_MARK}", _minutes_past),
    rule(rf"(?P<h>[DQ])h(?P<min>[DQ]){_MARK}", _minutes_past),
    rule(rf"@?_*(?P<h>[DQ])h?(?P<x>q)(?P<min>Q){_MARK}", _minutes_to),
    rule(r"@?(?P<c>C)", _named),
    rule(rf"@?{_N}(?::(?P<min>D))?≈{_MARK}", _ish),
    rule(r"I_*(?P<n>[DQn])-?(?P<u>[Uh])", _in_a_while),
    rule(r"(?P<p>P)", _part),
    rule(r"(?P<a>A)", _tonight),
)

PASSES: Final = (
    (
        rule(r"[FVG@]?_*(?P<a>[!DQ])[ZzuX\-]_*@?(?P<b>!)", _span),
        rule(r"[FVG@]?_*(?P<a>!)[ZzuX\-]_*@?(?P<b>[!DQ])", _span),
        rule(r"[FG@]_*(?P<a>[DQ])[Zzu\-]_*(?P<b>[DQ])", _span),
        rule(r"B_*@?(?P<a>[!DQ])&_*@?(?P<b>[!DQ])", _span),
    ),
    (
        rule(r"(?P<a>!)[,_]*(?P<s>[«»])(?![@_]*!)", _bounded),
        rule(r"(?P<s>[~fb«»uiGFZXqp])[@_]*(?P<a>!)", _bounded),
    ),
)
