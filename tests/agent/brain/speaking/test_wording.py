"""Replies as a reader sees them: a few of each sort, in each language."""

import pytest

from agent.brain.speaking.moves import Kind, Move
from agent.brain.speaking.speaker import Speaker
from tests.agent.brain.speaking.samples import BOOKS, HOTEL, HOTELS, JARDIM, RECEIPT, TEJO, WEATHER, asked, move


def test_results_name_the_pick_why_and_how_the_others_differ(speaker: Speaker) -> None:
    assert speaker.say([move(Kind.RESULTS, result=HOTELS, title=HOTEL)], "en-GB", turn=1) == (
        "I found 23 hotels. Here are the 3 that fit best. I would start with **Casa do Jardim**, €420.00 "
        "(3 nights, 2 guests): quiet – you told me “I like it quiet”; 600 m from the centre. If price matters most, "
        "**Hotel Tejo** comes to €310.00. **Mirador** is worth a look too: rated 9.1 by guests.\n\n"
        "Only places with a lift, because you use a wheelchair."
    )


def test_a_drawback_is_no_praise_and_a_sponsored_pick_is_disclosed(speaker: Speaker) -> None:
    dear = {**TEJO, "reasons": [{"kind": "context", "text": "dearer than most", "weight": -0.2}]}
    reply = speaker.say([move(Kind.RESULTS, result={"items": [dear]}, title=HOTEL)], "en")
    assert "dearer" not in reply
    assert reply.endswith("**Hotel Tejo** is a sponsored placement.")
    paid = {**JARDIM, "reasons": [{"kind": "promotion", "text": "Staywell pays to be shown higher"}]}
    assert "sponsored" in speaker.say([move(Kind.EXPLAIN, item=paid)], "en")


@pytest.mark.parametrize(
    ("locale", "reply"),
    [
        ("en-GB", "I read that as **Thursday, 10 December** to **Sunday, 13 December 2026**, 3 nights."),
        ("en-US", "I read that as **Thursday, December 10** to **Sunday, December 13, 2026**, 3 nights."),
        ("de-DE", "Das lese ich als **Donnerstag, 10. Dezember** bis **Sonntag, 13. Dezember 2026**, 3 Nächte."),
        ("fr-FR", "Je comprends\u00a0: du **jeudi 10 décembre** au **dimanche 13 décembre 2026**, 3 nuits."),
        (
            "es-ES",
            "Lo entiendo así: del **jueves, 10 de diciembre** al **domingo, 13 de diciembre de 2026**, 3 noches.",
        ),
        (
            "pt-PT",
            "Entendo assim: de **quinta-feira, 10 de dezembro** a **domingo, 13 de dezembro de 2026**, 3 noites.",
        ),
    ],
)
def test_dates_are_echoed_with_their_weekdays(speaker: Speaker, locale: str, reply: str) -> None:
    echo = move(Kind.ECHO_DATES, start="2026-12-10", end="2026-12-13", nights=3)
    assert speaker.say([echo], locale) == reply


def test_an_ambiguous_date_is_asked_with_both_readings(speaker: Speaker) -> None:
    question = [move(Kind.ASK_AMBIGUOUS_DATE, words="03/04", readings=["2027-04-03", "2027-03-04"])]
    assert speaker.say(question, "en-US") == (
        "“03/04” can be read in more than one way. "
        "Do you mean **Saturday, April 3, 2027** or **Thursday, March 4, 2027**?"
    )
    assert speaker.suggest(question, "de") == ("Samstag, 3. April 2027", "Donnerstag, 4. März 2027")


@pytest.mark.parametrize(
    ("locale", "reply"),
    [
        ("en", "Cancellation: **Casa do Jardim**, Thu, 10 Dec – Sun, 13 Dec 2026. You would get back €420.00. "),
        ("de", "Stornierung: **Casa do Jardim**, Thu, 10 Dec – Sun, 13 Dec 2026. Sie bekämen 420,00\u00a0€ zurück. "),
        ("es", "Cancelación: **Casa do Jardim**, Thu, 10 Dec – Sun, 13 Dec 2026. Recuperarías 420,00\u00a0€. "),
    ],
)
def test_a_cancellation_is_asked_with_what_comes_back(speaker: Speaker, locale: str, reply: str) -> None:
    asking = [asked("cancel", -42000)]
    assert speaker.say(asking, locale).startswith(reply)
    assert speaker.suggest(asking, locale) == ()


def test_a_purchase_is_asked_with_price_and_terms_and_is_not_called_done(speaker: Speaker) -> None:
    reply = speaker.say([asked("book", 42000)], "en-GB")
    assert "**Casa do Jardim**, Thu, 10 Dec – Sun, 13 Dec 2026, for €420.00." in reply
    assert "Free cancellation until Mon 7 December, 18:00; after that the whole price." in reply
    assert "confirm" in reply
    assert "booked" not in reply


def test_a_booking_is_told_in_the_words_of_the_result_with_its_reference(speaker: Speaker) -> None:
    told = {"message": "Booked: Casa do Jardim.", **RECEIPT}
    assert speaker.say([move(Kind.BOOKED, result=told)], "en") == (
        "Booked: Casa do Jardim.\n\n- **Casa do Jardim**, Thu, 10 Dec – Sun, 13 Dec 2026, reference KX77P"
    )


def test_an_unknown_tool_is_retold_with_dates_units_and_money(speaker: Speaker) -> None:
    assert speaker.say([move(Kind.GENERIC_RESULT, result=WEATHER)], "de-DE") == (
        "- City: Lisbon\n- Temperature: 14,5 °C\n- Chance of rain: 40 %\n- Fee: 2,50\u00a0€\n"
        "- Updated at: Dienstag, 1. Dezember 2026, 09:00\n- Sunrise: 07:41"
    )
    assert speaker.say([move(Kind.GENERIC_RESULT, result=BOOKS, title={"one": "Buch", "other": "Bücher"})], "de") == (
        "2 Bücher:\n\n- **Os Maias**: due: Donnerstag, 24. Dezember 2026, copies: 2\n"
        "- **Mensagem**: due: Montag, 4. Januar 2027, branch: Centro (open: ja)\n\nClosed on Mondays."
    )


def test_a_detail_that_a_partner_does_not_state_is_not_guessed(speaker: Speaker) -> None:
    unknown = move(Kind.ANSWER_FIELD, item=JARDIM, label="sauna")
    assert speaker.say([unknown], "en") == (
        "The details for **Casa do Jardim** do not say anything about “sauna”, and I would rather not guess."
    )


def test_why_says_what_speaks_for_against_and_what_was_not_used(speaker: Speaker) -> None:
    result = {"reasons": JARDIM["reasons"], "not_used": ["your past trips (you have not allowed it)"]}
    assert speaker.say([move(Kind.EXPLAIN, item=JARDIM, result=result)], "en") == (
        "What speaks for **Casa do Jardim**:\n\n- Quiet – you told me “I like it quiet”.\n- 600 m from the centre.\n\n"
        "Dearer than most of these. Not used: your past trips (you have not allowed it)."
    )


def test_it_says_that_it_is_no_person(speaker: Speaker) -> None:
    words = {"en": "software", "de": "Software", "fr": "logiciel", "es": "programa", "pt": "programa"}
    for locale, word in words.items():
        assert word in speaker.say([move(Kind.WHO_ARE_YOU, brand="Meridian")], locale)


def test_short_moves_are_said_in_one_breath_and_none_twice(speaker: Speaker) -> None:
    ask = move(Kind.ASK, question="When would you like to arrive?")
    echo = move(Kind.ECHO_DATES, start="2026-12-10")
    assert "\n" not in speaker.say([move(Kind.THANKS), echo, ask], "en")
    assert speaker.say([ask, ask], "en") == speaker.say([ask], "en")
    found = move(Kind.RESULTS, result=HOTELS, title=HOTEL)
    assert "\n\nWhen would you like to arrive?" in speaker.say([found, ask], "en")


def test_several_choices_are_followed_by_one_question(speaker: Speaker) -> None:
    reply = speaker.say([move(Kind.SELECTED, item=JARDIM), move(Kind.SELECTED, item=TEJO)], "en", turn=1)
    assert reply.count("exact terms") == 1
    assert reply.index("Casa do Jardim") < reply.index("Hotel Tejo") < reply.index("exact terms")


def test_several_assumptions_are_one_sentence(speaker: Speaker) -> None:
    moves = [move(Kind.ASSUMED, item=one, title=HOTEL) for one in (JARDIM, TEJO, {"title": "Rye bread"})]
    assert speaker.say(moves, "en-GB") == (
        "You had not picked all of them, so I have taken my first suggestions, "
        "**Casa do Jardim**, **Hotel Tejo** and **Rye bread**."
    )


def test_nothing_to_say_still_says_something(speaker: Speaker) -> None:
    moves: list[Move] = []
    assert speaker.say(moves, "en") == speaker.say([move(Kind.WHAT_ELSE)], "en")
    assert speaker.suggest(moves, "en") == ()


@pytest.mark.parametrize(
    ("title", "reply"),
    [
        ({"one": "hotel", "other": "hotels"}, "2 hotels"),
        ({"en": {"one": "hotel", "other": "hotels"}, "de": "Hotel"}, "2 hotels"),
        ({"en": "hotel", "de": "Hotel"}, "2 options"),
        ("hotel", "2 options"),
        (None, "2 options"),
    ],
)
def test_a_plural_that_is_not_known_is_not_made_up(speaker: Speaker, title: object, reply: str) -> None:
    assert reply in speaker.say([move(Kind.RESULTS, result={"items": [JARDIM, TEJO]}, title=title)], "en")


def test_a_plural_in_the_result_is_used(speaker: Speaker) -> None:
    result = {"items": [JARDIM, TEJO], "kind_title": "Hotel", "kind_plural": "Hotels"}
    assert "2 Hotels" in speaker.say([move(Kind.RESULTS, result=result, title="hotel")], "de")


def test_quick_replies_fit_what_was_said(speaker: Speaker) -> None:
    found = [move(Kind.RESULTS, result=HOTELS, title=HOTEL)]
    assert speaker.suggest(found, "en") == ("Book the first one", "Anything cheaper?", "Why this one?")
    assert speaker.suggest([move(Kind.ANSWER_TERMS, item=JARDIM)], "en") == ("Book it", "Anything cheaper?")
    assert speaker.suggest([move(Kind.ANSWER_TERMS, item={**JARDIM, "type": "booking"})], "en") == ()
    assert speaker.suggest([move(Kind.ASK, title="style", options=["quiet", "central"])], "en") == ("Quiet", "Central")


@pytest.mark.parametrize(
    ("name", "hello"), [("Anna Keller", ", Anna."), ("Dr. Anna Keller", ", Anna."), ("", "again.")]
)
def test_a_returning_customer_is_greeted_by_name_with_where_they_left_off(
    speaker: Speaker, name: str, hello: str
) -> None:
    greeting = move(Kind.GREET, last_time="You were looking into hotels. Nothing was decided yet.")
    reply = speaker.say([greeting], "en", turn=1, name=name)
    assert hello in reply
    assert "Where we left off: You were looking into hotels. Nothing was decided yet." in reply


def test_an_alternative_is_named_only_for_a_strength_of_another_sort(speaker: Speaker) -> None:
    near = {**JARDIM, "reasons": [{"kind": "context", "text": "1.3 km to the centre"}]}
    far = {**TEJO, "reasons": [{"kind": "context", "text": "2.1 km to the centre"}], "price": None}
    loved = {**far, "reasons": [*far["reasons"], {"kind": "context", "text": "guests give it 9.1 of 10"}]}
    assert "2.1 km" not in speaker.say([move(Kind.RESULTS, result={"items": [near, far]})], "en")
    assert "guests give it 9.1 of 10" in speaker.say([move(Kind.RESULTS, result={"items": [near, loved]})], "en")


def test_the_same_strength_is_not_praised_twice(speaker: Speaker) -> None:
    texts = ["it is quiet, as you asked", "it is quiet – you told me “no noise”", "cheaper than most of these"]
    item = {**JARDIM, "reasons": [{"kind": "context", "text": text} for text in texts]}
    reply = speaker.say([move(Kind.RESULTS, result={"items": [item]})], "en")
    assert "it is quiet, as you asked; cheaper than most of these." in reply


def test_a_reason_of_several_points_is_told_by_its_new_point(speaker: Speaker) -> None:
    quiet = {**JARDIM, "reasons": [{"kind": "said_before", "text": "it is quiet – you told me “no noise; please”"}]}
    habit = "it is quiet, like 3 of your 3 past stays; breakfast included, like 2 of your 3 past stays"
    other = {**TEJO, "price": None, "reasons": [{"kind": "past_trips", "text": habit}]}
    reply = speaker.say([move(Kind.RESULTS, result={"items": [quiet, other]})], "en")
    assert "it is quiet – you told me “no noise; please”." in reply
    assert ": breakfast included, like 2 of your 3 past stays." in reply


def test_things_of_one_name_are_told_apart(speaker: Speaker) -> None:
    early = {**JARDIM, "title": "Berlin – Rome", "subtitle": "08:25–11:05, direct"}
    late = {**TEJO, "title": "Berlin – Rome", "subtitle": "16:30–19:10, direct"}
    reply = speaker.say([move(Kind.WHICH_ONE, items=[early, late])], "en")
    assert "**Berlin – Rome (08:25–11:05)** or **Berlin – Rome (16:30–19:10)**" in reply


def test_what_costs_nothing_is_not_told_a_price(speaker: Speaker) -> None:
    free = {**JARDIM, "price": {"minor": 0, "currency": "EUR", "text": "€0.00"}, "price_note": "you pay there"}
    assert "**Casa do Jardim** (you pay there)" in speaker.say(
        [move(Kind.RESULTS, result={"items": [free, TEJO]})], "en"
    )


def test_remarks_on_several_lists_say_which_list_they_are_about(speaker: Speaker) -> None:
    cars = {"items": [TEJO], "notes": ["3 offers are not shown"]}
    stays = {"items": [JARDIM], "notes": ["5 offers are not shown"]}
    parts = [{"result": stays, "title": HOTEL}, {"result": cars, "title": {"one": "car", "other": "cars"}}]
    reply = speaker.say([move(Kind.RESULTS_MANY, parts=parts)], "en")
    assert "- Hotels: 5 offers are not shown.\n- Cars: 3 offers are not shown." in reply
