"""Slips of the finger, and what must not be taken for one."""

import pytest

from agent.brain.spelling import Speller
from agent.brain.tool import read_toolset
from tests.agent.brain.shop import LIBRARY, Talk


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a bok about gardning at rivreside", "a bok about gardening at riverside"),
        ("teh secnd one plz", "the second one please"),
        ("somthing cheeper", "something cheaper"),
        ("on wendesday or in febuary", "on wednesday or in february"),
        ("resreve it", "reserve it"),
    ],
)
def test_slips_are_mended_towards_what_can_be_meant(written: str, meant: str) -> None:
    assert Speller(read_toolset(LIBRARY)).mended(written, "en") == meant


@pytest.mark.parametrize(
    "written",
    ["a tale of snow and a plan", "Ask Hanna Nowel about it", "I am vegan, not bookish", "the room is fine"],
)
def test_words_and_names_are_left_alone(written: str) -> None:
    assert Speller(read_toolset(LIBRARY)).mended(written, "en") == written


def test_words_of_a_shown_title_are_left_alone() -> None:
    written = "take the gardning one"
    assert Speller(read_toolset(LIBRARY)).mended(written, "en", ["Gardning for All"]) == written


@pytest.mark.parametrize(
    ("language", "written"), [("pt", "para nós quatro"), ("de", "zu viert im Garten"), ("fr", "deuxième quatrième")]
)
def test_numbers_are_no_slips(language: str, written: str) -> None:
    assert Speller(read_toolset(LIBRARY)).mended(written, language) == written


def test_a_message_full_of_slips_is_understood() -> None:
    talk = Talk(LIBRARY)
    assert talk.say("a novl about histroy in nortgate pls") == [
        ("find_books", {"subject": "history", "branch": "Northgate"})
    ]
    assert talk.say("teh secnd one") == []
    assert talk.say("resreve it") == [("reserve", {"ids": ["book_2"]})]


def test_what_is_refused_by_name_is_not_looked_for() -> None:
    assert Talk(LIBRARY).say("a novel about history, no room needed, at Riverside") == [
        ("find_books", {"subject": "history", "branch": "Riverside"})
    ]
