"""The smallest phrases that name a day, a window or a length, whatever the language."""

from datetime import date, timedelta
from typing import Final

from memory.when import numeric
from memory.when.calendar import (
    DAY,
    add_months,
    make,
    month_span,
    next_day_of_month,
    next_day_of_year,
    next_weekday,
    nth_weekday,
    week_of,
)
from memory.when.feasts import always_long, around_feast, next_feast
from memory.when.found import Again, Found, Setting, day, impossible, window
from memory.when.grammar import Hit, rule
from memory.when.readings import DateKind, DateProblem, OtherDate, PartOfDay

_DAYS_OF: Final = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_MONTHS_OF: Final = {"month": 1, "year": 12}
_SEASON_START: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_BARE_WORD_ORDINAL: Final = 6  # "the second" is more often an item than a day
SATURDAY, SUNDAY = 5, 6


# --- day and month ---------------------------------------------------------------------------


def _yearly(month: int, number: int) -> Again:
    return lambda base: day(next_day_of_year(month, number, base), again=_yearly(month, number))


def dated(number: int, month: int, year: int | None, base: date) -> Found:
    """A day and a month, the next one when no year was said."""
    return day(make(year, month, number)) if year else _yearly(month, number)(base)


def _day_month(hit: Hit, setting: Setting) -> Found | None:
    return dated(hit.number("d"), hit.number("m"), hit.optional("y"), setting.today)


def _month_day(hit: Hit, setting: Setting) -> Found | None:
    after = hit.next()
    if after and (after.code == "U" or (after.glued and after.code in ":h/")):
        return None
    return _day_month(hit, setting)


def _days_of_month(hit: Hit, setting: Setting) -> Found | None:
    year, month = hit.optional("y"), hit.number("m")
    first = dated(hit.number("a"), month, year, setting.today)
    second = dated(hit.number("b"), month, year, first.start or setting.today)
    return spanned(first, second, _joint(hit))


def _joint(hit: Hit) -> str:
    """What joins two days; after "between" an "and" means a range."""
    return "-" if hit.symbols[0].code == "B" else hit.text("to")


def spanned(first: Found, second: Found, joint: str) -> Found | None:
    """Two days as a stay, or as a choice when "or" (or a bare "and" between days apart) joins them."""
    if first.start is None or second.start is None:
        return impossible()
    if "|" in joint or (joint == "&" and second.start - first.start > DAY):
        others = (OtherDate(start=second.start),)
        return first.but(others=others, problem=DateProblem.ONE_OF, confidence=0.8)
    nights = (second.start - first.start).days
    if nights < 0:
        return Found(DateKind.IMPOSSIBLE, problem=DateProblem.ENDS_BEFORE_START)
    return Found(DateKind.RANGE, first.start, second.start, nights=nights, again=None)


# --- bare days of the month ------------------------------------------------------------------


def _monthly(number: int) -> Again:
    return lambda base: day(next_day_of_month(number, base), again=_monthly(number))


def _bare_day(hit: Hit, setting: Setting) -> Found | None:
    number, after = hit.number("d"), hit.next()
    if not 1 <= number <= 31 or (after and after.code in "jU:€h%πα"):
        return None
    if after and after.glued and after.code in "/D":
        return None
    if hit.text("d") == "N" and number < _BARE_WORD_ORDINAL:
        return None
    return _monthly(number)(setting.near).but(confidence=0.8)


def _day_number(hit: Hit, setting: Setting) -> Found | None:
    """ "dia 14", "día 14"."""
    if hit.value("u") != "day" or setting.language not in ("es", "pt") or "D" in hit.before(1):
        return None
    return _bare_day(hit, setting)


def _bare_days(hit: Hit, setting: Setting) -> Found | None:
    numbers, after = (hit.number("a"), hit.number("b")), hit.next()
    if not all(1 <= number <= 31 for number in numbers) or (after and after.code in "jUh:"):
        return None
    first = _monthly(numbers[0])(setting.near)
    if first.start is None:
        return impossible()
    return spanned(first, _monthly(numbers[1])(first.start), _joint(hit))


# --- months, weeks, years, seasons -----------------------------------------------------------


def _monthwise(month: int) -> Again:
    def again(base: date) -> Found:
        year = base.year if month >= base.month else base.year + 1
        return window(DateKind.MONTH, month_span(year, month), again)

    return again


def _month(hit: Hit, setting: Setting) -> Found | None:
    year, month = hit.optional("y"), hit.number("m")
    if year:
        return window(DateKind.MONTH, month_span(year, month))
    if "L" in hit.text("r"):
        base = add_months(setting.today.replace(day=1), -12)
        return _monthwise(month)(base)
    base = setting.today
    if "R" in hit.text("r") and month == base.month:
        base = add_months(base, 1)
    found = _monthwise(month)(base)
    return found.but(start=max(found.start or base, setting.today))


def _unit(hit: Hit, setting: Setting) -> Found | None:
    step = {"R": 1, "T": 0, "L": -1}[hit.text("r")]
    today, unit = setting.today, hit.value("u")
    if unit == "week":
        monday, sunday = week_of(today + 7 * DAY * step)
        return window(DateKind.WEEK, (max(monday, today) if step == 0 else monday, sunday))
    if unit == "month":
        first, last = month_span(*_year_month(add_months(today.replace(day=1), step)))
        return window(DateKind.MONTH, (max(first, today) if step == 0 else first, last))
    if unit == "year":
        year = today.year + step
        first = max(date(year, 1, 1), today) if step == 0 else date(year, 1, 1)
        return window(DateKind.YEAR, (first, date(year, 12, 31)))
    return None


def _year_month(first: date) -> tuple[int, int]:
    return first.year, first.month


def _coming(hit: Hit, setting: Setting) -> Found | None:
    length = _length(hit, setting)
    if length is None or not length.days:
        return None
    if hit.text("r") == "L":
        return window(DateKind.WINDOW, (setting.today - DAY * length.days, setting.today))
    return window(DateKind.WINDOW, (setting.today, setting.today + DAY * length.days))


def _season(hit: Hit, setting: Setting) -> Found | None:
    month = _SEASON_START[hit.value("s")]
    if setting.southern:
        month = (month + 5) % 12 + 1
    year = hit.optional("y") or setting.today.year - 1
    for ahead in range(3):
        first = date(year + ahead, month, 1)
        last = add_months(first, 3) - DAY
        if "y" in hit or last >= setting.today:
            return window(DateKind.SEASON, (first if "y" in hit else max(first, setting.today), last))
    return None


def _calendar_week(hit: Hit, setting: Setting) -> Found | None:
    number, year = hit.number("d"), hit.optional("y")
    if not 1 <= number <= 53:
        return None
    years = (year,) if year else (setting.today.year, setting.today.year + 1)
    for one in years:
        monday = date.fromisocalendar(one, min(number, _weeks(one)), 1)
        if year or monday + 6 * DAY >= setting.today:
            return window(DateKind.WEEK, (monday, monday + 6 * DAY))
    return None


def _weeks(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


# --- weekdays and weekends -------------------------------------------------------------------


def _weekly(weekday: int) -> Again:
    return lambda base: day(next_weekday(weekday, base), again=_weekly(weekday)).but(weekday=weekday)


def _weekday(hit: Hit, setting: Setting) -> Found | None:
    weekday, today = hit.number("w"), setting.today
    coming, after = next_weekday(weekday, today), hit.next()
    if after and (after.code == "j" or (hit.text("w") == "w" and after.code == "x")):
        return None  # "a segunda opção", "für so viel"
    which = hit.text("r") or hit.text("q")
    if "L" in which:
        return day(today - DAY * ((today.weekday() - weekday - 1) % 7 + 1)).but(weekday=weekday)
    if "R" in which:
        return _next_weekday(weekday, coming, setting)
    if coming == today:
        others = (OtherDate(start=today),)
        later = _weekly(weekday)(today + DAY).but(again=_weekly(weekday))
        return later.but(others=others, problem=DateProblem.WHICH_WEEK, confidence=0.7)
    return _weekly(weekday)(today)


def _next_weekday(weekday: int, coming: date, setting: Setting) -> Found:
    """Policy: "next Friday" is Friday of next week (weeks begin on Monday); earlier in the same week it is asked.

    In the other languages "nächsten Freitag", "vendredi prochain" … are the coming one; it is asked there as well.
    """
    today = setting.today
    if coming == today:
        return _weekly(weekday)(today + DAY)
    if week_of(coming) != week_of(today):
        return _weekly(weekday)(coming)
    later = coming + 7 * DAY
    first, second = (later, coming) if setting.language == "en" else (coming, later)
    others = (OtherDate(start=second),)
    return day(first, confidence=0.6).but(
        weekday=weekday, others=others, problem=DateProblem.WHICH_WEEK, again=_weekly(weekday)
    )


def weekend_on(saturday: date, *, long: bool = False) -> Found:
    first, last = (saturday - DAY, saturday + 2 * DAY) if long else (saturday, saturday + DAY)
    return Found(DateKind.WEEKEND, first, last, nights=(last - first).days)


def _weekend(hit: Hit, setting: Setting) -> Found | None:
    today, which = setting.today, hit.text("r") + hit.text("q")
    saturday = next_weekday(SATURDAY, today) if today.weekday() != SUNDAY else today - DAY
    long = hit.text("e") == "Ë"
    if "L" in which:
        return weekend_on(saturday - 7 * DAY, long=long)
    if "R" not in which:
        return weekend_on(saturday, long=long)
    if today.weekday() >= SATURDAY:
        return weekend_on(saturday + 7 * DAY, long=long)
    first, other = (saturday + 7 * DAY, saturday) if setting.language == "en" else (saturday, saturday + 7 * DAY)
    others = (OtherDate(start=other, end=other + DAY),)
    return weekend_on(first, long=long).but(others=others, problem=DateProblem.WHICH_WEEK, confidence=0.6)


def _nth_in_month(hit: Hit, setting: Setting) -> Found | None:
    nth = -1 if hit.text("n") == "L" else hit.number("n")
    if nth > 5:
        return None
    weekday = SATURDAY if hit.text("w") == "E" else hit.number("w")
    year, month = hit.optional("y"), hit.number("m")
    years = (year,) if year else (setting.today.year, setting.today.year + 1)
    for one in years:
        found = nth_weekday(one, month, weekday, nth)
        if found is None and year:
            return impossible()
        if found and (year or found >= setting.today):
            return weekend_on(found) if hit.text("w") == "E" else day(found)
    return impossible()


# --- relative days, lengths, feasts ----------------------------------------------------------


def _relative(hit: Hit, setting: Setting) -> Found | None:
    ahead, _, part = str(hit.value("a")).partition(" ")
    found = day(setting.today + timedelta(days=int(ahead)))
    return found.but(part=PartOfDay(part)) if part else found


def _this_part(hit: Hit, setting: Setting) -> Found | None:
    return day(setting.today).but(part=PartOfDay(hit.value("p")))


def _tomorrow(hit: Hit, setting: Setting) -> Found | None:
    return day(setting.today + DAY)


def _length(hit: Hit, setting: Setting) -> Found | None:
    number, unit = hit.number("n"), hit.value("u")
    if hit.text("n") == "n" and number == 1 and any(code in hit.before(2) for code in "DY€$£"):
        return None  # "200 euros a night" is a price
    if not 1 <= number <= 999:
        return None
    rough = hit.text("n") == "n" and number > 1
    if unit in _DAYS_OF:
        days = number * _DAYS_OF[unit]
        return Found(DateKind.DURATION, days=days, nights=days, unit=unit, approximate=rough)
    if unit in _MONTHS_OF:
        months = number * _MONTHS_OF[unit]
        return Found(DateKind.DURATION, days=30 * months, months=months, unit=unit, approximate=rough)
    return None


def _yearly_feast(name: str, country: str | None, *, over: bool) -> Again:
    def again(base: date) -> Found:
        start = next_feast(name, base, country)
        if start is None:
            return Found(DateKind.IMPOSSIBLE)
        span = around_feast(name, start) if over else None
        if span:
            return Found(DateKind.WINDOW, span[0], span[1], nights=(span[1] - span[0]).days, again=again)
        return day(start, again=again)

    return again


def _feast(hit: Hit, setting: Setting) -> Found | None:
    over = "k" in hit.text("k") or hit.text("e") == "E" or always_long(hit.value("h"))
    again = _yearly_feast(hit.value("h"), setting.country, over=over)
    found = again(date(hit.number("y"), 1, 1) if "y" in hit else setting.today)
    if found.start is None:
        return None
    if hit.text("e") == "E" and found.kind is DateKind.DAY:
        return weekend_on(next_weekday(SATURDAY, found.start - 3 * DAY))
    return found


_D: Final = r"[DNQ]ö?\.?"
_TO: Final = r"(?P<to>[ZzuX&|\-]+)"
_OF: Final = r"[OdV_tX]*"
_YEAR: Final = r"(?:,?[OdI]?(?P<y>Y))?"
_M: Final = r"(?P<m>[Mm])\.?"
_WEAK_MONTH: Final = r"(?:(?<=[IRTLOdtFBfbug1234k])|(?<=[Mm][Zz&|,\-]))"
_WEAK_DAY: Final = r"(?:(?<=[RTLotFGfbugB])|(?<=[Ww][Zz&|\-]))"

RULES: Final = (
    *numeric.RULES,
    rule(rf"(?P<d>[DNQ])ö?\.?{_OF}{_M}{_YEAR}", _day_month),
    rule(rf"{_M}_*(?P<d>[DN])ö?{_YEAR}", _month_day),
    rule(rf"[FBVdtG_]*(?P<a>[DNQ])ö?\.?{_TO}[_tdoVX]*(?P<b>[DNQ])ö?\.?{_OF}{_M}{_YEAR}", _days_of_month),
    rule(rf"[FBVdtG_]*{_M}_*(?P<a>[DN])ö?{_TO}[_tdo]*(?P<b>[DN])ö?{_YEAR}", _days_of_month),
    rule(r"(?P<d>D)ö", _bare_day),
    rule(r"t+(?P<d>[DQ])\.?", _bare_day),
    rule(r"(?P<u>U)(?P<d>D)", _day_number),
    rule(r"(?<=P[OV])_*(?P<d>[DN])ö?\.?", _bare_day),
    rule(r"(?<=PV)(?P<d>[DN])", _bare_day),
    rule(r"_(?P<d>N)", _bare_day),
    rule(rf"[FBVdtG_]*(?P<a>D)ö{_TO}[_tod]*(?P<b>D)ö", _bare_days),
    rule(rf"[FBVdG]+_*(?P<a>[DN])ö?{_TO}_+(?P<b>[DN])ö?", _bare_days),
    rule(rf"[BdV]*[Vt]+(?P<a>D)\.?{_TO}[_td]*(?P<b>D)\.?", _bare_days),
    rule(rf"(?P<r>[RTL])?(?P<m>M)\.?{_YEAR}", _month),
    rule(r"(?P<m>M)(?P<r>[RL])", _month),
    rule(r"(?P<r>[RTL])(?P<m>m)\.?", _month),
    rule(rf"(?P<r>R)?{_WEAK_MONTH}(?P<m>m)\.?{_YEAR}", _month),
    rule(r"(?P<r>)(?P<m>m)(?P<y>Y)", _month),
    rule(r"(?P<r>[RTL])_*(?P<u>U)", _unit),
    rule(r"(?P<u>U)(?P<r>[RL])", _unit),
    rule(r"(?P<r>[RL])(?P<n>[DQn])(?P<u>U)", _coming),
    rule(r"(?P<n>[DQn])(?P<r>[RL])(?P<u>U)", _coming),
    rule(r"(?P<r>[RTL]*)_*(?P<w>W)\.?(?P<q>(?:[RL](?!_*[UE]))?)", _weekday),
    rule(r"(?P<r>[RTL]+)_*(?P<w>w)(?P<q>)", _weekday),
    rule(rf"(?P<r>){_WEAK_DAY}(?P<w>w)\.?(?P<q>(?:[RL](?!_*[UE]))?)", _weekday),
    rule(r"(?P<r>)(?P<w>w)(?P<q>)(?=\.?,?[_tod]*[DNMm!])", _weekday),
    rule(r"(?P<r>)(?P<w>w)(?P<q>)(?=[Zz&|\-]_?[wW])", _weekday),
    rule(r"(?P<r>)(?P<w>w)(?P<q>R)", _weekday),
    rule(r"(?P<r>[RTL]*)_*(?P<e>[EË])(?P<q>[RL]?)", _weekend),
    rule(rf"(?P<n>[NDL])ö?\.?(?P<w>[WwE])[OdIV_]*{_M}{_YEAR}", _nth_in_month),
    rule(r"(?P<a>A)", _relative),
    rule(r"T_*(?P<p>P)", _this_part),
    rule(r"(?<![Ww!])J", _tomorrow),
    rule(r"(?P<n>[DQn])-?(?P<u>U)", _length),
    rule(rf"(?P<k>k*)[RTL_]*(?P<h>H)(?P<e>E?){_YEAR}", _feast),
    rule(rf"[RTI_]*(?P<s>S)(?P<q>R?){_YEAR}", _season),
    rule(rf"[RTI]+_*(?P<s>s){_YEAR}", _season),
    rule(r"c(?P<d>D)(?:[/ ]?(?P<y>Y))?", _calendar_week),
)
