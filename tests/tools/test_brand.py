"""A brand's folder is checked when it is loaded, and what is wrong is named."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tools.workshop import BIKE, GUIDE_TOOL, make_brand, manifest
from tools.brand import BrandError, load_brand
from tools.demo import BRAND_FOLDER
from tools.service import Comparison, holds
from tools.words import LANGUAGES


def _edit(path: Path, **changes: Any) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(document | changes), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_brand(tmp_path, [manifest("velo", ["bike"], tools=[GUIDE_TOOL])])


def test_the_demo_brand_loads() -> None:
    brand = load_brand(BRAND_FOLDER)
    assert {"flight", "hotel", "restaurant"} <= brand.services.keys()
    city = brand.service("hotel").tool.parameters["properties"]["city"]
    assert "Lissabon" in city["x-vocabulary"]["Lisbon"]
    assert brand.zone_of("Lisbon") == "Europe/Lisbon"


def test_every_demo_service_speaks_all_languages() -> None:
    for service in load_brand(BRAND_FOLDER).services.values():
        texts = [service.title, service.plural, service.price_note, service.tool.progress]
        texts += [feature.label for feature in service.features.values()]
        texts += [need.note for need in service.requires]
        assert all(set(text) == set(LANGUAGES) for text in texts if isinstance(text, dict)), service.kind


def test_a_vocabulary_is_filled_in_by_name(folder: Path) -> None:
    city = load_brand(folder).service("bike").tool.parameters["properties"]["city"]
    assert city["x-vocabulary"] == {"Lisbon": ["LIS", "Lisboa", "Lissabon"], "Berlin": ["BER", "Berlín"]}


@pytest.mark.parametrize(
    ("file", "changes", "names"),
    [
        ("brand.yaml", {"currency": 3}, "currency"),
        ("brand.yaml", {"services": ["bike", "boat"]}, "boat.yaml is missing"),
        ("services/bike.yaml", {"titel": "x"}, "titel"),
        ("services/bike.yaml", {"filters": [{"property": "x", "feature": "y", "op": "near"}]}, "filters.0.op"),
        ("services/bike.yaml", {"tool": {"name": "s", "description": "d", "parameters": {"type": "object"}}}, "closed"),
        ("services/picnic.yaml", {"tool": BIKE["tool"]}, "more than one tool is called"),
        ("partners/velo.yaml", {"kinds": ["boat"]}, "boat"),
        ("partners/velo.yaml", {"idempotency": "maybe"}, "idempotency"),
        ("partners/velo.yaml", {"tools": [GUIDE_TOOL | {"parameters": {"type": 3}}]}, "no JSON schema"),
        ("cities.yaml", {"Rome": {}}, "zone"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, file: str, changes: dict[str, Any], names: str) -> None:
    _edit(folder / file, **changes)
    with pytest.raises(BrandError, match=names) as caught:
        load_brand(folder)
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize(
    ("op", "feature", "wanted", "met"),
    [
        ("all", ["quiet", "central"], ["Quiet"], True),
        ("all", ["central"], ["quiet", "central"], False),
        ("any", ["central"], ["quiet", "central"], True),
        ("none", ["airport"], ["airport"], False),
        ("none", None, ["airport"], True),
        ("eq", "Chiado", "chiado", True),
        ("eq", True, True, True),
        ("le", 3, 4, True),
        ("ge", 3, 4, False),
        ("ge", None, 4, False),
        ("le", "19:30", "20:00", True),
        ("le", True, 4, False),
    ],
)
def test_a_wish_is_compared_with_a_feature(op: str, feature: Any, wanted: Any, met: bool) -> None:
    assert holds(Comparison(op), feature, wanted) is met
