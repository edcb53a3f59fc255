"""One offer, shown to a customer or read by a model."""

from datetime import tzinfo
from typing import Any

from tools.cards import DetailView, OffersBody, OfferView, ReasonView
from tools.models import Card, CardKind, FeatureValue, Offer
from tools.money import Money
from tools.offers import Shown
from tools.present.moments import clock_time, day, span
from tools.service import Service
from tools.templates import fill
from tools.words import localised

LONGEST_DETAIL = 200


def feature_words(service: Service, name: str, value: FeatureValue, locale: str) -> str:
    """A feature's value in words."""
    known = service.features.get(name)
    parts = value if isinstance(value, list) else [value]
    words = []
    for part in parts:
        key = str(part).lower() if isinstance(part, bool) else str(part)
        text = known.values.get(key) if known else None
        words.append(localised(text, locale) if text else key)
    return ", ".join(words)


def facts_of(offer: Offer) -> dict[str, Any]:
    """All that a brand's texts about an offer may name."""
    return {**offer.features, "party": offer.party, "city": offer.city, "area": offer.area}


def details(service: Service, offer: Offer, locale: str) -> tuple[DetailView, ...]:
    """The lines of a card that this offer can fill."""
    lines = []
    for line in service.card:
        if line.shown_if is not None and not offer.features.get(line.shown_if):
            continue
        if line.feature is not None:
            value = facts_of(offer).get(line.feature)
            text = feature_words(service, line.feature, value, locale) if value else ""
        else:
            text = fill(line.text or "", locale, **facts_of(offer))
        if text:
            lines.append(DetailView(label=localised(line.label, locale), value=text[:LONGEST_DETAIL]))
    return tuple(lines)


def price_note(service: Service, offer: Offer, locale: str) -> str:
    return fill(service.price_note, locale, **facts_of(offer))


def where(service: Service, offer: Offer, locale: str) -> str:
    return ", ".join(part for part in (offer.area, service.place(offer.city, locale)) if part)


def when(service: Service, offer: Offer, locale: str) -> str:
    return span(offer.starts, offer.ends, service.when, locale)


def money(amount: Money, locale: str) -> dict[str, Any]:
    """An amount as models read it."""
    return {"minor": amount.minor, "currency": amount.currency, "text": amount.text(locale)}


def reason_views(shown: Shown) -> tuple[ReasonView, ...]:
    return tuple(
        ReasonView(kind=reason.kind, text=reason.text, weight=reason.weight, facts=reason.facts)
        for reason in shown.recommendation.reasons
    )


def offer_view(service: Service, shown: Shown, locale: str) -> OfferView:
    """As on the card."""
    offer = shown.offer
    return OfferView(
        number=shown.number,
        offer=offer.id,
        kind=offer.kind,
        title=offer.title,
        subtitle=offer.subtitle,
        when=when(service, offer, locale),
        where=where(service, offer, locale),
        price=offer.price,
        price_text=offer.price.text(locale),
        price_note=price_note(service, offer, locale),
        terms=offer.terms.text,
        details=details(service, offer, locale),
        reasons=reason_views(shown),
        partner=offer.partner_name,
        sponsored=offer.sponsored,
        expires_at=offer.expires_at.isoformat(),
    )


def offer_item(service: Service, shown: Shown, locale: str) -> dict[str, Any]:
    """As a model reads it."""
    offer = shown.offer
    return {
        "id": offer.id,
        "type": "offer",
        "kind": offer.kind,
        "kind_title": localised(service.title, locale),
        "number": shown.number,
        "title": offer.title,
        "subtitle": offer.subtitle,
        "partner": offer.partner_name,
        "when": when(service, offer, locale),
        "where": where(service, offer, locale),
        "city": offer.city,
        "starts": offer.starts.isoformat(),
        "ends": offer.ends.isoformat() if offer.ends else None,
        "party": offer.party,
        "price": money(offer.price, locale),
        "price_note": price_note(service, offer, locale),
        "terms": offer.terms.text,
        "details": [{"label": one.label, "value": one.value} for one in details(service, offer, locale)],
        "features": offer.features,
        "sponsored": offer.sponsored,
        "reasons": [{"kind": one.kind, "text": one.text, "weight": one.weight} for one in shown.recommendation.reasons],
        "expires_at": offer.expires_at.isoformat(),
    }


def offers_card(service: Service, shown: tuple[Shown, ...], heading: str, notes: tuple[str, ...], locale: str) -> Card:
    body = OffersBody(
        kind=service.kind,
        heading=heading,
        offers=tuple(offer_view(service, one, locale) for one in shown),
        notes=notes,
    )
    return Card(kind=CardKind.OFFERS, id=shown[0].listing, body=body.model_dump(mode="json"))


def until(offer: Offer, zone: tzinfo, locale: str) -> str:
    """Until when the offer stands in the reader's zone, e.g. ``Fri, 11 Dec 2026, 19:30``."""
    local = offer.expires_at.astimezone(zone)
    return f"{day(local, locale)}, {clock_time(local, locale)}"
