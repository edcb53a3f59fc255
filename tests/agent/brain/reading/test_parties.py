"""How many come, as people put it."""

import pytest

from agent.brain.reading.numbers import read_party


@pytest.mark.parametrize(
    ("language", "words", "people"),
    [
        ("en", "we're a group of 12 and want to eat", 12),
        ("en", "just one", 1),
        ("en", "we are five now", 5),
        ("de", "Tisch für eine Person", 1),
        ("de", "wir sind nur zu dritt", 3),
        ("fr", "le 9 janvier pour une personne", 1),
        ("fr", "finalement on sera plus que deux", 2),
        ("es", "somos un grupo de 8 y queremos cenar", 8),
        ("es", "al final somos solo tres", 3),
        ("pt", "agora somos só cinco", 5),
        ("pt", "para uma pessoa", 1),
        ("en", "my best friend and I want a quiet hotel with two single beds", 2),
        ("en", "dinner with 3 colleagues tomorrow night", 4),
        ("en", "a table for my parents and me", 3),
        ("de", "Abendessen mit zwei Kollegen", 3),
        ("fr", "on sera quatre dont un enfant", 4),
        ("es", "somos cuatro, dos niños", 4),
    ],
)
def test_who_comes_is_heard(language: str, words: str, people: int) -> None:
    party = read_party(words, language)
    assert party is not None
    assert party.total == people


@pytest.mark.parametrize("words", ["just one night", "a single room", "for 2 nights"])
def test_what_counts_something_else_is_nobody(words: str) -> None:
    assert read_party(words, "en") is None
