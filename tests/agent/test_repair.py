"""Conversation repair: what was chosen stays chosen, slips are put right, what is not known is said."""

from pathlib import Path

from tests.agent.talking import talking
from tools.models import CardKind


async def test_one_confirmation_holds_what_was_chosen_and_what_was_only_named(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("flights from Berlin to Prague on 17 December, back on the 19th, and a hotel for these nights")
        await talk.say("I like the third hotel")
        asked = await talk.say("good, book that hotel and the flight")
        items = asked.cards(CardKind.CONFIRMATION)[0]["items"]
        assert {each["kind"] for each in items} == {"flight", "hotel"}


async def test_terms_are_told_however_cancelling_is_spoken_of(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Oslo from 8 to 10 January for two")
        chosen = await talk.say("number 2")
        terms = chosen.text.split(". ")[1]
        told = await talk.say("and what would happen if I had to call it off?")
        assert terms.strip(".") in told.text
        assert told.confirmation is None


async def test_a_choice_survives_a_change_of_language(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        offers = (await talk.say("a hotel in Vienna from 8 to 10 January for two")).results("search_hotels")[0]["items"]
        await talk.say("the third one")
        await talk.say("auf Deutsch bitte")
        asked = await talk.say("buche es")
        assert asked.cards(CardKind.CONFIRMATION)[0]["items"][0]["title"] == offers[2]["title"]


async def test_yes_to_what_was_chosen_sets_it_out_for_confirmation(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        offers = (await talk.say("a hotel in Vienna from 8 to 10 January for two")).results("search_hotels")[0]["items"]
        await talk.say("the 2nd")
        asked = await talk.say("yes please")
        assert asked.cards(CardKind.CONFIRMATION)[0]["items"][0]["title"] == offers[1]["title"]
        await talk.say("no")
        assert not (await talk.say("ok")).cards(CardKind.CONFIRMATION)


async def test_the_reasons_of_what_is_booked_can_be_asked_for(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lyon from 8 to 10 January")
        await talk.say("book the second")
        await talk.say("yes")
        told = await talk.say("so why did you suggest this hotel?")
        assert told.tools == [("explain", "ok")]
        assert told.cards(CardKind.REASONS)


async def test_others_are_shown_and_none_twice(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        first = (await talk.say("a hotel in Rome from 10 to 12 January")).cards(CardKind.OFFERS)[0]
        second = (await talk.say("can I see some others?")).cards(CardKind.OFFERS)[0]
        assert not {each["title"] for each in first["offers"]} & {each["title"] for each in second["offers"]}


async def test_a_place_that_nobody_knows_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        said = await talk.say("somewhere to stay in Brigadoon please")
        assert "Brigadoon" in said.text
        assert said.tools == []
        found = await talk.say("Glasgow then, 8 to 10 January" if "Glasgow" in said.text else "Vienna, 8 to 10 January")
        assert found.results("search_hotels")[0]["items"]


async def test_one_way_stays_one_way_beside_a_stay(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        said = await talk.say("I fly to Rome on 12 January, only one-way, and need a room there for three nights")
        assert "return_date" not in said.results("search_flights")[0]["request"]
        later = await talk.say("rather on 13 January")
        assert all("return_date" not in each["request"] for each in later.results("search_flights"))


async def test_a_wish_beside_the_one_to_stop_remembering_is_heard(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        said = await talk.say("please stop remembering me and show me hotels in Vienna, 10 to 12 January")
        assert [tool for tool, _ in said.tools] == ["set_consent", "search_hotels"]


async def test_the_family_is_counted_from_the_profile(tmp_path: Path) -> None:
    async with talking(tmp_path, "ines") as talk:
        said = await talk.say("A hotel in Porto for my husband, the kids and me, 12 to 15 January")
        assert said.results("search_hotels")[0]["request"]["guests"] == 4
        other = await talk.again()
        said = await other.say("um hotel em Faro de 12 a 15 de janeiro só para mim")
        assert said.results("search_hotels")[0]["request"]["guests"] == 1


async def test_a_budget_for_both_is_one_budget_for_two(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        said = await talk.say("a room in Rome, 10 to 12 January, at most 350 euros for the two of us")
        request = said.results("search_hotels")[0]["request"]
        assert (request["guests"], request["max_price"]) == (2, "350.00 EUR")


async def test_what_nobody_says_is_not_guessed(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a one-way flight to Lisbon on 10 December")
        assert "hand luggage" in (await talk.say("how much luggage may I take on the first one?")).text
        assert "do not know" in (await talk.say("do they show films on board?")).text


async def test_a_question_about_what_was_booked_books_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lyon from 8 to 10 January")
        said = await talk.say("so what did I book, and what did it cost?")
        assert not said.cards(CardKind.CONFIRMATION)
        assert "list_bookings" in {tool for tool, _ in said.tools}


async def test_a_small_word_is_no_city_that_is_spelt_like_it(tmp_path: Path) -> None:
    async with talking(tmp_path, "peter") as talk:
        said = await talk.say("flights from London to Dublin, 8 to 10 January, and a hotel with a nice bar as well")
        request = said.results("search_hotels")[0]["request"]
        assert request["city"] == "Dublin"
        assert "spa" not in request.get("amenities", [])


async def test_a_name_from_elsewhere_does_not_change_the_language(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("I want to go somewhere warm in January")
        assert "you" in (await talk.say("Málaga sounds good")).text


async def test_a_greeting_before_a_wish_is_no_wish_to_be_greeted(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        assert (await talk.say("hello, thanks, a hotel in Vienna from 10 to 12 January?")).tools


async def test_a_change_that_cannot_be_says_that_the_booking_stands(tmp_path: Path) -> None:
    async with talking(tmp_path, "camille") as talk:
        await talk.say("Une table pour deux à Vienne vendredi à 19 h")
        await talk.say("réservez la première")
        await talk.say("oui")
        [title] = await talk.booked()
        refused = await talk.say("déplacez la table à 19h")
        assert ("change_booking", "refused") in refused.tools
        assert f"reste telle quelle\u00a0: {title}" in refused.text
        assert await talk.booked() == [title]


async def test_advice_comparison_and_the_other_one(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        shown = (await talk.say("a hotel in Lisbon from 10 to 13 December")).cards(CardKind.OFFERS)[0]["offers"]
        advised = await talk.say("which would you take?")
        assert shown[0]["title"] in advised.text
        assert not advised.tools
        await talk.say("compare the first two")
        closer = await talk.say("does either have breakfast?")
        assert shown[2]["title"] not in closer.text
        other = await talk.say("I'd take the other one than the first one")
        assert not other.cards(CardKind.OFFERS)


async def test_what_was_booked_is_held_against_what_it_was_chosen_from(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        shown = (await talk.say("a hotel in Lisbon from 10 to 13 December")).cards(CardKind.OFFERS)[0]["offers"]
        await talk.say("book the second one")
        await talk.click(True)
        why = await talk.say("why not the first one?")
        assert why.tools == [("explain", "ok")]
        assert shown[0]["title"] in why.text
        longer = await talk.say("can I stay one more night?")
        (item,) = longer.cards(CardKind.CONFIRMATION)[0]["items"]
        assert (item["action"], "14 Dec" in item["when"]) == ("change", True)


async def test_a_time_said_with_the_choice_is_the_time_that_is_booked(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        first = await talk.say("a table in Lisbon on Friday 11 December at 8pm for two")
        title = first.cards(CardKind.OFFERS)[0]["offers"][0]["title"]
        await talk.say("the first one")
        asked = await talk.say("ok book it for 21:00 instead")
        (item,) = asked.cards(CardKind.CONFIRMATION)[0]["items"]
        assert item["title"] == title
        assert "21:00" in item["when"]


async def test_a_choice_beside_a_question_is_kept_and_part_of_a_plan_may_be_left_out(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon 10 to 13 December and flights from Berlin")
        fine = await talk.say("the second hotel is fine, how far is it from the centre?")
        assert "km to the centre" in fine.text
        assert not fine.tools
        await talk.say("book both")
        only = await talk.say("only the hotel for now")
        (item,) = only.cards(CardKind.CONFIRMATION)[0]["items"]
        assert item["kind"] == "hotel"


async def test_nothing_is_undone_where_nothing_was_done(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a table in Lisbon on Friday 11 December at 8pm for two")
        await talk.say("book the first one")
        await talk.click(True)
        await talk.say("move it to 3 in the morning")
        undone = await talk.say("undo that")
        assert not undone.cards(CardKind.CONFIRMATION)


async def test_a_day_trip_an_opening_without_a_place_and_a_place_alone(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        there = await talk.say("Munich there and back on the 15th")
        (found,) = there.results("search_flights")
        assert (found["request"]["depart_date"], found["request"]["return_date"]) == ("2026-12-15", "2026-12-15")
        ideas = await (await talk.again()).say("I need a holiday")
        assert ideas.tools == [("suggest_destinations", "ok")]
        asked = await (await talk.again()).say("my sister and I want to see Lisbon")
        assert asked.text.endswith("When would you like to fly?")


async def test_who_is_back_the_same_evening_needs_no_bed(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        found = await talk.say("I have a meeting in Zurich on the 9th, and must be back home the same evening")
        assert [tool for tool, _ in found.tools] == ["search_flights"]


async def test_a_way_on_one_day_asks_for_no_bed(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        found = await talk.say("from Berlin to Munich on Friday")
        assert [tool for tool, _ in found.tools] == ["search_flights"]
