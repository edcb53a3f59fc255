"""How small phrases join: weekday with date, from … to, lengths with an anchor, before and after, parts of the day."""

from datetime import date, timedelta
from typing import Final

from memory.when.atoms import SATURDAY, spanned, weekend_on
from memory.when.calendar import DAY, add_months, next_weekday, week_of
from memory.when.found import Again, Found, Setting, day, window
from memory.when.grammar import Hit, rule
from memory.when.readings import Bound, DateKind, DateProblem, OtherDate, PartOfDay

_BOUNDS: Final = {
    "f": Bound.AFTER,
    "b": Bound.BEFORE,
    "u": Bound.UNTIL,
    "Z": Bound.UNTIL,
    "X": Bound.UNTIL,
    "i": Bound.FROM,
    "G": Bound.FROM,
    "F": Bound.FROM,
}


# --- weekday beside a date, day in a window, part of the day ---------------------------------


def _both(hit: Hit, setting: Setting) -> Found | None:
    """ "Thursday 10 December": one day, or a contradiction that is said."""
    first, second = hit.found("a"), hit.found("b")
    named, dated = (first, second) if first.weekday is not None else (second, first)
    if named.weekday is None or dated.weekday is not None:
        return None
    if dated.start is None or dated.start.weekday() == named.weekday:
        return dated.but(part=dated.part or named.part, again=dated.again, confidence=max(dated.confidence, 0.95))
    if dated.confidence < 1 and dated.again:  # "Friday the 13th": the next month where that is so
        return _matching(dated, named.weekday)
    other = OtherDate(start=next_weekday(named.weekday, dated.start - 3 * DAY))
    return dated.but(others=(other,), problem=DateProblem.WEEKDAY_MISMATCH, confidence=0.4)


def _matching(dated: Found, weekday: int) -> Found | None:
    found = dated
    for _ in range(12):
        if found.start is None or found.start.weekday() == weekday:
            return found.but(confidence=0.9)
        found = found.after(found.start + DAY)
    return None


def _within(hit: Hit, setting: Setting) -> Found | None:
    """ "Friday of next week", "the 5th of next month", "Saturday next weekend"."""
    one, span = hit.found("a"), hit.found("w")
    if one.again is None or span.start is None:
        return None
    first = span.start
    if span.kind is DateKind.WEEK:
        first = max(week_of(first)[0], setting.today)
    if span.kind is DateKind.WEEKEND and one.weekday == SATURDAY - 1:
        first -= DAY
    found = one.after(first)
    if found.start is None or (span.end and found.start > span.end):
        return None
    return found.but(others=(), problem=None, confidence=0.95, part=one.part)


def _both_within(hit: Hit, setting: Setting) -> Found | None:
    """ "Friday to Sunday next week"."""
    first, last, span = hit.found("a"), hit.found("b"), hit.found("w")
    if first.weekday is None or last.weekday is None or span.kind is not DateKind.WEEK or span.start is None:
        return None
    first = first.after(max(week_of(span.start)[0], setting.today))
    if first.start is None:
        return None
    return spanned(first, last.after(first.start + DAY), "-")


def _part(hit: Hit, setting: Setting) -> Found | None:
    part = PartOfDay.MORNING if hit.value("p") in ("", "1") else PartOfDay(hit.value("p"))
    return hit.found("a").but(part=part)


def _in_length(hit: Hit, setting: Setting) -> Found | None:
    return _offset(hit.found("n"), setting.today, 1)


def _ago(hit: Hit, setting: Setting) -> Found | None:
    return _offset(hit.found("n"), setting.today, -1)


def _offset(length: Found, base: date, sign: int) -> Found:
    if length.months:
        return day(add_months(base, sign * length.months)).but(approximate=length.approximate)
    return day(base + timedelta(days=sign * (length.days or 0))).but(approximate=length.approximate)


def _weekday_in_length(hit: Hit, setting: Setting) -> Found | None:
    anchor = hit.found("a")
    if anchor.start is None or hit.found("n").unit == "night":
        return None
    return _offset(hit.found("n"), anchor.start, 1)


# --- slices of a window ----------------------------------------------------------------------


_SLICED: Final = frozenset({DateKind.MONTH, DateKind.WEEK, DateKind.YEAR, DateKind.SEASON})


def _slice(hit: Hit, setting: Setting) -> Found | None:
    span = hit.found("w")
    if (
        span.start is None
        or span.end is None
        or span.kind not in (DateKind.MONTH, DateKind.WEEK, DateKind.YEAR, DateKind.SEASON)
    ):
        return None
    if span.kind is DateKind.WEEK:
        monday = week_of(span.start)[0]
        first, last = {"1": (0, 1), "2": (2, 2), "3": (3, 6), "4": (4, 6)}[hit.text("s")]
        return Found(DateKind.WINDOW, monday + first * DAY, monday + last * DAY, approximate=True)
    begin = span.start.replace(day=1)
    return _third(hit.text("s"), begin, span.end).but(again=_slice_again(hit.text("s"), span))


def _third(which: str, first: date, last: date) -> Found:
    length = (last - first).days + 1
    third = max(1, round(length / 3))
    begin, end = {
        "1": (first, first + DAY * (third - 1)),
        "2": (first + DAY * third, last - DAY * (length - 2 * third)),
        "3": (first + DAY * (2 * third), last),
        "4": (last - DAY * (max(1, length // 4) - 1), last),
    }[which]
    return Found(DateKind.WINDOW, begin, end, approximate=True)


def _slice_again(which: str, span: Found) -> Again | None:
    if span.again is None:
        return None

    def again(base: date) -> Found:
        later = span.after(base)
        if later.start is None or later.end is None:
            return later
        return _third(which, later.start.replace(day=1), later.end)

    return again


# --- from … to, lengths with an anchor -------------------------------------------------------


def _from_to(hit: Hit, setting: Setting) -> Found | None:
    first, second = hit.found("a"), hit.found("b")
    if first.start is None or second.start is None:
        return None
    if (
        second.start < first.start
        or (second.start == first.start and second.again)
        or (second.weekday is not None and second.problem is DateProblem.WHICH_WEEK)
    ):
        second = second.after(first.start + DAY)
    if first.kind is DateKind.DAY and second.kind is DateKind.DAY:
        found = spanned(first, second, "-")
        if found is None or found.start is None:
            return found
        return found.but(
            part=first.part,
            others=_shifted(first, second),
            problem=first.problem,
            confidence=min(first.confidence, second.confidence),
        )
    last = second.last
    if last is None or last < first.start:
        return None
    return Found(DateKind.WINDOW, first.start, last, approximate=True)


def _shifted(first: Found, second: Found) -> tuple[OtherDate, ...]:
    """Other starts of a stay, with ends that keep its length."""
    if first.start is None or second.start is None:
        return ()
    length = second.start - first.start
    return tuple(OtherDate(start=other.start, end=other.start + length) for other in first.others)


def _stay(hit: Hit, setting: Setting) -> Found | None:
    """ "3 nights from 12 Dec", "Thursday for a week"."""
    anchor, length = hit.found("a"), hit.found("n")
    if anchor.start is None or not length.days:
        return None
    end = _offset(length, anchor.start, 1).start
    stay = anchor.but(
        kind=DateKind.RANGE,
        end=end,
        nights=(end - anchor.start).days if end else None,
        again=None,
        approximate=length.approximate,
    )
    return stay.but(others=tuple(OtherDate(start=o.start, end=o.start + DAY * length.days) for o in anchor.others))


def _stay_or_offset(hit: Hit, setting: Setting) -> Found | None:
    """ "a week from Friday" is a day; "3 nights from Friday" is a stay; "a week from 12 December" is asked."""
    anchor, length = hit.found("a"), hit.found("n")
    if anchor.start is None:
        return None
    if length.unit == "night" or setting.language != "en" or (length.unit == "day" and anchor.weekday is None):
        return _stay(hit, setting)
    later = _offset(length, anchor.start, 1)
    if anchor.weekday is not None or not anchor.again:
        others = tuple(OtherDate(start=o.start + DAY * (length.days or 0)) for o in anchor.others)
        return later.but(others=others, problem=anchor.problem, confidence=anchor.confidence)
    stay = _stay(hit, setting)
    if stay is None or later.start is None:
        return None
    return stay.but(others=(OtherDate(start=later.start),), problem=DateProblem.WHICH_START, confidence=0.6)


def _nights_in_window(hit: Hit, setting: Setting) -> Found | None:
    span, length = hit.found("a"), hit.found("n")
    if span.start is None or not length.days:
        return None
    if span.kind is DateKind.WEEKEND:
        saturday = next_weekday(SATURDAY, span.start)
        first = saturday if length.days == 1 else saturday - DAY
        return Found(DateKind.RANGE, first, first + DAY * length.days, nights=length.days)
    return span.but(nights=length.nights, days=length.days)


# --- before and after ------------------------------------------------------------------------


def _length_after(hit: Hit, setting: Setting) -> Found | None:
    anchor = hit.found("a").last
    return _offset(hit.found("n"), anchor, 1) if anchor else None


def _length_before(hit: Hit, setting: Setting) -> Found | None:
    anchor = hit.found("a").start
    return _offset(hit.found("n"), anchor, -1) if anchor else None


def _unit_beside(hit: Hit, setting: Setting) -> Found | None:
    """ "the day after Christmas", "the week before Easter"."""
    found, unit, later = hit.found("a"), hit.value("u"), hit.text("s") == "f"
    anchor = found.last if later else found.start
    if anchor is None:
        return None
    if unit in ("day", "night"):
        return day(anchor + DAY * (1 if later else -1))
    if unit == "week":
        return window(DateKind.WEEK, week_of(anchor + 7 * DAY * (1 if later else -1)))
    return None


def _named_beside(hit: Hit, setting: Setting) -> Found | None:
    """ "the weekend after Thanksgiving", "the Friday before Christmas"."""
    named, anchor, later = hit.found("b"), hit.found("a"), hit.text("s") == "f"
    edge = anchor.last if later else anchor.start
    if edge is None:
        return None
    if named.kind is DateKind.WEEKEND:
        saturday = next_weekday(SATURDAY, edge + DAY if later else edge - 7 * DAY)
        return weekend_on(saturday)
    if named.weekday is None:
        return None
    return day(next_weekday(named.weekday, edge + DAY if later else edge - 7 * DAY))


def _week_of(hit: Hit, setting: Setting) -> Found | None:
    anchor = hit.found("a").start
    return window(DateKind.WEEK, week_of(anchor)) if anchor and hit.value("u") == "week" else None


def _bounded(hit: Hit, setting: Setting) -> Found | None:
    found = hit.found("a")
    return found.but(bound=_BOUNDS[hit.text("s")]) if found.bound is Bound.AT else None


def _rough(hit: Hit, setting: Setting) -> Found | None:
    return hit.found("a").but(approximate=True)


_ANY: Final = "[!#]"

PASSES: Final = (
    (
        rule(r"(?P<a>!)[,_.to(]*(?P<b>!)\)?", _both),
        rule(r"I_*(?P<n>\$)'?[K_]*", _in_length),
        rule(r"(?P<n>\$)K", _in_length),
        rule(r"(?P<n>\$)'?a", _ago),
        rule(r"[ab]_*(?P<n>\$)(?![_VX]*[!#])", _ago),
        rule(r"(?P<a>!)I_*(?P<n>\$)'?[K_]*", _weekday_in_length),
        rule(r"(?P<s>[1234])-?[OIdV_]*(?P<w>#)", _slice),
    ),
    (
        rule(r"[FGVdIt_]*(?P<a>!)[ZzuX\-][_todV]*(?P<b>!)[OdVI,_]*(?P<w>#)", _both_within),
        rule(r"(?P<w>#)[,_]*[FGVdIt_]*(?P<a>!)[ZzuX\-][_todV]*(?P<b>!)", _both_within),
        rule(r"(?P<a>!)[OdVI,o_]*(?P<w>#)", _within),
        rule(r"(?P<w>#)[,o_td]*(?P<a>!)", _within),
        rule(r"(?P<p>P)[OdVIo_]*(?P<a>!)", _part),
        rule(r"(?P<a>!)[,d_]*[I]?_*(?P<p>[PJ])", _part),
        rule(r"(?P<a>!)(?P<p>1)", _part),
        rule(r"(?P<n>\$)(?:f|_*f)[_V]*(?P<a>[!#])", _length_after),
        rule(r"(?P<n>\$)b[_V]*(?P<a>[!#])", _length_before),
        rule(r"(?P<u>U)(?P<s>[fb])[_VX]*(?P<a>[!#])", _unit_beside),
        rule(r"(?P<b>[!#])(?P<s>[fb])[_VX]*(?P<a>[!#])", _named_beside),
        rule(r"(?P<u>U)[OdV_]+(?P<a>!)", _week_of),
    ),
    (
        rule(r"[FGVdIt_]*(?P<a>[!#])[ZzuX\-][_todV]*(?P<b>[!#])", _from_to),
        rule(r"B[_tVd]*(?P<a>[!#])&[_tod]*(?P<b>[!#])", _from_to),
    ),
    (
        rule(r"(?P<n>\$)F[_t]*(?P<a>!)", _stay_or_offset),
        rule(r"(?P<n>\$)[,]?[GidVXoto_I]*(?P<a>!)", _stay),
        rule(r"[FGVd]?(?P<a>!)[,_]*g?_*(?P<n>\$)", _stay),
        rule(r"(?P<a>#)[,_]*g?_*(?P<n>\$)", _nights_in_window),
        rule(r"(?P<n>\$)[Odt_IVT]*(?P<a>#)", _nights_in_window),
    ),
    (
        rule(r"(?P<s>[fbuiGFZX])[_tVo]*(?P<a>[!#])", _bounded),
        rule(r"~[_t]*(?P<a>[!#])", _rough),
    ),
)
