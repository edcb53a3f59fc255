"""Where the view stands: an answer is read from its start, to its end, and nothing moves under the reader's eyes."""

import pytest
from playwright.sync_api import Page, expect

from tests.server.widget import script
from tests.server.widget.conftest import log, say
from tests.server.widget.stage import Stage

pytestmark = pytest.mark.browser
LONG = "\n\n".join(f"Paragraph {number} of a long story." for number in range(60))


def top(page: Page, words: str) -> float:
    """How far below the log's upper edge these words begin."""
    log_box = log(page).bounding_box()
    box = log(page).get_by_text(words, exact=True).first.bounding_box()
    assert log_box is not None
    assert box is not None
    return box["y"] - log_box["y"]


def told_a_long_story(page: Page, stage: Stage) -> None:
    say(page, "tell me a story")
    log(page).get_by_text("You said: tell me a story").wait_for()
    stage.emit(*script.spoken(LONG))
    log(page).get_by_text("Paragraph 59 of a long story.").wait_for()


def test_a_long_answer_is_shown_from_its_question_on(chat: Page, stage: Stage) -> None:
    told_a_long_story(chat, stage)
    assert 0 <= top(chat, "tell me a story") < 40
    expect(chat.get_by_label("Jump to the latest message")).to_be_visible()


def test_who_scrolls_to_the_end_stays_there(chat: Page, stage: Stage) -> None:
    told_a_long_story(chat, stage)
    log(chat).hover()
    chat.mouse.wheel(0, 10_000)
    expect(chat.get_by_label("Jump to the latest message")).to_be_hidden()
    stage.emit(*script.spoken("And then they all went home."))
    expect(log(chat).get_by_text("And then they all went home.")).to_be_in_viewport()
    expect(log(chat).get_by_text("Paragraph 59 of a long story.")).to_be_in_viewport()


def test_who_reads_further_up_is_left_in_peace(chat: Page, stage: Stage) -> None:
    told_a_long_story(chat, stage)
    log(chat).hover()
    chat.mouse.wheel(0, 700)
    chat.wait_for_timeout(200)
    before = top(chat, "Paragraph 25 of a long story.")
    stage.emit(*script.spoken("And then they all went home."))
    log(chat).get_by_text("And then they all went home.").wait_for()
    assert top(chat, "Paragraph 25 of a long story.") == before
    chat.get_by_label("Jump to the latest message").click()
    expect(log(chat).get_by_text("And then they all went home.")).to_be_in_viewport()


def test_the_answer_to_a_long_confirmation_is_always_in_sight(chat: Page, stage: Stage) -> None:
    long = script.confirmation()
    long["items"] *= 6
    stage.emit(script.card("card-long", "confirmation", long))
    expect(chat.get_by_role("button", name="Confirm")).to_be_in_viewport(ratio=1)
    expect(chat.get_by_role("article", name="Please confirm").get_by_text("Total")).to_be_in_viewport(ratio=1)
    chat.get_by_role("button", name="Decline").click(trial=True)


def test_after_confirming_the_receipt_is_what_one_sees(chat: Page) -> None:
    say(chat, "Book number 1: Pátio das Laranjas")
    chat.get_by_role("button", name="Confirm").click()
    receipt = chat.get_by_role("article", name="Your receipt")
    expect(receipt).to_be_in_viewport(ratio=1)
