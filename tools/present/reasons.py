"""Answers to "why?", shown to a customer or read by a model."""

from typing import Any

from tools.cards import ReasonsBody
from tools.models import Card, CardKind
from tools.offers import Shown


def reasons_content(shown: Shown, body: ReasonsBody) -> dict[str, Any]:
    """As a model reads it."""
    return {
        "offer": shown.offer.id,
        "title": shown.offer.title,
        "reasons": [{"kind": one.kind, "text": one.text, "weight": one.weight} for one in body.reasons],
        "not_used": list(body.not_used),
    }


def reasons_card(shown: Shown, body: ReasonsBody | None = None, *, title: str = "", message: str = "") -> Card:
    """As on the card; ``message`` stands before the reasons."""
    told = body or ReasonsBody(offer=shown.offer.id, title=title or shown.offer.title, reasons=())
    told = told.model_copy(update={"message": message, "title": title or told.title})
    return Card(kind=CardKind.REASONS, id=f"why_{shown.offer.id}", body=told.model_dump(mode="json"))
