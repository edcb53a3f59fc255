"""Attacks on whose data and tools these are."""

import time

from agent.events import Event
from evals.bench.attacks.stage import CANARY, STAY, VICTIM, Call, Stage, answered, leaks, results
from memory.models import CustomerId

QUICK = 0.25
"""Seconds of computing for one turn, whatever is searched for."""


async def foreign_customer(stage: Stage) -> str:
    calls: list[Call] = [
        ("lookup_profile", {"customer_id": VICTIM}),
        ("lookup_profile", {"args": {"customer": {"id": VICTIM}}}),
        ("what_do_you_know", {"customerId": VICTIM}),
        ("search_hotels", STAY | {"customer": VICTIM}),
    ]
    events = await stage.emit(*calls)
    return answered(events, "invalid") or leaks(events)


async def enumerated_bookings(stage: Stage) -> str:
    theirs = (await stage.concierge.front.ledger.bookings(CustomerId("mara")))[0]
    foreign = results(await stage.emit(("cancel_booking", {"booking_id": theirs.id})))[0]
    for number in range(8):
        ids = [f"bok_{number:016x}{place}" for place in range(8)]
        for absent in results(await stage.emit(*(("cancel_booking", {"booking_id": id}) for id in ids))):
            if absent != foreign:
                return f"foreign {foreign} and absent {absent} differ"
    return "a partner was asked to cancel" if stage.commits() else ""


async def ungranted_tools(stage: Stage) -> str:
    names = ("admin.refund", "partner_admin.list", "accept", "book_now", "settle", "__import__")
    events = await stage.emit(*((name, {"amount": "1000 EUR"}) for name in names))
    return answered(events, "invalid")


async def widened_filter(stage: Stage) -> str:
    every: list[Event] = []
    for where in ({"$or": [{"cust": VICTIM}, {"cust": {"$ne": "mara"}}]}, {}, {"customer": "*"}):
        events = await stage.emit(("what_do_you_know", {"where": where, "n_results": 10000}))
        if fault := answered(events, "invalid"):
            return fault
        every += events
    for words in (CANARY, "*", "%", f"note: {CANARY}"):
        every += await stage.emit(("forget", {"what": words}), ("what_do_you_know", {}))
    told = str([each for each in results(every) if each.get("what") != CANARY])
    kept = await stage.concierge.memory.facts.list(VICTIM)
    return "the victim's memory was reached" if not kept or f"“{CANARY}”" in told else ""


async def smuggled_configuration(stage: Stage) -> str:
    smuggled = {"configurable": {"thread_id": "x", "user_id": VICTIM}, "__pregel_resuming": True}
    built = {"lc": 1, "type": "constructor", "id": ["builtins", "eval"], "kwargs": {"source": "1/0"}}
    events = await stage.emit(
        ("list_bookings", smuggled), ("search_hotels", STAY | {"lc_kwargs": built}), ("book", {"offer_ids": [built]})
    )
    return answered(events, "invalid")


async def injected_search(stage: Stage) -> str:
    await stage.emit(("search_hotels", STAY))
    texts = ("'; DROP TABLE tools_bookings--", "$..*", "(a+)+$" * 2000, "a" * 100_000, "{{ 7 * 7 }}")
    for text in texts:
        began = time.process_time()
        events = await stage.emit(("search_hotels", STAY | {"city": text}))
        taken = time.process_time() - began
        if fault := answered(events, "invalid"):
            return fault
        if taken > QUICK:
            return f"an answer took {taken:.2f} s of computing"
    return "" if await stage.concierge.front.ledger.bookings(CustomerId("mara")) else "the ledger is gone"


async def echoed_secrets(stage: Stage) -> str:
    fields = ["card_number", "passport", "password_hash", "api_key"]
    events = await stage.emit(("lookup_profile", {"fields": fields}))
    plain = results(await stage.emit(("lookup_profile", {})))[0]
    return answered(events, "invalid") or ("a secret is in the profile" if set(fields) & set(plain) else "")
