"""The brand's back end: its record of customers, what happened elsewhere, and figures without names."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.server.running import RunningServer, running
from tests.server.test_http import run

SECRET = "the brand's own, for this test"
RECORD = {
    "name": "Yara Nunes",
    "locale": "pt-PT",
    "zone": "Europe/Lisbon",
    "currency": "EUR",
    "home_city": "Porto",
    "companions": [{"name": "Leo", "relation": "child", "birth_date": "2019-05-04"}],
    "fields": [{"name": "loyalty_tier", "value": "gold", "source": "crm"}],
}
BOUGHT = {
    "type": "purchased",
    "id": "order-1",
    "seller": "Rail & Sea",
    "kind": "hotel",
    "title": "Casa da Duna",
    "city": "Faro",
    "starts": "2026-05-01T15:00:00+01:00",
    "ends": "2026-05-04T11:00:00+01:00",
    "amount": 41250,
    "currency": "EUR",
    "reference": "RS-77",
    "bought_at": "2026-04-01T10:00:00Z",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home"), brand_secret=SECRET) as started:
        yield started


@pytest.fixture
def brand(server: RunningServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{server.url}/v1/brand", headers={"Authorization": f"Bearer {SECRET}"}) as client:
        yield client


def happened(brand: httpx.Client, customer: str, event: dict[str, Any]) -> bool:
    answer = brand.post(f"/customers/{customer}/events", json=event)
    return bool(answer.raise_for_status().json()["taken"])


def test_a_record_is_kept_replaced_and_read_back(brand: httpx.Client) -> None:
    assert brand.put("/customers/yara", json=RECORD).status_code == 204
    kept = brand.get("/customers/yara").json()
    assert (kept["name"], kept["fields"][0]["value"], kept["companions"][0]["name"]) == ("Yara Nunes", "gold", "Leo")
    brand.put("/customers/yara", json=RECORD | {"companions": [], "home_city": "Braga"}).raise_for_status()
    kept = brand.get("/customers/yara").json()
    assert (kept["home_city"], kept["companions"]) == ("Braga", [])
    assert brand.get("/customers/nobody-yet").status_code == 404


@pytest.mark.parametrize("wrong", [{"zone": "Mars/Olympus"}, {"currency": "euro"}, {"locale": "x" * 40}, {"vip": True}])
def test_a_record_that_makes_no_sense_is_refused(brand: httpx.Client, wrong: dict[str, Any]) -> None:
    assert brand.put("/customers/yara", json=RECORD | wrong).status_code == 422


def test_the_record_is_what_the_customer_is_told_of(server: RunningServer, brand: httpx.Client) -> None:
    brand.put("/customers/mara", json=RECORD | {"name": "Mara Lindqvist", "locale": "en-GB"}).raise_for_status()
    with server.client("mara") as mara:
        assert "Porto" in str(mara.get("/v1/me/memories").json())


def test_a_purchase_elsewhere_stands_among_the_bookings_once(server: RunningServer, brand: httpx.Client) -> None:
    assert happened(brand, "jonas", BOUGHT)
    assert not happened(brand, "jonas", BOUGHT)
    with server.client("jonas") as jonas:
        bought = [each for each in jonas.get("/v1/me/bookings").json()["bookings"] if each["reference"] == "RS-77"]
        assert [each["paid_text"] for each in bought] == ["€412.50"]
        receipt = jonas.get(f"/v1/me/bookings/{bought[0]['booking']}").json()
    assert receipt["paid"] == {"minor": 41250, "currency": "EUR"}
    future = BOUGHT | {"id": "order-2", "starts": "2027-05-01T15:00:00+01:00", "ends": "2027-05-04T11:00:00+01:00"}
    assert brand.post("/customers/jonas/events", json=future).status_code == 409


def test_a_decision_on_the_brands_own_pages_holds_here(server: RunningServer, brand: httpx.Client) -> None:
    decided = {"type": "consented", "id": "c-1", "purpose": "proactive:email", "granted": True}
    with server.client("jonas") as jonas:

        def allowed() -> bool:
            purposes = jonas.get("/v1/me/consents").json()["purposes"]
            return bool({each["purpose"]: each["granted"] for each in purposes}["proactive:email"])

        assert happened(brand, "jonas", decided)
        assert allowed()
        jonas.put("/v1/me/consents/proactive:email", json={"granted": False}).raise_for_status()
        assert not happened(brand, "jonas", decided)
        assert not allowed()
        sources = [each["source"] for each in jonas.get("/v1/me/export").json()["consents"]]
    assert any(each.startswith("brand:") for each in sources)
    assert brand.post("/customers/jonas/events", json=decided | {"purpose": "mind_reading"}).status_code == 404


def test_figures_can_be_read_and_name_nobody(server: RunningServer, brand: httpx.Client) -> None:
    with server.client("mara") as mara:
        for number in (1, 2):  # the second begins when the first has been counted
            run(mara, "t-figures", number, "hello")
    figures = brand.get("/metrics").json()["figures"]
    runs = {each["labels"]["outcome"]: each["value"] for each in figures if each["name"] == "concierge_runs_total"}
    assert runs["finished"] >= 1
    assert "mara" not in str(figures).lower()


@pytest.mark.parametrize("given", ["", "Bearer guess", f"Basic {SECRET}", "Bearer"])
def test_without_the_secret_there_is_nothing(server: RunningServer, given: str) -> None:
    headers = {"Authorization": given} if given else {}
    for method, path in (("GET", "/customers/mara"), ("PUT", "/customers/mara"), ("GET", "/metrics")):
        assert httpx.request(method, f"{server.url}/v1/brand{path}", headers=headers, json=RECORD).status_code == 401


def test_a_customers_token_is_no_secret(server: RunningServer) -> None:
    with server.client("mara") as mara:
        assert mara.get("/v1/brand/customers/jonas").status_code == 401
