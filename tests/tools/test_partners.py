"""What a partner can do, may do and says decides what a customer is offered and told."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from memory.clock import AdjustableClock
from tests.tools.workshop import ANNA, BEN, GUIDE_TOOL, NOW, manifest, offer, open_workshop
from tools.adapters.later import Later
from tools.adapters.python_class import PythonPartner
from tools.manifest import Manifest
from tools.models import BookingStatus, PartnerId, ToolStatus
from tools.partner import Partner, PartnerCall
from tools.rate import Rate
from tools.switches import Switches
from tools.testing import Mishap, ScriptedPartner


def _only(*operations: str) -> dict[str, Any]:
    known = manifest("velo", ["bike"])
    return known | {"operations": {name: known["operations"][name] for name in operations}}


class Forgetful(ScriptedPartner):
    """Gives every booking the same reference."""

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        answer = await super().invoke(call)
        return answer | {"reference": "velo-1"} if answer.get("reference") else answer


class Liar(ScriptedPartner):
    """Answers everything with the same."""

    def __init__(self, id: str, lies: dict[str, Any]) -> None:
        super().__init__(id)
        self._lies = lies

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        return self._lies


async def test_a_partner_that_gives_no_quotes_sells_what_it_showed(tmp_path: Path) -> None:
    async with open_workshop(tmp_path, manifests=[_only("search", "book", "lookup")]) as shop:
        ids = await shop.ids()
        done = await shop.book(ids["The red bike"])
        booking = done.content["items"][0]["id"]
        changed = await shop.call("change_booking", booking_id=booking, party=2)
        cancelled = await shop.call("cancel_booking", booking_ids=[booking])
        shop.clock.advance(timedelta(minutes=31))
        late = await shop.call("book", offer_ids=[ids["The blue bike"]])
        assert shop.commits() == 1
    assert done.status is ToolStatus.BOOKED
    assert changed.content["message"].startswith("Velo does not change bookings.")
    assert cancelled.content["message"].startswith("Velo does not let bookings be cancelled here.")
    assert (changed.status, cancelled.status, late.status) == (
        ToolStatus.REFUSED,
        ToolStatus.REFUSED,
        ToolStatus.EXPIRED,
    )


async def test_a_partner_that_is_switched_off_is_asked_for_nothing_at_once(tmp_path: Path) -> None:
    switches = Switches(tmp_path / "partners")
    partners = [ScriptedPartner("velo", [offer("red bike")]), ScriptedPartner("rad", [offer("green bike")])]
    async with open_workshop(tmp_path, partners, is_on=switches.is_on) as shop:
        both = await shop.ids()
        switches.turn(PartnerId("rad"), on=False)
        found = await shop.call("search_bikes", city="Lisbon", date="2026-12-10")
        refused = await shop.call("book", offer_ids=[both["The green bike"]])
        assert shop.front.partner_states() == {"velo": "ready", "rad": "disabled"}
        switches.turn(PartnerId("velo"), on=False)
        nobody = await shop.call("search_bikes", city="Lisbon", date="2026-12-10")
        switches.turn(PartnerId("rad"), on=True)
        assert [item["title"] for item in await shop.bikes()] == ["The green bike"]
    assert [item["title"] for item in found.content["items"]] == ["The red bike"]
    assert not found.content["notes"], "what the operator does is no news for customers"
    assert refused.status is ToolStatus.FAILED
    assert nobody.content["message"] == "At the moment nobody offers us bicycles."


async def test_a_partner_is_asked_no_oftener_than_it_allows(tmp_path: Path) -> None:
    few = manifest("velo", ["bike"], limits={"per_minute": 10})
    async with open_workshop(tmp_path, manifests=[few]) as shop:
        ids = await shop.ids()
        await shop.call("book", offer_ids=[ids["The red bike"]])
        for _ in range(12):
            await shop.call("search_bikes", city="Lisbon", date="2026-12-10")
        assert sum(shop.partners[PartnerId("velo")].calls.values()) == 9
        assert (await shop.say_yes()).status is ToolStatus.BOOKED, "what was agreed to has room of its own"


def test_a_minute_goes_on() -> None:
    now = 0.0
    rate = Rate(2, lambda: now)
    assert [rate.wait(binding=True) for _ in range(3)] == [0.0, 0.0, 60.0]
    now = 45.0
    assert rate.wait(binding=True) == 15.0
    now = 60.0
    assert rate.wait(binding=True) == 0.0


async def test_the_reference_of_another_booking_is_no_receipt(tmp_path: Path) -> None:
    stock = [offer("red bike"), offer("blue bike", euros=20)]
    async with open_workshop(tmp_path, [Forgetful("velo", stock)]) as shop:
        first = await shop.book((await shop.ids())["The red bike"])
        second = await shop.book((await shop.ids(BEN))["The blue bike"], customer=BEN)
        shop.clock.advance(timedelta(minutes=1))
        await shop.front.settle(timedelta(0))
        standing = (await shop.front.ledger.bookings(BEN))[0]
        tickets = await shop.front.tickets.waiting()
        changed = await shop.call("change_booking", booking_id=first.content["items"][0]["id"], party=2)
        again = await shop.say_yes(ANNA)
    assert (first.status, second.status) == (ToolStatus.BOOKED, ToolStatus.UNKNOWN)
    assert (standing.status, standing.reference) == (BookingStatus.UNKNOWN, "")
    assert "reference of another booking" in tickets[0].reason
    assert (changed.status, again.status) == (ToolStatus.AWAITING_CONFIRMATION, ToolStatus.CHANGED)


async def test_what_a_partners_tool_says_is_never_one_of_our_bookings(tmp_path: Path) -> None:
    lies = {"ref_type": "booking", "partner": "Us", "items": [{"id": "bok_1", "title": "x", "status": "booked"}]}
    guide = manifest("guide", [], tools=[GUIDE_TOOL])
    partner = Liar("guide", lies)
    velo = ScriptedPartner("velo", [offer("red bike")])
    async with open_workshop(tmp_path, [velo, partner], [manifest("velo", ["bike"]), guide]) as shop:
        told = await shop.call("get_tide")
    assert "ref_type" not in told.content
    assert told.content["partner"] == "Guide"


class Buggy(ScriptedPartner):
    """A class of somebody else's with a mistake in it."""

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        await super().invoke(call)
        raise KeyError("people")


async def test_a_mistake_in_a_partners_class_hides_no_other_partner(tmp_path: Path) -> None:
    known = Manifest.model_validate(manifest("rad", ["bike"]))
    buggy: Any = PythonPartner(known, Buggy("rad", [offer("green bike")]), AdjustableClock(NOW))
    velo: Any = ScriptedPartner("velo", [offer("red bike")])
    async with open_workshop(tmp_path, [velo, buggy]) as shop:
        found = await shop.call("search_bikes", city="Lisbon", date="2026-12-10")
    assert [item["title"] for item in found.content["items"]] == ["The red bike"]
    assert found.content["notes"] == ["Rad is not answering at the moment, so its offers are missing."]


async def test_a_partners_class_speaks_in_the_contracts_words(tmp_path: Path) -> None:
    known = Manifest.model_validate(manifest("velo", ["bike"]))
    spoken = ScriptedPartner("velo", [offer("red bike", title="Red\u202e\x07 bike " + "x" * 500)])
    velo: Any = PythonPartner(known, spoken, AdjustableClock(NOW))
    velo.calls = spoken.calls
    async with open_workshop(tmp_path, [velo]) as shop:
        (title, id), *_ = (await shop.ids()).items()
        done = await shop.book(id)
        spoken.script("cancel", Mishap.LOST_ANSWER)
        await shop.call("cancel_booking", booking_ids=[done.content["items"][0]["id"]])
        lost = await shop.say_yes()
        shop.clock.advance(timedelta(minutes=1))
        await shop.front.settle(timedelta(0))
        standing = (await shop.front.ledger.bookings(ANNA))[0]
    assert (title.isprintable(), len(title)) == (True, 400)
    assert lost.status is ToolStatus.CANCELLED, "it was looked up at once"
    assert standing.status is BookingStatus.CANCELLED


async def test_what_it_takes_to_open_a_line_is_none_of_the_partners_time(tmp_path: Path) -> None:
    hurried = manifest("velo", ["bike"])
    hurried["operations"]["search"]["timeout"] = 0.2

    def open_line() -> Partner:
        time.sleep(0.5)
        return ScriptedPartner("velo", [offer("red bike")])

    later: Any = Later(PartnerId("velo"), open_line)
    async with open_workshop(tmp_path, [later], manifests=[hurried]) as shop:
        assert list(await shop.ids()) == ["The red bike"]


async def test_who_is_asked_can_be_asked(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        told = await shop.call("list_partners")
        nobody = await shop.call("list_partners", kind="picnic")
    assert told.content["message"] == "For bicycles we ask Velo."
    assert nobody.content["message"] == "At the moment nobody offers us picnics."


async def test_what_cannot_be_given_back_is_booked_last(tmp_path: Path) -> None:
    velo, rad = ScriptedPartner("velo", [offer("red bike")]), ScriptedPartner("rad", [offer("green bike")])
    rad.script("book", Mishap.SOLD_OUT)
    manifests = [_only("search", "book"), manifest("rad", ["bike"])]
    async with open_workshop(tmp_path, [velo, rad], manifests) as shop:
        ids = await shop.ids()
        failed = await shop.book(ids["The red bike"], ids["The green bike"])
    assert failed.status is ToolStatus.SOLD_OUT
    assert not velo.deals, "it could not have been taken back"
