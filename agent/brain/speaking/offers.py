"""What was found and what is chosen among it. The cards show the list; the words say which and why."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent.brain.speaking.formats import sentence
from agent.brain.speaking.items import Item, price_text, text_of, texts_of, told_apart
from agent.brain.speaking.markup import Ready
from agent.brain.speaking.moves import Kind
from agent.brain.speaking.phrase import Phrase
from agent.brain.speaking.voice import Voice

MOST_REASONS = 2
MOST_NOTES = 4

_POINTS = re.compile(r"\s*;\s+")
_QUOTE = re.compile(r"[“„«]")
_DETAIL = re.compile(r"\s[–-]\s|[,:(](?!\d)")
_CLAUSE = re.compile(r"[,;]\s")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0]\d+)*")


def _results(voice: Voice, data: Mapping[str, Any]) -> Ready:
    found = voice.items(data["result"])
    title = _title(data)
    if not found:
        return _nothing_found(voice, {"result": data["result"], "title": title})
    pick = found[0]
    if len(found) == 1:
        lead = [voice.say("results.only", counted=voice.counted(title, 1), **_praise(voice, pick))]
    else:
        lead = [
            _counted(voice, data, len(found)),
            voice.say("results.pick", **_praise(voice, pick)),
            *_alternatives(voice, found),
        ]
    said = voice.sentences(texts_of(data["result"].get("message") or ()))
    return _paragraphs(voice, [said, voice.join(lead), _disclosed(voice, found[:1]), notes(voice, data["result"])])


def _title(part: Mapping[str, Any]) -> Any:
    """The noun as the result has it in both numbers, else as the tool has it."""
    title, plural = part["result"].get("kind_title"), part["result"].get("kind_plural")
    if isinstance(title, str) and isinstance(plural, str):
        return {"one": title, "other": plural}
    return title if isinstance(title, Mapping) else part.get("title")


def _total(result: Mapping[str, Any], shown: int) -> int:
    total = result.get("total")
    return total if type(total) is int and total > shown else shown


def _counted(voice: Voice, data: Mapping[str, Any], shown: int) -> Ready:
    count = _total(data["result"], shown)
    key = "results.refined" if data.get("refined") else "results.found"
    head = voice.say(key, counted=voice.counted(_title(data), count), count=count)
    return voice.join([head, voice.say("results.shown", count=shown) if count > shown else ""])


def _results_many(voice: Voice, data: Mapping[str, Any]) -> Ready:
    lines, picks = [], []
    remarks: dict[Ready, list[str]] = {}
    for part in data["parts"]:
        found, title = voice.items(part["result"]), voice.heading(_title(part))
        if found:
            praise = _praise(voice, found[0])
            lines.append(voice.say("many.part", noun=title, count=_total(part["result"], len(found)), **praise))
            picks.append(found[0])
        else:
            said = text_of(part["result"].get("message"))
            lines.append(voice.say("many.none", noun=title, message=sentence(said) if said else ""))
        if remark := notes(voice, part["result"]):
            remarks.setdefault(remark, []).append(title)
    several = len(remarks) > 1
    seen = [voice.join([voice.listed(of) if several else "", remark], ": ") for remark, of in remarks.items()]
    intro = voice.say("many.intro") if picks else voice.say("many.nothing")
    body = [
        intro,
        voice.bullets(lines),
        _budget(voice, data.get("budget")),
        _disclosed(voice, picks),
        voice.bullets(seen) if several else voice.join(seen),
    ]
    return _paragraphs(voice, body)


def _budget(voice: Voice, spent: Mapping[str, Any] | None) -> Ready:
    """What the first suggestions come to, beside what all of it may cost."""
    if not spent:
        return Ready()
    total, limit = price_text(spent["total"], voice.locale), text_of(spent["limit"])
    if not spent["over"]:
        return voice.say("many.within", total=total, limit=limit)
    titles = voice.titles([Item.read(each, voice.locale) for each in spent["items"]])
    other = price_text(spent["other"], voice.locale)
    return voice.say("many.over", total=total, limit=limit, other=other, titles=titles, keeps=spent["keeps"])


def apart(voice: Voice, entries: Sequence[Item]) -> list[str]:
    """The name of each; of those with the same name, with what else tells them apart."""
    named: dict[str, list[Item]] = {}
    for entry in entries:
        named.setdefault(voice.title(entry), []).append(entry)
    return [_named_apart(voice.title(entry), entry, named[voice.title(entry)]) for entry in entries]


def _named_apart(name: str, entry: Item, alike: Sequence[Item]) -> str:
    clauses = [set(_CLAUSE.split(each.subtitle)) for each in alike]
    common = set.intersection(*clauses)
    telling = [each for each in _CLAUSE.split(entry.subtitle) if each and each not in common]
    return f"{name}, {', '.join(telling)}" if len(alike) > 1 and telling else name


def _praise(voice: Voice, item: Item) -> dict[str, str]:
    """The values that a sentence about one suggestion needs."""
    return {
        "title": voice.title(item),
        "price": item.price_text,
        "note": item.price_note,
        "reasons": voice.join(_points(item)[:MOST_REASONS], "; "),
    }


def _points(item: Item) -> list[str]:
    """What speaks for it, point by point; of points that begin alike ("quiet, as you asked", "quiet – you told me …")
    the first."""
    firsts: dict[str, str] = {}
    for reason in item.reasons:
        for point in [reason] if _QUOTE.search(reason) else _POINTS.split(reason):
            firsts.setdefault(_lead(point), point)
    return list(firsts.values())


def _lead(point: str) -> str:
    """What a point is about: ``2.1 km away`` and ``1.3 km away`` are about the same."""
    return _NUMBER.sub("#", _DETAIL.split(point, maxsplit=1)[0].strip())


def _alternatives(voice: Voice, found: Sequence[Item]) -> list[Ready]:
    """How the others differ: the least expensive, and the first with a strength that the pick has not."""
    pick, rest = found[0], list(found[1:])
    lines: list[Ready] = []
    cheapest = _least_expensive(found)
    if cheapest is pick:
        lines.append(voice.say("results.pick_is_cheapest"))
    elif cheapest is not None and cheapest.price_text:
        title = voice.title(told_apart([pick, cheapest])[1])
        lines.append(voice.say("results.cheapest", title=title, price=cheapest.price_text))
        rest.remove(cheapest)
    known = {_lead(point) for point in _points(pick)}
    for item in rest[:3]:
        if other := [point for point in _points(item) if _lead(point) not in known]:
            title = voice.title(told_apart([pick, item])[1])
            return [*lines, voice.say("results.different", title=title, reason=other[0])]
    return lines


def _least_expensive(found: Sequence[Item]) -> Item | None:
    """None where prices do not compare, or where all are the same."""
    prices = [item.price for item in found if item.price is not None]
    if len(prices) < len(found) or len({price.currency for price in prices}) != 1:
        return None
    if len({price.minor for price in prices}) == 1:
        return None
    return min(found, key=lambda item: item.price.minor if item.price else 0)


def _disclosed(voice: Voice, picks: Sequence[Item]) -> Ready:
    paid = [item for item in picks if item.sponsored]
    return voice.say("results.sponsored", titles=voice.titles(paid), count=len(paid)) if paid else Ready()


def notes(voice: Voice, result: Mapping[str, Any]) -> Ready:
    """What the result adds for the customer's ears."""
    return voice.sentences(dict.fromkeys(texts_of(result.get("notes") or ())[:MOST_NOTES]))


def _paragraphs(voice: Voice, pieces: Sequence[str]) -> Ready:
    return voice.join(pieces, "\n\n")


def _nothing_found(voice: Voice, data: Mapping[str, Any]) -> Ready:
    result = data.get("result") or {}
    refined = str(data.get("refined") or "")
    said, noun = text_of(result.get("message")), voice.heading(data.get("title"))
    if refined:
        known = voice.words.has(f"more.{refined}")
        more = voice.say(f"more.{refined}") if known else ""
        lead = voice.say("nothing_found.refined", more=more)
    elif said:
        lead = voice.sentences([said])
    else:
        lead = voice.say("nothing_found.plain", noun=noun)
    relax = _relaxable(voice, data.get("relax") or result.get("relax") or ())
    hint = voice.say("nothing_found.relax", wishes=voice.listed(relax, either=True)) if relax else ""
    return _paragraphs(voice, [voice.join([lead, hint]), notes(voice, result)])


def _relaxable(voice: Voice, wishes: Sequence[Any]) -> list[str]:
    """Names of wishes: titles, or objects with a title."""
    titles = [one["title"] if isinstance(one, Mapping) and "title" in one else one for one in wishes]
    return [name for title in titles if (name := voice.noun(title, 1))]


def _advise(voice: Voice, data: Mapping[str, Any]) -> Ready:
    pick = voice.item(data["item"])
    lead = voice.say("advise.pick", **_praise(voice, pick))
    if not data.get("other"):
        return lead
    other = voice.item(data["other"])
    return voice.join([lead, voice.say("results.cheapest", title=voice.title(other), price=other.price_text)])


def _selected(voice: Voice, data: Mapping[str, Any]) -> Ready:
    item = voice.item(data["item"])
    facts = voice.join([item.when, item.price_text], "; ")
    lead = voice.say("selected.item", title=voice.title(item), facts=facts)
    lead = voice.join([lead, voice.sentences([item.terms] if item.terms else [])])
    if data.get("more"):
        return lead
    still = [voice.noun(one, 1) for one in data.get("open") or ()]
    if still:
        return voice.join([lead, voice.say("selected.open", titles=voice.listed(still))])
    return voice.join([lead, voice.say("selected.next")])


def _left_out(voice: Voice, data: Mapping[str, Any]) -> Ready:
    kinds = [voice.noun(one, 2) or voice.noun(one, 1) for one in data["titles"]]
    lead = voice.say("left_out", titles=voice.listed(kinds))
    items = [voice.item(one) for one in data["items"]]
    if not items:
        return lead
    return voice.join([lead, voice.say("left", items=voice.titles(items)), voice.say("selected.next")])


def _assumed(voice: Voice, data: Mapping[str, Any]) -> Ready:
    item, others = voice.item(data["item"]), [voice.item(one) for one in data.get("others") or ()]
    if others:
        return voice.say("assumed.many", titles=voice.titles([item, *others]))
    return voice.say("assumed.one", title=voice.title(item), noun=voice.noun(data.get("title"), 1))


OFFERS: Mapping[Kind, Phrase] = {
    Kind.RESULTS: _results,
    Kind.RESULTS_MANY: _results_many,
    Kind.NOTHING_FOUND: _nothing_found,
    Kind.ADVISE: _advise,
    Kind.SELECTED: _selected,
    Kind.LEFT_OUT: _left_out,
    Kind.ASSUMED: _assumed,
}
