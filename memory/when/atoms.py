"""The smallest phrases that name a day, a window or a length, whatever the language."""

from typing import Final

from memory.when import numeric
from memory.when.days import (
    asked_day,
    asked_days,
    bare_day,
    bare_days,
    dated_short,
    day_from,
    day_number,
    day_numbers,
    day_then_month,
    days_after_month,
    days_dated_short,
    days_of_month,
    dotted_day,
    month_then_day,
)
from memory.when.grammar import rule
from memory.when.named import a_feast, a_relative_day, in_hours, this_part, tomorrow
from memory.when.periods import a_length, a_month, a_season, a_unit, calendar_week, coming, unit_but_one
from memory.when.weekdays import (
    a_weekday,
    a_weekend,
    nth_in_month,
    week_of_month,
    weekday_but_one,
    weekday_with_number,
    weekend_but_one,
)

_D: Final = r"[DNQ]ö?\.?"
_TO: Final = r"(?P<to>[ZzuX&|\-]+)"
_OF: Final = r"[OdV_tX]*"
_YEAR: Final = r"(?:,?[OdI]?(?P<y>Y))?"
_M: Final = r"(?P<m>[Mm])\.?"
_WEAK_MONTH: Final = r"(?:(?<=[IRTLOdtFBfbug1234k])|(?<=[Mm][Zz&|,\-]))"
_WEAK_DAY: Final = r"(?:(?<=[RTLotFGfbugB])|(?<=[Ww][Zz&|\-]))"

RULES: Final = (
    *numeric.RULES,
    rule(rf"(?P<d>[DNQ])ö?\.?{_OF}{_M}{_YEAR}", day_then_month),
    rule(rf"{_M}_*(?P<d>[DN])ö?{_YEAR}", month_then_day),
    rule(rf"[FBVdtG_]*(?P<a>[DNQ])ö?\.?{_TO}[_tdoVX]*(?P<b>[DNQ])ö?\.?{_OF}{_M}{_YEAR}", days_of_month),
    rule(rf"[FBVdtG_]*{_M}_*(?P<a>[DN])ö?{_TO}[_tdo]*(?P<b>[DN])ö?{_YEAR}", days_of_month),
    rule(rf"{_M}[,:]?[FBVdtG_o]*(?P<a>D)\.?{_TO}[_tdoVX]*(?P<b>D)\.?", days_after_month),
    rule(rf"(?P<d>[DNQ])ö?\.?{_OF}{_M},?'?(?P<z>D)", dated_short),
    rule(rf"{_M}_*(?P<d>[DN])ö?,?'(?P<z>D)", dated_short),
    rule(rf"[FBVdtG_]*(?P<a>[DNQ])ö?\.?{_TO}[_tdoVX]*(?P<b>[DNQ])ö?\.?{_OF}{_M},?'?(?P<z>D)", days_dated_short),
    rule(rf"[FBVdtG_]*U?(?P<a>D){_TO}[_tdoVX]*U?(?P<b>D){_OF}{_M}{_YEAR}", days_of_month),
    rule(r"(?P<d>D)ö", bare_day),
    rule(r"t+(?P<d>[DQ])\.?", bare_day),
    rule(r"[VGX](?P<d>D)\.", dotted_day),
    rule(r"G_*(?P<d>D)", day_from),
    rule(r"(?P<u>U)(?P<d>D)", day_number),
    rule(rf"[FBVdtG_]*(?P<u>U)(?P<a>D){_TO}[_tdoVX]*U?(?P<b>D)", day_numbers),
    rule(r"(?<=P[OV])_*(?P<d>[DN])ö?\.?", bare_day),
    rule(r"(?<=PV)(?P<d>[DN])", bare_day),
    rule(r"_(?P<d>N)", bare_day),
    rule(rf"[FBVdtG_]*(?P<a>D)ö{_TO}[_tod]*(?P<b>D)ö", bare_days),
    rule(rf"[FBVdG]+_*(?P<a>[DN])ö?{_TO}_+(?P<b>[DN])ö?", bare_days),
    rule(rf"[BdV]*[Vt]+(?P<a>D)\.?{_TO}[_td]*(?P<b>D)\.?", bare_days),
    rule(rf"(?P<a>D)\.?{_TO}[_tdoVX]*(?P<b>D)\.?", asked_days),
    rule(r"(?P<d>D)\.?", asked_day),
    rule(rf"(?P<r>[RTL])?(?P<m>M)\.?{_YEAR}", a_month),
    rule(r"(?P<m>M)(?P<r>[RL])", a_month),
    rule(r"(?P<r>[RTL])(?P<m>m)\.?", a_month),
    rule(rf"(?P<r>R)?{_WEAK_MONTH}(?P<m>m)\.?{_YEAR}", a_month),
    rule(r"(?P<r>)(?P<m>m)(?P<y>Y)", a_month),
    rule(r"(?P<r>[RTL])_*(?P<u>U)", a_unit),
    rule(r"(?P<u>U)(?P<r>[RL])", a_unit),
    rule(r"(?P<r>[RL])(?P<n>[DQn])(?P<u>U)", coming),
    rule(r"(?P<n>[DQn])(?P<r>[RL])(?P<u>U)", coming),
    rule(r"(?P<r>[RTL]*)_*(?P<w>W)\.?(?P<q>(?:[RL](?!_*[UE]))?)", a_weekday),
    rule(r"(?P<r>[RTL]+)_*(?P<w>w)(?P<q>)", a_weekday),
    rule(rf"(?P<r>){_WEAK_DAY}(?P<w>w)\.?(?P<q>(?:[RL](?!_*[UE]))?)", a_weekday),
    rule(r"(?P<r>)(?P<w>w)(?P<q>)(?=\.?,?[_tod]*[DNMm!])", a_weekday),
    rule(r"(?P<r>)(?P<w>w)(?P<q>)(?=[Zz&|\-]_?[wW])", a_weekday),
    rule(r"(?P<r>)(?P<w>w)(?P<q>R)", a_weekday),
    rule(r"(?P<r>[RTL]*)_*(?P<e>[EË])(?P<q>[RL]?)", a_weekend),
    rule(r"r_*(?P<e>[EË])", weekend_but_one),
    rule(r"[t_]*(?P<e>[EË])r", weekend_but_one),
    rule(r"r_*(?P<u>U)", unit_but_one),
    rule(r"_*(?P<u>U)r", unit_but_one),
    rule(r"r_*(?P<w>[Ww])", weekday_but_one),
    rule(r"_*(?P<w>[Ww])r", weekday_but_one),
    rule(r"(?P<w>[Ww])\.?,?[_t]*(?P<d>D)ö?(?:\.(?!D))?", weekday_with_number),
    rule(rf"(?P<n>[NDL])ö?\.?(?P<w>[WwE])[OdIVF_]*{_M}{_YEAR}", nth_in_month),
    rule(rf"[t_]*(?P<n>[NDL])ö?\.?{_M}(?P<w>E){_YEAR}", nth_in_month),
    rule(rf"(?P<n>[NDL])ö?\.?(?P<u>U)[OdIVF_]*{_M}{_YEAR}", week_of_month),
    rule(r"(?P<a>A)", a_relative_day),
    rule(r"T_*(?P<p>P)", this_part),
    rule(r"(?<![Ww!])J", tomorrow),
    rule(r"(?P<n>[DQn])-?(?P<u>U)", a_length),
    rule(r"I_*(?P<n>[DQn])-?(?P<u>U)", in_hours),
    rule(r"(?<=[1234])(?P<r>)_*(?P<u>U)", a_unit),
    rule(rf"(?P<k>k*)[RTL_]*(?P<h>H)(?P<e>E?){_YEAR}", a_feast),
    rule(rf"[RTI_]*(?P<s>S)(?P<q>R?){_YEAR}", a_season),
    rule(rf"[RTI]+_*(?P<s>s){_YEAR}", a_season),
    rule(r"c(?P<d>D)(?:[/ ]?(?P<y>Y))?", calendar_week),
)
