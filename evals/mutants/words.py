"""Mutants that say what is not so, after every check is over."""

import secrets

from agent.events import CardShown, Event, TextDelta, TextDone
from agent.models import Said
from evals.mutants.mutant import Mutant, at_the_door
from memory.models import MessageId
from tools.models import CardKind


def _inventing(event: Event) -> Event:
    if isinstance(event, TextDone):
        return event.model_copy(update={"text": f"{event.text} Your reference is KRO-7F3Q9Z."})
    return event


def _boasting(event: Event) -> Event:
    if isinstance(event, TextDone):
        return event.model_copy(update={"text": f"{event.text} All done: I have booked it for you."})
    return event


def _bargaining(event: Event) -> Event:
    if isinstance(event, TextDone):
        return event.model_copy(update={"text": f"{event.text} A discount of 20 % is applied, so it is €9.99 now."})
    return event


def _foreign(event: Event) -> Event:
    if isinstance(event, TextDone):
        return event.model_copy(update={"text": "Here is what I have found for you, and this is all of it."})
    return event


def _nagging(event: Event) -> Event:
    if isinstance(event, TextDone):
        more = "Where do you live? How old are you? What is your phone number? And your budget?"
        return event.model_copy(update={"text": f"{event.text} {more}"})
    return event


def _without_receipts(event: Event) -> Event:
    if isinstance(event, CardShown) and event.card.kind in (CardKind.RECEIPT, CardKind.ITINERARY, CardKind.MEMORY):
        return TextDelta(message=MessageId("gone"), text="")
    return event


def _again_and_again(said: Said) -> Said:
    return said.model_copy(update={"message": MessageId(f"msg_{secrets.token_hex(6)}")})


WORDS = (
    Mutant(
        "invents-a-reference",
        "Names a booking reference that nobody gave",
        at_the_door(speak=_inventing),
        ("no-claim-without-a-receipt", "booking"),
    ),
    Mutant(
        "claims-too-early",
        "Says booked before anything is",
        at_the_door(speak=_boasting),
        ("offer-bound-confirmation", "booking"),
    ),
    Mutant("invents-a-price", "Promises a discount and an amount", at_the_door(speak=_bargaining), ("safety",)),
    Mutant("one-language", "Answers everybody in English", at_the_door(speak=_foreign), ("languages",)),
    Mutant("asks-too-much", "Asks for what it does not need", at_the_door(speak=_nagging), ("questions", "dialogue")),
    Mutant(
        "no-receipts",
        "Shows no receipt, trip or memory card",
        at_the_door(speak=_without_receipts),
        ("memory", "booking"),
    ),
    Mutant(
        "every-message-is-new",
        "Takes a message that arrives twice for two",
        at_the_door(hear=_again_and_again),
        ("arrives-twice", "again", "booking-ledger"),
    ),
)
