"""An answer that is lost, a process that dies: what became of a booking is found out, and nothing is sent twice."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.tools.workshop import ANNA, manifest, offer, open_workshop, pair
from tools.models import BookingStatus, ToolStatus
from tools.testing import Mishap, ScriptedPartner


async def test_a_lost_answer_is_found_out_by_looking_and_not_by_sending_again(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike")])
    velo.script("book", Mishap.LOST_ANSWER)
    async with open_workshop(tmp_path, [velo]) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
    assert done.status is ToolStatus.BOOKED
    assert velo.calls["book"] == 1
    assert velo.calls["lookup"] == 1
    assert len(velo.standing) == 1


async def test_an_answer_that_makes_no_sense_is_an_unknown_outcome_too(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike")])
    velo.script("book", Mishap.GARBLED)
    async with open_workshop(tmp_path, [velo]) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
    assert done.status is ToolStatus.BOOKED
    assert velo.calls["book"] == 1


async def test_a_lost_request_stays_unknown_until_the_partner_can_tell(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike")])
    velo.script("book", Mishap.LOST_REQUEST)
    async with open_workshop(tmp_path, [velo]) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        again = await shop.call("check_confirmation")
        shop.clock.advance(timedelta(seconds=30))
        ended = await shop.front.settle()
        later = await shop.call("check_confirmation")
    assert done.status is again.status is ToolStatus.UNKNOWN
    assert "do not book it again" in done.content["message"]
    assert [customer for customer, _confirmation in ended] == [ANNA]
    assert later.status is ToolStatus.BOOKED
    assert len(velo.standing) == 1


async def test_a_partner_that_can_neither_be_asked_nor_trusted_is_never_sent_twice(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike")])
    velo.script("book", Mishap.LOST_ANSWER)
    operations = {
        name: {"operation": name, "effect": effect}
        for name, effect in {"search": "read", "quote": "quote", "book": "commit"}.items()
    }
    manifests = [manifest("velo", ["bike"], idempotency="none", operations=operations)]
    async with open_workshop(tmp_path, [velo], manifests) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        shop.clock.advance(timedelta(hours=3))
        await shop.front.settle()
        later = await shop.call("check_confirmation")
    assert done.status is later.status is ToolStatus.UNKNOWN
    assert velo.calls["book"] == 1


async def test_an_undo_that_is_not_answered_is_finished_later(tmp_path: Path) -> None:
    velo, rad = pair()
    rad.script("book", Mishap.SOLD_OUT)
    velo.script("cancel", Mishap.LOST_REQUEST)
    async with open_workshop(tmp_path, [velo, rad]) as shop:
        ids = await shop.ids()
        done = await shop.book(ids["The red bike"], ids["The green bike"])
        shop.clock.advance(timedelta(minutes=1))
        await shop.front.settle()
        later = await shop.call("check_confirmation")
    assert done.status is ToolStatus.UNKNOWN
    assert later.status is ToolStatus.UNDONE
    assert velo.standing == []


async def test_a_crash_between_intent_and_answer_is_mended_by_the_next_process(tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    class Deadly(ScriptedPartner):
        def _do(self, call: Any) -> dict[str, Any]:
            answer = super()._do(call)
            if call.operation == "book":
                raise Killed
            return answer

    velo = Deadly("velo", [offer("red bike")])
    async with open_workshop(tmp_path, [velo]) as shop:
        await shop.call("book", offer_ids=[(await shop.ids())["The red bike"]])
        with pytest.raises(Killed):
            await shop.say_yes()
    survivor = ScriptedPartner("velo", [offer("red bike")])
    survivor.deals = velo.deals
    async with open_workshop(tmp_path, [survivor], clock=shop.clock) as reopened:
        reopened.clock.advance(timedelta(minutes=1))
        await reopened.front.settle()
        mine = await reopened.front.ledger.upcoming(ANNA)
    assert [(one.status, one.reference) for one in mine] == [(BookingStatus.BOOKED, "velo-1")]
    assert survivor.calls["book"] == 0
    assert len(survivor.standing) == 1


async def test_cancelling_the_turn_does_not_cut_the_booking(tmp_path: Path) -> None:
    asked = asyncio.Event()

    class Slow(ScriptedPartner):
        async def invoke(self, call: Any) -> dict[str, Any]:
            if call.operation == "book":
                asked.set()
                await asyncio.sleep(0.1)
            return await super().invoke(call)

    velo = Slow("velo", [offer("red bike")])
    async with open_workshop(tmp_path, [velo]) as shop:
        await shop.call("book", offer_ids=[(await shop.ids())["The red bike"]])
        turn = asyncio.ensure_future(shop.say_yes())
        await asked.wait()
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        later = await shop.call("check_confirmation")
    assert later.status is ToolStatus.BOOKED
    assert velo.calls["book"] == 1
