"""Mutants that show other offers, or show them otherwise, than the customer's wishes ask for."""

from typing import Any

from evals.mutants.mutant import BadDesk, Mutant, at_the_desk, in_the_house
from tools.models import Card, CardKind, ToolCall, ToolResult


class NoReasons(BadDesk):
    async def call(self, call: ToolCall) -> ToolResult:
        result = await self._part.call(call)
        return result.model_copy(update={"cards": tuple(map(_without_reasons, result.cards))})


class UpsideDown(BadDesk):
    async def call(self, call: ToolCall) -> ToolResult:
        result = await self._part.call(call)
        if result.content.get("ref_type") != "offer":
            return result
        content = result.content | {"items": _renumbered(result.content["items"])}
        return result.model_copy(update={"content": content, "cards": tuple(map(_reversed, result.cards))})


class DeafToLimits(BadDesk):
    """Searches without the limits that were said."""

    async def call(self, call: ToolCall) -> ToolResult:
        limits = ("max_", "min_", "diet", "without", "style", "amenities", "near", "accessible", "type")
        args = {key: value for key, value in call.args.items() if not key.startswith(limits)}
        return await self._part.call(call.model_copy(update={"args": args}))


class HidesFailures(BadDesk):
    """Leaves out which partner did not answer and which rule was applied."""

    async def call(self, call: ToolCall) -> ToolResult:
        result = await self._part.call(call)
        cards = tuple(card.model_copy(update={"body": card.body | {"notes": []}}) for card in result.cards)
        return result.model_copy(update={"content": result.content | {"notes": []}, "cards": cards})


class NoHuman(BadDesk):
    async def call(self, call: ToolCall) -> ToolResult:
        if call.name == "hand_over":
            call = call.model_copy(update={"name": "list_bookings", "args": {}})
        return await self._part.call(call)


class NeverSearches(BadDesk):
    """Finds nothing, whatever there is."""

    async def call(self, call: ToolCall) -> ToolResult:
        result = await self._part.call(call)
        if result.content.get("ref_type") == "offer" and call.name != "offer_details":
            return result.model_copy(update={"content": result.content | {"items": []}, "cards": ()})
        return result


def _without_reasons(card: Card) -> Card:
    if card.kind is CardKind.REASONS:
        return card.model_copy(update={"body": card.body | {"reasons": []}})
    if card.kind is not CardKind.OFFERS:
        return card
    offers = [offer | {"reasons": []} for offer in card.body["offers"]]
    return card.model_copy(update={"body": card.body | {"offers": offers}})


def _reversed(card: Card) -> Card:
    if card.kind is not CardKind.OFFERS:
        return card
    return card.model_copy(update={"body": card.body | {"offers": _renumbered(card.body["offers"])}})


def _renumbered(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item | {"number": number} for number, item in enumerate(reversed(items), start=1)]


OFFERS = (
    Mutant("no-reasons", "Suggests and does not say why", at_the_desk(NoReasons), ("why",)),
    Mutant("upside-down", "Puts the worst offer on top", at_the_desk(UpsideDown), ("recommendation", "why")),
    Mutant(
        "deaf-to-limits",
        "Searches without the limits that were said",
        at_the_desk(DeafToLimits),
        ("refining", "planning"),
    ),
    Mutant("hides-failures", "Does not say that a partner failed", at_the_desk(HidesFailures), ("partner-faults",)),
    Mutant("no-human", "Never fetches a person", at_the_desk(NoHuman), ("hand-over",)),
    Mutant("finds-nothing", "Says that there is nothing", at_the_desk(NeverSearches), ("planning",)),
    Mutant("ignores-policy", "Lets everybody book everything", in_the_house(policies=lambda _: {}), ("policy",)),
)
