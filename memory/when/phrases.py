"""How small phrases join: weekday with date, from … to, lengths with an anchor, before and after, parts of the day."""

from typing import Final

from memory.when.anchors import (
    ago,
    bounded,
    day_beside,
    earlier,
    in_length,
    later,
    length_after,
    length_before,
    named_beside,
    rough,
    some_day_beside,
    the_week_of,
    unit_beside,
    weekday_in_length,
)
from memory.when.beside import both_within, part_of, weekday_and_date, weekend_of, within
from memory.when.grammar import rule
from memory.when.slices import slice_of
from memory.when.stays import a_stay, from_to, nights_in_window, not_from_to, over_both, stay_or_offset

PASSES: Final = (
    (
        rule(r"(?P<a>!)[,_.to(]*(?P<b>!)\)?", weekday_and_date),
        rule(r"I_*(?P<n>\$)'?[K_]*", in_length),
        rule(r"(?P<n>\$)K", in_length),
        rule(r"(?P<n>\$)l", later),
        rule(r"(?P<n>\$)e", earlier),
        rule(r"(?P<n>\$)'?a", ago),
        rule(r"[ab]_*(?P<n>\$)(?![_VX]*[!#])", ago),
        rule(r"(?P<a>!)I_*(?P<n>\$)'?[K_]*", weekday_in_length),
        rule(r"(?P<s>[1234])-?[OIdV_]*(?P<w>#)", slice_of),
    ),
    (
        rule(r"[FGVdIt_]*(?P<a>!)[ZzuX\-][_todV]*(?P<b>!)[OdVI,_]*(?P<w>#)", both_within),
        rule(r"(?P<w>#)[,_]*[FGVdIt_]*(?P<a>!)[ZzuX\-][_todV]*(?P<b>!)", both_within),
        rule(r"(?P<a>!)[OdVI,o_]*(?P<w>#)", within),
        rule(r"(?P<w>#)_*[OdVF][_tdoV]*(?P<a>!)", weekend_of),
        rule(r"(?P<a>!),?g[_tTn]*(?P<w>#)", weekend_of),
        rule(r"(?P<w>#)[,o_td]*(?P<a>!)", within),
        rule(r"(?P<p>P)[OdVIo_]*(?P<a>!)", part_of),
        rule(r"(?P<a>!)[,d_]*[I]?_*(?P<p>[PJ])", part_of),
        rule(r"(?P<a>!)(?P<p>1)", part_of),
        rule(r"(?P<n>\$)(?:f|_*f)[_V]*(?P<a>[!#])", length_after),
        rule(r"(?P<n>\$)b[_V]*(?P<a>[!#])", length_before),
        rule(r"(?P<u>U)(?P<s>[fb])[_VX]*(?P<a>[!#])", unit_beside),
        rule(r"(?P<n>β)[OdVX_]*(?P<a>[!#])", day_beside),
        rule(r"(?P<b>[!#])(?P<s>[fb])[_VX]*(?P<a>[!#])", named_beside),
        rule(r"(?P<u>U)[OdV_]+(?P<a>!)", the_week_of),
    ),
    (
        rule(r"[FGVdIt_]*(?P<a>[!#])[ZzuX\-][_todV]*(?P<b>[!#])", from_to),
        rule(r"B[_tVd]*(?P<a>[!#])&[_tod]*(?P<b>[!#])", from_to),
        rule(r"(?P<a>[!#])&[k_]*(?P<b>[!#])", over_both),
        rule(r"[FGVdIt_]*\?[ZzuX\-][_todV]*[!#?]", not_from_to),
        rule(r"[FGVdIt_]*[!#][ZzuX\-][_todV]*\?", not_from_to),
    ),
    (
        rule(r"(?P<n>\$)F[_t]*(?P<a>!)", stay_or_offset),
        rule(r"(?P<n>\$)[,]?[GidVXoto_I]*(?P<a>!)", a_stay),
        rule(r"[FGVd]?(?P<a>!)[,_]*g?_*(?P<n>\$)", a_stay),
        rule(r"(?P<a>#)[,_]*g?_*(?P<n>\$)", nights_in_window),
        rule(r"(?P<n>\$)[,Odt_IVTk]*(?P<a>#)", nights_in_window),
    ),
    (
        rule(r"(?P<s>[fbuiGFZX])[_tVo]*(?P<a>[!#])", bounded),
        rule(r"~[_t]*(?P<a>[!#])", rough),
    ),
    (rule(r"(?<!\|)(?<!\|_)(?P<n>β)", some_day_beside),),
)
