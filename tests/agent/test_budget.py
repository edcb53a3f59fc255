"""One amount for several things together is weighed against all of them."""

from pathlib import Path

import pytest

from tests.agent.talking import talking

_FLIGHT_AND_HOTEL = [
    (
        "flight and hotel Berlin to Lisbon 10-13 December, under 600 euros for both of us all in",
        "which keeps to “under 600",
    ),
    (
        "Total budget 400 for flight and hotel, Berlin to Rome 18 to 21 December, two people",
        "more than “budget 400”",
    ),
    (
        "Flug und Hotel Berlin-Wien vom 10. bis 13. Dezember, insgesamt höchstens 300 Euro",
        "mehr als „höchstens 300 Euro“; darunter bleiben",
    ),
    (
        "Voo e hotel de Berlim para Lisboa de 10 a 13 de dezembro, 2 pessoas, até 400 euros tudo",
        "mais do que «até 400 euros",
    ),
    (
        "flights and a hotel Berlin to Porto 15-18 January for 2, max 200 euros per person",
        "more than “max 200 euros per person”",
    ),
]


@pytest.mark.parametrize(("words", "said"), _FLIGHT_AND_HOTEL)
async def test_what_the_suggestions_come_to_together_is_said(tmp_path: Path, words: str, said: str) -> None:
    async with talking(tmp_path) as talk:
        text = (await talk.say(words)).text.replace("\u00a0", " ")
        assert said in text
        assert "receipt" not in text
        assert "Beleg" not in text


async def test_an_amount_for_one_of_them_is_not_for_all(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        text = (await talk.say("a flight from Berlin to Lisbon 10-13 December and a hotel under 250 euros")).text
        assert "Together" not in text
