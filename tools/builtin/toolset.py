"""The host's own tools: what models see of them (YAML beside this file) and what they do."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from memory.documents import parse_yaml
from memory.models import Value
from tools.builtin import booking, memories, offers, partners, people, permissions, policies, ratings, totals, trips
from tools.counter import Answer, Counter
from tools.manifest import Text
from tools.models import Effect

Handler = Callable[[Counter, dict[str, Any]], Awaitable[Answer]]

TOOLSET: dict[str, Handler] = {
    "book": booking.book,
    "change_booking": booking.change_booking,
    "cancel_booking": booking.cancel_booking,
    "list_bookings": trips.list_bookings,
    "check_confirmation": trips.check_confirmation,
    "add_up": totals.add_up,
    "offer_details": offers.offer_details,
    "more_offers": offers.more_offers,
    "explain": offers.explain,
    "what_would_change": offers.what_would_change,
    "look_for": offers.look_for,
    "dont_use_reason": offers.dont_use_reason,
    "rate_booking": ratings.rate_booking,
    "lookup_profile": memories.lookup_profile,
    "what_do_you_know": memories.what_do_you_know,
    "remember": memories.remember,
    "forget": memories.forget,
    "forget_everything": memories.forget_everything,
    "set_consent": memories.set_consent,
    "permit": permissions.permit,
    "list_permissions": permissions.list_permissions,
    "revoke_permission": permissions.revoke_permission,
    "travel_policy": policies.travel_policy,
    "list_partners": partners.list_partners,
    "hand_over": people.hand_over,
}


class ToolText(Value):
    """A host tool as its YAML describes it."""

    name: str
    effect: Effect
    description: str
    progress: Text
    parameters: dict[str, Any]


@cache
def load_toolset() -> dict[str, ToolText]:
    """Descriptions of all host tools by name; each has its handler and each handler its description."""
    texts: dict[str, ToolText] = {}
    adapter = TypeAdapter(list[ToolText])
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        for tool in adapter.validate_python(parse_yaml(path.read_text(encoding="utf-8"))):
            texts[tool.name] = tool
    if texts.keys() != TOOLSET.keys():
        raise LookupError(f"tools without a handler or a description: {sorted(texts.keys() ^ TOOLSET.keys())}")
    return {name: texts[name] for name in TOOLSET}
