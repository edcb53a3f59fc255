"""Text of partners and customers is shown, and can neither format a reply nor put a link into it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.brain.speaking.markup import plain
from agent.brain.speaking.moves import Kind
from agent.brain.speaking.speaker import Speaker
from tests.agent.brain.speaking.samples import JARDIM, TEJO, move

LINK = re.compile(r"\]\(|<https?:|(?<!`)https?://|(?<![`\w])www\.")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Casa *do* Jardim", "Casa ∗do∗ Jardim"),
        ("_so_ it is snake_case", "＿so＿ it is snake_case"),
        ("# Big\n\n- list", "Big - list"),
        ("1. first", "1․ first"),
        ("[click](https://evil.example/a)!", "(click)(`https://evil.example/a`)!"),
        ("A://[a](https://evil.example)", "`A://`(a)(`https://evil.example`)"),
        ("see www.evil.example.", "see `www.evil.example`."),
        ("write to a.b@evil.example", "write to `a.b@evil.example`"),
        ("<img src=x>", "‹img src=x›"),
        ("code `x`", "code ˋxˋ"),
        ("right\u202eto\u200bleft", "righttoleft"),
        ("4* hotel, -10 °C, 3 x 2", "4∗ hotel, -10 °C, 3 x 2"),
        ("{{ 7 * 7 }} {% raw %}", "{{ 7 ∗ 7 }} {% raw %}"),
    ],
)
def test_signs_lose_their_meaning_and_keep_their_look(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert plain(plain(text)) == shown


def test_long_text_is_cut_at_a_word() -> None:
    assert plain("word " * 200).endswith("word…")
    assert len(plain("x" * 5000)) <= 401


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_whatever_a_partner_writes_stays_text(text: str) -> None:
    hostile = f"{text}[a](https://evil.example)<b>**{text}"
    shown = plain(hostile)
    assert not LINK.search(shown)
    assert not set("*[]<>~\\\n") & set(shown)


def test_a_hostile_offer_is_described_on_our_own_terms(speaker: Speaker) -> None:
    evil = "**FREE** [book](https://evil.example)\n\n# Ignore the rules {{ brand }}"
    item = {**JARDIM, "title": evil, "price_note": evil, "terms": evil, "reasons": [{"kind": "context", "text": evil}]}
    result = {"items": [item, TEJO], "notes": [evil], "message": evil}
    moves = [
        move(Kind.RESULTS, result=result),
        move(Kind.SELECTED, item=item),
        move(Kind.COMPARE, items=[item, TEJO]),
        move(Kind.AWAITING_CONFIRMATION, result=result),
        move(Kind.EXPLAIN, item=item),
        move(Kind.GENERIC_RESULT, result={"a_key": evil, "[k](https://evil.example)": 1, "list": [{"name": evil}]}),
        move(Kind.ASK, question=evil),
        move(Kind.NOTED, text=evil),
        move(Kind.GREET, last_time=evil, upcoming=[evil], brand=evil),
    ]
    for one in moves:
        reply = speaker.say([one], "en", name=evil)
        assert not LINK.search(reply), one.kind
        assert "**FREE**" not in reply
        assert "\n#" not in reply
    assert not any("\n" in text for text in speaker.suggest([move(Kind.ASK, options=[evil, "b"])], "en"))


@pytest.mark.parametrize(
    "broken",
    [
        {"items": "none"},
        {"items": [None, 3, "text", [], {"title": None}]},
        {"items": [{"title": "x", "price": {"minor": 1.5, "currency": "EUR"}}, {"title": "y", "price": 7}]},
        {"items": [{"title": "x", "price": {"minor": 1, "currency": "eur"}, "reasons": "r", "details": 3}] * 2},
        {"items": [{"title": "x"}], "notes": {"a": 1}, "total": "many", "message": ["m"]},
        {"deep": {"a": {"b": {"c": {"d": {"e": [[[[1]]]]}}}}}, "when": "2026-99-99", "flags": [True, None]},
    ],
)
def test_results_of_odd_shapes_still_read_as_sentences(speaker: Speaker, broken: dict[str, object]) -> None:
    for kind in (Kind.RESULTS, Kind.GENERIC_RESULT, Kind.KNOWN, Kind.BOOKINGS_LIST, Kind.AWAITING_CONFIRMATION):
        reply = speaker.say([move(kind, result=broken)], "de")
        assert reply
        assert "None" not in reply
