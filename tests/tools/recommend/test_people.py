"""The model of people with similar taste: it finds tastes, says what it knows of newcomers, and repeats itself."""

from random import Random

import numpy as np
import pytest

from tools.recommend.people.model import PeopleModel
from tools.recommend.people.table import Interaction, Table, table_of

THEMES = 8
NEW = {"brand new": ["theme=3"], "also new": ["theme=4"]}


def simulated(seed: int, customers: int = 60) -> tuple[list[Interaction], dict[str, list[str]], dict[str, set[str]]]:
    """Customers with known tastes: each likes two of eight themes; three choices of each are kept back."""
    random = Random(seed)
    items = {f"item{number:03}": number % THEMES for number in range(96)}
    popular = {item: 1 + 8 / (1 + number) for number, item in enumerate(items)}
    content = {item: [f"theme={theme}"] for item, theme in items.items()}
    train: list[Interaction] = []
    kept: dict[str, set[str]] = {}
    for number in range(customers):
        name, liked = f"c{number:03}", set(random.sample(range(THEMES), 2))
        appeal = [popular[item] * (8 if theme in liked else 0.3) for item, theme in items.items()]
        chosen = list(dict.fromkeys(random.choices(list(items), appeal, k=16)))
        kept[name] = set(chosen[-3:])
        train += [Interaction(name, item, 1.0 if items[item] in liked else 0.25) for item in chosen[:-3]]
    return train, content, kept


def top(model: PeopleModel, table: Table, count: int = 10) -> list[list[str]]:
    """The best for each customer of a table that they do not have."""
    customers = np.arange(table.customers)
    open_ = np.ones((table.customers, table.items), dtype=bool)
    open_[table.owners, table.chosen] = False
    scores = np.where(open_, model.scores(table, customers, open_), -np.inf)
    return [[model.names.items[place] for place in np.argsort(-row)[:count]] for row in scores]


def hits(ranked: list[list[str]], kept: dict[str, set[str]]) -> int:
    return sum(len(set(row) & right) for row, right in zip(ranked, kept.values(), strict=True))


@pytest.fixture(scope="module")
def learned() -> tuple[PeopleModel, Table, dict[str, set[str]]]:
    train, content, kept = simulated(1)
    model = PeopleModel.fit(train, content | NEW)
    return model, table_of(train, model.names), kept


def test_it_foretells_choices_far_better_than_popularity(
    learned: tuple[PeopleModel, Table, dict[str, set[str]]],
) -> None:
    model, table, kept = learned
    order = [model.names.items[place] for place in np.argsort(-model.popularity)]
    had = [{model.names.items[place] for place in table.chosen[table.of(n)]} for n in range(table.customers)]
    floor = [[item for item in order if item not in own][:10] for own in had]
    assert hits(top(model, table), kept) > 1.5 * hits(floor, kept)


def test_heard_together_its_members_are_no_worse_than_the_best_of_them(
    learned: tuple[PeopleModel, Table, dict[str, set[str]]],
) -> None:
    report = learned[0].report
    assert report["together"] >= 0.97 * max(value for name, value in report.items() if name != "together")


def test_a_newcomer_gets_what_is_popular(learned: tuple[PeopleModel, Table, dict[str, set[str]]]) -> None:
    model = learned[0]
    nobody = Table(len(model.names.items), np.array([0, 0]), np.array([], dtype=np.intp), np.array([], np.float32))
    assert top(model, nobody, 3)[0] == [model.names.items[place] for place in np.argsort(-model.popularity)[:3]]


def test_what_nobody_chose_yet_is_found_by_what_it_is_like(
    learned: tuple[PeopleModel, Table, dict[str, set[str]]],
) -> None:
    model = learned[0]
    fans = [Interaction("fan", f"item{number:03}") for number in (3, 11, 19, 27)]
    others = [Interaction("other", f"item{number:03}") for number in (4, 12, 20, 28)]
    for some, first in ((fans, "brand new"), (others, "also new")):
        ranked = top(model, table_of(some, model.names), 200)[0]
        assert next(item for item in ranked if item in NEW) == first


def test_the_same_choices_teach_the_same(learned: tuple[PeopleModel, Table, dict[str, set[str]]]) -> None:
    train, content, _ = simulated(1)
    random = Random(2)
    random.shuffle(train)
    again = PeopleModel.fit(train, content | NEW)
    assert top(again, learned[1]) == top(learned[0], learned[1])


@pytest.mark.parametrize("count", [0, 1, 3])
def test_hardly_any_choices_are_no_error(count: int) -> None:
    few = [Interaction(f"c{number}", "x") for number in range(count)]
    model = PeopleModel.fit(few, {"y": ["quiet"]})
    table = table_of([Interaction("c0", "y")], model.names)
    assert set(top(model, table, 1)[0]) <= {"x", "y"}
