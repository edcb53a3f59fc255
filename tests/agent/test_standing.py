"""What was asked for once and for all holds in a later session, and what cannot be held against offers is said."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.agent.talking import Talk, Turn, talking
from tools.models import CardKind

HOTEL = "a hotel in Lisbon from 10 to 13 December for two"
FLIGHT = "a flight to Rome on 12 December"


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as opened:
        yield opened


async def later(talk: Talk, asked: str, *told: str) -> Turn:
    """Ask for something in a session after the one in which the instructions were given."""
    for said in told:
        await talk.say(said)
    return await (await talk.again()).say(asked)


def shown(turn: Turn) -> list[dict[str, object]]:
    return [offer for card in turn.cards(CardKind.OFFERS) for offer in card["offers"]]


@pytest.mark.parametrize(
    "told",
    ["Always ask before you show me anything over 200 euros", "Never show me anything over €200"],
)
async def test_nothing_above_an_amount_is_shown(talk: Talk, told: str) -> None:
    turn = await later(talk, HOTEL, told)
    prices = [offer["price"]["minor"] for offer in shown(turn)]  # type: ignore[index]
    assert prices
    assert max(prices) <= 20000
    assert told in turn.text


async def test_a_limit_named_now_goes_before_the_one_named_for_always(talk: Talk) -> None:
    turn = await later(talk, f"{HOTEL}, up to 400 euros in total", "Never show me anything over 200 euros")
    assert max(offer["price"]["minor"] for offer in shown(turn)) > 20000  # type: ignore[index]


@pytest.mark.parametrize("told", ["Don't offer me flights before 3pm", "Never suggest flights before 15:00"])
async def test_no_flight_leaves_before_the_hour(talk: Talk, told: str) -> None:
    turn = await later(talk, FLIGHT, told)
    assert shown(turn)
    assert all(str(offer["subtitle"])[:5] >= "15:00" for offer in shown(turn))
    assert told in turn.text


async def test_a_feature_that_offers_tell_is_held_against_them(talk: Talk) -> None:
    before = {str(offer["title"]) for offer in shown(await (await talk.again()).say(HOTEL))}
    turn = await later(talk, HOTEL, "Never recommend quiet hotels")
    assert shown(turn)
    assert not before & {str(offer["title"]) for offer in shown(turn)}


async def test_a_house_that_is_not_wanted_is_not_shown(talk: Talk) -> None:
    turn = await later(talk, HOTEL, "Never suggest Casa do Poeta")
    assert shown(turn)
    assert "Casa do Poeta" not in [offer["title"] for offer in shown(turn)]


@pytest.mark.parametrize("told", ["Never suggest basement rooms", "Never recommend chain hotels"])
async def test_what_offers_do_not_tell_is_said_not_to_be_checked(talk: Talk, told: str) -> None:
    turn = await later(talk, HOTEL, told)
    assert shown(turn)
    assert f"could not check “{told}”" in turn.text


@pytest.mark.parametrize(
    "told", ["Never call me before 8am", "Never suggest flights before 3pm", "Always answer briefly"]
)
async def test_what_speaks_of_something_else_changes_nothing(talk: Talk, told: str) -> None:
    before = [offer["title"] for offer in shown(await (await talk.again()).say(HOTEL))]
    turn = await later(talk, HOTEL, told)
    assert [offer["title"] for offer in shown(turn)] == before
    assert told not in turn.text


HOTELS = {
    "de": "ein Hotel in Lissabon vom 10. bis 13. Dezember für zwei",
    "fr": "un hôtel à Lisbonne du 10 au 13 décembre pour deux",
    "es": "un hotel en Lisboa del 10 al 13 de diciembre para dos",
    "pt": "um hotel em Lisboa de 10 a 13 de dezembro para dois",
}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Zeig mir nie etwas über 200 Euro"),
        ("fr", "Ne me montre jamais rien au-dessus de 200 euros"),
        ("es", "Nunca me muestres nada por encima de 200 euros"),
        ("pt", "Nunca me mostres nada acima de 200 euros"),
    ],
)
async def test_an_amount_limits_in_any_language(talk: Talk, language: str, told: str) -> None:
    turn = await later(talk, HOTELS[language], told)
    assert max(offer["price"]["minor"] for offer in shown(turn)) <= 20000  # type: ignore[index]
    assert told in turn.text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Schlag mir nie Casa do Poeta vor"),
        ("fr", "Ne me propose plus Casa do Poeta"),
        ("es", "No me ofrezcas nunca Casa do Poeta"),
        ("pt", "Não me sugiras Casa do Poeta"),
    ],
)
async def test_a_house_is_left_out_in_any_language(talk: Talk, language: str, told: str) -> None:
    turn = await later(talk, HOTELS[language], told)
    assert shown(turn)
    assert "Casa do Poeta" not in [offer["title"] for offer in shown(turn)]


@pytest.mark.parametrize("told", ["Always book Nordhus hotels", "Buche immer Hotels von Nordhus"])
async def test_a_partner_that_is_always_wanted_is_shown_alone(talk: Talk, told: str) -> None:
    turn = await later(talk, HOTEL, told)
    assert shown(turn)
    assert all(str(offer["title"]).startswith("Nordhus") for offer in shown(turn))
    assert told in turn.text


@pytest.mark.parametrize("told", ["Always book refundable fares", "Réserve toujours des billets remboursables"])
async def test_what_partners_sell_only_when_asked_is_asked_for_every_time(talk: Talk, told: str) -> None:
    turn = await later(talk, FLIGHT, told)
    assert shown(turn)
    assert told in turn.text


@pytest.mark.parametrize("told", ["Always show me direct flights", "Muéstrame siempre vuelos directos"])
async def test_what_is_said_now_goes_before_what_is_always_wanted(talk: Talk, told: str) -> None:
    turn = await later(talk, f"{FLIGHT} with at most one stop", told)
    assert told not in turn.text


async def test_what_none_has_is_said_and_limits_nothing(talk: Talk) -> None:
    turn = await later(talk, HOTEL, "Always book hotels with ev charging and half board")
    assert shown(turn)
    assert "none of these has it" in turn.text


@pytest.mark.parametrize(
    "told", ["Always book refundable rates", "Buche immer stornierbare Tarife", "Montre-moi toujours des hôtels calmes"]
)
async def test_how_to_serve_is_noted_and_starts_no_search(talk: Talk, told: str) -> None:
    said = await talk.say(told)
    assert told in said.text
    assert said.tools == []
