"""What becomes of a plan while nobody talks is told unasked, once."""

from datetime import timedelta
from pathlib import Path

from agent.scripted import Line, ScriptedChatModel
from tests.agent.talking import Talk, talking
from tools.models import CardKind

STAY = {"city": "Lisbon", "check_in": "2026-12-10", "nights": 3, "guests": 1}


async def _ask(talk: Talk, model: ScriptedChatModel) -> str:
    """Up to an open confirmation; returns the partner."""
    found = (await talk.say("a hotel in Lisbon")).results("search_hotels")[0]["items"][0]
    model.lines += (Line(calls=({"name": "book", "args": {"offer_ids": [found["id"]]}},)), *[Line(text="Well.")] * 6)
    await talk.say("that one")
    return next(id for id, each in talk.concierge.front.brand.manifests.items() if each.name == found["partner"])


def _model() -> ScriptedChatModel:
    return ScriptedChatModel(lines=(Line(calls=({"name": "search_hotels", "args": STAY},)), Line(text="Here.")))


async def test_a_settled_outcome_is_told_at_the_next_turn_and_only_there(tmp_path: Path) -> None:
    model = _model()
    async with talking(tmp_path, model=model) as talk:
        talk.concierge.world.fail(await _ask(talk, model), "slow", times=1)
        unknown = await talk.click(accepted=True)
        talk.clock.advance(timedelta(minutes=1))
        await talk.concierge.front.settle()
        other = await talk.again()
        told, quiet = await other.say("hello"), await other.say("hello again")
    assert not any(each["bookings"][0]["status"] == "booked" for each in unknown.cards(CardKind.RECEIPT))
    assert "News of what was still open: Booked" in told.text
    assert told.cards(CardKind.RECEIPT)[0]["bookings"][0]["status"] == "booked"
    assert "News" not in quiet.text


async def test_a_customer_who_hears_the_outcome_has_no_news(tmp_path: Path) -> None:
    model = _model()
    async with talking(tmp_path, model=model) as talk:
        await _ask(talk, model)
        await talk.click(accepted=True)
        talk.clock.advance(timedelta(minutes=1))
        assert "News" not in (await talk.say("hello")).text


async def test_news_come_into_an_open_conversation_and_stay_in_it(tmp_path: Path) -> None:
    model = _model()
    async with talking(tmp_path, model=model) as talk:
        talk.concierge.world.fail(await _ask(talk, model), "slow", times=1)
        await talk.click(accepted=True)
        talk.clock.advance(timedelta(minutes=1))
        await talk.concierge.front.settle()
        events = await talk.concierge.bring_news(talk.customer, talk.thread)
        again = await talk.concierge.bring_news(talk.customer, talk.thread)
        transcript = await talk.concierge.memory.threads.transcript(talk.customer, talk.thread)
    assert [event.type for event in events] == ["text_delta", "text_done", "card_shown", "card_shown"]
    assert again == ()
    assert any("News of what was still open" in entry.text for entry in transcript)
