"""Small services of trades nobody has met, told by a schema alone: what people first say to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from agent.brain.decide import Brain
from agent.brain.decision import Decision
from agent.models import TurnContext

Document = dict[str, Any]
BIKES = ["city", "road", "mountain", "electric"]
REPAIRS = ["flat tyre", "brake adjustment", "full service", "chain replacement"]
BRANCHES = ["Central", "Northgate", "Harbour"]
TREATMENTS = ["check-up", "cleaning", "filling", "extraction"]
GARMENTS = ["shirt", "suit", "dress", "coat", "duvet"]


def tool(name: str, description: str, required: str = "", effect: str = "read", **properties: Any) -> Document:
    schema = {"type": "object", "properties": properties, "required": required.split(), "x-effect": effect}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": schema}}


def of(kind: str, description: str, *enum: str, **more: Any) -> Document:
    return {"type": kind, "description": description, **({"enum": list(enum)} if enum else {}), **more}


WORKSHOP = [
    tool(
        "list_repairs",
        "List the repairs the workshop offers and what they cost",
        bike_type=of("string", "Kind of bike", *BIKES),
    ),
    tool(
        "book_repair",
        "Book a repair at the workshop",
        "service drop_off",
        "commit",
        service=of("string", "What is to be done", *REPAIRS),
        drop_off=of("string", "Day on which the bike is brought"),
        bike_type=of("string", "Kind of bike", *BIKES),
    ),
    tool("repair_status", "Tell how far a repair is", "ticket", ticket=of("string", "Number on the repair ticket")),
    tool(
        "loan_bike",
        "Lend a replacement bike while yours is being repaired",
        "from_day to_day",
        "commit",
        from_day=of("string", "First day"),
        to_day=of("string", "Last day"),
        frame_size=of("string", "Frame size", "S", "M", "L", "XL"),
    ),
]
LIBRARY = [
    tool(
        "search_catalogue",
        "Search books and other media by title, author or subject",
        title=of("string", "Title"),
        author=of("string", "Author"),
        subject=of("string", "Subject"),
        medium=of("string", "Medium", "book", "audiobook", "film", "magazine"),
    ),
    tool(
        "reserve_item",
        "Put a book or other item on hold",
        "title branch",
        "commit",
        title=of("string", "Title of the item"),
        branch=of("string", "Branch where it is collected", *BRANCHES),
    ),
    tool(
        "opening_hours",
        "When a branch is open",
        "branch",
        branch=of("string", "Branch", *BRANCHES),
        weekday=of("string", "Day of the week", "Monday", "Tuesday", "Friday", "Saturday", "Sunday"),
    ),
]
DENTIST = [
    tool(
        "find_slots",
        "Find free appointments at the dental practice",
        "treatment earliest_day",
        treatment=of("string", "Treatment", *TREATMENTS),
        earliest_day=of("string", "Earliest day that suits"),
        dentist=of("string", "Name of the dentist"),
    ),
    tool(
        "make_appointment",
        "Make an appointment at the dental practice",
        "treatment day hour",
        "commit",
        treatment=of("string", "Treatment", *TREATMENTS),
        day=of("string", "Date of the appointment"),
        hour=of("string", "Time of day"),
    ),
    tool(
        "cancel_appointment",
        "Cancel an appointment",
        "appointment_number",
        "commit",
        appointment_number=of("string", "Number of the appointment"),
    ),
]
PARCELS = [
    tool("track_parcel", "Tell where a parcel is", "tracking_code", tracking_code=of("string", "Tracking code")),
    tool(
        "schedule_pickup",
        "Have a parcel collected at home",
        "address pickup_date",
        "commit",
        address=of("string", "Street address where it is collected"),
        pickup_date=of("string", "Date of collection"),
        pieces=of("integer", "Number of parcels"),
    ),
    tool(
        "find_shop",
        "Find a parcel shop nearby",
        "postcode",
        postcode=of("string", "Postcode"),
        open_sunday=of("boolean", "Only shops that are open on Sunday"),
    ),
]
LAUNDRY = [
    tool("price_list", "Prices of the laundry", "garment", garment=of("string", "Garment", *GARMENTS)),
    tool(
        "order_cleaning",
        "Order cleaning of garments",
        "garment quantity collection_time",
        "commit",
        garment=of("string", "Garment", *GARMENTS),
        quantity=of("integer", "How many pieces"),
        collection_time=of("string", "When the courier collects them, a time of day"),
    ),
    tool("order_state", "State of a cleaning order", "order_no", order_no=of("string", "Order number")),
]
CAR_PARK = [
    tool(
        "check_spaces",
        "Free spaces in a car park",
        "car_park",
        car_park=of("string", "Name of the car park"),
        vehicle=of("string", "Vehicle", "car", "van", "motorbike"),
    ),
    tool(
        "buy_permit",
        "Buy a monthly parking permit",
        "zone start_date",
        "commit",
        zone=of("string", "Zone", "A", "B", "C"),
        start_date=of("string", "First day of validity"),
        months=of("integer", "For how many months"),
    ),
]
COACHES = [
    tool(
        "find_coach",
        "Find a coach between two towns",
        "departing_town arriving_at leaving",
        departing_town=of("string", "Town it starts in"),
        arriving_at=of("string", "Destination town of the ride"),
        leaving=of("string", "Date of the ride"),
        seat_count=of("integer", "How many passengers"),
    )
]
TIDES = [
    tool(
        "get_tides",
        "Get the tides at a town by the sea",
        "city",
        city=of("string", "Name of the city"),
        day=of("string", "Date, in the format YYYY-MM-DD"),
        arrival_time=of("string", "When the boat arrives, HH:MM"),
        departure_time=of("string", "When the boat departs, HH:MM"),
    )
]
MANY = [
    tool(
        f"{deed}_{thing}",
        f"{deed.capitalize()} a {thing}",
        "place",
        place=of("string", f"Where the {thing} is wanted"),
    )
    for deed in ("rent", "sell", "repair", "insure", "paint", "value")
    for thing in ("boat", "tractor", "piano", "tent", "caravan", "drone", "loom", "kiln", "sledge", "canoe", "harp",
                  "press", "lathe", "barn", "mill", "kite", "scooter", "trailer", "oven", "tandem", "organ", "raft",
                  "camera", "robot", "globe")
]  # fmt: skip


@pytest.fixture(scope="module")
def brain() -> Brain:
    return Brain()


def decide(brain: Brain, said: str, tools: list[Document]) -> Decision:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)  # a Sunday
    context = TurnContext(now=now, zone="UTC", locale="en-GB", currency="EUR", brand="Lakeside", name="", profile={})
    return brain.decide([HumanMessage(said)], tools, context)


CALLS: list[tuple[list[Document], str, str, Document]] = [
    (WORKSHOP, "Full service for my road bike tomorrow", "book_repair",
     {"service": "full service", "drop_off": "2026-11-23", "bike_type": "road"}),
    (WORKSHOP, "Is ticket 4711 ready?", "repair_status", {"ticket": "4711"}),
    (WORKSHOP, "I need a replacement bike from Monday to Wednesday", "loan_bike",
     {"from_day": "2026-11-23", "to_day": "2026-11-25"}),
    (LIBRARY, "Show me books by Ursula Le Guin", "search_catalogue", {"author": "Ursula Le Guin", "medium": "book"}),
    (LIBRARY, "Put Emma on hold for me, I'll collect it at Central", "reserve_item",
     {"title": "Emma", "branch": "Central"}),
    (LIBRARY, "When is Northgate open on Saturday?", "opening_hours", {"branch": "Northgate", "weekday": "Saturday"}),
    (DENTIST, "Are there free appointments for a cleaning from Thursday on?", "find_slots",
     {"treatment": "cleaning", "earliest_day": "2026-11-26"}),
    (DENTIST, "Make me an appointment for a check-up on 3 December at 9:30", "make_appointment",
     {"treatment": "check-up", "day": "2026-12-03", "hour": "09:30"}),
    (DENTIST, "I have to call off my appointment, the number is A-17", "cancel_appointment",
     {"appointment_number": "A-17"}),
    (PARCELS, "Is there a parcel shop near 80331?", "find_shop", {"postcode": "80331"}),
    (PARCELS, "Please collect a parcel at 12 Mill Lane on Wednesday", "schedule_pickup",
     {"address": "12 Mill Lane", "pickup_date": "2026-11-25"}),
    (LAUNDRY, "I'd like two dresses cleaned, collected at 8:15", "order_cleaning",
     {"garment": "dress", "quantity": 2, "collection_time": "08:15"}),
    (LAUNDRY, "What do you charge for a coat?", "price_list", {"garment": "coat"}),
    (CAR_PARK, "Any room for a van at Station North?", "check_spaces",
     {"car_park": "Station North", "vehicle": "van"}),
    (CAR_PARK, "Buy a three month permit for zone A starting Monday", "buy_permit",
     {"zone": "A", "start_date": "2026-11-23", "months": 3}),
    (COACHES, "Find a coach from Lucerne to Lugano on 12 December for 3 passengers", "find_coach",
     {"departing_town": "Lucerne", "arriving_at": "Lugano", "leaving": "2026-12-12", "seat_count": 3}),
    (TIDES, "Get the tides at Portland, ME today, November 25th, departing at 07:10", "get_tides",
     {"city": "Portland", "day": "2026-11-25", "departure_time": "07:10"}),
    (LIBRARY + MANY, "Please reserve Moby Dick at the Harbour branch", "reserve_item",
     {"title": "Moby Dick", "branch": "Harbour"}),
]  # fmt: skip


@pytest.mark.parametrize(("tools", "said", "name", "args"), CALLS, ids=[each[1] for each in CALLS])
def test_what_is_said_plainly_is_done(
    brain: Brain, tools: list[Document], said: str, name: str, args: Document
) -> None:
    decision = decide(brain, said, tools)
    assert [(each.name, each.args) for each in decision.calls] == [(name, args)]


ASKED = [
    (WORKSHOP, "Can I check how far my repair is?", "ticket"),
    (WORKSHOP, "Book a chain replacement", "drop_off"),
    (LIBRARY, "When are you open?", "branch"),
    (DENTIST, "I want to cancel my appointment", "appointment_number"),
    (PARCELS, "Where is the nearest parcel shop?", "postcode"),
    (PARCELS, "Have a parcel collected on 5 December", "address"),
    (LAUNDRY, "Is my order ready?", "order_no"),
    (CAR_PARK, "How many spaces are free?", "car_park"),
]


@pytest.mark.parametrize(("tools", "said", "parameter"), ASKED, ids=[each[1] for each in ASKED])
def test_what_was_not_said_is_asked_and_no_word_taken_for_it(
    brain: Brain, tools: list[Document], said: str, parameter: str
) -> None:
    decision = decide(brain, said, tools)
    assert decision.question is not None
    assert decision.question.parameter == parameter


BESIDE = [
    (WORKSHOP, "What's the weather like tomorrow?"),
    (LIBRARY, "Can you fix my bike?"),
    (DENTIST, "Play some jazz"),
    (PARCELS, "I'd like a table for two tonight"),
    (LAUNDRY, "Which film is on tonight?"),
    (CAR_PARK, "Recommend a good novel"),
]


@pytest.mark.parametrize(("tools", "said"), BESIDE, ids=[each[1] for each in BESIDE])
def test_what_a_trade_does_not_do_is_left_alone(brain: Brain, tools: list[Document], said: str) -> None:
    assert decide(brain, said, tools).kind == "respond"
