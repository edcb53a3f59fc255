"""How it was: what customers say of what they had booked, kept so that it counts from the next suggestion on."""

from typing import Any

from memory.when.tokens import fold
from tools.counter import Answer, Counter
from tools.experienced import Experienced, SpokenOf
from tools.models import Booking, ToolStatus
from tools.present.offers import when, where
from tools.recommend.evidence import CUSTOMER
from tools.words import localised

COMPLAINT = 2
"""Stars up to which a person is offered."""
_ASKED_ABOUT = 5
_QUOTABLE = 3
"""Words from which on a message says something that can be quoted; "4" or "the hotel" does not."""


async def experienced(counter: Counter) -> Experienced:
    """What the customer had."""
    bookings = await counter.house.ledger.bookings(counter.customer)
    brand = counter.house.brand
    return Experienced(bookings, brand.services, brand.vocabularies["cities"], counter.house.clock.now())


async def rate_booking(counter: Counter, args: dict[str, Any]) -> Answer:
    """Keep stars and words of one booking; where several may be meant, ask which.

    ``about`` comes from a model: only what stands in the customer's own message is kept as their words.
    """
    about, had = str(args["about"]), await experienced(counter)
    known = had.of(about)
    words = _own(about if known is None else counter.said, counter.said)
    spoken = had.spoken_of(about) if known is None else SpokenOf((known,), (), named=True)
    said = had.spoken_of(counter.said)
    if said.named and not set(said.bookings) & set(spoken.bookings):
        spoken = said  # the customer named another one
    return await of_one(counter, spoken, args["stars"], words)


def _own(words: str, said: str) -> str:
    """These words when the customer said them, in a sentence; else nothing is quoted."""
    whole = len(words.split()) >= _QUOTABLE and fold(words.strip()) in fold(said)
    return words if whole else ""


async def of_one(counter: Counter, spoken: SpokenOf, stars: int, words: str) -> Answer:
    """Keep it of the one booking that is spoken of; else say that there is none, or ask which."""
    if not spoken.bookings:
        kinds = [localised(counter.house.brand.service(kind).title, counter.locale) for kind in spoken.kinds]
        what = counter.say("list_or", items=kinds) if kinds else ""
        message = counter.say("rating.none", what=what, complaint=stars <= COMPLAINT)
        return Answer(
            status=ToolStatus.NOTHING_FOUND, content={"message": message, "offers_person": stars <= COMPLAINT}
        )
    if len(spoken.bookings) == 1:
        return await rated(counter, spoken.bookings[0], stars, words)
    some = spoken.bookings[:_ASKED_ABOUT]
    choices = [_choice(counter, one, number) for number, one in enumerate(some, start=1)]
    lines = [counter.say("rating.line", **choice) for choice in choices]
    message = counter.say("rating.which", choices=counter.say("list_or", items=lines))
    return Answer(content={"message": message, "pending": {"stars": stars, "words": words, "choices": choices}})


def _choice(counter: Counter, booking: Booking, number: int) -> dict[str, Any]:
    offer = booking.offer
    service = counter.house.brand.service(offer.kind)
    return {
        "id": booking.id,
        "number": number,
        "title": offer.title,
        "when": when(service, offer, counter.locale),
        "where": where(service, offer, counter.locale),
        "kind": counter.desktop.kind_title(offer.kind),
    }


async def rated(counter: Counter, booking: Booking, stars: int, words: str) -> Answer:
    """Keep it, and say truthfully what comes of it."""
    consents = await counter.house.memory.consents.current(counter.customer)
    kept = await counter.house.feedback.rate(consents, booking, stars, words)
    offer = booking.offer
    heard = "bad" if stars <= COMPLAINT else "good" if stars > COMPLAINT + 1 else "mixed"
    comes = "kept" if kept else "other" if booking.traveller != CUSTOMER else "not_allowed"
    span = when(counter.house.brand.service(offer.kind), offer, counter.locale)
    sentences = [counter.say(f"rating.{heard}"), counter.say(f"rating.{comes}", title=offer.title, when=span)]
    if stars <= COMPLAINT:
        sentences.append(counter.say("rating.person"))
    content = {
        "message": " ".join(sentences),
        "booking": booking.id,
        "stars": stars,
        "kept": kept,
        "offers_person": stars <= COMPLAINT,
    }
    return Answer(content=content)
