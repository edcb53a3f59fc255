"""What is no longer wanted is left out, and what is left can be booked."""

from pathlib import Path

import pytest

from tests.agent.talking import talking
from tools.models import CardKind


@pytest.mark.parametrize(
    ("wish", "less", "rest"),
    [
        ("flights and a hotel to Porto from 14 to 17 January", "leave out the flights", "yes"),
        ("flights and a hotel to Porto from 14 to 17 January", "only the hotel please", "book it"),
        ("Flüge und ein Hotel in Porto vom 14. bis 17. Januar", "lass die Flüge weg", "ja"),
        ("vols et un hôtel à Porto du 14 au 17 janvier", "finalement, sans les vols", "oui"),
        ("vuelos y un hotel en Oporto del 14 al 17 de enero", "solo el hotel", "sí"),
        ("voos e um hotel no Porto de 14 a 17 de janeiro", "deixa de fora os voos", "sim"),
    ],
)
async def test_a_kind_that_is_left_out_is_not_booked(tmp_path: Path, wish: str, less: str, rest: str) -> None:
    async with talking(tmp_path) as talk:
        found = await talk.say(wish)
        hotels = found.results("search_hotels")[0]["items"]
        assert found.results("search_flights")
        left = await talk.say(less)
        assert not left.tools
        assert hotels[0]["title"] in left.text
        card = (await talk.say(rest)).cards(CardKind.CONFIRMATION)[0]
        assert [item["title"] for item in card["items"]] == [hotels[0]["title"]]


async def test_what_is_left_of_three_is_booked_together(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("flights and a hotel to Porto from 14 to 17 January, and a table on the 15th")
        await talk.say("skip the dinner")
        card = (await talk.say("book the rest")).cards(CardKind.CONFIRMATION)[0]
        assert sorted(item["kind"] for item in card["items"]) == ["flight", "hotel"]
