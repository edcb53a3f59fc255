"""At least one move of each kind, from three trades that have nothing in common."""

from typing import Any

from agent.brain.speaking.moves import Kind, Move

HOTEL = {"one": "hotel", "other": "hotels"}
TERMS = "Free cancellation until Mon 7 December, 18:00; after that the whole price."

JARDIM: dict[str, Any] = {
    "id": "o1",
    "number": 1,
    "title": "Casa do Jardim",
    "partner": "Staywell",
    "when": "Thu, 10 Dec – Sun, 13 Dec 2026",
    "price": {"minor": 42000, "currency": "EUR", "text": "€420.00"},
    "price_note": "3 nights, 2 guests",
    "terms": TERMS,
    "reasons": [
        {"kind": "said_before", "text": "quiet – you told me “I like it quiet”", "weight": 0.4},
        {"kind": "context", "text": "600 m from the centre", "weight": 0.1},
        {"kind": "context", "text": "dearer than most of these", "weight": -0.1},
    ],
    "details": [{"label": "Pool", "value": "none"}],
}
TEJO: dict[str, Any] = {
    **JARDIM,
    "id": "o2",
    "number": 2,
    "title": "Hotel Tejo",
    "price": {"minor": 31000, "currency": "EUR", "text": "€310.00"},
    "reasons": [{"kind": "context", "text": "600 m from the centre"}],
    "details": [{"label": "Pool", "value": "outdoors"}],
    "sponsored": True,
}
MIRADOR: dict[str, Any] = {
    **JARDIM,
    "id": "o3",
    "number": 3,
    "title": "Mirador",
    "price": {"minor": 61000, "currency": "EUR"},
    "reasons": [{"kind": "context", "text": "rated 9.1 by guests"}],
}
HOTELS: dict[str, Any] = {
    "ref_type": "offer",
    "items": [JARDIM, TEJO, MIRADOR],
    "total": 23,
    "notes": ["Only places with a lift, because you use a wheelchair"],
}
GROCERIES: dict[str, Any] = {
    "ref_type": "offer",
    "items": [
        {
            "id": "g1",
            "title": "Oat milk, 1 l",
            "price": {"minor": 189, "currency": "EUR"},
            "terms": "Returns in 14 days.",
        },
        {"id": "g2", "title": "Rye bread", "price": {"minor": 320, "currency": "EUR"}},
    ],
}
BOOKS: dict[str, Any] = {
    "books": [
        {"isbn_id": "1", "title": "Os Maias", "due": "2026-12-24", "copies": 2},
        {"title": "Mensagem", "due": "2027-01-04", "branch": {"name": "Centro", "open": True, "tel": None}},
    ],
    "notes": ["Closed on Mondays"],
}
WEATHER: dict[str, Any] = {
    "city": "Lisbon",
    "temperature_c": 14.5,
    "chanceOfRain_pct": 40,
    "fee": {"minor": 250, "currency": "EUR"},
    "updated_at": "2026-12-01T09:00:00+00:00",
    "sunrise": "07:41",
    "request_id": "f00",
}
RECEIPT: dict[str, Any] = {"items": [{**JARDIM, "reference": "KX77P"}]}


def move(kind: Kind, **data: Any) -> Move:
    return Move(kind=kind, data=data)


def asked(action: str, minor: int) -> Move:
    """A confirmation that waits for one action."""
    item = {**JARDIM, "action": action, "price": {"minor": minor, "currency": "EUR"}}
    total = [{"minor": minor, "currency": "EUR"}]
    return move(Kind.AWAITING_CONFIRMATION, result={"items": [item], "totals": total})


SAMPLES: tuple[Move, ...] = (
    move(Kind.GREET),
    move(Kind.GREET, brand="Meridian", capabilities=[HOTEL, "library book"]),
    move(Kind.GREET, last_time="hotel chosen, not paid for", upcoming=["Casa do Jardim, Thu 10 December", "Rye bread"]),
    move(Kind.HELP),
    move(Kind.HELP, capabilities=[HOTEL]),
    move(Kind.WHAT_ELSE),
    move(Kind.THANKS),
    move(Kind.BYE),
    move(Kind.HOW_ARE_YOU),
    move(Kind.WHO_ARE_YOU, brand="Meridian"),
    move(Kind.COMPLIMENT),
    move(Kind.ABUSE),
    move(Kind.STOP_OK),
    move(Kind.GIBBERISH),
    move(Kind.EMPTY),
    move(Kind.TOO_LONG),
    move(Kind.MISUNDERSTOOD),
    move(Kind.MISUNDERSTOOD, capabilities=[HOTEL]),
    move(Kind.NOT_HERE, value="train"),
    move(Kind.NOT_HERE, value="train", capabilities=[HOTEL, {"one": "flight", "other": "flights"}]),
    move(Kind.NOT_USED, value="helipad"),
    move(Kind.NOT_USED, value="The Golden Dragon", name=True),
    move(Kind.NOT_USED, value="The Golden Dragon", name=True, whole=True),
    move(Kind.OUT_OF_SCOPE),
    move(Kind.OUT_OF_SCOPE, capabilities=[HOTEL, {"one": "flight", "other": "flights"}]),
    move(Kind.REPEAT, text="Which **city**?"),
    move(Kind.ASK),
    move(Kind.ASK, question="When would you like to arrive?"),
    move(Kind.ASK, title="arrival", options=["today", "tomorrow"]),
    move(Kind.ASK_AMBIGUOUS_DATE, words="03/04", readings=["2027-04-03", "2027-03-04"]),
    move(Kind.ECHO_DATES, start="2026-12-10"),
    move(Kind.ECHO_DATES, start="2026-12-10", end="2026-12-13", nights=3),
    move(Kind.WHICH_ONE, items=[JARDIM, TEJO]),
    move(Kind.WHICH_ONE, items=[JARDIM, {**JARDIM, "when": "Fri 1 January"}]),
    move(Kind.NOTHING_SELECTED),
    move(Kind.UNKNOWN_NAME, value="Zubrowka", title="city"),
    move(Kind.UNKNOWN_NAME, value="Lisbom", title="city", guesses=["Lisbon", "London"]),
    move(Kind.LANGUAGE),
    move(Kind.NOT_SHOWN, count=0),
    move(Kind.NOT_SHOWN, count=3, number=9),
    move(Kind.RESULTS, result=HOTELS, title=HOTEL),
    move(Kind.RESULTS, result=GROCERIES, title="grocery"),
    move(Kind.RESULTS, result={"items": [TEJO]}, title=HOTEL),
    move(Kind.RESULTS, result={"items": [{}, {}]}),
    move(Kind.RESULTS, result=HOTELS, title=HOTEL, refined="cheaper"),
    move(
        Kind.RESULTS_MANY,
        parts=[
            {"result": HOTELS, "title": HOTEL},
            {"result": GROCERIES},
            {"result": {"items": []}, "title": {"one": "book", "other": "books"}},
        ],
    ),
    move(Kind.NOTHING_FOUND),
    move(Kind.NOTHING_FOUND, title=HOTEL, relax=["arrival", "price"]),
    move(Kind.NOTHING_FOUND, result={"message": "I found no hotels", "relax": [{"property": "p", "title": "price"}]}),
    move(Kind.NOTHING_FOUND, refined="cheaper"),
    move(Kind.NOTHING_FOUND, refined="purple"),
    move(Kind.SELECTED, item=JARDIM),
    move(Kind.LEFT_OUT, titles=["flights"], items=[JARDIM]),
    move(Kind.SELECTED, item={"title": "Os Maias"}, open=["flight"]),
    move(Kind.ASSUMED, item=JARDIM, title=HOTEL),
    move(Kind.ASSUMED, item=JARDIM, title=HOTEL, others=[TEJO]),
    move(Kind.ANSWER_FIELD, item=JARDIM, label="pool", value=True),
    move(Kind.ANSWER_ACROSS, label="pool", pairs=[{"item": JARDIM, "value": True}, {"item": JARDIM, "value": False}]),
    move(Kind.ANSWER_ACROSS, label="check-in", pairs=[{"item": JARDIM, "value": "15:00"}]),
    move(Kind.ANSWER_FACT, label="check-in", pairs=[{"item": JARDIM, "value": "from 15:00"}], item=JARDIM),
    move(Kind.ANSWER_FACT, label="pool", pairs=[{"item": JARDIM, "value": "heated"}, {"item": TEJO, "value": ""}]),
    move(Kind.ADVISE, item=JARDIM, other=TEJO),
    move(Kind.ANSWER_PRICE, item=JARDIM),
    move(Kind.ABOUT, item=JARDIM),
    move(Kind.DETAILS, item=JARDIM),
    move(Kind.UNANSWERED),
    move(Kind.UNANSWERED, item=JARDIM),
    move(Kind.ANSWER_FIELD, item=JARDIM, label="sauna", value=False, unlisted=True),
    move(Kind.ANSWER_FIELD, item=JARDIM, label="pool", value=False),
    move(Kind.ANSWER_FIELD, item=JARDIM, label="pool", value=None),
    move(Kind.ANSWER_FIELD, item=JARDIM, label="check-in", value="15:00"),
    move(Kind.ANSWER_TERMS, item=JARDIM),
    move(Kind.ANSWER_TERMS, result={"items": [JARDIM], "terms": {"text": TERMS, "refundable": True}}),
    move(Kind.ANSWER_TERMS, item={"title": "Os Maias"}),
    move(Kind.COMPARE, items=[JARDIM, TEJO]),
    move(Kind.EXPLAIN, item=JARDIM),
    move(Kind.EXPLAIN, item=TEJO, result={"not_used": ["your past trips (you have not allowed it)"]}),
    move(Kind.EXPLAIN, item={"title": "Rye bread"}),
    move(Kind.EXPLAIN_CONTRAST, item=JARDIM, other=TEJO),
    move(Kind.EXPLAIN_CONTRAST, item=JARDIM, other=TEJO, result={"reasons": JARDIM["reasons"]}),
    move(Kind.BOOKINGS_LIST, result={"items": [JARDIM, TEJO]}, when="upcoming"),
    move(Kind.BOOKINGS_LIST, result={}, when="past"),
    move(Kind.GENERIC_RESULT, result=BOOKS, title="library book"),
    move(Kind.GENERIC_RESULT, result=WEATHER),
    move(Kind.GENERIC_RESULT, result={}),
    asked("book", 42000),
    asked("change", 1500),
    asked("change", 0),
    asked("cancel", -42000),
    asked("cancel", 0),
    asked("forget", 0),
    move(Kind.AWAITING_CONFIRMATION, result={"items": [JARDIM, TEJO], "totals": [{"minor": 73000, "currency": "EUR"}]}),
    move(Kind.AWAITING_CONFIRMATION, result={}),
    move(Kind.STILL_OPEN),
    move(Kind.STILL_OPEN, summary="Casa do Jardim", total="€420.00"),
    move(Kind.STILL_OPEN, summary="Casa do Jardim", total="€420.00", asks=True),
    move(Kind.TAKE_TIME),
    move(Kind.ABOUT_TRIP, place="Lisbon", start="2026-12-10", end="2026-12-13"),
    move(Kind.FITTING, item={"title": "Berlin ⇄ Lisbon"}, date="2026-12-10", time="11:35"),
    move(Kind.TAKE_TIME, summary="Casa do Jardim", total="€420.00", until="2026-12-01T09:15:00+01:00"),
    move(Kind.NOTHING_OPEN),
    move(Kind.BOOKED, result=RECEIPT),
    move(Kind.CHANGED, result=RECEIPT),
    move(Kind.CANCELLED, result=RECEIPT),
    move(Kind.DECLINED),
    move(Kind.EXPIRED),
    move(Kind.PRICE_CHANGED),
    move(Kind.SOLD_OUT),
    move(Kind.UNKNOWN),
    move(Kind.UNDONE),
    move(Kind.FAILED),
    move(Kind.REFUSED),
    move(Kind.INVALID, result={"message": "I do not know “Lisbonn”. Did you mean Lisbon?"}),
    move(Kind.GENERIC_ERROR),
    move(Kind.KNOWN, result={"items": [{"text": "You are vegan", "source": "you said so on 3 March"}]}),
    move(Kind.KNOWN, result={}),
    move(Kind.NOTED),
    move(Kind.NOTED, text="you are vegan"),
    move(Kind.FORGOTTEN, text="you are vegan"),
    move(Kind.NOT_KNOWN, text="vegan"),
    move(Kind.NEVER_TOLD),
    move(Kind.MINDFUL, facts=["You are vegan", "You avoid pork"]),
    move(Kind.CONSENT_SET, granted=True, purpose="remember what you say"),
    move(Kind.CONSENT_SET, granted=False),
    move(Kind.UNDO_NOTHING),
    move(Kind.SORRY),
    move(Kind.OFFER_HUMAN),
    move(Kind.HANDED_OVER),
)
