"""What came of an attempt. The result's own message is said where there is one; never more than it says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agent.brain.speaking.formats import amount, clause, clock
from agent.brain.speaking.items import Item, first, price_text, text_of, texts_of
from agent.brain.speaking.markup import Ready, plain
from agent.brain.speaking.moves import Kind
from agent.brain.speaking.offers import notes
from agent.brain.speaking.phrase import Phrase, simply
from agent.brain.speaking.voice import Voice

MOST_LINES = 6
_CANCELLED = "cancelled"


def _awaiting(voice: Voice, data: Mapping[str, Any]) -> Ready:
    result = data["result"]
    whole = result["confirmation"] if isinstance(result.get("confirmation"), Mapping) else result
    entries = voice.items(whole)
    actions = [str(one.get("action", "book")) for one in whole.get("items") or () if isinstance(one, Mapping)]
    buying = all(action == "book" for action in actions)
    total = price_text(first(whole, "totals_text", "totals", "total"), voice.locale) if buying else ""
    kept = bool(whole.get("warnings"))
    warnings = voice.sentences(texts_of(whole.get("warnings") or ()))
    if not entries:
        said = text_of(result.get("message"))
        lead = voice.sentences([said]) if said else voice.say("awaiting.plain", total=total)
    elif len(entries) == 1:
        lead = voice.join([voice.say("awaiting.one") if buying else "", _asked(voice, entries[0], kept=kept)])
    else:
        lines = [_asked(voice, entry, kept=kept) for entry in entries[:MOST_LINES]]
        lead = voice.join([voice.say("awaiting.many", total=total), voice.bullets(lines)], "\n\n")
    return voice.join([lead, voice.join([warnings, notes(voice, result), voice.say("awaiting.card")])], "\n\n")


def _asked(voice: Voice, entry: Item, *, kept: bool) -> Ready:
    """What would be done, what it would cost or bring back, and the terms."""
    values = {"title": voice.title(entry), "when": entry.when}
    if entry.action in ("change", "cancel"):
        owed = entry.price.minor if entry.price else 0
        back = amount(-owed, entry.price.currency, voice.locale) if entry.price and owed < 0 else ""
        price = entry.price_text if owed > 0 else ""
        free = entry.action == "cancel" and not kept
        lead = voice.say(f"awaiting.{entry.action}", price=price, refund=back, free=free, **values)
    else:
        lead = voice.say("awaiting.book", price=entry.price_text if entry.action in ("", "book") else "", **values)
    return voice.join([lead, voice.sentences(texts_of(entry.terms))])


def _still_open(voice: Voice, data: Mapping[str, Any]) -> Ready:
    values = {"summary": clause(text_of(data.get("summary"))), "total": text_of(data.get("total"))}
    return voice.join([voice.say("still_open", **values), voice.say("still_open_asks") if data.get("asks") else ""])


def _take_time(voice: Voice, data: Mapping[str, Any]) -> Ready:
    if not data.get("summary"):
        return voice.say("take_time.nothing_open")
    until = clock(datetime.fromisoformat(str(data["until"])).time(), voice.locale)
    values = {"summary": clause(text_of(data["summary"])), "total": text_of(data.get("total"))}
    return voice.say("take_time.open", until=until, **values)


def _done(key: str) -> Phrase:
    """Says a result that changed the ledger: its message, or what it lists with its references."""

    def phrase(voice: Voice, data: Mapping[str, Any]) -> Ready:
        result = data["result"]
        entries = voice.items(_without_given_up(result, key))[:MOST_LINES]
        said = text_of(result.get("message"))
        lead = voice.sentences([said]) if said else voice.say(f"{key}.lead", count=len(entries))
        lines = [receipt(voice, entry) for entry in entries if _adds(entry, said)]
        parts = [lead, voice.bullets(lines), notes(voice, result)]
        return voice.join(parts, "\n\n")

    return phrase


def _without_given_up(result: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A result without what was cancelled for what it lists; the notes tell of that."""
    items = [each for each in result.get("items") or () if isinstance(each, Mapping)]
    kept = [each for each in items if key == _CANCELLED or each.get("status") != _CANCELLED]
    return {**result, "items": kept}


def _adds(entry: Item, said: str) -> bool:
    """Whether a line for ``entry`` would say something that the message has not said."""
    return entry.title not in said or entry.reference not in said


def receipt(voice: Voice, entry: Item, *, status: str = "", price: str = "") -> Ready:
    """One booking in a line."""
    title = Ready(f"**{plain(voice.title(entry))}**")
    reference = voice.say("reference", reference=entry.reference) if entry.reference else ""
    return voice.join([title, entry.when, price, status, reference], ", ")


def _stopped(key: str) -> Phrase:
    """Says why something did not happen: the result's message, or the plain text for its status."""

    def phrase(voice: Voice, data: Mapping[str, Any]) -> Ready:
        result = data.get("result") or {}
        said = text_of(result.get("message")) or text_of(data.get("message"))
        lead = voice.sentences([said]) if said else voice.say(key)
        return voice.join([lead, notes(voice, result)], "\n\n")

    return phrase


OUTCOMES: Mapping[Kind, Phrase] = {
    Kind.AWAITING_CONFIRMATION: _awaiting,
    Kind.STILL_OPEN: _still_open,
    Kind.TAKE_TIME: _take_time,
    Kind.NOTHING_OPEN: simply("nothing_open"),
    Kind.BOOKED: _done("booked"),
    Kind.CHANGED: _done("changed"),
    Kind.CANCELLED: _done("cancelled"),
    Kind.DECLINED: _stopped("declined"),
    Kind.EXPIRED: _stopped("expired"),
    Kind.PRICE_CHANGED: _stopped("price_changed"),
    Kind.SOLD_OUT: _stopped("sold_out"),
    Kind.UNKNOWN: _stopped("unknown"),
    Kind.UNDONE: _stopped("undone"),
    Kind.FAILED: _stopped("failed"),
    Kind.REFUSED: _stopped("refused"),
    Kind.INVALID: _stopped("invalid"),
    Kind.GENERIC_ERROR: _stopped("generic_error"),
    Kind.SORRY: simply("sorry"),
    Kind.OFFER_HUMAN: simply("offer_human"),
    Kind.HANDED_OVER: _stopped("handed_over"),
}
