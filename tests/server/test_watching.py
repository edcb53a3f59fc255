"""What operators see: figures and a log, and in neither anything of a customer."""

import json
from pathlib import Path

from tests.server.running import line, served


async def test_neither_figures_nor_log_hold_what_a_customer_said_or_who_they_are(tmp_path: Path) -> None:
    with served(tmp_path, CONCIERGE_LOG="json") as server:
        with server.client("mara") as client:
            profile = client.get("/v1/me/profile").json()
        async with line(server, "mara") as own:
            await own.say("I am allergic to Quokkas and live in Zanzibar")
            await own.say("a quiet hotel in Lisbon from 10 to 13 December for one person")
            await own.socket.send("{")
            await own.custom("error")
            open_lines = server.figures()
        figures = server.figures()
        assert server.end() == 0
    assert "concierge_lines_open 1.0" in open_lines
    assert 'concierge_runs_total{outcome="finished"} 2.0' in figures
    assert 'concierge_runs_refused_total{code="bad_json"} 1.0' in figures
    lines = [json.loads(row) for row in server.said.splitlines() if row.startswith("{")]
    assert [each["message"][:12] for each in lines if each["from"] == "server.runs"] == ["run finished"] * 2
    for word in ("quokka", "zanzibar", "lisbon", "mara", profile["name"].split()[0].lower(), own.thread.lower()):
        assert word not in (server.said + figures).lower()
