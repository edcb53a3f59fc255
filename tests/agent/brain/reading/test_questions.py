"""What is asked and what is told."""

import pytest

from agent.brain.reading.acts import is_question


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the hotel last time was awful", "en"),
        ("our one is booked", "en"),
        ("diese war ganz gut", "de"),
        ("somebody does the dishes", "en"),
    ],
)
def test_a_verb_behind_the_last_letter_of_another_word_asks_nothing(text: str, language: str) -> None:
    assert not is_question(text, language)


@pytest.mark.parametrize("text", ["and is it quiet", "we like it, is there a lift", "was the hotel good"])
def test_a_verb_that_opens_a_clause_asks(text: str) -> None:
    assert is_question(text, "en")
