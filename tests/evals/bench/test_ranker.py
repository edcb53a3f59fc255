"""Recall can be scored from outside."""

from evals.bench.ranker import Embedder, Ranker


def test_the_person_and_the_words_of_a_query_come_first() -> None:
    said = [("Ana", "I play the cello"), ("Bea", "I play the cello"), ("Ana", "My car is red")]
    ranker = Ranker([{"text": text, "subject": who, "group": None} for who, text in said], Embedder())
    assert ranker.rank("What does Bea play?", ("Ana", "Bea"))[0] == 1
    assert ranker.rank("Which colour is Ana's car?", ("Ana", "Bea"))[0] == 2
