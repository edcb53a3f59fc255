"""The widget on the brand's page, the real server behind it: a customer books, comes back and is known."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.server.running import RunningServer, running
from tests.server.widget.conftest import log, say
from tests.server.widget.test_widget_access import complaints

pytestmark = pytest.mark.browser
TRIP = (
    "I need to be in Lisbon from Thursday 10 December for three nights, flights from Berlin and somewhere quiet to stay"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: RunningServer) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    page = context.new_page()
    page.goto(server.url)
    page.get_by_role("button", name="Mara Lindqvist").click()
    expect(log(page).get_by_text("Mara")).to_be_visible()
    yield page
    context.close()


def booked(server: RunningServer) -> list[str]:
    with server.client("mara") as client:
        every = client.get("/v1/me/bookings").json()["bookings"]
    return [each["title"] for each in every if each["status"] == "booked" and "2026" in each["when"]]


def test_a_trip_is_booked_in_a_real_browser(page: Page, server: RunningServer) -> None:
    before = booked(server)
    say(page, TRIP)
    expect(log(page).get_by_text(re.compile("^Hotels: "))).to_be_visible()
    say(page, "the second hotel")
    say(page, "book it")
    card = page.get_by_role("article", name="Please confirm")
    expect(card).to_contain_text("Total")
    assert booked(server) == before
    card.get_by_role("button", name="Confirm").click()
    receipt = page.get_by_role("article", name=re.compile("^Booked"))
    expect(receipt).to_contain_text(re.compile(r"[A-Z]{3}-[A-Z0-9]{6}"))
    assert len(booked(server)) == len(before) + 2

    page.reload()
    expect(page.get_by_role("article", name=re.compile("^Booked"))).to_be_visible()


def test_on_a_phone_a_confirmation_outlives_a_reload_and_is_answered_in_another_tab(
    browser: Browser, server: RunningServer
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 780},
        is_mobile=True,
        has_touch=True,
        color_scheme="dark",
        reduced_motion="reduce",
        locale="en-GB",
    )
    context.set_default_timeout(30_000)
    first = context.new_page()
    first.goto(server.url)
    first.get_by_role("button", name="Jonas Weber").tap()
    log(first).get_by_text("Jonas").first.wait_for()
    say(first, "a hotel in Lisbon from 10 to 13 December for one person")
    offer = first.get_by_role("article", name=re.compile("^Number 1"))
    offer.get_by_role("button", name="Why this?").tap()
    offer.get_by_role("button", name=re.compile("^Book")).tap()
    first.get_by_role("button", name="Confirm").wait_for()
    assert complaints(first) == []
    first.reload()
    expect(first.get_by_role("button", name="Confirm")).to_be_in_viewport()
    second = context.new_page()
    second.goto(server.url)
    second.get_by_role("button", name="Jonas Weber").tap()
    second.get_by_role("button", name="Confirm").tap()
    for page in (first, second):
        expect(page.get_by_role("article", name=re.compile("^Booked"))).to_be_visible()
        expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_suggestion_is_questioned_and_told_to_be_for_somebody_else_on_its_card(page: Page) -> None:
    say(page, "a hotel in Porto from 14 to 16 December")
    offer = page.get_by_role("article", name=re.compile("^Number 1")).first
    offer.get_by_role("button", name="Why this?").click()
    offer.get_by_role("button", name=re.compile("^What would change your mind about number 1")).click()
    expect(log(page).get_by_text(re.compile("would come first|Nothing I know of")).first).to_be_visible()
    offer.get_by_role("button", name="It’s for somebody else").click()
    expect(log(page).get_by_text(re.compile("your own tastes and trips stay out of it")).first).to_be_visible()


def test_a_past_booking_is_rated_with_the_keyboard(page: Page, server: RunningServer) -> None:
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="My bookings").click()
    stars = page.get_by_role("group", name="Rate Pension Nussbaum").get_by_role("button", name="2 of 5 stars")
    stars.focus()
    page.keyboard.press("Enter")
    expect(log(page).get_by_text(re.compile("I have noted it for Pension Nussbaum")).first).to_be_visible()
    with server.client("mara") as client:
        every = {each["title"]: each["stars"] for each in client.get("/v1/me/bookings").json()["bookings"]}
    assert every["Pension Nussbaum"] == 2


def test_what_is_known_is_shown_and_forgotten_in_the_panel(page: Page, server: RunningServer) -> None:
    say(page, "I'm vegan")
    expect(log(page).get_by_text("You are vegan").first).to_be_visible()
    with server.client("mara") as client:
        items = client.get("/v1/me/memories").json()["items"]
        fact = next(each for each in items if "vegan" in each["text"])
        assert client.delete(f"/v1/me/memories/{fact['id']}").status_code == 200
    say(page, "what do you know about me?")
    expect(log(page).get_by_text("Your home city is Berlin").first).to_be_visible()
    assert "vegan" not in httpx.get(f"{server.url}/v1/me/memories", headers=_bearer(server)).text


def test_what_is_remembered_wrongly_is_put_right_in_ones_own_words(page: Page, server: RunningServer) -> None:
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="What I know about you").click()
    known = page.get_by_role("dialog")
    known.get_by_role("button", name="Correct: You like hotels that are quiet").click()
    words = known.get_by_label("How is it?")
    expect(words).to_be_focused()
    expect(words).to_have_value(re.compile("^I sleep badly in loud places"))
    words.fill("hmm")
    known.get_by_role("button", name="Save").click()
    expect(known.get_by_role("alert")).to_contain_text("I did not understand that")
    assert complaints(page) == []
    words.fill("I like lively hotels")
    page.keyboard.press("Enter")
    expect(known.get_by_text("“I like lively hotels”")).to_be_visible()
    expect(known.get_by_text("You like hotels that are quiet")).to_have_count(0)
    with server.client("mara") as client:
        assert "quiet" not in client.get("/v1/me/memories").text


def test_sharing_is_allowed_partner_by_partner(page: Page, server: RunningServer) -> None:
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="What I know about you").click()
    shares = page.get_by_role("button", name=re.compile("^Share what a booking needs with partners .0 of"))
    shares.click()
    assert complaints(page) == []
    page.get_by_role("switch", name="Share what a booking needs with Casita").check()
    expect(page.get_by_role("button", name=re.compile("partners .1 of"))).to_be_visible()
    with server.client("mara") as client:
        allowed = {each["purpose"] for each in client.get("/v1/me/consents").json()["purposes"] if each["granted"]}
    assert "share:casita" in allowed


def test_a_conversation_can_be_left_out_of_what_is_remembered(page: Page, server: RunningServer) -> None:
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Don’t remember this conversation").click()
    expect(log(page).get_by_text("nothing of this conversation is remembered")).to_be_visible()
    say(page, "I am allergic to walnuts")
    say(page, "what do you know about me?")
    expect(log(page).get_by_text("Your home city is Berlin").first).to_be_visible()
    with server.client("mara") as client:
        assert "walnut" not in client.get("/v1/me/memories").text
    page.reload()
    expect(log(page).get_by_text("I am allergic to walnuts")).to_be_visible()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Remember this conversation again").click()
    expect(log(page).get_by_text("From here on I remember again")).to_be_visible()


def test_after_forgetting_a_line_goes_on_from_where_it_was_told_to(page: Page, server: RunningServer) -> None:
    hellos: list[dict[str, Any]] = []
    resyncs: list[dict[str, Any]] = []

    def sent(text: str | bytes) -> None:
        if (frame := json.loads(text))["type"] == "hello":
            hellos.append(frame)

    def heard(text: str | bytes) -> None:
        if (frame := json.loads(text)).get("name") == "concierge.resync":
            resyncs.append(frame["value"])

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", sent)
        socket.on("framereceived", heard)

    page.on("websocket", watch)
    page.reload()
    say(page, "I collect old maps")
    expect(log(page).get_by_text("maps").first).to_be_visible()
    with server.client("mara") as client:
        facts = client.get("/v1/me/memories").json()["items"]
        client.delete(f"/v1/me/memories/{facts[0]['id']}").raise_for_status()
    for _ in range(100):  # the word that something was forgotten comes in its own time
        if len(resyncs) >= 2:
            break
        page.wait_for_timeout(100)
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_have_count(0)
    say(page, "thank you")
    expect(log(page).get_by_text("thank you", exact=True)).to_be_visible()
    for _ in range(100):  # the line comes back in its own time
        if len(resyncs) >= 2 and hellos[-1]["epoch"] == resyncs[-1]["epoch"]:
            break
        page.wait_for_timeout(100)
    assert len(resyncs) >= 2
    assert hellos[-1]["epoch"] == resyncs[-1]["epoch"]


def _bearer(server: RunningServer) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.token('mara')}"}
