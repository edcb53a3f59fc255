"""The built file: small, self-contained, made from the source beside it."""

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SERVER = Path(__file__).parents[3] / "server"
WIDGET = SERVER / "widget"
BUILT = SERVER / "static" / "concierge-chat.js"


def test_the_widget_is_at_most_40_kilobytes_on_the_wire() -> None:
    assert len(gzip.compress(BUILT.read_bytes(), 9)) <= 40_000


def test_the_widget_fetches_nothing_from_elsewhere_and_evaluates_nothing() -> None:
    built = BUILT.read_text(encoding="utf-8")
    assert "eval(" not in built
    assert "new Function" not in built
    addresses = {piece.split("`")[0].split('"')[0] for piece in built.split("https://")[1:]}
    assert {address for address in addresses if "." in address.split("/")[0]} == set()


def test_the_page_needs_no_inline_script_or_style() -> None:
    page = (SERVER / "static" / "index.html").read_text(encoding="utf-8")
    assert "<style" not in page
    assert "style=" not in page
    assert page.count("<script") == page.count('<script src="')


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((WIDGET / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_every_language_has_every_text_and_the_same_blanks() -> None:
    texts = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (WIDGET / "src" / "texts").iterdir()}
    assert sorted(texts) == ["de", "en", "es", "fr", "pt"]
    for language in texts.values():
        assert list(language) == list(texts["en"])
        assert {key: blanks(text) for key, text in language.items()} == {
            key: blanks(text) for key, text in texts["en"].items()
        }


def blanks(text: str) -> list[str]:
    return sorted(piece.split("}")[0] for piece in text.split("{")[1:])


def test_the_built_file_matches_its_source(tmp_path: Path) -> None:
    npx = shutil.which("npx")
    if npx is None or not (WIDGET / "node_modules").is_dir():
        if os.environ.get("CONCIERGE_REQUIRE_NODE") == "1":
            pytest.fail("CONCIERGE_REQUIRE_NODE=1, but Node or server/widget/node_modules is missing (npm ci)")
        pytest.skip("no Node or no server/widget/node_modules: the widget was not built again to compare")
    command = [npx, "--no-install", "vite", "build", "--outDir", str(tmp_path), "--logLevel", "error"]
    subprocess.run(command, cwd=WIDGET, check=True, timeout=100)
    assert (tmp_path / "concierge-chat.js").read_text(encoding="utf-8") == BUILT.read_text(encoding="utf-8")
