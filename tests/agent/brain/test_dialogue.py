"""Whole conversations about trades the product does not know."""

import pytest

from tests.agent.brain.shop import LIBRARY, Talk


def test_a_request_with_all_it_needs_is_a_call() -> None:
    assert Talk(LIBRARY).say("a book about plants in Northgate") == [
        ("find_books", {"subject": "gardening", "branch": "Northgate"})
    ]


def test_what_is_missing_is_asked_and_a_bare_answer_fills_it() -> None:
    talk = Talk(LIBRARY)
    assert talk.say("I'd like something to read") == []
    assert "What should the book be about?" in talk.reply
    assert talk.say("history") == [("find_books", {"subject": "history"})]


def test_two_wishes_in_one_sentence_are_two_calls_that_share_the_place() -> None:
    calls = Talk(LIBRARY).say("a novel about history at Riverside and a study room for three on Friday at 4pm")
    assert calls == [
        ("find_books", {"subject": "history", "branch": "Riverside"}),
        ("find_rooms", {"day": "2026-12-04", "time": "16:00", "people": 3, "branch": "Riverside"}),
    ]


def test_a_correction_changes_one_value_and_keeps_the_rest() -> None:
    talk = Talk(LIBRARY)
    talk.say("a study room at Riverside on Friday for two")
    assert talk.say("no, three people") == [("find_rooms", {"day": "2026-12-04", "people": 3, "branch": "Riverside"})]
    assert talk.say("I meant Northgate") == [("find_rooms", {"day": "2026-12-04", "people": 3, "branch": "Northgate"})]


@pytest.mark.parametrize("words", ["the second one", "number 2", "Salt Paths", "the second book", "salt path please"])
def test_a_shown_thing_is_chosen_by_number_or_by_name_and_then_reserved(words: str) -> None:
    talk = Talk(LIBRARY)
    talk.say("books about plants")
    assert talk.say(words) == []
    assert "Salt Paths" in talk.reply
    assert talk.say("reserve it") == [("reserve", {"ids": ["book_2"]})]


def test_reserving_takes_one_of_each_kind_and_says_what_nobody_chose() -> None:
    talk = Talk(LIBRARY)
    talk.say("books about plants and a study room on Friday")
    talk.say("the third book")
    assert talk.say("reserve it") == [("reserve", {"ids": ["book_3", "room_1"]})]
    assert "Attic" in talk.reply


def test_a_named_thing_is_reserved_alone() -> None:
    talk = Talk(LIBRARY)
    talk.say("books about plants and a study room on Friday")
    assert talk.say("reserve the second book") == [("reserve", {"ids": ["book_2"]})]


def test_reserving_something_yet_to_be_found_searches_for_it() -> None:
    talk = Talk(LIBRARY)
    talk.say("books about plants")
    assert talk.say("and reserve a study room for Friday") == [("find_rooms", {"day": "2026-12-04"})]


def test_cheaper_is_measured_against_what_is_talked_about() -> None:
    talk = Talk(LIBRARY)
    talk.say("books about plants")
    talk.say("the third one")
    assert talk.say("anything cheaper?") == [("find_books", {"subject": "gardening", "max_fee": "2.99 EUR"})]


def test_undo_goes_back_to_the_search_before() -> None:
    talk = Talk(LIBRARY)
    talk.say("books about plants")
    talk.say("make it history")
    assert talk.say("undo") == [("find_books", {"subject": "gardening"})]


def test_something_in_no_list_yet_is_looked_up_first() -> None:
    talk = Talk(LIBRARY)
    assert talk.say("give back the room") == [("list_loans", {}), ("end_loan", {"loan": "loan_2"})]


def test_when_several_fit_it_asks_which_and_the_answer_is_enough() -> None:
    talk = Talk(LIBRARY)
    assert talk.say("I want to give back a loan") == [("list_loans", {})]
    assert "Winter Herbs" in talk.reply
    assert talk.say("the first one") == [("end_loan", {"loan": "loan_1"})]


def test_a_question_about_a_shown_thing_is_answered_from_its_fields() -> None:
    talk = Talk(LIBRARY)
    talk.say("books about plants")
    talk.say("the second one")
    assert talk.say("how many pages does it have?") == []
    assert "200" in talk.reply


def test_a_digression_leaves_the_open_question_open() -> None:
    talk = Talk(LIBRARY)
    talk.say("I'd like something to read")
    assert talk.say("what have I borrowed?") == [("list_loans", {})]
    assert talk.say("history") == [("find_books", {"subject": "history"})]


def test_three_misunderstandings_in_a_row_offer_a_human() -> None:
    talk = Talk(LIBRARY)
    for text in ("flurb the wibble", "wibble of flurbs", "snarks in the flurb"):
        assert talk.say(text) == []
    assert "human" in talk.reply


def test_small_talk_needs_no_tool() -> None:
    talk = Talk(LIBRARY)
    for text in ("hello", "thank you", "who are you?", "how are you?", "goodbye"):
        assert talk.say(text) == []
        assert talk.reply


def test_an_ambiguous_date_is_asked_and_not_guessed() -> None:
    talk = Talk(LIBRARY)
    assert talk.say("a study room on 03/04") == []
    assert "April" in talk.reply
    assert "March" in talk.reply
    assert talk.say("3 April") == [("find_rooms", {"day": "2027-04-03"})]


def test_the_reply_is_in_the_language_of_the_context() -> None:
    talk = Talk(LIBRARY, locale="de-DE")
    assert talk.say("ich hätte gern ein Buch") == []
    assert "Worum soll es gehen?" in talk.reply
    assert talk.say("Geschichte") == [("find_books", {"subject": "history"})]


def test_the_same_conversation_is_the_same_to_the_letter() -> None:
    lines = ["books about plants", "the second one", "anything cheaper?", "reserve it"]
    transcripts = []
    for _ in range(2):
        talk = Talk(LIBRARY)
        for line in lines:
            talk.say(line)
        transcripts.append([message.model_dump(exclude={"id"}) for message in talk.messages])
    assert transcripts[0] == transcripts[1]
