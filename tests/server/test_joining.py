"""A visitor who signs in, and records that the brand merges, over REST."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.server.running import RunningServer, running
from tests.server.test_http import run

BRAND = "brand-secret-of-this-test"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home"), brand_secret=BRAND) as started:
        yield started


@pytest.fixture
def brand(server: RunningServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {BRAND}"}, timeout=30) as client:
        yield client


def remember(client: httpx.Client) -> None:
    client.put("/v1/me/consents/memory", json={"granted": True}).raise_for_status()


def known(client: httpx.Client) -> list[str]:
    return [each["text"] for each in client.get("/v1/me/memories").json()["items"] if each["can_forget"]]


@contextmanager
def entered(brand: httpx.Client, server: RunningServer, name: str) -> Iterator[httpx.Client]:
    brand.put(f"/v1/brand/customers/{name}", json={"name": name.title()}).raise_for_status()
    with server.client(name) as client:
        remember(client)
        yield client


def test_a_visit_is_carried_on_after_signing_in(server: RunningServer) -> None:
    token = server.token(None)
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {token}"}, timeout=30) as visitor:
        remember(visitor)
        run(visitor, "t-visit", 1, "I love jazz")
        with server.client("mara") as mara:
            joined = mara.post("/v1/me/visits", json={"visitor_token": token}).raise_for_status().json()
            assert (joined["facts"], joined["conversations"]) == (1, 1)
            assert "You like jazz" in known(mara)
            assert "t-visit" in {each["id"] for each in mara.get("/v1/me/threads").json()["threads"]}
            assert mara.post("/v1/me/visits", json={"visitor_token": "nonsense"}).status_code == 404
        assert known(visitor) == []
        assert visitor.get("/v1/me/threads").json()["threads"] == []


def test_a_customer_of_the_brand_is_no_visitor(server: RunningServer, brand: httpx.Client) -> None:
    with entered(brand, server, "olga"), server.client("mara") as mara:
        refused = mara.post("/v1/me/visits", json={"visitor_token": server.token("olga")})
    assert refused.status_code == 409


def test_the_brand_merges_two_records_and_takes_it_back(server: RunningServer, brand: httpx.Client) -> None:
    with entered(brand, server, "pia") as pia, entered(brand, server, "pia2") as second:
        run(pia, "t-pia", 1, "I collect stamps")
        run(second, "t-pia2", 1, "I love fado")
        wanted = {"absorbed": "pia2", "kept": "pia", "by": "desk 4"}
        merged = brand.post("/v1/brand/merges", json=wanted).raise_for_status().json()
        assert (merged["facts"], merged["conversations"]) == (1, 1)
        assert set(known(pia)) == {"You collect stamps", "You like fado"}
        assert set(known(second)) == set(known(pia))
        assert brand.post("/v1/brand/merges", json=wanted).status_code == 409
        assert [each["id"] for each in brand.get("/v1/brand/customers/pia/merges").json()] == [merged["id"]]
        brand.delete(f"/v1/brand/merges/{merged['id']}").raise_for_status()
        assert known(pia) == ["You collect stamps"]
        assert known(second) == ["You like fado"]
        assert brand.delete(f"/v1/brand/merges/{merged['id']}").status_code == 404
        assert brand.post("/v1/brand/merges", json=wanted | {"absorbed": "nobody"}).status_code == 404
        assert pia.post("/v1/brand/merges", json=wanted).status_code == 401
