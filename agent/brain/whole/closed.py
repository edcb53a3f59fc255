"""Yes-or-no fields, and fields that take one of a list."""

from __future__ import annotations

import re
from typing import Any

from agent.brain.tokens import folded, stem, tokens
from agent.brain.whole.fields import Field
from agent.brain.whole.said import Said
from agent.brain.whole.sheet import Sheet, before
from agent.brain.whole.wording import wording

_USUAL = re.compile(r"\bdefaults?(?: value)?(?: is| to|:)? '?true", re.IGNORECASE)
_ROOT = 5
_EXACT, _ROOTED = 2.0, 1.2


def fill_closed(sheet: Sheet) -> None:
    """Enumerations first: their values are the surest words there are."""
    for field in sheet.fields:
        if field.path in sheet.values:
            continue
        if field.enum and field.type != "boolean" and not _numeric(field):
            _choose(sheet, field)
        elif field.type == "boolean" or _yes_no(field):
            _judge(sheet, field)


def _numeric(field: Field) -> bool:
    return field.type in ("integer", "number") or counted(field)


def counted(field: Field) -> bool:
    """Whether an enumeration is one of numbers."""
    values = [folded(str(each)) for each in field.enum]
    return any(each.isdigit() for each in values) and all(each.isdigit() or each in wording().unsaid for each in values)


def _yes_no(field: Field) -> bool:
    return bool(field.enum) and {folded(str(each)) for each in field.enum} <= {"true", "false", "yes", "no", "dontcare"}


def _choose(sheet: Sheet, field: Field) -> None:
    if _yes_no(field):
        _judge(sheet, field)
        return
    found = named(field, sheet.said)
    if not found:
        return
    if field.many:
        best = max(each[0] for each in found)
        kept = [each for each in found if each[0] >= best - 0.9]
        values = list(dict.fromkeys(value for _, value, _ in sorted(kept, key=lambda each: each[2])))
        sheet.put(field, values, best, *(span for _, _, span in kept))
        return
    score, value, span = max(found, key=lambda each: (each[0], each[2][0]))
    sheet.put(field, value, score, span)


def named(field: Field, said: Said) -> list[tuple[float, Any, tuple[int, int]]]:
    """Values of an enumeration that were said: how surely, and where."""
    found = []
    for value in field.enum:
        if folded(str(value)) in wording().unsaid:
            continue
        hit = hit_of(str(value), said)
        if hit is not None:
            score, start, end = hit
            around = before(said, start, 3)
            score += 0.4 * any(said.stems[place] in field.stems for place in around)
            score -= 3.0 * (_negated(said, start) or (field.many and within_name(said, start, end)))
            if score > 0:
                found.append((score, value, (start, end)))
    return [each for each in found if not any(_inside(each[2], other[2]) for other in found)]


def _inside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def hit_of(value: str, said: Said) -> tuple[float, int, int] | None:
    """Where a value stands: its words in a row, or a word of the same root."""
    wanted = tuple(stem(each.folded, "en") for each in tokens(value.replace("_", " ")))
    width = len(wanted)
    if not width:
        place = said.text.find(value)
        return (_EXACT, place, place + len(value)) if value and place >= 0 else None
    for place in range(len(said.stems) - width, -1, -1):
        if said.stems[place : place + width] == wanted:
            if width == 1 and len(value) == 1 and said.words[place].text != value:
                continue
            if (
                width == 1
                and place
                and said.words[place - 1].folded == "to"
                and said.words[place].folded != folded(value)
            ):
                continue  # a verb of the same root: "to check" is not "checking"
            return _EXACT + 0.2 * width, said.words[place].start, said.words[place + width - 1].end
    if width == 1 and len(wanted[0]) >= _ROOT - 1:
        for place, each in enumerate(said.stems):
            if _akin(each, wanted[0]):
                return _ROOTED, said.words[place].start, said.words[place].end
    return None


def _akin(one: str, other: str) -> bool:
    """Of one root: "music" and "musical"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _ROOT - 1 and (
        long.startswith(short) or (len(short) > _ROOT and short[:-1] == long[: len(short) - 1])
    )


def _negated(said: Said, start: int) -> bool:
    """Whether what follows is ruled out: "not", "without", "don't care about"."""
    places = before(said, start, 8)
    clause = 0
    for place in places:
        if re.search(r"[.;!?,]|\bbut\b", said.text[said.words[place].end : start]):
            break
        clause += 1
    return any(said.words[place].folded in wording().negations for place in places[:clause])


def within_name(said: Said, start: int, end: int) -> bool:
    """Whether words are part of a longer name: "Natural" in "Natural History Museum"."""
    kinds = ("name", "quoted") if said.text[start].isupper() else ("quoted",)
    holding = [each for each in said.phrases if each.kind in kinds and each.start <= start and end <= each.end]
    return any(each.end - each.start > end - start + 1 for each in holding)


def _judge(sheet: Sheet, field: Field) -> None:
    """Spoken of means yes, ruled out means no."""
    said = sheet.said
    own = field.stems - wording().flags or field.stems
    own = own - sheet.topic or own
    meant = {word: wording().alike.get(word, frozenset({word})) for word in own}
    named = [{word for word, forms in meant.items() if _names(each, word, forms)} for each in said.stems]
    hits = [place for place, each in enumerate(named) if each]
    covered = set().union(*named)
    if not own or len(covered) < (len(own) if len(own) < 3 else len(own) - 1):
        if field.required and not field.has_default:
            usual = _USUAL.search(field.description)
            sheet.put(field, _spelled(field, usual is not None), 0.0)
        return
    yes = not any(_negated(said, said.words[place].start) for place in hits)
    sheet.put(field, _spelled(field, yes), 1.0)


def _names(said: str, word: str, forms: frozenset[str]) -> bool:
    return said in forms or _akin(said, word)


def _spelled(field: Field, yes: bool) -> Any:
    """As the schema spells it."""
    if field.type == "boolean" or not field.enum:
        return yes
    words = ("true", "yes") if yes else ("false", "no")
    return next((each for each in field.enum if folded(str(each)) in words), field.enum[0])
