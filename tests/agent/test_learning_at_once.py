"""What a customer does counts from the next suggestion on; what is for somebody else does not count at all."""

from pathlib import Path

import pytest

from agent.assembly import open_concierge
from agent.events import CardShown, Event
from agent.models import Decision, Said
from agent.settings import ConciergeSettings
from memory.clock import AdjustableClock
from memory.models import CustomerId, MessageId
from tests.tools.recommend.stays import NOW
from tools.models import CardKind
from tools.recommend.gather import gather_evidence

JONAS = CustomerId("jonas")
PERSONAL = {"said_before", "profile", "past_trips", "similar_customers"}


def kinds(events: list[Event]) -> set[str]:
    """Kinds of the reasons on the newest list."""
    lists = [each.card.body for each in events if isinstance(each, CardShown) and each.card.kind is CardKind.OFFERS]
    return {reason["kind"] for offer in lists[-1]["offers"] for reason in offer["reasons"]}


@pytest.mark.parametrize("gift", ["it's a gift for my mother", "das ist nicht für mich, sondern für meinen Bruder"])
async def test_a_gift_leaves_the_customer_s_taste_out(tmp_path: Path, gift: str) -> None:
    settings = ConciergeSettings(home=tmp_path / "home")
    async with open_concierge(settings, clock=AdjustableClock(NOW)) as concierge:
        thread = (await concierge.memory.threads.open_new(JONAS)).id

        async def say(number: int, text: str) -> list[Event]:
            said = Said(message=MessageId(f"m{number}"), text=text)
            return [event async for event in concierge.turn(JONAS, thread, said)]

        assert kinds(await say(1, "a hotel in Lisbon from 10 to 13 December")) & PERSONAL
        assert not kinds(await say(2, gift)) & PERSONAL
        assert not kinds(await say(3, "others, please")) & PERSONAL
        consents = await concierge.memory.consents.current(JONAS)
        assert await concierge.front.feedback.verdicts(consents) == ()
        if gift.startswith("it's"):
            assert kinds(await say(4, "it's for me again")) & PERSONAL
        found = await gather_evidence(concierge.memory, (), JONAS, NOW)
        assert found.party == ("customer",)  # only this conversation looks for somebody else


async def test_what_the_customer_does_with_offers_counts_at_once(tmp_path: Path) -> None:
    settings = ConciergeSettings(home=tmp_path / "home")
    async with open_concierge(settings, clock=AdjustableClock(NOW)) as concierge:
        thread = (await concierge.memory.threads.open_new(JONAS)).id

        async def scores(number: int, text: str = "", decision: Decision | None = None) -> list[float]:
            said = Said(message=MessageId(f"m{number}"), text=text, decision=decision)
            async for event in concierge.turn(JONAS, thread, said):
                if isinstance(event, CardShown) and event.card.kind is CardKind.CONFIRMATION:
                    asked.append(Decision(confirmation=event.card.id, accepted=True, digest=event.card.body["digest"]))
            consents = await concierge.memory.consents.current(JONAS)
            return sorted(one.score for one in await concierge.front.feedback.verdicts(consents))

        asked: list[Decision] = []
        assert await scores(1, "a hotel in Lisbon from 10 to 13 December for one person") == []
        assert await scores(2, "others, please") == [-0.2] * 5
        assert await scores(3, "book the first one") == [-0.2] * 5
        assert await scores(4, decision=asked[-1]) == [*[-0.2] * 5, 1.0]
        await scores(5, "cancel it")
        assert await scores(6, decision=asked[-1]) == [-0.7, *[-0.2] * 5, 1.0]
