"""``concierge bench recommend`` on small files of its forms."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evals.bench.commands import bench
from evals.bench.recommend.choices import read_choices, read_content
from evals.bench.recommend.measure import split
from evals.bench.recommend.tastes import simulate

FLAGS = "|".join("1" if number in (5, 16) else "0" for number in range(19))


def _bench(*arguments: object) -> Result:
    return CliRunner().invoke(bench, ["recommend", *(str(each) for each in arguments)])


def _movielens(folder: Path, customers: int) -> tuple[Path, Path, Path]:
    """Simulated choices in the files of MovieLens 100K."""
    made = simulate(customers, cities=4)
    number = {item: str(place + 1) for place, item in enumerate(sorted({one.item for one in made.choices}))}
    parts = split(made.choices)
    for name, some in (("ua.base", parts.train), ("ua.test", parts.test)):
        lines = [f"{int(one.customer[-5:]) + 1}\t{number[one.item]}\t{int(one.rating or 0)}\t88125\n" for one in some]
        (folder / name).write_text("".join(lines), encoding="utf-8")
    films = [f"{place}|Amélie ({place})|01-Jan-1995||http://x|{FLAGS}\n" for place in number.values()]
    (folder / "u.item").write_text("".join(films), encoding="latin-1")
    return folder / "ua.base", folder / "ua.test", folder / "u.item"


def test_movielens_files_are_measured_beside_the_floors(tmp_path: Path) -> None:
    train, test, items = _movielens(tmp_path, 40)
    figures = tmp_path / "figures.json"
    result = _bench("--train", train, "--test", test, "--items", items, "--json", figures)
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.output.splitlines()[-1].startswith("Of what was chosen: NDCG@10 ")
    found = json.loads(figures.read_text(encoding="utf-8"))
    scores = found["measured"][0]["everybody"]["scores"]
    assert {"concierge", "popularity", "item-kNN", "EASE"} <= scores.keys()
    assert {"ALS", "BPR"} <= scores.keys() or not found["implicit"]
    assert [one["wanted"] for one in found["measured"]] == ["chosen", "liked"]
    assert found["measured"][0]["cold_customers"]["customers"] == 40


def test_both_forms_of_file_are_read(tmp_path: Path) -> None:
    choices, items = tmp_path / "choices.csv", tmp_path / "items.csv"
    choices.write_text("user,item,rating,timestamp\na,x,4,10\nb,y,,\n", encoding="utf-8")
    items.write_text("item,title,style,area\nx,The X,quiet|central,Old Town\n", encoding="utf-8")
    assert [(one.customer, one.item, one.rating) for one in read_choices(choices)] == [
        ("a", "x", 4.0),
        ("b", "y", None),
    ]
    assert read_content(items) == {"x": {"style=quiet", "style=central", "area=Old Town"}}
    films = _movielens(tmp_path, 20)[2]
    assert read_content(films)["1"] == {"genre=comedy", "genre=thriller", "year=1995", "decade=199"}


@pytest.mark.parametrize("text", ["nothing,here\n1,2\n", "user,item\n,x\n", "1\tx\tmuch\t0\n"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "choices"
    path.write_text(text, encoding="utf-8")
    assert _bench("--interactions", path).exit_code == 2


def test_half_a_split_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "choices"
    path.write_text("user,item\na,x\n", encoding="utf-8")
    assert _bench("--train", path).exit_code == 2
