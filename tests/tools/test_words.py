from pathlib import Path

import pytest

from tools.words import LANGUAGES, TextError, Words, language, localised


def _folder(tmp_path: Path, **overrides: str) -> Path:
    for code in LANGUAGES:
        text = overrides.get(code, "stay:\n  nights: \"{{ count }} {{ 'night' if count == 1 else 'nights' }}\"\n")
        (tmp_path / f"{code}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_text_is_filled_in_and_falls_back_to_english_for_a_strange_language(tmp_path: Path) -> None:
    words = Words.load(
        _folder(tmp_path, de="stay:\n  nights: \"{{ count }} {{ 'Nacht' if count == 1 else 'Nächte' }}\"\n")
    )
    assert words.say("stay.nights", "de-AT", count=2) == "2 Nächte"
    assert words.say("stay.nights", "ja-JP", count=1) == "1 night"


def test_a_missing_value_is_an_error_that_names_the_key(tmp_path: Path) -> None:
    with pytest.raises(TextError, match=r"stay\.nights"):
        Words.load(_folder(tmp_path)).say("stay.nights", "en")


def test_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TextError, match="no key 'hello'"):
        Words.load(_folder(tmp_path)).say("hello", "en")


@pytest.mark.parametrize(
    "broken",
    ["other: x\n", "stay: {}\n", 'stay:\n  nights: "{{ number }}"\n', "- list\n", "stay:\n  nights: 3\n"],
)
def test_languages_that_do_not_agree_do_not_load(tmp_path: Path, broken: str) -> None:
    with pytest.raises(TextError, match="fr"):
        Words.load(_folder(tmp_path, fr=broken))


def test_a_mapping_of_languages_yields_the_readers_own() -> None:
    assert localised({"en": "hotel", "de": "Hotel"}, "de-DE") == "Hotel"
    assert localised({"en": "hotel"}, "pt-BR") == "hotel"
    assert localised("spa", "fr") == "spa"
    assert language("EN_us") == "en"
