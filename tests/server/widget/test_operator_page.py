"""Two browsers: a customer who asked for a person, and the person, on the real server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.running import RunningServer, running
from tests.server.widget.conftest import log, say
from tests.server.widget.test_widget_access import complaints

pytestmark = pytest.mark.browser
SECRET = "open sesame, but longer"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home"), operator_secret=SECRET) as started:
        yield started


@pytest.fixture
def pages(browser: Browser, server: RunningServer) -> Iterator[tuple[Page, Page]]:
    """The customer's and the operator's."""
    contexts = [browser.new_context(reduced_motion="reduce", locale="en-GB") for _ in range(2)]
    for each in contexts:
        each.set_default_timeout(20_000)
    customer, operator = (each.new_page() for each in contexts)
    customer.goto(server.url)
    customer.get_by_role("button", name="Mara Lindqvist").click()
    operator.goto(f"{server.url}/operator")
    yield customer, operator
    for each in contexts:
        each.close()


def sign_in(operator: Page, name: str) -> None:
    operator.get_by_label("Your name").fill(name)
    operator.get_by_label("Secret").fill(SECRET)
    operator.get_by_role("button", name="Sign in").click()


def test_a_person_reads_what_was_said_joins_writes_and_hands_back(pages: tuple[Page, Page]) -> None:
    customer, operator = pages
    log(customer).get_by_text("Mara").first.wait_for()
    say(customer, "a quiet hotel in Lisbon from 10 to 13 December for one person")
    log(customer).get_by_role("group", name=re.compile("^Hotels")).wait_for()
    say(customer, "I want to speak to a person")
    log(customer).get_by_role("article", name="A colleague will take over").wait_for()

    sign_in(operator, "Ida")
    operator.get_by_role("button", name=re.compile("Mara Lindqvist")).click()
    talk = operator.get_by_role("article")
    expect(talk).to_contain_text("I want to speak to a person")
    expect(talk).to_contain_text("Hotels")
    assert complaints(operator) == []
    operator.get_by_role("button", name="Join the conversation").click()
    expect(customer.get_by_role("dialog")).to_contain_text("Ida has joined the conversation.")
    operator.get_by_label("Message").fill("Hello Mara, this is Ida.")
    operator.keyboard.press("Enter")
    expect(log(customer).get_by_text("Hello Mara, this is Ida.")).to_have_count(1)
    expect(customer.get_by_role("dialog").get_by_text("Ida, our colleague").first).to_be_visible()
    say(customer, "Is there a room with a bath?")
    expect(talk.get_by_text("Is there a room with a bath?")).to_be_visible()
    assert complaints(operator) == []

    customer.reload()
    expect(log(customer).get_by_text("Hello Mara, this is Ida.")).to_have_count(1)
    customer.get_by_role("button", name="Close chat").last.click()
    operator.get_by_label("Message").fill("Yes, at no extra cost.")
    operator.get_by_role("button", name="Send").click()
    customer.get_by_role("button", name="Open chat, 1 unread").click()
    operator.get_by_role("button", name="Hand back").click()
    expect(log(customer).get_by_text("The concierge is back with you.")).to_be_visible()
    expect(operator.get_by_text("Nobody is waiting.")).to_be_visible()
    say(customer, "thank you")
    expect(customer.get_by_role("button", name="Stop")).to_have_count(0)
    expect(log(customer).locator(".reply").last).not_to_contain_text("Yes, at no extra cost.")


def test_a_wrong_secret_opens_nothing(pages: tuple[Page, Page]) -> None:
    _, operator = pages
    assert complaints(operator) == []
    operator.get_by_label("Your name").fill("Eve")
    operator.get_by_label("Secret").fill("guess")
    operator.get_by_role("button", name="Sign in").click()
    expect(operator.get_by_role("alert")).to_have_text("that is not the secret")
    expect(operator.get_by_role("navigation")).to_be_hidden()
