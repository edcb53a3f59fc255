"""Adding a partner from the command line."""

import json
from pathlib import Path

import yaml
from click.testing import CliRunner, Result

from agent.partner_commands import partner
from tests.tools.adapters.service import MANIFEST, write


def run(home: Path, *words: str) -> Result:
    return CliRunner(env={"CONCIERGE_HOME": str(home / "home")}).invoke(partner, list(words))


def test_a_partner_is_checked_added_listed_and_switched_off(tmp_path: Path) -> None:
    file = str(write(tmp_path, MANIFEST))
    assert "is a good manifest" in run(tmp_path, "check", file).output
    added = run(tmp_path, "add", file)
    assert (added.exit_code, "Museum is added" in added.output) == (0, True)
    assert "museum" in run(tmp_path, "list").output
    assert run(tmp_path, "disable", "museum").output == "museum is disabled.\n"
    decision = json.loads((tmp_path / "home" / "partners" / "museum" / "decision.json").read_text("utf-8"))
    assert set(decision["tools"]) == {"find", "listSlots", "order"}
    assert "disabled" in run(tmp_path, "list").output
    assert run(tmp_path, "enable", "museum").exit_code == 0
    assert run(tmp_path, "disable", "volante").output == "volante is disabled.\n", "the brand's own have a switch too"
    assert run(tmp_path, "disable", "nobody").output.startswith(
        "Error: there is no partner nobody; there are aerolinde,"
    )


def test_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, MANIFEST | {"kinds": ["activity"], "colour": "blue"})
    said = run(tmp_path, "add", str(file)).output
    line = file.read_text("utf-8").split("\n").index("colour: blue") + 1
    assert said == f"Error: {file}:{line}: colour: there is no such key\n"


def test_what_the_partner_does_not_have_cannot_be_added(tmp_path: Path) -> None:
    operations = MANIFEST["operations"] | {"lookup": {"operation": "findAll", "effect": "read"}}
    said = run(tmp_path, "add", str(write(tmp_path, MANIFEST | {"operations": operations}))).output
    assert said == "Error: Museum has no findAll; it has find, listSlots, order\n"
    assert run(tmp_path, "add", str(write(tmp_path, MANIFEST | {"kinds": ["spaceflight"]}))).exit_code == 1
    assert run(tmp_path, "add", str(write(tmp_path, MANIFEST | {"id": "volante"}))).exit_code == 1


def test_a_manifest_that_is_changed_afterwards_is_not_trusted(tmp_path: Path) -> None:
    run(tmp_path, "add", str(write(tmp_path, MANIFEST)))
    kept = tmp_path / "home" / "partners" / "museum" / "manifest.yaml"
    kept.write_text(yaml.safe_dump(MANIFEST | {"name": "Other"}), encoding="utf-8")
    assert "was changed after it was approved" in run(tmp_path, "list").output


def test_an_openapi_document_shows_what_could_be_used(tmp_path: Path) -> None:
    write(tmp_path, MANIFEST)
    said = run(tmp_path, "check", str(tmp_path / "openapi.yaml")).output
    assert "listSlots (GET /slots): town, [tags]" in said
