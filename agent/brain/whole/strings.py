"""Open text into fields: names, places, codes, quoted words and phrases, by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import inf
from typing import Any

from agent.brain.tokens import folded
from agent.brain.whole.closed import hit_of, within_name
from agent.brain.whole.currencies import currency_of
from agent.brain.whole.fields import Field
from agent.brain.whole.moments import is_date
from agent.brain.whole.phrases import Phrase, opens
from agent.brain.whole.places import as_described, tells_where, wants_state
from agent.brain.whole.sense import Sense
from agent.brain.whole.sheet import Sheet
from agent.brain.whole.suiting import Scorer
from agent.brain.whole.wording import wording

_WANTED, _SPARE = -0.1, 1.45
"""How well a phrase must fit a field that must be given, and one that may be left out."""
_LEFT = 0.8
"""The same for a name or quoted words that nothing else took: nobody names a thing for nothing."""


def fill_strings(sheet: Sheet, sense: Sense) -> None:
    """Best fit first; a list takes all that is joined to its first value."""
    said = sheet.said
    fields = [each for each in sheet.open("string", "") if not each.enum and (each.many or not is_date(each))]
    _whole_texts(sheet, fields)
    _options(sheet, fields)
    scorer = Scorer(sheet, fields, sense)
    pairs = [
        (scorer.fit(field, phrase) + 0.15 * field.required, -rank, -place, field, phrase)
        for rank, field in enumerate(fields)
        if field.path not in sheet.values
        for place, phrase in enumerate(said.phrases)
        if sheet.free(phrase.start, phrase.end)
    ]
    ranked = [each[3:] + each[:1] for each in sorted(pairs, key=lambda each: each[:3], reverse=True)]
    taken = _take(sheet, ranked, _SPARE)
    named = [each for each in ranked if each[1].kind in ("name", "quoted") and not opens(said.text, each[1].start)]
    taken |= _take(sheet, named, _LEFT)
    _swap(sheet, taken, {(field.path, phrase): score for field, phrase, score in ranked})


def _take(sheet: Sheet, ranked: Sequence[tuple[Field, Phrase, float]], spare: float) -> dict[Field, Phrase]:
    """Give each phrase to the field that it fits best, among those that are left."""
    taken = {}
    for field, phrase, score in ranked:
        if score < (_WANTED if field.required else spare):
            continue
        if field.path in sheet.values or not sheet.free(phrase.start, phrase.end):
            continue
        if field.many:
            _put_series(sheet, field, phrase, score)
        else:
            sheet.put(field, spelled(field, phrase.text), score, (phrase.start, phrase.end))
            taken[field] = phrase
    return taken


def _swap(sheet: Sheet, taken: dict[Field, Phrase], fits: Mapping[tuple[tuple[str, ...], Phrase], float]) -> None:
    """Two fields change values where both together fit better then."""
    for one, other in combinations(taken, 2):
        crossed = [fits.get((one.path, taken[other]), -inf), fits.get((other.path, taken[one]), -inf)]
        if sum(crossed) > fits[one.path, taken[one]] + fits[other.path, taken[other]] + 1e-9:
            taken[one], taken[other] = taken[other], taken[one]
            for field, fit in zip((one, other), crossed, strict=True):
                sheet.put(field, spelled(field, taken[field].text), fit)


def _put_series(sheet: Sheet, field: Field, phrase: Phrase, score: float) -> None:
    holding = [each for each in sheet.said.series if any(p.start == phrase.start or p.end == phrase.end for p in each)]
    series = max(holding, key=len, default=(phrase,))
    series = tuple(each for each in series if sheet.free(each.start, each.end)) or (phrase,)
    sheet.put(field, [spelled(field, each.text) for each in series], score, *((e.start, e.end) for e in series))


def spelled(field: Field, text: str) -> Any:
    """As the description wants it."""
    if "currenc" in field.stems and not any(currency_of(text) != text == each for each in field.options):
        return currency_of(text) or text
    towns = (field.stems | field.about) & {"citi", "town"}
    if field.words[-1:] in (("citi",), ("town",)) and not tells_where(field.description):
        return text.partition(",")[0]
    if field.stems & wording().kinds["place"] or (towns and wants_state(field.description)):
        return as_described(text, field.description)
    return next((each for each in field.options if folded(each) == folded(text)), text)


def _options(sheet: Sheet, fields: Sequence[Field]) -> None:
    """Values that descriptions name, as far as they were said."""
    for field in fields:
        if field.path in sheet.values or not field.options or field.stems & wording().kinds["place"]:
            continue
        options = [each for each in field.options if len(each) > 2 and folded(each) not in wording().unsaid]
        hits = [(hit, each) for each in options if (hit := hit_of(each, sheet.said)) is not None]
        hits = [
            (hit, each) for hit, each in hits if sheet.free(hit[1], hit[2]) and not within_name(sheet.said, *hit[1:])
        ]
        if hits and not field.many:
            (score, start, end), option = max(hits, key=lambda each: (each[0][0], -each[0][1]))
            sheet.put(field, option, score, (start, end))


def _whole_texts(sheet: Sheet, fields: Sequence[Field]) -> None:
    """A single field for a text takes what is quoted, or what stands behind a colon."""
    said = sheet.said
    codes = wording().kinds["code"] - {"code"}
    wanting = [each for each in fields if each.stems & wording().kinds["text"] and not each.stems & codes]
    long = [span for span in said.quoted if span[1] - span[0] > 25 and sheet.free(*span)]
    for field, span in zip([each for each in wanting if not each.many], long, strict=False):
        sheet.put(field, said.text[span[0] : span[1]], 2.0, span)
    colon = re.search(r":\s+(?=\S)", said.text)
    open_ = [each for each in wanting if each.required and not each.many and each.path not in sheet.values]
    if colon is not None and open_ and not said.quoted:
        field = open_[0]
        sheet.put(field, said.text[colon.end() :].strip(), 1.5, (colon.end(), len(said.text)))
