"""Days in the light of a span beside them: "in March, from the 12th to the 15th", "over Easter, Thursday to Monday".

A span that only says where other days of the text lie is a frame; the days are what counts. A number without its month
is in the month that is named, a weekday in the week or around the feast, and days that are told exactly beat a weekend.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from memory.when.calendar import DAY, next_weekday, week_of
from memory.when.found import Found, Setting
from memory.when.named import FEAST
from memory.when.readings import DateKind, DateProblem, OtherDate
from memory.when.stays import nights_in
from memory.when.symbols import Symbol
from memory.when.weekdays import SATURDAY, SUNDAY, THURSDAY, weekend_on

_EXACT = (DateKind.DAY, DateKind.RANGE)
_LONG = (DateKind.MONTH, DateKind.SEASON, DateKind.YEAR)
_NEAR = 7 * DAY
_AND = "&"


@dataclass(frozen=True)
class _Named:
    """What was found at a place among the symbols."""

    place: int
    found: Found

    @property
    def numbered(self) -> bool:
        return self.found.loose and self.found.weekday is None

    @property
    def weekly(self) -> bool:
        return self.found.loose and self.found.weekday is not None


_Fit = Callable[[_Named, _Named, Setting], Found | None]


def framed(symbols: list[Symbol], setting: Setting) -> list[Symbol]:
    """The symbols with loose days read in the spans named beside them, and these spans turned into frames."""
    for fit in (_dated, _of_month, _in_month, _in_week, _near_feast):
        symbols = _apply(symbols, fit, setting)
    return _lengths(_weekends(symbols), setting)


def _apply(symbols: list[Symbol], fit: _Fit, setting: Setting) -> list[Symbol]:
    for span in _named(symbols):
        if span.found.kind in _EXACT and span.found.unit != FEAST:
            continue
        for one in _nearest(span, _named(symbols)):
            found = fit(span, one, setting)
            if found is not None:
                symbols = _put(symbols, one, found)
                symbols = _put(symbols, span, _frame(span.found))
                break
    return symbols


def _named(symbols: Sequence[Symbol]) -> list[_Named]:
    return [_Named(place, each.value) for place, each in enumerate(symbols) if isinstance(each.value, Found)]


def _nearest(span: _Named, named: Iterable[_Named]) -> list[_Named]:
    """The others, those after the span first, the nearest of them first."""
    others = [each for each in named if each.place != span.place]
    return sorted(others, key=lambda each: (each.place < span.place, abs(each.place - span.place)))


def _put(symbols: list[Symbol], one: _Named, found: Found) -> list[Symbol]:
    return [replace(each, value=found) if place == one.place else each for place, each in enumerate(symbols)]


def _frame(span: Found) -> Found:
    return Found(DateKind.FRAME, unit=span.unit)


def _told(found: Found, one: Found) -> Found:
    """Loose words that a span has fixed."""
    return found.but(loose=False, again=None, confidence=0.95, part=one.part, bound=one.bound)


def _dated(span: _Named, one: _Named, setting: Setting) -> Found | None:
    """ "A weekend in Prague, 14 to 17 January": the days that are told."""
    bare = span.found.kind is DateKind.WEEKEND and span.found.loose
    if span.found.unit == FEAST:
        bare = _touches(one.found, span.found)
    ranged = one.found.kind is DateKind.RANGE and (not one.found.loose or one.numbered)
    return one.found if bare and ranged else None


def _touches(stay: Found, feast: Found) -> bool:
    if stay.loose or not (stay.start and stay.end and feast.start and feast.last):
        return False
    return stay.start - _NEAR <= feast.last and feast.start <= stay.end + _NEAR


def _of_month(span: _Named, one: _Named, setting: Setting) -> Found | None:
    """ "A weekend in March" is one of those of the month."""
    weekend = one.found
    if span.found.kind not in (*_LONG[:1], DateKind.WINDOW) or span.found.unit == FEAST:
        return None
    if weekend.kind is not DateKind.WEEKEND or not weekend.loose or not span.found.start or not span.found.end:
        return None
    first = next_weekday(SATURDAY, max(span.found.start, setting.today))
    starts = [first + 7 * DAY * week for week in range(5) if first + 7 * DAY * week <= span.found.end]
    if not starts:
        return None
    found, *others = (weekend_on(each, long=weekend.nights == 3) for each in starts)
    return found.but(
        others=tuple(OtherDate(start=each.start, end=each.end) for each in others if each.start),
        problem=DateProblem.ONE_OF if others else None,
        confidence=0.6,
    )


def _in_month(span: _Named, one: _Named, setting: Setting) -> Found | None:
    """ "In March, the 12th to the 15th"."""
    if span.found.kind is not DateKind.MONTH or not one.numbered or not span.found.start or not span.found.end:
        return None
    found = one.found.after(max(span.found.start.replace(day=1), setting.today))
    if found.start is None or found.start > span.found.end:
        return None
    told = _told(found, one.found)
    if span.found.days and told.kind is DateKind.DAY:  # "in February, 3 nights, from the 12th"
        return told.but(kind=DateKind.RANGE, end=found.start + DAY * span.found.days, nights=span.found.days)
    return told


def _in_week(span: _Named, one: _Named, setting: Setting) -> Found | None:
    """ "Next week in Rome, Thursday to Saturday"; "next weekend, Friday to Sunday"."""
    first, last = span.found.start, span.found.end
    if not one.weekly or first is None or last is None or span.place > one.place:
        return None
    if span.found.kind is DateKind.WEEK:
        found = one.found.after(max(week_of(first)[0], setting.today))
        return _told(found, one.found) if found.start and found.start <= last else None
    if span.found.kind is not DateKind.WEEKEND or one.found.kind is not DateKind.RANGE:
        return None
    found = one.found.after(first - 2 * DAY)
    if found.start is None or found.end is None or not (found.start <= last and first <= found.end):
        return None
    others = tuple(
        OtherDate(start=each.start + (found.start - first), end=each.start + (found.end - first))
        for each in span.found.others
    )
    return _told(found, one.found).but(others=others, problem=span.found.problem, confidence=span.found.confidence)


def _near_feast(span: _Named, one: _Named, setting: Setting) -> Found | None:
    """ "Over Easter, Thursday to Monday": the days around the feast, not the next ones."""
    feast = span.found.start
    if span.found.unit != FEAST or feast is None or one.found.kind is not DateKind.RANGE or not one.found.loose:
        return None
    bases = (feast + DAY * ahead for ahead in range(-10, 1))
    for base in bases:
        found = one.found.after(max(base, setting.today))
        if found.start and found.end and found.start <= feast <= found.end:
            return _told(found, one.found)
    return None


def _weekends(symbols: list[Symbol]) -> list[Symbol]:
    """ "A weekend in Rome, 15 January": the weekend that begins on that day."""
    named = _named(symbols)
    bare = [each for each in named if each.found.kind is DateKind.WEEKEND and each.found.loose]
    days = [each for each in named if each.found.kind is DateKind.DAY and not each.found.loose and each.found.start]
    if len(bare) != 1 or not days:
        return symbols
    weekend, first = bare[0], days[0].found.start
    if len(days) > 1:
        return _put(symbols, weekend, _frame(weekend.found))
    if first is None or not THURSDAY <= first.weekday() <= SATURDAY or _inside(first, weekend.found):
        return symbols
    last = first + DAY * (SUNDAY - first.weekday())
    low, high = sorted((weekend.place, days[0].place))
    together = not any(each.code == _AND for each in symbols[low:high])
    symbols = _put(symbols, weekend, Found(DateKind.RANGE, first, last, nights=(last - first).days, confidence=0.8))
    return _put(symbols, days[0], _frame(days[0].found)) if together else symbols


def _inside(day: date, span: Found) -> bool:
    return bool(span.start and span.end and span.start - DAY <= day <= span.end)


def _lengths(symbols: list[Symbol], setting: Setting) -> list[Symbol]:
    """ "A week in Faro in early May": a length told apart from the span it lies in."""
    named = _named(symbols)
    windows = [each for each in named if each.found.kind is DateKind.WINDOW and not each.found.days]
    spans = [*windows, *(each for each in named if each.found.around and each not in windows)]
    lengths = [each for each in named if each.found.kind is DateKind.DURATION and each.found.days]
    others = [each for each in named if each not in spans and each.found.kind in _EXACT]
    if len(spans) != 1 or len(lengths) != 1 or others or lengths[0].found.shift:
        return symbols
    found = nights_in(spans[0].found, lengths[0].found)
    return _put(_put(symbols, spans[0], found), lengths[0], _frame(lengths[0].found)) if found else symbols
