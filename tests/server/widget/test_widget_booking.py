"""A customer books in the widget: offers, reasons, confirmation, receipt."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.server.widget.conftest import Visit, log, say, signed_in
from tests.server.widget.stage import Stage

pytestmark = pytest.mark.browser


def test_opening_the_chat_greets_once(chat: Page, stage: Stage) -> None:
    expect(log(chat).get_by_text("Hello Noor. Last time we looked at Évora.")).to_have_count(1)
    assert [run["forwardedProps"] for run in stage.runs()] == [{"opening": True}]


def test_a_trip_is_offered_confirmed_and_receipted(chat: Page, stage: Stage) -> None:
    say(chat, "a hotel in Évora")
    chat.get_by_role("button", name="Book number 1: Pátio das Laranjas").click()
    card = chat.get_by_role("article", name="Please confirm")
    expect(card).to_contain_text("Free to cancel until Tue 8 Dec, 18:00")
    expect(card.get_by_role("timer")).to_contain_text("This offer holds for 14:")
    card.get_by_role("button", name="Confirm").click()

    expect(chat.get_by_role("article", name="Your receipt")).to_contain_text("PDL-48213")
    expect(card.get_by_role("button")).to_have_count(0)
    expect(card).to_contain_text("Confirmed")
    answer = {"interruptId": "c1", "status": "resolved", "payload": {"accepted": True, "digest": "d-123"}}
    assert [run["resume"] for run in stage.runs() if run.get("resume")] == [[answer]]


def test_a_double_click_on_confirm_answers_once(chat: Page, stage: Stage) -> None:
    say(chat, "Book number 1 please")
    chat.get_by_role("button", name="Confirm").dblclick()
    expect(log(chat).get_by_text("Confirmed", exact=True)).to_be_visible()
    assert len([run for run in stage.runs() if run.get("resume")]) == 1


def test_declining_is_told_to_the_server_and_seen_on_the_card(chat: Page, stage: Stage) -> None:
    say(chat, "Book number 1 please")
    chat.get_by_role("button", name="Decline").click()
    expect(log(chat).get_by_text("Declined. Nothing was done.")).to_be_visible()
    assert stage.runs()[-1]["resume"][0]["payload"]["accepted"] is False


def test_an_expired_confirmation_loses_its_buttons(chat: Page) -> None:
    say(chat, "expire soon")
    card = chat.get_by_role("article", name="Please confirm")
    expect(card).to_contain_text("Expired. Nothing was done.")
    expect(card.get_by_role("button")).to_have_count(0)


def test_expiry_is_counted_by_the_servers_clock(visit: Visit) -> None:
    page = visit()
    page.clock.install(time=datetime.now(UTC) + timedelta(days=40))
    page.reload()
    signed_in(page)
    say(page, "Book number 1 please")
    expect(page.get_by_role("article", name="Please confirm").get_by_role("timer")).to_contain_text("holds for 14:")


def test_an_open_confirmation_survives_a_reload_and_other_words(chat: Page, stage: Stage) -> None:
    say(chat, "Book number 1 please")
    chat.get_by_role("button", name="Confirm").wait_for()
    say(chat, "what if I change my mind?")
    expect(log(chat).get_by_text("You said: what if I change my mind?")).to_be_visible()
    chat.reload()
    chat.get_by_role("button", name="Confirm").click()
    expect(chat.get_by_role("article", name="Your receipt")).to_be_visible()


def test_reasons_are_behind_a_disclosure_and_can_be_switched_off(chat: Page, stage: Stage) -> None:
    say(chat, "a hotel in Évora")
    offer = chat.get_by_role("article", name="Number 1: Pátio das Laranjas")
    why = offer.get_by_role("button", name="Why this?")
    expect(why).to_have_attribute("aria-expanded", "false")
    why.click()
    expect(offer).to_contain_text("You told me before")
    offer.get_by_role("button", name="Don’t use this").click()
    expect(log(chat).get_by_text("You said: Don’t use this reason: “you like quiet places”")).to_be_visible()


def test_paid_placement_is_labelled_and_not_given_as_a_reason_up_front(chat: Page) -> None:
    say(chat, "a hotel in Évora")
    offer = chat.get_by_role("article", name="Number 3: Hotel Templo Romano e Jardim")
    expect(offer).to_contain_text("Sponsored")
    expect(offer).not_to_contain_text("the partner pays for this place")
    expect(chat.get_by_role("article", name="Number 1: Pátio das Laranjas")).not_to_contain_text("Sponsored")


def test_the_words_while_working_are_the_servers(chat: Page) -> None:
    say(chat, "a hotel in Évora")
    expect(log(chat).get_by_text("asking three houses")).to_be_visible()
    expect(log(chat).get_by_text("asking three houses")).to_have_count(0)


def test_a_person_who_joins_is_named(chat: Page) -> None:
    say(chat, "a person please")
    expect(chat.get_by_role("article", name="A colleague will take over")).to_contain_text("Ticket H-7")
    expect(log(chat).get_by_text("Rita has joined the conversation.")).to_be_visible()
    expect(log(chat).get_by_text("Rita, our colleague")).to_be_visible()
    expect(log(chat).get_by_text("The concierge is back with you.")).to_be_visible()


def test_markup_in_words_is_shown_and_never_obeyed(chat: Page) -> None:
    say(chat, "some markup")
    log = chat.get_by_role("log")
    expect(log).to_contain_text("<img src=x onerror=alert(1)>")
    expect(log.locator("img")).to_have_count(0)
    expect(log.get_by_role("link")).to_have_count(1)
    expect(log.get_by_role("link", name="a link (example.org)")).to_have_attribute("href", "https://example.org/a")
    expect(log.get_by_role("listitem")).to_have_text(["one", "two"])
