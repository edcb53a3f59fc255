"""The panels behind the menu: what is known, what is allowed, bookings, conversations, take along, erase."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.server.widget.conftest import log, say
from tests.server.widget.stage import Stage

pytestmark = pytest.mark.browser


def panel(chat: Page, name: str) -> Locator:
    chat.get_by_role("button", name="More").click()
    chat.get_by_role("button", name=name).click()
    return chat.get_by_role("dialog")


def test_a_memory_is_listed_with_its_source_and_forgotten(chat: Page, stage: Stage) -> None:
    known = panel(chat, "What I know about you")
    expect(known.get_by_text("you said so on 12 May: “I’m vegan”")).to_be_visible()
    expect(known.get_by_role("button", name="Forget: Your home is Berlin")).to_have_count(0)
    known.get_by_role("button", name="Forget: You are vegan").click()
    expect(known.get_by_text("You are vegan")).to_have_count(0)
    assert [each["id"] for each in stage.memories] == ["f1", "f3"]


def test_a_consent_is_switched_by_name(chat: Page, stage: Stage) -> None:
    known = panel(chat, "What I know about you")
    known.get_by_role("switch", name="Past trips").check()
    expect(chat.get_by_role("status").filter(has_text="Saved.")).to_be_attached()
    assert stage.consents["purchase_history"] is True


def test_everything_can_be_taken_along(chat: Page, tmp_path: Path) -> None:
    known = panel(chat, "What I know about you")
    with chat.expect_download() as download:
        known.get_by_role("button", name="Download everything").click()
    download.value.save_as(tmp_path / "data.json")
    assert json.loads((tmp_path / "data.json").read_text())["facts"][0]["id"] == "f1"


def test_erasing_asks_first_and_says_what_the_law_keeps(chat: Page, stage: Stage) -> None:
    known = panel(chat, "What I know about you")
    known.get_by_role("button", name="Erase everything").click()
    assert len(stage.memories) == 3
    known.get_by_role("button", name="Yes, erase everything").click()
    expect(known.get_by_text("1 booking record, for tax law")).to_be_visible()
    kept = chat.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))")
    assert [name for name in kept if name.endswith((":thread", ":outbox"))] == []


def test_bookings_are_listed(chat: Page) -> None:
    expect(panel(chat, "My bookings").get_by_text("PDL-48213")).to_be_visible()


def test_an_earlier_conversation_can_be_entered_again(chat: Page, stage: Stage) -> None:
    say(chat, "in the first conversation")
    log(chat).get_by_text("You said: in the first conversation").wait_for()
    chat.get_by_role("button", name="More").click()
    chat.get_by_role("button", name="New conversation").click()
    expect(log(chat).get_by_text("in the first conversation")).to_have_count(0)
    expect(log(chat).get_by_text("Hello Noor.")).to_be_visible()
    panel(chat, "Conversations").get_by_role("button", name="Trip t1").click()
    expect(log(chat).get_by_text("You said: in the first conversation")).to_be_visible()
    assert len(stage.threads) == 2


def test_the_transcript_is_a_text_file(chat: Page, tmp_path: Path) -> None:
    say(chat, "a hotel in Évora")
    chat.get_by_role("article", name="Number 1: Pátio das Laranjas").wait_for()
    with chat.expect_download() as download:
        panel(chat, "Download transcript")
    download.value.save_as(tmp_path / "talk.txt")
    text = (tmp_path / "talk.txt").read_text(encoding="utf-8")
    assert "You: a hotel in Évora" in text
    assert "1. Pátio das Laranjas · Thu 10 – Sun 13 Dec · Évora, old town · €348.00" in text


def test_thumbs_down_asks_why_and_sends_both(chat: Page, stage: Stage) -> None:
    say(chat, "hello there")
    reply = chat.locator(".reply", has_text="You said: hello there")
    reply.hover()
    reply.get_by_role("button", name="Not helpful").click()
    reply.get_by_label("What was wrong? (optional)").fill("you only repeat me")
    reply.get_by_role("button", name="Send feedback").click()
    expect(reply.get_by_label("What was wrong? (optional)")).to_have_count(0)
    votes = [(frame["value"], frame.get("reason")) for frame in stage.received if frame["type"] == "feedback"]
    assert votes == [(-1, None), (-1, "you only repeat me")]
