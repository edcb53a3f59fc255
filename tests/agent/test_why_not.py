"""Asked why something is not among what was shown, the answer is about that one, and true."""

from pathlib import Path

import pytest

from tests.agent.talking import talking
from tools.models import CardKind

LISBON = "hotels in Lisbon from 10 to 13 December"


@pytest.mark.parametrize(
    "asked",
    [
        "why not Belcourt Chiado?",
        "how come the Belcourt Chiado isn't on your list?",
        "why not belcourt chiado",
        "Warum hast du mir das Belcourt Chiado nicht gezeigt?",
        "pourquoi pas le Belcourt Chiado ?",
        "¿por qué no el Belcourt Chiado?",
        "porque não o Belcourt Chiado?",
    ],
)
async def test_what_came_lower_is_held_against_what_was_suggested(tmp_path: Path, asked: str) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        first = (await talk.say(LISBON)).cards(CardKind.OFFERS)[0]["offers"][0]
        answer = await talk.say(asked)
    told = answer.results("explain")[0]
    assert told["offer"] == first["offer"]
    assert told["other"]["title"] == "Belcourt Chiado"
    assert "Belcourt Chiado" in told["message"]
    assert {"said_before", "past_trips"} <= {one["kind"] for one in told["reasons"]}
    assert "16" in answer.text  # of how many
    assert answer.cards(CardKind.REASONS)[0]["title"] == "Belcourt Chiado"


async def test_the_limit_that_keeps_it_out_is_named(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        await talk.say(f"{LISBON} under 80 euros a night")
        dear = await talk.say("why not Belcourt Chiado?")
    assert "highest price per night: €80.00" in dear.text
    assert "€129.67" in dear.text


async def test_the_employers_policy_is_named(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "jonas") as talk:
        await talk.say(LISBON)
        outside = await talk.say("why isn't Casa do Poeta there?")
        group = await talk.say("and why not Casita?")
    assert "Northlight stays at Belcourt and Nordhus hotels" in outside.text
    assert "Northlight stays at Belcourt and Nordhus hotels" in group.text


async def test_what_nobody_offers_is_said_to_be_unknown(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        await talk.say(LISBON)
        unknown = await talk.say("Why didn't you suggest the Hotel Ritz?")
        own = await talk.say("why is Casa do Poeta first?")
    assert "None of our partners for hotels offers anything called “Ritz”" in unknown.text
    assert not unknown.results("search_hotels")
    assert "What speaks for **Casa do Poeta**" in own.text


async def test_what_was_asked_after_can_then_be_booked_by_its_name(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        await talk.say(LISBON)
        await talk.say("why not Belcourt Chiado?")
        found = await talk.say("then book Belcourt Chiado")
    assert "Belcourt Chiado" in found.text
    assert "Casa do Poeta" not in found.text


@pytest.mark.parametrize(
    ("said", "city"),
    [
        ("Hotels in Porto without personalisation from 10 to 12 December", "Porto"),
        ("Zeig mir Hotels in Porto vom 10. bis 12. Dezember ohne Personalisierung", "Porto"),
        ("ignore what you know about me and find me a hotel in Porto from 10 to 12 December", "Porto"),
        ("des hôtels à Porto du 10 au 12 décembre, sans personnalisation", "Porto"),
    ],
)
async def test_a_search_without_personalisation_switches_it_off_and_searches(
    tmp_path: Path, said: str, city: str
) -> None:
    async with talking(tmp_path / "home", "mara") as talk:
        turn = await talk.say(said)
    offers = turn.cards(CardKind.OFFERS)[0]["offers"]
    kinds = {reason["kind"] for one in offers for reason in one["reasons"]}
    assert turn.tools[0] == ("dont_use_reason", "ok")
    assert turn.results("search_hotels")[0]["request"]["city"] == city
    assert not kinds & {"said_before", "past_trips", "profile", "similar_customers"}
