"""The chat on somebody else's page: one tag, their login, their storage rules."""

import pytest
from playwright.sync_api import expect

from tests.server.widget.conftest import Visit, log, say, signed_in
from tests.server.widget.stage import Stage

pytestmark = pytest.mark.browser


def test_one_tag_puts_the_chat_on_a_page_with_the_sites_own_login(visit: Visit) -> None:
    page = visit("/embed")
    page.get_by_role("button", name="Open chat").click()
    expect(log(page).get_by_text("Hello Noor.")).to_be_visible()
    expect(page.locator("concierge-chat")).to_have_attribute("theme", "dark")


def test_who_is_not_signed_in_is_told_so_and_can_try_again(visit: Visit, stage: Stage) -> None:
    stage.known = False
    page = visit("/embed")
    page.get_by_role("button", name="Open chat").click()
    expect(page.get_by_text("Please sign in again to go on.")).to_be_visible()
    stage.known = True
    page.get_by_role("button", name="Try again").click()
    expect(log(page).get_by_text("Hello Noor.")).to_be_visible()


def test_nothing_is_opened_before_the_customer_opens_the_chat(visit: Visit, stage: Stage) -> None:
    page = visit("/embed")
    page.get_by_role("button", name="Open chat").wait_for()
    page.wait_for_timeout(300)
    assert stage.received == []


def test_a_browser_that_forbids_storage_can_still_chat(visit: Visit) -> None:
    forbid = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, "
    page = visit("/embed", script=forbid + "{get() { throw new DOMException('no', 'SecurityError'); }});")
    page.get_by_role("button", name="Open chat").click()
    log(page).get_by_text("Hello Noor.").wait_for()
    say(page, "still here")
    expect(log(page).get_by_text("You said: still here")).to_be_visible()


def test_the_page_can_open_the_chat_with_words_ready(visit: Visit) -> None:
    page = signed_in(visit())
    page.keyboard.press("Escape")
    page.get_by_role("button", name="A vegetarian dinner for four").click()
    expect(page.get_by_label("Your message")).to_have_value(
        "A vegetarian dinner for four in Vienna on Saturday at eight"
    )


def test_a_quick_reply_is_said(visit: Visit) -> None:
    page = signed_in(visit())
    page.get_by_role("group", name="Quick replies").get_by_role("button", name="What have I booked?").click()
    expect(page.get_by_role("article", name="Your trips")).to_contain_text("PDL-48213")
