"""What is asked of things just shown: what a price is for, until when one may cancel, which is quietest, and why."""

from pathlib import Path

import pytest

from tests.agent.talking import talking

HOTEL = "a hotel in Vienna from 18 to 20 December for two"
FLIGHT = "flights from Berlin to Lisbon on 10 December"


@pytest.mark.parametrize(
    "words",
    [
        "is that per night?",
        "per night?",
        "is that per person?",
        "ist das pro Nacht?",
        "c'est par nuit ?",
        "¿es por noche?",
    ],
)
async def test_a_price_is_told_with_what_it_is_for(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        [first, *_] = (await talk.say(HOTEL)).results("search_hotels")[0]["items"]
        turn = await talk.say(words)
        [result] = turn.results("add_up")
        [night], [each] = result["amounts"]["nightly"].values(), result["amounts"]["each"].values()
        assert night["minor"] * 2 == pytest.approx(first["price"]["minor"], abs=1)
        assert each["minor"] * 2 == pytest.approx(first["price"]["minor"], abs=1)
        assert night["text"] in turn.text
        assert each["text"] in turn.text


async def test_of_a_way_and_a_stay_it_is_the_stay_that_is_priced_by_the_night(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("flights from Berlin to Lisbon 10 to 13 December and a hotel")
        turn = await talk.say("is that per night?")
        assert "Casa do Poeta" in turn.text
        assert "Skylark" not in turn.text


@pytest.mark.parametrize("words", ["at most 100 euros per night", "anything under 100 euros per night?"])
async def test_a_limit_per_night_asks_for_no_total(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(HOTEL)
        assert [name for name, _ in (await talk.say(words)).tools] == ["search_hotels"]


@pytest.mark.parametrize("words", ["until when can I cancel?", "bis wann kann ich stornieren?"])
async def test_until_when_one_may_cancel_is_told_of_each(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        items = (await talk.say(HOTEL)).results("search_hotels")[0]["items"]
        turn = await talk.say(words)
        assert all(f"**{item['title']}**" in turn.text for item in items)
        assert items[0]["terms"].split(";")[0] in turn.text


async def test_until_when_goes_on_from_terms_that_were_told(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        [first, *_] = (await talk.say(HOTEL)).results("search_hotels")[0]["items"]
        await talk.say("the first one")
        assert first["terms"] in (await talk.say("until when?")).text


async def test_paying_later_is_no_comparison(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(HOTEL)
        assert "I do not know" in (await talk.say("can I pay later?")).text


@pytest.mark.parametrize(
    "words",
    ["which is the quietest?", "which of these is quieter?", "welches ist das ruhigste?", "¿cuál es el más tranquilo?"],
)
async def test_which_is_the_quietest_is_told_from_what_is_known(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        items = (await talk.say(HOTEL)).results("search_hotels")[0]["items"]
        turn = await talk.say(words)
        assert turn.tools == []
        loud = [item["title"] for item in items if "quiet" not in item["features"]["style"]]
        quiet, _, other = turn.text.rpartition(". ")
        assert loud
        assert all(title in other and title not in quiet for title in loud)


@pytest.mark.parametrize(
    "words", ["quieter ones", "these are too loud", "etwas ruhigeres bitte", "quelque chose de plus calme"]
)
async def test_quieter_ones_are_looked_for(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(HOTEL)
        [result] = (await talk.say(words)).results("search_hotels")
        assert result["request"]["style"] == ["quiet"]


@pytest.mark.parametrize(
    ("search", "words", "name", "value"),
    [
        (FLIGHT, "why so late?", "depart_before", "08:24"),
        (FLIGHT, "pourquoi si tôt ?", "depart_after", "08:26"),
        (FLIGHT, "warum so früh?", "depart_after", "08:26"),
        (HOTEL, "why is it so far out?", "max_distance_km", 0.3),
        (HOTEL, "why not something with a pool?", "amenities", ["pool"]),
        (HOTEL, "warum nicht etwas mit Pool?", "amenities", ["pool"]),
        (HOTEL, "why not Porto?", "city", "Porto"),
    ],
)
async def test_why_it_is_not_otherwise_is_answered_with_what_is(
    tmp_path: Path, search: str, words: str, name: str, value: object
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(search)
        turn = await talk.say(words)
        [called] = [
            each.args
            for each in turn.events
            if getattr(each, "tool", "").startswith("search_") and hasattr(each, "args")
        ]
        assert f'"{name}": ' in called
        assert str(value).replace("'", '"') in called


@pytest.mark.parametrize(
    "words", ["why?", "why this one?", "why is the second one so expensive?", "why not the second one?"]
)
async def test_why_one_is_suggested_is_still_explained(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(HOTEL)
        assert [name for name, _ in (await talk.say(words)).tools] == ["explain"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("does the fourth hotel have breakfast?", "**Pátio das Andorinhas** do not list that (breakfast)"),
        ("does the second hotel have breakfast?", "**Casa da Maré** has that (breakfast)"),
    ],
)
async def test_a_question_is_about_the_one_it_numbers(tmp_path: Path, words: str, told: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December")
        turn = await talk.say(words)
        assert turn.tools == []
        assert told in turn.text
