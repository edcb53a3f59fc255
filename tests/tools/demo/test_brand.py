"""The brand's data: complete in five languages, and true to what the partners really answer."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jinja2 import Environment, StrictUndefined

from tests.tools.demo.conftest import search
from tests.tools.demo.test_world import WISHES
from tools.brand import Brand, load_brand
from tools.demo import BRAND_FOLDER
from tools.demo.world import World
from tools.money import Money
from tools.service import Service

LANGUAGES = {"en", "de", "fr", "es", "pt"}


@pytest.fixture(scope="module")
def brand() -> Brand:
    return load_brand(BRAND_FOLDER)


def _read(name: str) -> Any:
    return yaml.safe_load((BRAND_FOLDER / name).read_text(encoding="utf-8"))


def _maps(document: Any, path: str = "") -> Iterator[tuple[str, dict[Any, Any]]]:
    if isinstance(document, dict):
        yield path, document
        for key, value in document.items():
            yield from _maps(value, f"{path}/{key}")
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from _maps(value, f"{path}/{index}")


FILES = sorted(str(path.relative_to(BRAND_FOLDER)) for path in BRAND_FOLDER.rglob("*.yaml"))


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("cities.yaml", "inventory/activities.yaml")])
def test_every_text_is_in_five_languages(name: str) -> None:
    for path, known in _maps(_read(name)):
        assert all(isinstance(key, (str, int)) and not isinstance(key, bool) for key in known), path
        if {"en", "de"} <= known.keys():
            assert known.keys() == LANGUAGES, f"{name}{path}"


@pytest.mark.parametrize("name", FILES)
def test_no_word_was_read_as_a_truth_value(name: str) -> None:
    """YAML reads a bare ``no`` as false: in Portuguese it is a word."""
    for path, known in _maps(_read(name)):
        for key, values in known.items():
            if isinstance(values, list):
                assert not any(isinstance(value, bool) for value in values), f"{name}{path}/{key}"


def test_partners_of_the_brand_are_those_of_the_world(brand: Brand, world: World) -> None:
    assert set(world) == set(brand.manifests)
    sellers: dict[str, int] = {}
    for manifest in brand.manifests.values():
        for kind in manifest.kinds:
            sellers[kind] = sellers.get(kind, 0) + 1
    assert sellers == {"flight": 7, "hotel": 3, "restaurant": 2, "ride": 2, "activity": 2, "event": 1}


def _properties(service: Service) -> dict[str, Any]:
    properties: dict[str, Any] = service.tool.parameters["properties"]
    return properties


@pytest.mark.parametrize("kind", ["flight", "hotel", "restaurant", "ride", "activity", "event"])
def test_a_service_is_consistent_in_itself(brand: Brand, kind: str) -> None:
    service = brand.service(kind)
    properties = _properties(service)
    for rule in service.filters:
        assert rule.property in properties
    for name, known in properties.items():
        choices = known.get("enum") or known.get("items", {}).get("enum")
        if choices and "x-synonyms" in known:
            assert set(known["x-synonyms"]) <= set(choices), name
    for preference in service.preferences:
        assert preference.feature in service.features
    for refined in service.tool.parameters["x-refines"].values():
        for each in refined if isinstance(refined, list) else [refined]:
            assert each["property"] in properties


@pytest.mark.parametrize(("partner", "wish"), WISHES)
async def test_cards_and_words_fit_what_partners_offer(
    brand: Brand, world: World, partner: str, wish: dict[str, Any]
) -> None:
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text
    for offer in await search(world, partner, **wish):
        service = brand.service(offer.kind)
        values = {**offer.features, "party": offer.party, "city": offer.city, "area": offer.area}
        texts = [service.price_note, *(line.text for line in service.card if line.text is not None)]
        shown = [line for line in service.card if line.text is not None]
        texts = [service.price_note]
        texts += [line.text for line in shown if line.text and (line.shown_if is None or values.get(line.shown_if))]
        for text in texts:
            for spoken in text.values() if isinstance(text, dict) else [text]:
                assert environment.from_string(spoken).render(**values).strip()
        for rule in service.filters:
            known = rule.feature in ("price", *values) or rule.property.startswith("return_")
            assert known, rule
        for name, feature in service.features.items():
            value = values.get(name)
            for one in value if isinstance(value, list) else [value]:
                if feature.values and one not in (None, ""):
                    assert str(one).lower() in {word.lower() for word in feature.values}, (name, one)


def test_customers_are_the_eight_that_matter(brand: Brand) -> None:
    customers = {one["id"]: one for one in _read("customers.yaml")["customers"]}
    assert len(customers) == 8
    facts = {id: {(f["attribute"], f["value"]) for f in one.get("facts", [])} for id, one in customers.items()}
    colleagues = [id for id, one in customers.items() if one["profile"].get("company") == "northlight"]
    assert len(colleagues) == 2
    first, second = (facts[id] for id in colleagues)
    assert ("hotel.style", "central") in first
    assert ("hotel.style", "quiet") in second
    assert any(("diet", "vegan") in known for known in facts.values())
    assert any(("accessibility", "wheelchair") in known for known in facts.values())
    assert any(not one["consents"] for one in customers.values())
    children = [one for one in customers["ines"]["profile"]["companions"] if one["relation"] == "child"]
    assert len(children) == 2


def test_facts_and_past_trips_speak_the_words_of_the_services(brand: Brand) -> None:
    for customer in _read("customers.yaml")["customers"]:
        for fact in customer.get("facts", []):
            kind, _, feature = fact["attribute"].partition(".")
            if feature:
                known = brand.service(kind).features[feature].values
                assert not known or str(fact["value"]) in known, (customer["id"], fact)
        for trip in customer["trips"]:
            for booking in trip["bookings"]:
                manifest = brand.manifests[booking["partner"]]
                assert booking["kind"] in manifest.kinds
                assert booking["city"] in brand.vocabularies["cities"]
                assert booking["starts_in_days"] < 0
                Money.model_validate(booking["price"])


def test_the_company_policy_names_what_exists(brand: Brand) -> None:
    rules = _read("policies.yaml")["companies"]["northlight"]["rules"]
    airlines = set(_properties(brand.service("flight"))["airline"]["enum"])
    for rule in rules:
        assert rule["kind"] in brand.services
        if rule.get("feature") == "airline":
            assert set(rule["allowed"]) < airlines


async def test_both_colleagues_have_something_to_choose_inside_policy(world: World) -> None:
    for city in ("Lisbon", "Munich", "Milan", "Paris"):
        wish = {"city": city, "check_in": "2026-12-10", "nights": 3, "guests": 1}
        offers = [one for group in ("belcourt", "nordhus") for one in await search(world, group, **wish)]
        inside = [one for one in offers if one.price.minor <= 19_000 * 3]
        styles = [str(one.features["style"]) for one in inside]
        assert any("quiet" in style for style in styles), city
        assert any("central" in style or "design" in style for style in styles), city
