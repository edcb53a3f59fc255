"""A manifest is checked as a whole, and each mistake is named with its line."""

from pathlib import Path

import pytest

from tools.manifest import Mechanism
from tools.manifest_file import SCHEMA_FILE, ManifestError, read_manifest, schema_text

TICKETS = """\
id: palace
name: Palace
kinds: [activity]
mechanism: openapi
openapi: {document: openapi.yaml}
auth: {type: bearer, secret: PARTNER_PALACE_TOKEN}
inject:
  - {to: header, name: Idempotency-Key, value: key}
operations:
  search: {operation: listTickets, effect: read, answer: {offers: tickets}}
  book:
    operation: order
    effect: commit
    arguments: {ticket: ref, guest.name: traveller.name}
    answer: {reference: id}
receives: [name]
"""


def read(tmp_path: Path, text: str) -> str:
    """What is said of a wrong manifest, without the folder."""
    path = tmp_path / "palace.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError) as wrong:
        read_manifest(path)
    return str(wrong.value).replace(f"{tmp_path}/", "")


def test_a_good_manifest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "palace.yaml"
    path.write_text(TICKETS, encoding="utf-8")
    manifest = read_manifest(path)
    assert (manifest.id, manifest.mechanism) == ("palace", Mechanism.OPENAPI)
    assert manifest.operations["book"].arguments["guest.name"] == "traveller.name"


def test_the_published_schema_is_that_of_the_manifests() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run: concierge partner schema --write"


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("receives: [name]", "recieves: [name]", 16, "recieves: there is no such key"),
        ("effect: read", "effect: reed", 10, "operations.search.effect: "),
        ("reference: id", "reference: 'id['", 15, "no JMESPath expression"),
        ("PARTNER_PALACE_TOKEN", "AWS_SECRET_ACCESS_KEY", 6, "String should match pattern"),
        ("mechanism: openapi", "mechanism: mcp", 1, "mechanism mcp has no use for `openapi`"),
        ("effect: commit", "effect: read", 1, "the effect of book is `commit`"),
        ("value: key", "value: locale", 1, "nothing carries `key` to the partner when we book"),
        ("receives: [name]", "receives: [name, diet]", 1, "need a purpose"),
        ("receives: [name]", "receives: [name, email]", 1, "['email'] are none of"),
        ("name: Palace", "name: [", 4, "is not YAML"),
        ("  book:", "  boo:", 1, "'boo' is none of search"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, before: str, after: str, line: int, words: str) -> None:
    said = read(tmp_path, TICKETS.replace(before, after, 1))
    assert said.startswith(f"palace.yaml:{line}: ")
    assert words in said


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    said = read(tmp_path, TICKETS.replace("effect: read", "effect: reed").replace("name: Palace", "nam: Palace"))
    assert len(said.splitlines()) == 3


def test_the_documented_manifest_is_a_good_one(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "partners.md").read_text("utf-8")
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "museum.yaml").write_text(example, encoding="utf-8")
    museum = read_manifest(tmp_path / "museum.yaml")
    assert set(museum.operations) == {"search", "quote", "book", "cancel", "lookup"}
    assert (museum.operations["lookup"].answer.cancelled, museum.sample["date"]) == (("void",), "+30")
