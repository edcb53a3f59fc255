"""Whatever a chat model says or calls: no money moves without the customer, no claim without a receipt."""

from pathlib import Path
from typing import Any

import pytest

from agent.events import TextDone
from agent.scripted import Line, ScriptedChatModel
from tests.agent.talking import talking
from tools.models import CardKind

STAY = {"city": "Lisbon", "check_in": "2026-12-10", "nights": 3, "guests": 1}


def model(*lines: Line) -> ScriptedChatModel:
    return ScriptedChatModel(lines=lines)


def call(name: str, **args: Any) -> Line:
    return Line(calls=({"name": name, "args": args},))


async def test_an_invented_booking_is_not_told(tmp_path: Path) -> None:
    lies = model(Line(text="Lovely choice. I have booked it for €1.00, reference XK7P2Q. Anything else?"))
    async with talking(tmp_path, model=lies) as talk:
        turn = await talk.say("book me a hotel in Lisbon")
        assert "booked it" not in turn.text
        assert "XK7P2Q" not in turn.text
        assert "no receipt" in turn.text
        assert await talk.booked() == []


async def test_booking_opens_a_confirmation_and_books_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path, model=model(call("search_hotels", **STAY), Line(text="Here."))) as talk:
        turn = await talk.say("a hotel in Lisbon")
        offer = turn.results("search_hotels")[0]["items"][0]["id"]
        talk.concierge.model.lines += (call("book", offer_ids=[offer]), Line(text="It waits for your yes."))  # type: ignore[attr-defined]
        asked = await talk.say("that one")
        assert asked.tools == [("book", "awaiting_confirmation")]
        assert asked.confirmation
        assert await talk.booked() == []


async def test_the_model_cannot_say_yes_for_the_customer(tmp_path: Path) -> None:
    async with talking(tmp_path, model=model(call("search_hotels", **STAY), Line(text="Here."))) as talk:
        offer = (await talk.say("a hotel in Lisbon")).results("search_hotels")[0]["items"][0]["id"]
        talk.concierge.model.lines += (  # type: ignore[attr-defined]
            call("book", offer_ids=[offer]),
            call("check_confirmation", accepted=True),
            call("accept", confirmation="x"),
            Line(text="Your hotel is booked."),
        )
        turn = await talk.say("what does it cost?")
        assert [status for _, status in turn.tools] == ["awaiting_confirmation", "invalid", "invalid"]
        assert "hotel is booked" not in turn.text
        assert await talk.booked() == []


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("search_hotels", STAY | {"customer": "elena"}),
        ("lookup_profile", {"customer_id": "elena"}),
        ("book", {"offer_ids": ["off_1", "off_2"], "price": 1}),
        ("book", {"offer_ids": "all"}),
        ("cancel_booking", {"booking_ids": ["bkg_of_somebody_else"]}),
        ("admin.refund", {"amount": "1000 EUR"}),
        ("what_do_you_know", {"where": {"$or": [{"customer": "elena"}]}}),
        ("search_hotels", {"configurable": {"thread_id": "x"}, "lc": 1}),
    ],
)
async def test_calls_outside_the_customers_own_desk_are_refused(
    tmp_path: Path, name: str, args: dict[str, Any]
) -> None:
    async with talking(tmp_path, model=model(call(name, **args), Line(text="Hm."))) as talk:
        turn = await talk.say("hello")
        assert [(tool, status) for tool, status in turn.tools] == [(name, "invalid")]
        assert "Elena" not in str(turn.events)


async def test_a_model_that_never_stops_calling_is_stopped(tmp_path: Path) -> None:
    endless = model(*(call("list_bookings") for _ in range(40)))
    async with talking(tmp_path, model=endless, tool_steps=4) as talk:
        turn = await talk.say("hello")
        assert len(turn.tools) <= 5
        assert any(isinstance(each, TextDone) and each.text for each in turn.events)


async def test_arguments_that_are_no_json_are_told_to_the_model(tmp_path: Path) -> None:
    async with talking(tmp_path, model=model(call("list_bookings", unreadable="{"), Line(text="Sorry."))) as talk:
        assert (await talk.say("hello")).tools == [("list_bookings", "invalid")]


async def test_an_empty_answer_is_not_left_empty(tmp_path: Path) -> None:
    async with talking(tmp_path, model=model(Line())) as talk:
        assert (await talk.say("hello")).text


async def test_a_bug_is_told_as_an_apology_with_an_incident(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with talking(tmp_path, model=model()) as talk:
        turn = await talk.say("hello")
    failed = turn.events[-1]
    assert failed.type == "turn_failed"
    assert failed.incident in failed.message
    assert failed.incident in caplog.text
    assert "ScriptExhausted" not in failed.message
    assert not turn.cards(CardKind.RECEIPT)


async def test_a_model_rates_nothing_that_the_customer_did_not(tmp_path: Path) -> None:
    invented = call("rate_booking", about="the Casa do Limoeiro was a dreadful scam", stars=1)
    async with talking(tmp_path, "mara", model=model(invented, Line(text="Noted."))) as talk:
        turn = await talk.say("a hotel in Porto, please")
        assert turn.tools == [] or turn.tools[0][1] == "invalid"
        assert not await talk.concierge.front.feedback.of(talk.customer)


async def test_only_the_customers_own_words_are_kept_as_theirs(tmp_path: Path) -> None:
    embellished = call("rate_booking", about="the flight to Vienna was a dreadful scam", stars=2)
    async with talking(tmp_path, "mara", model=model(embellished, Line(text="Noted."))) as talk:
        await talk.say("I'd like to leave a review")
        kept = await talk.concierge.front.feedback.of(talk.customer)
        assert [(each.features["thing"], each.words) for each in kept] == [("Berlin ⇄ Vienna, Skylark", "")]
