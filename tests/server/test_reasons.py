"""Suggestions questioned over REST: the same answers as in the conversation, and only about one's own."""

from collections.abc import Iterator

import pytest

from tests.server.running import RunningServer, cards, line, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


async def test_a_suggestion_is_questioned_and_a_reason_switched_off(server: RunningServer) -> None:
    async with line(server, "jonas") as own:
        frames = await own.say("a hotel in Lisbon from 10 to 13 December for one person")
    first, second = (one["offer"] for one in cards(frames, "offers")[0]["offers"][:2])
    with server.client("jonas") as client:
        why = client.get(f"/v1/me/offers/{first}/why").json()
        assert {"said_before", "past_trips"} <= {one["kind"] for one in why["reasons"]}
        assert all(one["facts"] for one in why["reasons"] if one["kind"] == "said_before")
        apart = client.get(f"/v1/me/offers/{first}/why", params={"rather_than": second}).json()
        assert apart["reasons"] or apart["not_used"]
        absent = client.get(f"/v1/me/offers/{first}/why", params={"named": "Casa do Poeta"}).json()
        assert "Northlight stays at Belcourt and Nordhus hotels" in absent["message"]
        assert "would come first" in client.get(f"/v1/me/offers/{first}/change").json()["text"]

        done = client.put("/v1/me/reasons/past_trips", json={"use": False, "thread": own.thread}).json()
        assert len(done["offers"]["offers"]) == 5
        again = client.get(f"/v1/me/offers/{first}/why").json()
        assert "past_trips" not in {one["kind"] for one in again["reasons"]}
        kinds = {one["kind"]: one["use"] for one in client.get("/v1/me/reasons").json()["kinds"]}
        assert kinds == {"said_before": True, "profile": True, "past_trips": False, "similar_customers": True}

        client.put("/v1/me/reasons/all", json={"use": False, "thread": own.thread}).raise_for_status()
        kinds = {one["kind"]: one["use"] for one in client.get("/v1/me/reasons").json()["kinds"]}
        assert not any(kinds.values())
        why = client.get(f"/v1/me/offers/{first}/why").json()
        assert {one["kind"] for one in why["reasons"]} <= {"said_now", "context", "promotion"}
    with server.client("aylin") as other:
        assert other.get(f"/v1/me/offers/{first}/why").status_code == 404
        assert other.get(f"/v1/me/offers/{first}/change").status_code == 404
        assert other.put("/v1/me/reasons/horoscope", json={"use": False}).status_code == 404
