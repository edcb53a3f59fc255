"""Asking all partners of one kind of service at once, and reading what makes sense of their answers."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from tools.counter import Counter
from tools.manifest import Manifest
from tools.models import Offer
from tools.offers import offer_from
from tools.partner import OfferDocument, PartnerRefused, PartnerTimeout, PartnerUnavailable
from tools.service import Service

MOST_PER_PARTNER = 400


async def ask(counter: Counter, service: Service, args: dict[str, Any]) -> tuple[list[Offer], list[str], list[str]]:
    """Offers of all partners of the kind, names of those that did not answer, and what others refused."""
    manifests = counter.house.partners.of_kind(service.kind)
    answers = await asyncio.gather(*(_ask_one(counter, manifest, args) for manifest in manifests))
    offers: list[Offer] = []
    silent, refusals = [], []
    for manifest, answer in zip(manifests, answers, strict=True):
        if answer is None:
            silent.append(manifest.name)
        elif isinstance(answer, str):
            refusals.append(answer)
        else:
            offers += answer
    now = counter.house.clock.now()
    return [one for one in offers if one.kind == service.kind and one.expires_at > now], silent, refusals


async def _ask_one(counter: Counter, manifest: Manifest, args: dict[str, Any]) -> list[Offer] | str | None:
    partners = counter.house.partners
    arguments = {**args, "locale": counter.locale}
    try:
        answer = await partners.read(manifest.id, "search", arguments, counter.customer)
    except PartnerRefused as refusal:
        return refusal.message[:300] or []  # a no without words: it has nothing
    except (PartnerUnavailable, PartnerTimeout):
        return None
    documents = answer.get("offers")
    return list(_understood(documents, manifest)) if isinstance(documents, list) else None


def _understood(documents: Sequence[Any], manifest: Manifest) -> Iterable[Offer]:
    """The documents that make sense; one that does not hides no other."""
    for document in documents[:MOST_PER_PARTNER]:
        try:
            read = OfferDocument.model_validate(document)
        except ValidationError:
            continue
        if read.price.minor >= 0:
            yield offer_from(read, manifest.id, manifest.name)
