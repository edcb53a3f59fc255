"""Words are let out sentence by sentence, and only those that hold."""

from agent.claims import ClaimChecker, Evidence
from agent.speech import Gate


def gate() -> Gate:
    return Gate(ClaimChecker(), Evidence())


def test_a_sentence_is_shown_as_soon_as_it_is_whole() -> None:
    speech = gate()
    assert [speech.feed(each) for each in ("I found ", "three hotels. ", "Which")] == ["", "I found three hotels. ", ""]
    assert speech.finish() == "Which"


def test_an_unfounded_sentence_is_held_back_and_the_rest_is_said() -> None:
    speech = gate()
    shown = speech.feed("Good choice. Your room is booked. Anything else?") + speech.finish()
    assert shown == "Good choice. Anything else?"
    assert speech.held_back == ["Your room is booked."]


def test_a_claim_cut_into_pieces_is_still_a_claim() -> None:
    speech = gate()
    assert "".join(speech.feed(each) for each in "Your room is booked.\n") == ""
    assert speech.held_back == ["Your room is booked."]
