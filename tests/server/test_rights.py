"""A customer's rights over REST: why, put right, receipts, take along; and no door opens to anybody else."""

from collections.abc import Iterator

import httpx
import pytest

from tests.server.running import Frame, RunningServer, cards, running
from tests.server.test_http import run


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


@pytest.fixture
def new(server: RunningServer) -> Iterator[httpx.Client]:
    """Somebody new who allows remembering."""
    with server.client(None) as client:
        client.put("/v1/me/consents/memory", json={"granted": True}).raise_for_status()
        yield client


def remembered(client: httpx.Client) -> list[Frame]:
    return [each for each in client.get("/v1/me/memories").json()["items"] if each["can_forget"]]


def test_why_is_every_time_it_was_said(new: httpx.Client) -> None:
    run(new, "t-why", 1, "I'm vegan.")
    run(new, "t-why", 2, "As I said, I'm vegan.")
    (item,) = remembered(new)
    why = new.get(f"/v1/me/memories/{item['id']}").json()
    assert why["item"] == item
    assert [each["words"] for each in why["said"]] == ["I'm vegan.", "As I said, I'm vegan."]
    assert {each["thread"] for each in why["said"]} == {"t-why"}


def test_the_brands_own_record_says_so(server: RunningServer) -> None:
    with server.client("mara") as client:
        why = client.get("/v1/me/memories/profile_0").json()
    assert why["said"] == []
    assert "Solvane" in why["item"]["source"]


def test_a_memory_is_put_right_in_words(new: httpx.Client) -> None:
    run(new, "t-right", 1, "I like quiet hotels.")
    (item,) = remembered(new)
    answer = new.patch(f"/v1/me/memories/{item['id']}", json={"text": "I like lively hotels"})
    assert [each["text"] for each in answer.json()["items"]] == ["You like lively hotels"]
    assert [each["text"] for each in remembered(new)] == ["You like lively hotels"]
    answer = new.patch(f"/v1/me/memories/{remembered(new)[0]['id']}", json={"text": "hmm"})
    assert answer.status_code == 409
    assert [each["text"] for each in remembered(new)] == ["You like lively hotels"]


def test_a_receipt_is_exact(server: RunningServer) -> None:
    with server.client("mara") as client:
        listed = client.get("/v1/me/bookings").json()["bookings"][0]
        receipt = client.get(f"/v1/me/bookings/{listed['booking']}").json()
    assert receipt["reference"] == listed["reference"]
    assert receipt["paid"]["currency"] == "EUR"
    assert f"{receipt['paid']['minor'] / 100:.2f}" in listed["paid_text"]
    assert sum(each["amount"]["minor"] for each in receipt["lines"]) in (0, receipt["paid"]["minor"])


def test_the_export_holds_what_every_store_holds(server: RunningServer, new: httpx.Client) -> None:
    new.put("/v1/me/consents/purchase_history", json={"granted": True}).raise_for_status()
    shown = run(new, "t-all", 1, "I'm vegan. A hotel in Porto from 10 to 13 December for one person")
    run(new, "t-all", 2, "book the first one")
    told = run(new, "t-all", 3, "I want to talk to a human")
    answer = next(each["messageId"] for each in told if each["type"] == "TEXT_MESSAGE_START")
    seen = {"about": "offer", "offer": cards(shown, "offers")[0]["offers"][0]["offer"], "act": "opened"}
    new.post("/v1/me/feedback", json=seen).raise_for_status()
    thumb = {"about": "message", "thread": "t-all", "message": answer, "value": -1, "reason": "too slow"}
    new.post("/v1/me/feedback", json=thumb).raise_for_status()
    held = new.get("/v1/me/export").json()
    assert {name for name, value in held.items() if value} >= {
        "profile",
        "consents",
        "facts",
        "threads",
        "confirmations",
        "feedback",
        "verdicts",
        "tickets",
    }
    with server.client("mara") as mara:
        held = mara.get("/v1/me/export").json()
    assert {each["booking"] for each in held["receipts"]} == {each["booking"] for each in held["bookings"]}


DOORS = (
    ("GET", "/v1/me/memories/{memory}", None),
    ("PATCH", "/v1/me/memories/{memory}", {"text": "I'm vegetarian"}),
    ("DELETE", "/v1/me/memories/{memory}", None),
    ("GET", "/v1/me/threads/{thread}", None),
    ("PUT", "/v1/me/threads/{thread}", {"private": True}),
    ("GET", "/v1/me/bookings/{booking}", None),
    ("DELETE", "/v1/me/permissions/{booking}", None),
    ("POST", "/v1/me/feedback", {"about": "booking", "booking": "{booking}", "stars": 5}),
    ("POST", "/v1/me/feedback", {"about": "message", "thread": "{thread}", "message": "{message}", "value": 1}),
    (
        "POST",
        "/v1/agui",
        {"threadId": "{thread}", "runId": "r", "messages": [{"id": "m", "role": "user", "content": "x"}]},
    ),
)


@pytest.fixture(scope="module")
def marasown(server: RunningServer) -> dict[str, str]:
    """Names of things that are Mara's."""
    with server.client("mara") as mara:
        said = run(mara, "t-mara", 1, "hello")
        return {
            "memory": remembered(mara)[0]["id"],
            "thread": "t-mara",
            "message": next(each["messageId"] for each in said if each["type"] == "TEXT_MESSAGE_START"),
            "booking": mara.get("/v1/me/bookings").json()["bookings"][0]["booking"],
        }


@pytest.mark.parametrize(("method", "path", "body"), DOORS, ids=[f"{method} {path}" for method, path, _ in DOORS])
def test_what_is_somebody_elses_is_as_absent_as_what_is_nobodys(
    server: RunningServer, marasown: dict[str, str], method: str, path: str, body: Frame | None
) -> None:
    nobodys = marasown | {name: f"none_{name}" for name in ("memory", "booking", "message")}
    if "agui" not in path:  # there, a name nobody has is taken for a new conversation
        nobodys["thread"] = "none_thread"

    def knock(names: dict[str, str]) -> tuple[int, Frame]:
        given = body and {key: _named(value, names) for key, value in body.items()}
        with server.client(None) as stranger:
            answer = stranger.request(method, path.format_map(names), json=given)
        return answer.status_code, answer.json()

    assert knock(marasown)[0] == 404
    assert knock(marasown) == knock(nobodys)


def _named(value: object, names: dict[str, str]) -> object:
    return value.format_map(names) if isinstance(value, str) else value
