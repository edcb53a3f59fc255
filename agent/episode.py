"""What a session was about and where it stopped, read off its tool results; no model makes it up."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from agent.history import results
from agent.state import Parts
from memory.models import Episode, Search

_SETTLED = ("booked", "changed")


def episode_of(messages: Sequence[AnyMessage], parts: Parts) -> Episode | None:
    """The session so far, in the customer's language; None while it was about nothing."""
    found = results(messages)
    booked = _booked(found)
    searched = [each for each in found if found_offers(each)]
    topics = _topics(searched)
    if not booked and not topics:
        return None
    key, what = ("about_booked", booked) if booked else ("about", topics)
    searches = _unfinished(messages)
    liked = [each.chosen for each in searches if each.chosen]
    return Episode(
        thread=parts.thread.id,
        customer=parts.profile.customer,
        summary=parts.words.say(key, parts.locale, what="; ".join(what)),
        open_question=_open_question(found, bool(booked), liked, parts),
        searches=searches,
        booked=tuple(booked),
        locale=parts.locale,
        updated_at=parts.clock.now(),
    )


def _unfinished(messages: Sequence[AnyMessage]) -> tuple[Search, ...]:
    """The last search of each kind that found something, but for kinds of which something was booked since."""
    calls = {call["id"]: call for each in messages if isinstance(each, AIMessage) for call in each.tool_calls}
    searches: dict[str, Search] = {}
    for message in messages:
        if not isinstance(message, ToolMessage):
            continue
        result = results([message])[0]
        if result.get("status") in _SETTLED:
            for item in result.get("items", []):
                searches.pop(str(item.get("kind")), None)
        elif found_offers(result) and (call := calls.get(message.tool_call_id)):
            kind = str(result.get("kind"))
            searches.pop(kind, None)
            searches[kind] = Search(tool=call["name"], args=call["args"])
    noted = [each.additional_kwargs["chosen"] for each in messages if _tells_liked(each)]
    liked: dict[str, str] = noted[-1] if noted else {}
    return tuple(each.model_copy(update={"chosen": liked.get(kind, "")}) for kind, each in searches.items())


def _tells_liked(message: AnyMessage) -> bool:
    return isinstance(message, AIMessage) and "chosen" in message.additional_kwargs


def found_offers(result: dict[str, Any]) -> bool:
    """Whether a result is a list of offers that a search found; the details of one offer are none."""
    return result.get("ref_type") == "offer" and bool(result.get("items")) and "terms" not in result


def _topics(searched: list[dict[str, Any]]) -> list[str]:
    """The last search of each kind: what, where, when."""
    return list({str(each.get("kind")): _topic(each) for each in searched}.values())


def _topic(result: dict[str, Any]) -> str:
    first = result["items"][0]
    place = str(first.get("where") or "").rpartition(", ")[2]
    return ", ".join(
        part
        for part in (str(result.get("kind_plural") or result.get("kind_title", "")), place, str(first.get("when", "")))
        if part
    )


def _booked(outcomes: list[dict[str, Any]]) -> list[str]:
    """Titles of what was booked and stands; what was cancelled since does not."""
    standing: dict[str, str] = {}
    for each in outcomes:
        for item in each.get("items", []) if each.get("status") in (*_SETTLED, "cancelled") else []:
            standing.pop(str(item.get("id")), None)
            if item.get("status") != "cancelled" and item.get("title"):
                standing[str(item.get("id"))] = str(item["title"])
    return list(dict.fromkeys(standing.values()))


def _open_question(found: list[dict[str, Any]], booked: bool, liked: Sequence[str], parts: Parts) -> str:
    statuses = [each.get("status") for each in found]
    if statuses and statuses[-1] == "awaiting_confirmation":
        return parts.words.say("left_confirmation", parts.locale)
    if liked:
        return parts.words.say("left_liked", parts.locale, what=", ".join(liked))
    return "" if booked else parts.words.say("left_open", parts.locale)
