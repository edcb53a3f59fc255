"""Talk of what is shown, and wishes that name no tool, in trades the product does not know."""

import pytest

from tests.agent.brain.shop import BOOKS, LIBRARY, Talk, item, tool

DOCKS = {"Harbour": ["the harbour"], "Lagoon": [], "Northgate": []}
FERRIES = tool(
    "find_ferries",
    "Find a ferry between two docks.",
    {
        "type": "object",
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": "ferry",
        "x-title": {"en": "ferry"},
        "x-cues": {"en": ["ferry", "ferries"]},
        "required": ["origin", "destination", "depart"],
        "properties": {
            "origin": {"type": "string", "x-cues": {"en": ["from"]}, "x-vocabulary": DOCKS, "x-profile": "home"},
            "destination": {"type": "string", "x-cues": {"en": ["to"]}, "x-vocabulary": DOCKS},
            "depart": {"type": "string", "format": "date", "x-ask": {"en": "When would you like to sail?"}},
            "back": {
                "type": "string",
                "format": "date",
                "x-range-end-of": "depart",
                "x-cues": {"en": ["back", "return", "come back"], "de": ["zurück"]},
            },
            "people": {"type": "integer", "x-title": {"en": "people"}},
            "class": {"type": "string", "enum": ["deck", "business"], "x-ignore": ["business trip"]},
        },
    },
)
WIPE = tool(
    "wipe_everything",
    "Delete everything that the shop has noted about all your wishes.",
    {"type": "object", "x-effect": "cancel", "x-cues": {"en": ["wipe everything"]}, "properties": {}},
)
HARBOUR = [FERRIES, WIPE]


def sail(text: str) -> dict[str, object]:
    calls = Talk(HARBOUR, profile={"home": "Northgate"}).say(text)
    assert [name for name, _ in calls] == ["find_ferries"]
    return calls[0][1]


@pytest.mark.parametrize(
    ("words", "depart", "back"),
    [
        ("ferry to Lagoon 18 Dec, back 21st", "2026-12-18", "2026-12-21"),
        ("ferry to Lagoon on Monday, back Wednesday", "2026-12-07", "2026-12-09"),
        ("ferry to Lagoon on 5 January, back on the 12th", "2027-01-05", "2027-01-12"),
        ("ferry to Lagoon on the 15th of December and come back 2 days later", "2026-12-15", "2026-12-17"),
        ("ferry to Lagoon 8-12 January", "2027-01-08", "2027-01-12"),
    ],
)
def test_the_way_back_comes_after_the_way_there(words: str, depart: str, back: str) -> None:
    args = sail(words)
    assert (args["depart"], args["back"]) == (depart, back)


@pytest.mark.parametrize(
    "words",
    ["I want to go to Lagoon next weekend", "hi! I'd like to take my wife to Lagoon on 14 February, 2 nights"],
)
def test_where_and_when_is_enough(words: str) -> None:
    assert sail(words)["destination"] == "Lagoon"


def test_a_place_without_a_day_is_kept_and_the_day_asked() -> None:
    talk = Talk(HARBOUR, profile={"home": "Northgate"})
    assert talk.say("I'd like to go to Lagoon next month") == []
    assert "When would you like to sail?" in talk.reply
    [(_, args)] = talk.say("the 10th to the 13th")
    assert (args["destination"], args["depart"], args["back"]) == ("Lagoon", "2027-01-10", "2027-01-13")


def test_bare_places_are_from_and_to_in_the_order_said() -> None:
    args = sail("ferry harbour lagoon friday")
    assert (args["origin"], args["destination"]) == ("Harbour", "Lagoon")


def test_words_that_only_look_like_a_value_are_none() -> None:
    assert "class" not in sail("ferry to Lagoon on Friday for a business trip")


def test_who_comes_is_counted_as_one_list() -> None:
    assert sail("ferry to Lagoon on Friday for 2 adults and 1 child")["people"] == 3


@pytest.mark.parametrize("words", ["that is everything about Lagoon", "we wish you noted that", "thanks, that's all"])
def test_nothing_is_wiped_without_the_words_for_it(words: str) -> None:
    assert "wipe_everything" not in [name for name, _ in Talk(HARBOUR).say(words)]


def shown(*titles: str) -> Talk:
    talk = Talk(LIBRARY)
    talk.say("books about plants")
    for words in titles:
        talk.say(words)
    return talk


def test_a_question_about_a_detail_is_answered_for_everything_shown() -> None:
    talk = shown()
    assert talk.say("how many pages does it have?") == []
    assert all(title in talk.reply for title in ("Walled Garden", "Salt Paths", "Year of Roses"))


def test_a_price_is_told_and_what_was_asked_about_is_what_it_means_next() -> None:
    talk = shown()
    assert talk.say("how much is the second one?") == []
    assert "€2.00" in talk.reply
    assert talk.say("reserve it") == [("reserve", {"ids": ["book_2"]})]


@pytest.mark.parametrize("words", ["which one would you pick?", "what's the first one like?"])
def test_advice_is_given_about_what_is_shown(words: str) -> None:
    talk = shown()
    assert talk.say(words) == []
    assert "The Walled Garden" in talk.reply


def test_two_things_are_compared_and_none_is_chosen() -> None:
    talk = shown()
    assert talk.say("compare the first two") == []
    assert "The Walled Garden" in talk.reply
    assert "Salt Paths" in talk.reply
    assert "A Year of Roses" not in talk.reply


def test_none_of_these_chooses_nothing() -> None:
    talk = shown("none of these")
    assert "Walled" not in talk.reply


def test_a_list_that_a_failed_search_left_behind_is_asked_about_before_it_is_reserved() -> None:
    def answer(name: str, args: dict[str, object]) -> dict[str, object]:
        if args.get("subject") == "history":
            return {"status": "nothing_found", "ref_type": "offer", "kind": "book", "items": [], "message": "None."}
        items = [item("book", 1, "The Walled Garden"), item("book", 2, "Salt Paths")]
        return {"status": "ok", "ref_type": "offer", "kind": "book", "items": items}

    talk = Talk(LIBRARY, answer)
    talk.say("a book about plants")
    talk.say("a book about the past")
    assert talk.say("reserve it") == []
    assert "The Walled Garden" in talk.reply


def test_a_new_list_is_what_numbers_count_in() -> None:
    talk = shown("the second book")
    talk.say("a study room on Friday")
    assert talk.say("reserve the first one") == [("reserve", {"ids": ["room_1"]})]


def test_another_choice_takes_the_place_of_what_waits() -> None:
    waiting = {"id": "c1", "summary": "The Walled Garden", "total": "€1.00", "expires_at": "2026-12-01T10:00:00+01:00"}
    talk = Talk(LIBRARY, open_confirmation=waiting)
    talk.say("books about plants")
    talk.say("reserve the first one")
    assert talk.say("no, the second one") == [("reserve", {"ids": ["book_2"]})]


def test_what_waits_is_set_out_again_with_the_change() -> None:
    talk = Talk(LIBRARY)
    talk.say("a study room on Friday for two")
    talk.say("reserve the second one")
    calls = talk.say("make it three people")
    assert calls[0] == ("find_rooms", {"day": "2026-12-04", "people": 3})
    assert calls[1] == ("reserve", {"ids": ["room_2"]})


def test_what_was_noticed_is_said_when_nothing_else_was_asked() -> None:
    talk = Talk(LIBRARY, noticed=("You are vegan",))
    assert talk.say("I'm vegan") == []
    assert "You are vegan" in talk.reply


def test_a_refused_number_is_dropped_and_the_next_one_taken() -> None:
    def answer(name: str, args: dict[str, object]) -> dict[str, object]:
        if args.get("people") == 400:
            return {"status": "invalid", "message": "People can be at most 12.", "properties": ["people"]}
        return {"status": "ok", "ref_type": "offer", "kind": "room", "items": [item("room", 1, "Attic")]}

    talk = Talk(LIBRARY, answer)
    talk.say("a study room on Friday for 400 people")
    assert talk.say("just 2") == [("find_rooms", {"day": "2026-12-04", "people": 2})]


FACTS = [
    {
        "asks": {"en": ["how long", "thick"], "de": ["wie dick"]},
        "label": {"en": "Length", "de": "Umfang"},
        "text": {"en": "{{ pages // 100 }} chapters", "de": "{{ pages // 100 }} Kapitel"},
    },
    {
        "asks": {"en": ["cover"]},
        "label": {"en": "Cover"},
        "feature": "hard",
        "text": {"en": "a hard cover"},
        "otherwise": {"en": "a soft cover"},
    },
    {"asks": {"en": ["who wrote"]}, "label": {"en": "Author"}, "text": {"en": "by {{ author }}"}},
]


def readers() -> Talk:
    books = {**BOOKS["function"], "parameters": {**BOOKS["function"]["parameters"], "x-answers": FACTS}}

    def answer(name: str, args: dict[str, object]) -> dict[str, object]:
        items = [item("book", number, title) for number, title in enumerate(("Salt Paths", "A Year of Roses"), 1)]
        for each in items:
            each["features"] |= {"hard": False}
        return {"status": "ok", "ref_type": "offer", "kind": "book", "items": items}

    talk = Talk([{"type": "function", "function": books}, *LIBRARY[1:]], answer)
    talk.say("books about plants")
    return talk


def test_a_fact_is_told_in_the_words_that_its_trade_gave_it() -> None:
    talk = readers()
    assert talk.say("how long is the second one?") == []
    assert "**A Year of Roses**: 2 chapters." in talk.reply


def test_what_all_have_alike_is_said_once() -> None:
    talk = readers()
    talk.say("what kind of cover do they have?")
    assert talk.reply.count("a soft cover") == 1


def test_a_fact_that_no_partner_gives_is_not_made_up() -> None:
    talk = readers()
    talk.say("who wrote the first one?")
    assert "by" not in talk.reply.split("**")[0]
    assert "do not say" in talk.reply or "not know" in talk.reply
