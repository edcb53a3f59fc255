"""Everybody can use it: keyboard, screen reader, contrast, phone, dark, right to left, five languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.server.widget.conftest import Visit, log, say, signed_in
from tests.server.widget.stage import Stage

pytestmark = pytest.mark.browser

CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => { for (; e; e = e.parentElement ?? e.getRootNode().host) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] > 250) return c; } return [255, 255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelector('concierge-chat').shadowRoot.querySelectorAll('.window *')) {
    const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!words || e.closest('.sr, svg, [disabled]') || !e.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${e.className || e.tagName}: ${e.textContent.trim().slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return poor;
}"""

SMALL = """() => [...document.querySelector('concierge-chat').shadowRoot.querySelectorAll('button, input, textarea')]
  .filter((e) => e.checkVisibility())
  .map((e) => [e.getAttribute('aria-label') ?? e.textContent.trim(), e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"""

UNNAMED = """() => [...document.querySelector('concierge-chat').shadowRoot.querySelectorAll('button, input, textarea')]
  .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length))
  .map((e) => e.outerHTML.slice(0, 80))"""


def everything_shown(page: Page) -> None:
    say(page, "a hotel in Évora")
    page.get_by_role("button", name="Why this?").first.click()
    for words in ("Book number 2", "I am vegan", "what is booked", "Why that one", "a person please", "trouble"):
        say(page, words)
        page.get_by_role("button", name="Stop").wait_for(state="detached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_and_targets_are_large_enough(visit: Visit, scheme: str) -> None:
    page = signed_in(visit(color_scheme=scheme))
    everything_shown(page)
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(UNNAMED) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_about(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    page.get_by_role("heading", name="Trips that fit you").wait_for()
    assert complaints(page) == []
    signed_in(page)
    everything_shown(page)
    assert complaints(page) == []
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="What I know about you").click()
    page.get_by_role("switch", name="Past trips").wait_for()
    assert complaints(page) == []


@pytest.mark.parametrize("size", [{"width": 1280, "height": 860}, {"width": 390, "height": 780}])
def test_axe_finds_nothing_in_menus_panels_and_trouble_either(visit: Visit, stage: Stage, size: dict[str, int]) -> None:
    page = signed_in(visit(viewport=size))
    for panel in ("My bookings", "Conversations", "What I know about you"):
        page.get_by_role("button", name="More").click()
        assert complaints(page) == []
        page.get_by_role("button", name=panel).click()
        page.get_by_role("heading", name=panel).wait_for()
        assert complaints(page) == []
        if panel == "What I know about you":
            page.get_by_role("button", name="Erase everything").click()
            assert complaints(page) == []
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Not helpful").last.click()
    page.get_by_placeholder("What was wrong?").wait_for()
    stage.emit({"type": "CUSTOM", "name": "concierge.speaker", "value": {"speaker": "human", "name": "Ida"}})
    log(page).get_by_text("Ida has joined").wait_for()
    assert complaints(page) == []
    page.context.set_offline(True)
    page.get_by_text("You are offline.").wait_for()
    assert complaints(page) == []


def complaints(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:90]}" for each in found for node in each["nodes"]]


def test_a_booking_needs_no_mouse(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Noor Haddad").press("Enter")
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.type("a hotel in Évora\n")
    book = page.get_by_role("button", name="Book number 2: Casa do Aqueduto")
    book.wait_for()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if book.evaluate("e => e.matches(':focus')"):
            break
    expect(book).to_be_focused()
    page.keyboard.press("Enter")
    confirm = page.get_by_role("button", name="Confirm")
    confirm.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("article", name="Your receipt")).to_be_visible()


def test_escape_steps_back_out_and_focus_returns_to_the_launcher(chat: Page) -> None:
    chat.get_by_role("button", name="More").press("Enter")
    chat.get_by_role("button", name="My bookings").press("Enter")
    expect(chat.get_by_role("heading", name="My bookings")).to_be_focused()
    chat.keyboard.press("Escape")
    expect(chat.get_by_label("Your message")).to_be_focused()
    chat.keyboard.press("Escape")
    expect(chat.get_by_role("button", name="Open chat")).to_be_focused()
    chat.keyboard.press("Enter")
    expect(chat.get_by_label("Your message")).to_be_focused()


def test_only_finished_messages_are_announced(chat: Page) -> None:
    live = chat.locator("concierge-chat [aria-live=polite]")
    say(chat, "slowly please")
    log(chat).get_by_text("word3 ").wait_for()
    expect(live).not_to_contain_text("word")
    chat.get_by_role("button", name="Stop").click()
    expect(live).to_contain_text("word3")


def test_on_a_phone_the_chat_covers_the_page_and_keeps_the_focus(visit: Visit) -> None:
    page = signed_in(visit(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True))
    box = page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 780}
    say(page, "a hotel in Évora")
    page.get_by_role("article", name="Number 1: Pátio das Laranjas").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "CONCIERGE-CHAT"


def test_right_to_left_pages_are_mirrored(visit: Visit) -> None:
    page = visit()
    page.evaluate("document.documentElement.dir = 'rtl'")
    signed_in(page)
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] < 100


@pytest.mark.parametrize(
    ("locale", "hint", "menu"),
    [
        ("de-DE", "Wie kann ich helfen?", "Was ich über Sie weiß"),
        ("fr-FR", "Comment puis-je vous aider ?", "Ce que je sais de vous"),
        ("es-ES", "¿En qué puedo ayudarte?", "Lo que sé de ti"),
        ("pt-PT", "Em que posso ajudar?", "O que sei sobre si"),
        ("fi-FI", "How can I help?", "What I know about you"),
    ],
)
def test_the_customers_language_is_spoken(visit: Visit, stage: Stage, locale: str, hint: str, menu: str) -> None:
    stage.locale = locale
    page = signed_in(visit())
    expect(page.get_by_placeholder(hint)).to_be_visible()
    page.locator(".menu-button").click()
    expect(page.get_by_role("button", name=menu)).to_be_visible()
