"""Answers about things already shown: a detail, the terms, a comparison, the reasons, what is booked."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.brain.speaking.formats import capital, clause, sentence
from agent.brain.speaking.items import Item, reasons, text_of, texts_of, told_apart
from agent.brain.speaking.markup import Ready
from agent.brain.speaking.moves import Kind
from agent.brain.speaking.offers import apart, notes
from agent.brain.speaking.outcomes import receipt
from agent.brain.speaking.phrase import Phrase
from agent.brain.speaking.retelling import retold, told
from agent.brain.speaking.voice import Voice

MOST_COMPARED = 4
MOST_BOOKINGS = 6
MOST_REASONS = 5


def _answer_field(voice: Voice, data: Mapping[str, Any]) -> Ready:
    title, label, value = voice.title(voice.item(data["item"])), str(data["label"]), data.get("value")
    if isinstance(value, bool):
        key = "field.yes" if value else "field.unlisted" if data.get("unlisted") else "field.no"
        return voice.say(key, title=title, label=label)
    said = told(voice, value)
    if not said:
        return voice.say("field.unknown", title=title, label=label)
    return voice.say("field.value", title=title, label=label, value=said)


def _unanswered(voice: Voice, data: Mapping[str, Any]) -> Ready:
    title = voice.title(voice.item(data["item"])) if data.get("item") else ""
    able = [name for one in data.get("capabilities") or () if (name := voice.noun(one, 2) or voice.noun(one, 1))]
    return voice.say("field.unanswered", title=title, list=voice.listed(able) if able else "")


def _answer_across(voice: Voice, data: Mapping[str, Any]) -> Ready:
    """Of a yes-or-no detail who has it; of any other the value of each."""
    pairs = [(voice.item(pair["item"]), pair.get("value")) for pair in data["pairs"]]
    label = capital(str(data["label"]))
    if all(isinstance(value, bool) for _, value in pairs):
        have = [entry for entry, value in pairs if value]
        lack = [entry for entry, value in pairs if not value]
        lead = voice.say("across.have", label=label, titles=voice.titles(have)) if have else ""
        rest = voice.say("across.lack", titles=voice.titles(lack)) if lack else ""
        return voice.join([lead, rest])
    titles = apart(voice, [entry for entry, _ in pairs])
    lines = [
        voice.say("about", title=title, facts=told(voice, value))
        for title, (_, value) in zip(titles, pairs, strict=True)
    ]
    return voice.bullets(lines)


def _answer_fact(voice: Voice, data: Mapping[str, Any]) -> Ready:
    """What all have alike is said once."""
    pairs = [(voice.item(pair["item"]), str(pair["value"])) for pair in data["pairs"]]
    values = {value for _, value in pairs}
    if len(pairs) > 1 and len(values) == 1:
        return voice.say("fact.alike", count=len(pairs), value=pairs[0][1])
    titles = apart(voice, [entry for entry, _ in pairs])
    unknown = voice.say("fact.unknown")
    lines = [
        voice.say("about", title=title, facts=clause(value) or unknown)
        for title, (_, value) in zip(titles, pairs, strict=True)
    ]
    return lines[0] if len(lines) == 1 else voice.bullets(lines)


def _answer_price(voice: Voice, data: Mapping[str, Any]) -> Ready:
    item = voice.item(data["item"])
    if not item.price_text:
        return voice.say("field.unknown", title=voice.title(item), label=voice.say("field.price"))
    note = f" ({item.price_note})" if item.price_note else ""
    return voice.say("about", title=voice.title(item), facts=f"{item.price_text}{note}")


def _about(voice: Voice, data: Mapping[str, Any]) -> Ready:
    item = voice.item(data["item"])
    price = f"{item.price_text} ({item.price_note})" if item.price_text and item.price_note else item.price_text
    facts = [item.subtitle, price, *item.reasons[:MOST_COMPARED], *item.drawbacks[:1]]
    return voice.say("about", title=voice.title(item), facts=voice.join([each for each in facts if each], "; "))


def _details(voice: Voice, data: Mapping[str, Any]) -> Ready:
    item = voice.item(data["item"])
    price = f"{item.price_text} ({item.price_note})" if item.price_text and item.price_note else item.price_text
    facts = voice.join([each for each in (item.subtitle, item.when, price) if each], "; ")
    lines = [voice.say("details.line", label=label, value=value) for label, value in item.details]
    terms = voice.sentences([item.terms] if item.terms else [])
    return voice.join([voice.say("about", title=voice.title(item), facts=facts), voice.bullets(lines), terms], "\n\n")


def _answer_terms(voice: Voice, data: Mapping[str, Any]) -> Ready:
    item = voice.item(data.get("item") or {})
    result = data.get("result") or {}
    listed = voice.items(result)
    inner = listed[0] if listed else voice.item(result.get("item") or {})
    terms = text_of(result.get("terms")) or inner.terms or item.terms or text_of(result.get("message"))
    title = item.title or inner.title or text_of(result.get("title"))
    if not terms:
        return voice.say("terms.unknown", title=title)
    return voice.say("terms.known", title=title, terms=sentence(terms))


def _compare(voice: Voice, data: Mapping[str, Any]) -> Ready:
    entries = told_apart(voice.item(json) for json in data["items"][:MOST_COMPARED])
    differing = _differing(entries)
    same_terms = len({entry.terms for entry in entries}) == 1
    lines = [_profile(voice, entry, differing, "" if same_terms else entry.terms) for entry in entries]
    return voice.join([voice.say("compare.intro"), voice.bullets(lines)], "\n\n")


def _differing(entries: Sequence[Item]) -> set[str]:
    """Labels whose values are not the same for all."""
    values: dict[str, set[str]] = {}
    for entry in entries:
        for label, value in entry.details:
            values.setdefault(label, set()).add(value)
    return {label for label, seen in values.items() if len(seen) > 1}


def _profile(voice: Voice, entry: Item, labels: set[str], terms: str) -> Ready:
    price = f"{entry.price_text} ({entry.price_note})" if entry.price_note else entry.price_text
    details = [f"{label}: {value}" for label, value in entry.details if label in labels][:4]
    facts = voice.join([price, *details, *entry.reasons[:1], clause(terms)], "; ")
    return voice.say("compare.line", title=voice.title(entry), facts=facts)


def _explain(voice: Voice, data: Mapping[str, Any]) -> Ready:
    result = data.get("result") or {}
    item = voice.item(data.get("item") or result.get("item") or result)
    why = (reasons(result.get("reasons")) or item.reasons)[:MOST_REASONS]
    against = reasons(result.get("reasons"), against=True) or item.drawbacks
    left_out = texts_of(result.get("not_used") or ())
    if not why:
        lead = voice.sentences([said]) if (said := text_of(result.get("message"))) else ""
        lead = lead or voice.say("explain.none", title=voice.title(item))
    elif len(why) == 1:
        lead = voice.say("explain.one", title=voice.title(item), reason=why[0])
    else:
        intro = voice.say("explain.intro", title=voice.title(item))
        lead = voice.join([intro, voice.bullets(sentence(reason) for reason in why)], "\n\n")
    minus = voice.sentences(against[:MOST_REASONS])
    unused = voice.say("explain.not_used", list=voice.listed(left_out)) if left_out else ""
    sponsored = voice.say("results.sponsored", titles=voice.titles([item]), count=1) if item.sponsored else ""
    return voice.join([lead, voice.join([minus, sponsored, unused])], "\n\n")


def _explain_contrast(voice: Voice, data: Mapping[str, Any]) -> Ready:
    item, other = voice.item(data["item"]), voice.item(data["other"])
    result = data.get("result") or {}
    apart = (*reasons(result.get("reasons")), *reasons(result.get("reasons"), against=True))[:MOST_REASONS]
    first = voice.sentences(texts_of(result.get("message") or ()))
    level = texts_of(result.get("not_used") or ())
    names = {"title": voice.title(item), "other": voice.title(other)}
    if apart:
        lead = voice.join([voice.say("contrast.intro"), voice.bullets(sentence(one) for one in apart)], "\n\n")
    elif level:
        lead = voice.sentences(level)
    else:
        lead = _apart(voice, item, other) or voice.say("contrast.even", **names)
    price = ""
    if item.price_text and other.price_text and item.price_text != other.price_text:
        price = voice.say("contrast.price", price=item.price_text, other_price=other.price_text, **names)
    choice = voice.say("contrast.choice", other=voice.title(other))
    return voice.join([first, lead, voice.join([price, choice])], "\n\n" if apart else " ")


def _apart(voice: Voice, item: Item, other: Item) -> Ready:
    """What each has that the other has not, from their own reasons."""
    ours = [reason for reason in item.reasons if reason not in other.reasons][:2]
    theirs = [reason for reason in other.reasons if reason not in item.reasons][:2]
    return voice.join([_strengths(voice, item, ours), _strengths(voice, other, theirs)])


def _strengths(voice: Voice, item: Item, why: Sequence[str]) -> Ready:
    title = voice.title(item)
    return voice.say("contrast.for", title=title, reasons=voice.join(why, "; ")) if why else Ready()


def _bookings_list(voice: Voice, data: Mapping[str, Any]) -> Ready:
    result = data["result"]
    entries = voice.items(result)
    when = data.get("when") if data.get("when") in ("upcoming", "past") else "all"
    if not entries:
        return voice.say(f"bookings.none.{when}")
    lines = [receipt(voice, entry, status=entry.status, price=entry.price_text) for entry in entries[:MOST_BOOKINGS]]
    more = len(entries) - len(lines)
    head = voice.say(f"bookings.intro.{when}", count=len(entries))
    rest = voice.say("bookings.more", count=more) if more else ""
    return voice.join([head, voice.bullets(lines), rest, notes(voice, result)], "\n\n")


def _generic_result(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return retold(voice, data["result"], data.get("title"))


ANSWERS: Mapping[Kind, Phrase] = {
    Kind.ANSWER_FIELD: _answer_field,
    Kind.UNANSWERED: _unanswered,
    Kind.ANSWER_ACROSS: _answer_across,
    Kind.ANSWER_FACT: _answer_fact,
    Kind.ANSWER_PRICE: _answer_price,
    Kind.DETAILS: _details,
    Kind.ABOUT: _about,
    Kind.ANSWER_TERMS: _answer_terms,
    Kind.COMPARE: _compare,
    Kind.EXPLAIN: _explain,
    Kind.EXPLAIN_CONTRAST: _explain_contrast,
    Kind.BOOKINGS_LIST: _bookings_list,
    Kind.GENERIC_RESULT: _generic_result,
}
