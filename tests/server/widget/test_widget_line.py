"""The line drops, the page reloads, the server turns something away: nothing typed is lost, nothing comes twice."""

import pytest
from playwright.sync_api import Page, expect

from tests.server.widget import script
from tests.server.widget.conftest import Visit, log, say, signed_in
from tests.server.widget.stage import Stage

pytestmark = pytest.mark.browser


def test_a_dropped_line_comes_back_with_what_was_missed(chat: Page, stage: Stage) -> None:
    stage.cut()
    stage.emit(*script.spoken("Said while you were away."))
    expect(log(chat).get_by_text("Said while you were away.")).to_have_count(1)
    expect(log(chat).get_by_text("Hello Noor.")).to_have_count(1)
    hello = [frame for frame in stage.received if frame["type"] == "hello"][-1]
    assert (hello["threadId"], hello["lastSeq"] is None) == ("t1", False)


def test_when_replay_is_impossible_the_transcript_is_taken_anew(chat: Page, stage: Stage) -> None:
    stage.forgetful = True
    stage.cut()
    stage.emit(*script.spoken("Said while you were away."))
    expect(log(chat).get_by_text("Said while you were away.")).to_have_count(1)
    expect(log(chat).get_by_text("Hello Noor.")).to_have_count(1)


def test_words_typed_without_a_line_are_sent_once_it_is_back(chat: Page, stage: Stage) -> None:
    chat.context.set_offline(True)
    stage.cut()
    expect(chat.get_by_text("You are offline.")).to_be_visible()
    say(chat, "kept for later")
    expect(log(chat).get_by_text("Waiting to be sent")).to_be_attached()
    chat.context.set_offline(False)
    expect(log(chat).get_by_text("You said: kept for later")).to_be_visible()
    expect(log(chat).get_by_text("Waiting to be sent")).to_have_count(0)


def test_words_the_server_never_got_survive_a_reload_and_are_answered_once(chat: Page, stage: Stage) -> None:
    stage.deaf = True
    say(chat, "into the void")
    chat.wait_for_timeout(200)
    stage.deaf = False
    chat.reload()
    expect(log(chat).get_by_text("You said: into the void")).to_have_count(1)
    expect(log(chat).get_by_text("into the void", exact=True)).to_have_count(1)


def test_a_reload_shows_the_same_conversation(chat: Page, stage: Stage) -> None:
    say(chat, "remember this line")
    log(chat).get_by_text("You said: remember this line").wait_for()
    chat.reload()
    expect(log(chat).get_by_text("You said: remember this line")).to_have_count(1)
    assert len(stage.threads) == 1
    assert len([run for run in stage.runs() if run["forwardedProps"]]) == 1


def test_a_draft_survives_a_reload(chat: Page) -> None:
    chat.get_by_label("Your message").fill("half a thou")
    chat.reload()
    expect(chat.get_by_label("Your message")).to_have_value("half a thou")


def test_two_tabs_stay_in_step(chat: Page, stage: Stage) -> None:
    other = chat.context.new_page()
    other.goto(stage.url)
    other.get_by_role("button", name="Noor Haddad").click()
    say(chat, "said in the first tab")
    expect(log(other).get_by_text("said in the first tab", exact=True)).to_have_count(1)
    expect(log(other).get_by_text("You said: said in the first tab")).to_have_count(1)
    assert len(stage.threads) == 1


def test_another_customer_of_the_same_browser_sees_nothing_of_the_first(chat: Page, stage: Stage) -> None:
    say(chat, "my secret plan")
    log(chat).get_by_text("You said: my secret plan").wait_for()
    chat.get_by_role("button", name="Close chat").first.click()
    signed_in(chat, "Kai Brandt")
    expect(log(chat).get_by_text("secret plan")).to_have_count(0)
    assert len(stage.threads) == 2


def test_what_the_server_turns_away_can_be_sent_again(chat: Page, stage: Stage) -> None:
    stage.refusing = True
    say(chat, "too quick")
    expect(log(chat).get_by_text("That was a lot at once.")).to_be_visible()
    stage.refusing = False
    chat.get_by_role("button", name="Send again").click()
    expect(log(chat).get_by_text("You said: too quick")).to_be_visible()
    expect(log(chat).get_by_text("Not sent")).to_have_count(0)


def test_stop_ends_the_words_and_keeps_what_was_said(chat: Page, stage: Stage) -> None:
    say(chat, "slowly please")
    log(chat).get_by_text("word3 ").wait_for()
    chat.get_by_role("button", name="Stop").click()
    expect(chat.get_by_role("button", name="Stop")).to_have_count(0)
    expect(chat.get_by_role("log")).not_to_contain_text("word199")
    expect(log(chat).get_by_text("Stopped.")).to_be_visible()


def test_a_failed_turn_says_so_and_the_chat_goes_on(chat: Page) -> None:
    say(chat, "trouble ahead")
    expect(log(chat).get_by_text("The houses could not be asked. Please try again.").first).to_be_visible()
    say(chat, "still there?")
    expect(log(chat).get_by_text("You said: still there?")).to_be_visible()


def test_messages_while_closed_are_counted_on_the_launcher(chat: Page, stage: Stage) -> None:
    chat.keyboard.press("Escape")
    stage.emit(*script.spoken("Your train is on time."), *script.spoken("Platform four."))
    launcher = chat.get_by_role("button", name="Open chat, 2 unread")
    launcher.click()
    expect(log(chat).get_by_text("Platform four.").first).to_be_visible()
    chat.keyboard.press("Escape")
    expect(chat.get_by_role("button", name="Open chat", exact=True)).to_be_visible()


def test_signing_in_as_somebody_new_starts_from_nothing(visit: Visit, stage: Stage) -> None:
    page = signed_in(visit(), "Somebody new")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.reload()
    log(page).get_by_text("Hello Noor.").wait_for()
    assert len(stage.threads) == 1
