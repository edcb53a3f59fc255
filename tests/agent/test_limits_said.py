"""Limits as people say them: when to be there, when to be home; and what comes nearest where nothing keeps to them."""

from pathlib import Path

import pytest

from tests.agent.talking import talking


@pytest.mark.parametrize(
    ("words", "property_", "value"),
    [
        ("Berlin to London on 9 December, I need to be there by 10", "depart_arrival_before", "10:00"),
        ("a flight from Berlin to Madrid on 11 December for a meeting at 3pm", "depart_arrival_before", "15:00"),
        ("Berlin to Madrid on Friday 11 December, back Sunday, home before 8pm", "return_arrival_before", "20:00"),
        ("vuelo de Berlín a Madrid el 11 de diciembre, llegar antes de las 14:00", "depart_arrival_before", "14:00"),
        ("Flug von Berlin nach Wien am 10. Dezember, ich muss um 15 Uhr dort sein", "depart_arrival_before", "15:00"),
        ("flight Berlin to Madrid on 11 December leaving before noon", "depart_before", "12:00"),
    ],
)
async def test_when_one_has_to_be_there_is_when_it_lands(
    tmp_path: Path, words: str, property_: str, value: str
) -> None:
    async with talking(tmp_path) as talk:
        [found] = (await talk.say(words)).results("search_flights")
        assert found["request"][property_] == value
        way = "return" if property_.startswith("return") else "depart"
        end = "time" if property_ == "depart_before" else "lands"
        assert found["items"]
        assert all(item["features"][f"{way}_{end}"] <= value for item in found["items"])


async def test_where_nothing_keeps_to_a_limit_the_nearest_is_told(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("flight from Berlin to Rome on 18 December, I want to land before noon")
        assert "“latest arrival”" in turn.text
        assert "10:10–12:20" in turn.text


@pytest.mark.parametrize(
    ("words", "property_", "value"),
    [
        ("fly to Oslo on Friday, 6pm at the earliest, back on Sunday", "depart_after", "18:00"),
        ("flights to Rome on 5 January, nothing before 7 in the morning", "depart_after", "07:00"),
        ("flights to Rome on 5 January, back on the 8th, not after 6pm", "return_before", "18:00"),
        ("Flug nach Wien am 10. Dezember, um 18 Uhr frühestens", "depart_after", "18:00"),
    ],
)
async def test_limits_hold_wherever_their_words_stand(tmp_path: Path, words: str, property_: str, value: str) -> None:
    async with talking(tmp_path) as talk:
        [found] = (await talk.say(words)).results("search_flights")
        assert found["request"][property_] == value


async def test_a_bare_amount_for_everything_is_no_number_of_people(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("my sister and I to Nice, 5-9 January, max 700 for everything incl flights")
        [found] = turn.results("search_flights")
        assert found["request"]["passengers"] == 2


async def test_who_comes_to_an_outing_is_one_until_more_are_named(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("tickets for a concert in Vienna on 12 December")
        assert "1 person" in turn.text


async def test_what_follows_a_wish_for_a_hotel_is_more_of_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say(
            "Need hotels only, 4 stars or better, refundable, breakfast, near the beach, Palma 20-27 Dec"
        )
        assert [tool for tool, _ in turn.tools] == ["search_hotels"]
        [found] = turn.results("search_hotels")
        wanted = {"refundable": True, "board": "breakfast", "near": ["beach"], "min_stars": 4}
        assert wanted.items() <= found["request"].items()


async def test_a_meal_in_the_price_is_no_table(tmp_path: Path) -> None:
    async with talking(tmp_path, "ines") as talk:
        turn = await talk.say(
            "Queremos passar a passagem de ano no Funchal, os quatro, de 29 a 3 de janeiro, hotel com piscina e "
            "pequeno-almoço, até 1500 euros tudo"
        )
        assert [tool for tool, _ in turn.tools] == ["search_hotels"]
        assert turn.results("search_hotels")[0]["request"]["board"] == "breakfast"


async def test_first_and_last_day_told_by_numbers_alone(tmp_path: Path) -> None:
    async with talking(tmp_path, "ines") as talk:
        await talk.say("um hotel em Madrid em dezembro")
        [found] = (await talk.say("de 18 a 21")).results("search_hotels")
        assert (found["request"]["check_in"], found["request"]["check_out"]) == ("2026-12-18", "2026-12-21")
