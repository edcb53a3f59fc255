"""The chat on the brand's own site: another origin than the concierge's, its login, its strict policy."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.running import RunningServer, running
from tests.server.widget.conftest import log, say

pytestmark = pytest.mark.browser
SECRET = "shared between the shop and the concierge"


class Shop(BaseHTTPRequestHandler):
    """A page with the one tag, and the address that knows who is signed in."""

    concierge = ""

    def do_GET(self) -> None:
        if self.path == "/my/concierge-token":
            claims = {"sub": "shopper-1", "exp": int(time.time()) + 10 * 365 * 86_400}
            body, kind = json.dumps({"token": jwt.encode(claims, SECRET, "HS256")}), "application/json"
        else:
            tag = (
                f'<script src="{self.concierge}/concierge-chat.js" data-token-url="/my/concierge-token" defer></script>'
            )
            body, kind = f"<!doctype html><html lang=en><title>A shop</title><h1>A shop</h1>{tag}", "text/html"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        sources = f"{self.concierge} {self.concierge.replace('http', 'ws')}"
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src {self.concierge}; connect-src 'self' {sources}; style-src 'none'",
        )
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def shop() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, RunningServer]]:
    """A shop that is on the list, one that is not, and the concierge."""
    with shop() as listed, shop() as other:
        home = tmp_path_factory.mktemp("home")
        with running(home, origins=(listed,), jwt_secret=SECRET, demo=False) as server:
            Shop.concierge = server.url
            yield listed, other, server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(20_000)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if "Content Security" in line.text else None)
    yield page
    context.close()
    assert refused == []


def test_a_customer_of_another_site_chats_and_uses_their_rights(
    page: Page, places: tuple[str, str, RunningServer]
) -> None:
    page.goto(places[0])
    page.get_by_role("button", name="Open chat").click()
    log(page).get_by_text("Solvane").first.wait_for()
    say(page, "hello")
    expect(log(page).locator(".reply")).to_have_count(2, timeout=20_000)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="What I know about you").click()
    page.get_by_role("switch", name="Remember what you say").check()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_attached(timeout=20_000)


def test_a_site_that_is_not_on_the_list_gets_nothing(page: Page, places: tuple[str, str, RunningServer]) -> None:
    page.goto(places[1])
    page.get_by_role("button", name="Open chat").click()
    expect(page.get_by_text("Reconnecting…").first).to_be_visible(timeout=20_000)
    assert "concierge_lines_open 0.0" in places[2].figures()
