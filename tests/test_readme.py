"""The README tells the truth."""

from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from agent.settings import ConciergeSettings
from server.settings import ServerSettings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("settings", [ConciergeSettings, ServerSettings])
def test_every_setting_is_documented_in_its_own_words(settings: type[BaseSettings]) -> None:
    rows = {f"CONCIERGE_{name.upper()}": field.description for name, field in settings.model_fields.items()}
    missing = [
        name
        for name, text in rows.items()
        if not any(f"`{name}`" in line and str(text) in line for line in README.splitlines())
    ]
    assert missing == []


def test_every_file_it_points_to_exists() -> None:
    import re

    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [target for target in targets if not (ROOT / target).exists()] == []
