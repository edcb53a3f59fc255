"""What is said and shown on the widget's stage. A fictional town, fictional houses."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

Frame = dict[str, Any]
_numbers = count(1)

CUSTOMERS = (
    {"id": "noor", "name": "Noor Haddad", "blurb": "Flies light, reads late, likes a room on a courtyard."},
    {"id": "tomas", "name": "Tomás Rey", "blurb": "Two small children, one big suitcase, early dinners."},
    {
        "id": "ines",
        "name": "Inês Duarte",
        "blurb": {"en": "Company traveller. Trains over planes where there is time."},
    },
    {"id": "kai", "name": "Kai Brandt", "blurb": "Uses a wheelchair. Has not allowed anything to be remembered."},
)
MEMORIES = (
    {
        "id": "f1",
        "text": "You like quiet places",
        "source": "you said so on 3 March: “quiet, please”",
        "can_forget": True,
    },
    {"id": "f2", "text": "You are vegan", "source": "you said so on 12 May: “I’m vegan”", "can_forget": True},
    {"id": "f3", "text": "Your home is Berlin", "source": "your profile", "can_forget": False},
)
CONSENTS: dict[str, Frame] = {
    "memory": {"purpose": "memory", "title": "Remember what I say", "text": "So that you need not repeat yourself."},
    "personalisation": {
        "purpose": "personalisation",
        "title": "Personal suggestions",
        "text": "Rank by what I know about you.",
    },
    "purchase_history": {
        "purpose": "purchase_history",
        "title": "Past trips",
        "text": "Learn from what you booked before.",
    },
}
BOOKING = {
    "booking": "b1",
    "kind": "hotel",
    "title": "Pátio das Laranjas",
    "when": "Thu 10 – Sun 13 Dec 2026",
    "where": "Évora, old town",
    "status": "booked",
    "status_text": "Booked",
    "reference": "PDL-48213",
    "paid_text": "€348.00",
    "refunded_text": "",
    "terms": "Free to cancel until Tue 8 Dec, 18:00",
    "partner": "Casa & Pátio",
}


def _reason(kind: str, text: str) -> Frame:
    return {"kind": kind, "text": text, "weight": 0.4, "facts": []}


def _offer(number: int, title: str, price: str, where: str, *reasons: Frame, sponsored: bool = False) -> Frame:
    return {
        "number": number,
        "offer": f"o{number}",
        "kind": "hotel",
        "title": title,
        "subtitle": "Double room, breakfast included",
        "when": "Thu 10 – Sun 13 Dec",
        "where": where,
        "price": {"minor": 34800, "currency": "EUR"},
        "price_text": price,
        "price_note": "3 nights, 2 guests",
        "terms": "Free to cancel until Tue 8 Dec, 18:00",
        "details": [{"label": "Style", "value": "quiet"}, {"label": "Distance", "value": "400 m to the square"}],
        "reasons": list(reasons),
        "partner": "Casa & Pátio",
        "sponsored": sponsored,
        "expires_at": _soon(30),
    }


def _soon(minutes: float) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def offers() -> Frame:
    quiet = _reason("said_before", "you like quiet places")
    return {
        "kind": "hotel",
        "heading": "Quiet places to stay in Évora",
        "notes": ["One partner did not answer in time."],
        "offers": [
            _offer(
                1,
                "Pátio das Laranjas",
                "€348.00",
                "Évora, old town",
                quiet,
                _reason("context", "four minutes from the square"),
            ),
            _offer(
                2,
                "Casa do Aqueduto",
                "€291.00",
                "Évora, west gate",
                _reason("context", "the lowest price of those that fit"),
                quiet,
            ),
            _offer(
                3,
                "Hotel Templo Romano e Jardim",
                "€402.00",
                "Évora, temple",
                _reason("promotion", "the partner pays for this place"),
                sponsored=True,
            ),
        ],
    }


def confirmation(status: str = "open", minutes: float = 14.5) -> Frame:
    return {
        "confirmation": "c1",
        "digest": "d-123",
        "status": status,
        "totals_text": ["€348.00"],
        "expires_at": _soon(minutes),
        "warnings": ["The city tax of €6.00 is paid at the house."],
        "items": [
            {
                "action": "book",
                "kind": "hotel",
                "title": "Pátio das Laranjas",
                "when": "Thu 10 – Sun 13 Dec 2026",
                "where": "Évora",
                "amount": {"minor": 34800, "currency": "EUR"},
                "amount_text": "€348.00",
                "terms": "Free to cancel until Tue 8 Dec, 18:00",
                "lines": [{"label": "3 nights × €116.00", "value": "€348.00"}],
            }
        ],
    }


def custom(name: str, value: Any) -> Frame:
    return {"type": "CUSTOM", "name": f"concierge.{name}", "value": value}


def card(name: str, kind: str, content: Frame) -> Frame:
    return {"type": "ACTIVITY_SNAPSHOT", "messageId": name, "activityType": kind, "content": content, "replace": True}


def spoken(text: str, message: str = "") -> list[Frame]:
    """A whole message as events, in a few pieces."""
    ids = {"messageId": message or f"m{next(_numbers)}"}
    step = max(1, len(text) // 4)
    pieces = [text[start : start + step] for start in range(0, len(text), step)]
    return [
        {"type": "TEXT_MESSAGE_START", "role": "assistant"} | ids,
        *({"type": "TEXT_MESSAGE_CONTENT", "delta": piece} | ids for piece in pieces),
        {"type": "TEXT_MESSAGE_END"} | ids,
    ]


async def perform(run: Frame, messages: dict[str, Frame]) -> AsyncIterator[Frame]:
    """The frames that answer one run."""
    if run.get("resume"):
        for frame in _decided(run["resume"][0]["payload"]["accepted"]):
            yield frame
        return
    if run["forwardedProps"].get("opening"):
        for frame in spoken("Hello Noor. Last time we looked at Évora. Shall we go on?"):
            yield frame
        yield custom("suggestions", {"texts": ["Find a quiet hotel", "What have I booked?"]})
        return
    text = run["messages"][0]["content"]
    if "slowly" in text:
        async for frame in _slowly():
            yield frame
        return
    if "hotel" in text:
        yield {"type": "TOOL_CALL_START", "toolCallId": "k1", "toolCallName": "find_hotels"}
        yield custom("progress", {"callId": "k1", "text": "asking three houses"})
        await asyncio.sleep(0.3)
        yield {"type": "TOOL_CALL_RESULT", "toolCallId": "k1", "messageId": "r1", "content": "{}"}
    for frame in _answer(text):
        yield frame


async def _slowly() -> AsyncIterator[Frame]:
    ids = {"messageId": f"m{next(_numbers)}"}
    yield {"type": "TEXT_MESSAGE_START", "role": "assistant"} | ids
    for number in range(200):
        yield {"type": "TEXT_MESSAGE_CONTENT", "delta": f"word{number} "} | ids
        await asyncio.sleep(0.05)
    yield {"type": "TEXT_MESSAGE_END"} | ids


def _decided(accepted: bool) -> list[Frame]:
    if not accepted:
        return [card("card-c1", "confirmation", confirmation("declined")), *spoken("All right, nothing was booked.")]
    receipt = {
        "heading": "Your receipt",
        "bookings": [BOOKING],
        "totals_text": ["€348.00"],
        "notes": ["Sent to nobody else."],
    }
    return [
        card("card-c1", "confirmation", confirmation("accepted")),
        *spoken("Booked. Your reference is **PDL-48213**."),
        card("card-r1", "receipt", receipt),
    ]


def _answer(text: str) -> list[Frame]:
    replies: dict[str, list[Frame]] = {
        "hotel": [
            *spoken("Here are **three places** for Thu 10 to Sun 13 December. The first is the quietest."),
            card("card-o1", "offers", offers()),
            custom("suggestions", {"texts": ["Anything cheaper?", "Closer to the square"]}),
        ],
        "Book number": [
            *spoken("Please check this before I book it."),
            card("card-c1", "confirmation", confirmation()),
        ],
        "expire": [*spoken("This one is short."), card("card-c2", "confirmation", confirmation(minutes=0.03))],
        "vegan": [
            *spoken("Noted."),
            card("card-m1", "memory", {"heading": "I’ll remember", "items": [MEMORIES[1]], "undo": True}),
        ],
        "booked": [
            card(
                "card-i1",
                "itinerary",
                {"heading": "Your trips", "trips": [{"trip": "t", "title": "Évora, December", "bookings": [BOOKING]}]},
            )
        ],
        "Why": [
            card(
                "card-w1",
                "reasons",
                {
                    "offer": "o1",
                    "title": "Pátio das Laranjas",
                    "not_used": ["past trips (not allowed)"],
                    "reasons": [_reason("said_before", "you like quiet places")],
                },
            )
        ],
        "person": [
            card("card-h1", "handover", {"ticket": "H-7", "text": "A colleague reads along within 15 minutes."}),
            custom("speaker", {"speaker": "human", "name": "Rita"}),
            *spoken("Hello, this is Rita."),
            custom("speaker", {"speaker": "concierge"}),
        ],
        "markup": spoken(
            "<img src=x onerror=alert(1)> and **bold** and [a link](https://example.org/a) "
            "and [a trap](javascript:alert(1))\n\n- one\n- two"
        ),
        "trouble": [
            {"type": "RUN_ERROR", "message": "The houses could not be asked. Please try again.", "code": "i-1"}
        ],
    }
    return next((frames for word, frames in replies.items() if word in text), spoken(f"You said: {text}"))
