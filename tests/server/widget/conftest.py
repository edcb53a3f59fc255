"""A real Chromium, and the widget on a stage."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.server.widget.stage import Stage, raised

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread: it ends with this folder, or no other test could have one.
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CONCIERGE_REQUIRE_BROWSER") == "1":
            pytest.fail("CONCIERGE_REQUIRE_BROWSER=1, but there is no Chromium on PATH")
        pytest.skip("no Chromium on PATH: the widget was not driven in a browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def stage() -> Iterator[Stage]:
    """The real server's parser reads each frame the widget sends."""
    with raised() as stage:
        yield stage
        assert stage.refused == []


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, stage: Stage) -> Iterator[Visit]:
    """Open the brand's page as a new visitor; keywords are Playwright's context options."""
    contexts = []
    troubles: list[str] = []

    def visit(path: str = "/", script: str = "", **options: object) -> Page:
        context = browser.new_context(**({"reduced_motion": "reduce", "locale": "en-GB"} | options))  # type: ignore[arg-type]
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
        if script:
            page.add_init_script(script)
        page.goto(stage.url + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def chat(visit: Visit) -> Page:
    """Somebody who has signed in and been greeted."""
    return signed_in(visit())


def signed_in(page: Page, name: str = "Noor Haddad") -> Page:
    page.get_by_role("button", name=name).click()
    page.get_by_role("dialog").get_by_role("button", name="Find a quiet hotel").wait_for()
    return page


def say(page: Page, words: str) -> None:
    page.get_by_role("dialog").get_by_role("textbox").last.fill(words)
    page.keyboard.press("Enter")


def log(page: Page) -> Locator:
    """What is said and shown, without the line that screen readers hear."""
    return page.get_by_role("log")
