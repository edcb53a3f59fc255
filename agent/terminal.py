"""The conversation as lines of text, cards included."""

from typing import Any

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel

from agent.concierge import Concierge
from agent.events import CardShown, Progress, Suggestions, TextDone, TurnFailed
from agent.models import Decision, Said
from memory.models import CustomerId, MessageId, ThreadId
from tools.models import Card, CardKind


class Terminal:
    """One customer at one terminal."""

    def __init__(self, console: Console, concierge: Concierge, customer: CustomerId, thread: ThreadId) -> None:
        self._console = console
        self._concierge = concierge
        self._customer = customer
        self._thread = thread
        self._open: dict[str, Any] | None = None

    def ask(self) -> str:
        """What the customer types."""
        return str(click.prompt("\nyou", prompt_suffix="> ", default="", show_default=False))

    def said(self, text: str, message: MessageId) -> Said:
        """``/yes`` and ``/no`` are the buttons of the confirmation card; all else is words."""
        if self._open and text.strip() in {"/yes", "/no"}:
            decision = Decision(
                confirmation=self._open["confirmation"],
                accepted=text.strip() == "/yes",
                digest=self._open["digest"],
            )
            return Said(message=message, decision=decision)
        return Said(message=message, text=text)

    async def hear(self, said: Said) -> None:
        """Take one turn and print what comes."""
        async for event in self._concierge.turn(self._customer, self._thread, said):
            match event:
                case Progress(text=text) if text:
                    self._console.print(f"  … {text}", style="dim")
                case TextDone(text=text):
                    self._console.print(Markdown(text))
                case CardShown(card=card):
                    self._show(card)
                case Suggestions(texts=texts):
                    self._console.print("  " + "   ".join(f"[{each}]" for each in texts), style="dim", markup=False)
                case TurnFailed(message=message):
                    self._console.print(message, style="red")

    def _show(self, card: Card) -> None:
        lines = _LINES[card.kind](card.body)
        if card.kind is CardKind.CONFIRMATION:
            self._open = card.body if card.body["status"] == "open" else None
            lines += ["", "Answer in words, or type /yes or /no."] if self._open else ["", card.body["status"]]
        self._console.print(Panel("\n".join(lines), title=card.kind.value, expand=False))


def _offers(body: dict[str, Any]) -> list[str]:
    lines = []
    for offer in body["offers"]:
        where = f" · {offer['where']}" if offer["where"] else ""
        lines += [
            f"{offer['number']}. {offer['title']} — {offer['price_text']} {offer['price_note']}",
            f"   {offer['when']}{where} · {offer['partner']}{' · sponsored' if offer['sponsored'] else ''}",
            f"   {offer['terms']}",
            *(f"   + {reason['text']}" for reason in offer["reasons"]),
        ]
    return [*lines, *body["notes"]]


def _confirmation(body: dict[str, Any]) -> list[str]:
    lines = []
    for item in body["items"]:
        lines += [
            " — ".join(filter(None, [item["title"], item["amount_text"]])),
            f"   {item['when']}",
            f"   {item['terms']}",
        ]
    totals = [f"Total: {' + '.join(body['totals_text'])}"] if body["totals_text"] else []
    return [*lines, *totals, *body["warnings"]]


def _bookings(bookings: list[dict[str, Any]]) -> list[str]:
    return [
        f"{each['title']} — {each['when']} — {each['status_text']} {each['reference']} {each['paid_text']}".strip()
        for each in bookings
    ]


def _receipt(body: dict[str, Any]) -> list[str]:
    return [body["heading"], *_bookings(body["bookings"]), *body["notes"]]


def _itinerary(body: dict[str, Any]) -> list[str]:
    return [line for trip in body["trips"] for line in (trip["title"], *_bookings(trip["bookings"]))]


def _reasons(body: dict[str, Any]) -> list[str]:
    return [body["title"], *(f"+ {each['text']}" for each in body["reasons"]), *body["not_used"]]


def _memory(body: dict[str, Any]) -> list[str]:
    return [body["heading"], *(f"{each['text']} ({each['source']})" for each in body["items"])]


def _handover(body: dict[str, Any]) -> list[str]:
    return [body["text"]]


_LINES = {
    CardKind.OFFERS: _offers,
    CardKind.CONFIRMATION: _confirmation,
    CardKind.RECEIPT: _receipt,
    CardKind.ITINERARY: _itinerary,
    CardKind.REASONS: _reasons,
    CardKind.MEMORY: _memory,
    CardKind.HANDOVER: _handover,
}
