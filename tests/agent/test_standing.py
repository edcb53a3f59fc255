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
