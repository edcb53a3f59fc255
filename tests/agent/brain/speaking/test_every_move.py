"""What holds for whatever is said, in each language."""

import re

import pytest

from agent.brain.speaking.moves import SHAPES, Kind, Move
from agent.brain.speaking.speaker import PHRASES, Speaker
from agent.claims.checker import ClaimChecker, Evidence
from tests.agent.brain.speaking.samples import SAMPLES, move

LOCALES = ("en-GB", "en-US", "de-DE", "fr-FR", "es-ES", "pt-PT", "pt-BR", "ja-JP")
CLAIMS = {Kind.BOOKED, Kind.CHANGED, Kind.CANCELLED}
NO_REPLY_TEXT = re.compile(r"None|\{\{|\}\}|\{%|True|False|undefined| {2}|\*{4}| [.,;]|\(\)|: *\.|,,|\.\.|\n{3}")


def said(speaker: Speaker, one: Move, locale: str) -> set[str]:
    return {speaker.say([one], locale, turn=turn, name="Anna Keller") for turn in range(6)}


def test_every_kind_has_a_shape_a_phrase_and_a_sample() -> None:
    assert set(SHAPES) == set(Kind) == set(PHRASES) == {sample.kind for sample in SAMPLES}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reply_is_clean_and_ends_properly(speaker: Speaker, locale: str) -> None:
    for sample in SAMPLES:
        for reply in said(speaker, sample, locale):
            readable = reply.replace("\u00a0", "~")
            assert reply, sample
            assert not NO_REPLY_TEXT.search(readable), (locale, sample.kind, reply)
            last = reply.splitlines()[-1]
            assert last.startswith("- ") or last[-1] in ".?…", (locale, sample.kind, reply)


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_but_an_outcome_claims_that_something_was_done(speaker: Speaker, locale: str) -> None:
    checker = ClaimChecker()
    assert checker.check("It is booked.", Evidence())
    for sample in SAMPLES:
        if sample.kind in CLAIMS:
            continue
        evidence = Evidence.gather([sample.data], [], [])
        for reply in said(speaker, sample, locale):
            for sentence in re.split(r"(?<=[.?!])\s+|\n+", reply):
                assert not checker.check(sentence, evidence), (sample.kind, sentence)


@pytest.mark.parametrize("locale", ["de-DE", "fr-FR", "es-ES", "pt-PT"])
def test_no_language_borrows_a_sentence_from_english(speaker: Speaker, locale: str) -> None:
    for sample in SAMPLES:
        if sample.kind is not Kind.REPEAT and not sample.data:
            assert said(speaker, sample, locale).isdisjoint(said(speaker, sample, "en-GB")), sample.kind


@pytest.mark.parametrize("locale", LOCALES)
def test_quick_replies_are_few_and_short(speaker: Speaker, locale: str) -> None:
    for sample in SAMPLES:
        texts = speaker.suggest([sample], locale)
        assert len(texts) <= 4
        assert all(0 < len(text) <= 60 and "{" not in text for text in texts)


def test_a_language_without_texts_is_answered_in_english(speaker: Speaker) -> None:
    echo = move(Kind.ECHO_DATES, start="2026-12-10")
    assert speaker.say([echo], "ja-JP") == speaker.say([echo], "en-GB") == speaker.say([echo], "xx")


def test_the_same_turn_is_worded_the_same_and_the_next_one_otherwise(speaker: Speaker) -> None:
    thanks = [move(Kind.THANKS)]
    assert speaker.say(thanks, "en", turn=4) == speaker.say(thanks, "en", turn=4)
    assert speaker.say(thanks, "en", turn=4) != speaker.say(thanks, "en", turn=5)


@pytest.mark.parametrize(
    ("kind", "data"),
    [(Kind.RESULTS, {}), (Kind.THANKS, {"to": "you"}), (Kind.NOT_SHOWN, {"number": 3})],
)
def test_a_move_that_does_not_fit_its_shape_is_refused(kind: Kind, data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=str(kind)):
        Move(kind=kind, data=data)
