"""A yes does what was proposed just before: nothing is booked by it, only set out to be confirmed."""

from pathlib import Path

import pytest

from tests.agent.talking import Turn, talking
from tools.models import CardKind


def _set_out(turn: Turn) -> list[str]:
    return [item["title"] for card in turn.cards(CardKind.CONFIRMATION) for item in card["items"]]


@pytest.mark.parametrize(
    ("wish", "yes"),
    [
        ("a hotel in Porto from 14 to 16 January for one person", "sounds good, go ahead"),
        ("ein Hotel in Porto vom 14. bis 16. Januar für eine Person", "ja, gerne"),
        ("un hôtel à Porto du 14 au 16 janvier pour une personne", "oui, d'accord"),
        ("un hotel en Oporto del 14 al 16 de enero para una persona", "sí, adelante"),
        ("um hotel no Porto de 14 a 16 de janeiro para uma pessoa", "sim, pode ser"),
    ],
)
async def test_a_yes_to_a_list_sets_out_its_first_suggestion(tmp_path: Path, wish: str, yes: str) -> None:
    async with talking(tmp_path) as talk:
        offers = (await talk.say(wish)).results("search_hotels")[0]["items"]
        assert _set_out(await talk.say(yes)) == [offers[0]["title"]]


async def test_a_yes_to_suggestions_of_two_kinds_sets_out_both(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("flights from Berlin to Porto on 14 January, back on the 16th, and a hotel")
        assert len(_set_out(await talk.say("yes please"))) == 2


async def test_a_yes_is_to_what_was_talked_about_last(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        found = await talk.say("a hotel in Porto from 14 to 16 January for one person")
        offers = found.results("search_hotels")[0]["items"]
        await talk.say("what about the second?")
        assert _set_out(await talk.say("yes")) == [offers[1]["title"]]


async def test_a_yes_to_nothing_that_was_proposed_sets_out_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Porto from 14 to 16 January for one person")
        await talk.say("what have I booked?")
        assert not _set_out(await talk.say("yes"))


@pytest.mark.parametrize(
    ("wish", "first", "yes", "more"),
    [
        ("a table in Berlin on Friday at 8 pm for two", "book the first one", "yes", "and the second one too"),
        ("ein Tisch in Berlin am Freitag um 20 Uhr für zwei", "buche den ersten", "ja", "und den zweiten auch"),
        ("une table à Berlin vendredi à 20 h pour deux", "réserve la première", "oui", "et la deuxième aussi"),
        ("una mesa en Berlín el viernes a las 20:00 para dos", "reserva la primera", "sí", "y la segunda también"),
        ("uma mesa em Berlim na sexta às 20:00 para dois", "reserva a primeira", "sim", "e a segunda também"),
    ],
)
async def test_one_more_of_what_was_just_chosen_from(
    tmp_path: Path, wish: str, first: str, yes: str, more: str
) -> None:
    async with talking(tmp_path) as talk:
        offers = (await talk.say(wish)).results("search_restaurants")[0]["items"]
        await talk.say(first)
        assert (await talk.say(yes)).cards(CardKind.RECEIPT)
        assert _set_out(await talk.say(more)) == [offers[1]["title"]]
