"""What those who come along need limits what is found, and sets nothing else going."""

import json
from pathlib import Path
from typing import Any

import pytest

from agent.events import Progress
from tests.agent.talking import Turn, talking


def searched(turn: Turn) -> list[tuple[str, dict[str, Any]]]:
    """The searches of a turn with their arguments."""
    return [(each.tool, json.loads(each.args)) for each in turn.events if isinstance(each, Progress)]


WHEELCHAIRS = [
    ("mara", "A hotel in Vienna from 16 to 18 December for two, my brother sits in a wheelchair"),
    ("mara", "I need a hotel in Vienna from 16 to 18 December for my mother who is in a wheelchair and me"),
    ("greta", "Ein Hotel in Wien vom 16. bis 18. Dezember für meine Mutter, die im Rollstuhl sitzt, und mich"),
    ("elena", "un hotel en Viena del 16 al 18 de diciembre para mi madre, que va en silla de ruedas, y para mí"),
]


@pytest.mark.parametrize(("who", "said"), WHEELCHAIRS)
async def test_a_wheelchair_that_comes_along_limits_the_search_and_asks_for_no_car(
    tmp_path: Path, who: str, said: str
) -> None:
    async with talking(tmp_path / "home", who) as talk:
        turn = await talk.say(said)
        [(tool, args)] = searched(turn)
        assert (tool, args["city"], args.get("accessible")) == ("search_hotels", "Vienna", True)
        assert "?" not in turn.text


async def test_two_diets_at_one_table_are_both_fed_and_counted_among_those_who_come(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "jonas") as talk:
        said = "a table for six in Madrid on Friday at 9 pm, two of us are vegetarian and somebody eats gluten free"
        [(_, args)] = searched(await talk.say(said))
        assert (args["party"], sorted(args["diet"])) == (6, ["gluten_free", "vegetarian"])


async def test_what_somebody_needs_who_stays_at_home_limits_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "jonas") as talk:
        said = "My colleague is vegan, but he can't come. A table for two in Berlin on Friday at 8 pm"
        [(_, args)] = searched(await talk.say(said))
        assert not {"diet", "cuisine"} & args.keys()


async def test_what_they_need_is_told_once_and_holds_for_what_is_looked_for_next(tmp_path: Path) -> None:
    async with talking(tmp_path / "home") as talk:
        await talk.say("a hotel in Vienna from 16 to 18 December for two, my aunt uses a wheelchair")
        [(_, args)] = searched(await talk.say("and a table for dinner there on the 17th at 7 pm"))
        assert args["accessible"] is True
        [(_, args)] = searched(await talk.say("a table for lunch on the 18th, just for me"))
        assert "accessible" not in args


async def test_told_after_a_list_it_is_looked_for_anew(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "jonas") as talk:
        await talk.say("a table for three in Hamburg on Friday at 8 pm")
        [(_, args)] = searched(await talk.say("oh, my wife is vegan"))
        assert (args["diet"], args["party"]) == (["vegan"], 3)


async def test_a_wish_of_somebody_else_is_a_wish(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "jonas") as talk:
        [(tool, args)] = searched(await talk.say("my wife needs a quiet hotel in Rome from 10 to 12 December"))
        assert (tool, args["style"]) == ("search_hotels", ["quiet"])


async def test_an_and_is_no_verb_without_its_accent(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "ines") as talk:
        said = "Precisamos de um hotel em Sevilha de 28 a 31 de dezembro para mim, o meu marido e os dois miúdos"
        [(_, args)] = searched(await talk.say(said))
        assert args["guests"] == 4
