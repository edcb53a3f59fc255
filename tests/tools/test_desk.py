"""What a model may do at the desk, and what it may not."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from memory.models import FactDraft, FactKind, MessageId, Purpose, Source
from tests.tools.workshop import ANNA, BEN, NOW, manifest, offer, open_workshop
from tools.models import CardKind, Effect, ToolStatus
from tools.testing import Mishap, ScriptedPartner


async def test_a_search_shows_offers_with_what_a_customer_needs_to_choose(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        found = await shop.call("search_bikes", city="Lissabon", date="2026-12-10")
    assert found.status is ToolStatus.OK
    first = found.content["items"][0]
    assert first["number"] == 1
    assert first["price"]["text"] == "€20.00"
    assert first["when"] == "Thu, 10 Dec – Sat, 12 Dec 2026"
    assert first["price_note"] == "2 days"
    assert first["terms"] == "Free to cancel until 9 December."
    assert {"label": "Style", "value": "for the city"} in first["details"]
    assert [card.kind for card in found.cards] == [CardKind.OFFERS]


async def test_a_missing_value_comes_from_the_profile_and_that_is_said(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        found = await shop.call("search_bikes", date="2026-12-10")
    assert found.content["request"]["city"] == "Lisbon"
    assert found.content["notes"] == ["City: Lisbon, from your profile."]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"date": "2026-11-30"}, "already passed"),
        ({"date": "2028-01-01"}, "more than a year ahead"),
        ({"date": "2026-12-10", "until": "2026-12-09"}, "before the start"),
        ({"date": "2026-12-10", "riders": 0}, "at least 1"),
        ({"date": "2026-12-10", "riders": 400}, "at most 9"),
        ({"date": "2026-12-10", "city": "Lisbonn"}, "Did you mean Lisbon?"),
        ({"date": "2026-12-10", "city": "Atlantis"}, "I do not know “Atlantis”"),
        ({"date": "tomorrow"}, "must be a date"),
        ({"date": "2026-12-10", "colour": "red"}, "There is no colour here"),
        ({"date": "2026-12-10", "style": ["hover"]}, "must be one of"),
        ({"date": "2026-12-10", "max_price": "cheap"}, "must be an amount"),
        ({"date": "2026-12-10", "max_price": "20 USD"}, "in EUR"),
        ({"city": "Lisbon"}, "I still need: day"),
        ({"date": "2026-12-10", "city": "x" * 100_000}, "more than I can take in"),
    ],
)
async def test_an_impossible_wish_is_answered_with_what_to_do(tmp_path: Path, args: dict[str, Any], says: str) -> None:
    async with open_workshop(tmp_path) as shop:
        answer = await shop.call("search_bikes", **args)
        assert shop.partners["velo"].calls["search"] == 0  # type: ignore[index]
    assert answer.status is ToolStatus.INVALID
    assert says in answer.content["message"]


async def test_an_unknown_tool_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        answer = await shop.call("transfer_money", amount=3)
    assert answer.status is ToolStatus.INVALID
    assert "search_bikes" in answer.content["message"]


async def test_what_a_partner_sends_is_filtered_again(tmp_path: Path) -> None:
    stock = [offer("city bike"), offer("race bike", features={"style": ["race"]}), offer("dear bike", euros=90)]
    async with open_workshop(tmp_path, [ScriptedPartner("velo", stock)]) as shop:
        found = await shop.bikes(style=["city"], max_price="50")
    assert [item["title"] for item in found] == ["The city bike"]


async def test_nothing_found_says_which_wish_would_have_to_give(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        answer = await shop.call("search_bikes", date="2026-12-10", style=["race"], max_price="100")
    assert answer.status is ToolStatus.NOTHING_FOUND
    assert [one["property"] for one in answer.content["relax"]] == ["style"]


async def test_a_known_need_is_met_unasked_and_said(tmp_path: Path) -> None:
    stock = [offer("plain bike"), offer("family bike", features={"style": ["city"], "helmets": ["child"]})]
    async with open_workshop(tmp_path, [ScriptedPartner("velo", stock)]) as shop:
        source = Source(thread=shop.threads[ANNA], message=MessageId("m0"), words="my kids need helmets")
        draft = FactDraft(attribute="helmet", value="child", kind=FactKind.CONSTRAINT, source=source)
        await shop.memory.consents.decide(ANNA, Purpose.MEMORY, True, "test")
        await shop.memory.note(ANNA, draft)
        found = await shop.call("search_bikes", date="2026-12-10")
        without = await shop.call("search_bikes", BEN, date="2026-12-10")
    assert [item["title"] for item in found.content["items"]] == ["The family bike"]
    assert "Only shops with children's helmets, as you need." in found.content["notes"]
    assert len(without.content["items"]) == 2


async def test_one_partner_that_is_down_hides_no_other(tmp_path: Path) -> None:
    velo, rad = ScriptedPartner("velo", [offer("red bike")]), ScriptedPartner("rad", [offer("green bike")])
    rad.script("search", Mishap.DOWN, Mishap.DOWN)
    async with open_workshop(tmp_path, [velo, rad]) as shop:
        found = await shop.call("search_bikes", date="2026-12-10")
    assert [item["title"] for item in found.content["items"]] == ["The red bike"]
    assert "Rad is not answering at the moment, so its offers are missing." in found.content["notes"]


async def test_a_read_is_tried_again(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike")])
    velo.script("search", Mishap.DOWN)
    async with open_workshop(tmp_path, [velo]) as shop:
        assert len(await shop.bikes()) == 1
    assert velo.calls["search"] == 2


async def test_when_all_partners_are_silent_it_says_so(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike")])
    velo.script("search", Mishap.DOWN, Mishap.DOWN)
    async with open_workshop(tmp_path, [velo]) as shop:
        answer = await shop.call("search_bikes", date="2026-12-10")
    assert answer.status is ToolStatus.FAILED
    assert "is answering" in answer.content["message"]


async def test_offers_that_make_no_sense_are_dropped_one_by_one(tmp_path: Path) -> None:
    class Sloppy(ScriptedPartner):
        def _do(self, call: Any) -> dict[str, Any]:
            answer = super()._do(call)
            if call.operation == "search":
                answer["offers"] += [{"ref": "x"}, "nonsense", None]
            return answer

    async with open_workshop(tmp_path, [Sloppy("velo", [offer("red bike")])]) as shop:
        assert [item["title"] for item in await shop.bikes()] == ["The red bike"]


async def test_somebody_elses_offer_and_one_that_never_was_sound_alike(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        theirs = (await shop.ids(BEN))["The red bike"]
        foreign = await shop.call("book", offer_ids=[theirs])
        absent = await shop.call("book", offer_ids=["off_0000000000000000"])
    assert foreign.status is absent.status is ToolStatus.INVALID
    assert foreign.content == absent.content


async def test_somebody_elses_booking_cannot_be_touched(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        booked = await shop.book((await shop.ids(BEN))["The red bike"], customer=BEN)
        theirs = booked.content["items"][0]["id"]
        answers = [
            await shop.call("cancel_booking", booking_ids=[theirs]),
            await shop.call("change_booking", booking_id=theirs),
        ]
        confirmation = (await shop.call("check_confirmation", BEN)).content["confirmation"]
        declined = await shop.desk(ANNA).decline(confirmation)
        mine = await shop.call("list_bookings")
    assert {answer.status for answer in answers} == {ToolStatus.INVALID}
    assert declined.status is ToolStatus.INVALID
    assert mine.content["items"] == []


async def test_no_schema_shows_the_model_who_the_customer_is(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        specs = shop.desk().specs()
    for spec in specs:
        assert spec.parameters["additionalProperties"] is False
        assert not {"customer", "customer_id", "idempotency_key", "thread"} & spec.parameters["properties"].keys()
    effects = {spec.name: spec.effect for spec in specs}
    assert effects["book"] is effects["change_booking"] is Effect.COMMIT
    assert effects["cancel_booking"] is Effect.CANCEL
    assert next(spec for spec in specs if spec.name == "search_bikes").progress == "asking 1 shops"


async def test_a_partner_gets_a_pseudonym_of_its_own_and_only_what_it_is_owed(tmp_path: Path) -> None:
    velo, rad = ScriptedPartner("velo", [offer("red bike")]), ScriptedPartner("rad", [offer("green bike")])
    async with open_workshop(tmp_path, [velo, rad]) as shop:
        await shop.book((await shop.ids())["The red bike"])
    (bought,) = [call for call in velo.seen if call.operation == "book"]
    assert bought.arguments["traveller"] == {"name": "Anna Silva"}
    assert {call.pseudonym for call in velo.seen}.isdisjoint({call.pseudonym for call in rad.seen})
    assert all(ANNA not in call.model_dump_json() for call in velo.seen)


async def test_a_tool_of_a_partner_is_offered_and_its_silence_is_said(tmp_path: Path) -> None:
    class Guide(ScriptedPartner):
        def _do(self, call: Any) -> dict[str, Any]:
            return {"high": "14:05"}

    guide = Guide("guide")
    tool = {
        "name": "get_tide",
        "operation": "tide",
        "description": "When the tide is high.",
        "parameters": {"type": "object", "additionalProperties": False, "properties": {}},
    }
    manifests = [manifest("guide", [], tools=[tool], operations={})]
    async with open_workshop(tmp_path, [guide], manifests) as shop:
        answer = await shop.call("get_tide")
        guide.script("tide", Mishap.DOWN, Mishap.DOWN)
        silent = await shop.call("get_tide")
    assert answer.content["high"] == "14:05"
    assert silent.status is ToolStatus.FAILED


async def test_company_policy_hides_offers_and_refuses_them_at_the_end(tmp_path: Path) -> None:
    rule = {"kind": "bike", "cap": {"minor": 2500, "currency": "EUR"}, "words": {"en": "at most €25"}}
    policies = {"companies": {"acme": {"name": "Acme", "rules": [rule]}}}
    async with open_workshop(tmp_path, policies=policies) as shop:
        anna = await shop.bikes(ANNA)
        ben = await shop.call("search_bikes", BEN, city="Lisbon", date="2026-12-10")
        velo = shop.partners["velo"]  # type: ignore[index]
        velo.stock["blue bike"] = offer("blue bike", euros=28)
        refused = await shop.call("book", BEN, offer_ids=[ben.content["items"][0]["id"]])
    assert len(anna) == 2
    assert [item["title"] for item in ben.content["items"]] == ["The blue bike"]
    assert "1 offer outside your company's travel policy is not shown." in ben.content["notes"]
    assert refused.status is ToolStatus.REFUSED


async def test_why_and_why_not_are_answered_from_the_reasons(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        ids = await shop.ids()
        why = await shop.call("explain", offer_id=ids["The blue bike"])
        why_not = await shop.call("explain", offer_id=ids["The blue bike"], contrast=ids["The red bike"])
        details = await shop.call("offer_details", offer_id=ids["The blue bike"])
    assert why.cards[0].kind is CardKind.REASONS
    assert why_not.content["title"] == "The blue bike"
    assert details.content["terms"]["refundable"] is True
    assert "Free to cancel until 9 December." in details.content["message"]


async def test_an_expired_offer_is_priced_anew(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        red = (await shop.ids())["The red bike"]
        shop.clock.advance(timedelta(hours=1))
        later = NOW + timedelta(hours=2)
        shop.partners["velo"].stock["red bike"] = offer("red bike", euros=31, expires_at=later)  # type: ignore[index]
        asked = await shop.call("book", offer_ids=[red])
    assert asked.status is ToolStatus.AWAITING_CONFIRMATION
    assert asked.content["total"] == "€31.00"
    assert "has gone from €30.00 to €31.00" in asked.content["warnings"][0]


async def test_a_handover_keeps_its_place_in_the_queue(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        first = await shop.call("hand_over", reason="it is complicated")
        again = await shop.call("hand_over")
        waiting = await shop.front.tickets.waiting()
    assert first.content["ticket"] == again.content["ticket"]
    assert [ticket.reason for ticket in waiting] == ["it is complicated"]


async def test_every_desk_text_is_there_in_each_language(tmp_path: Path, shop_languages: tuple[str, ...]) -> None:
    async with open_workshop(tmp_path) as shop:
        for locale in shop_languages:
            desk = shop.desk(locale=locale)
            assert all(spec.description for spec in desk.specs())
            assert desk.progress("book")


@pytest.fixture
def shop_languages() -> tuple[str, ...]:
    return ("en", "de-DE", "fr-FR", "es-ES", "pt-BR")


async def test_a_breaker_opens_after_failures_and_lets_one_probe_through(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike")])
    velo.script("search", *[Mishap.DOWN] * 5)
    async with open_workshop(tmp_path, [velo]) as shop:
        for _ in range(4):
            await shop.call("search_bikes", date="2026-12-10")
        asked = velo.calls["search"]
        assert shop.front.partner_states() == {"velo": "silent"}
        await shop.call("search_bikes", date="2026-12-10")
        assert velo.calls["search"] == asked
        shop.clock.advance(timedelta(seconds=30))
        assert len(await shop.bikes()) == 1
        assert shop.front.partner_states() == {"velo": "ready"}
