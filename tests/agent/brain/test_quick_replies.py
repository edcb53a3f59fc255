"""Our own quick replies are understood, in each language and whatever is on the table."""

from pathlib import Path

import pytest

from agent.brain.speaking.speaker import TEXTS
from tests.agent.talking import talking
from tools.words import Words

WISH = {
    "en-GB": "a hotel in Lisbon from 10 to 13 December",
    "de-DE": "ein Hotel in Lissabon vom 10. bis 13. Dezember",
    "fr-FR": "un hôtel à Lisbonne du 10 au 13 décembre",
    "es-ES": "un hotel en Lisboa del 10 al 13 de diciembre",
    "pt-PT": "um hotel em Lisboa de 10 a 13 de dezembro",
}
EXPECTED = {"suggest.start.2": "list_bookings", "suggest.results.3": "explain"}


@pytest.mark.parametrize("locale", WISH)
async def test_quick_replies_are_understood_beside_a_list(locale: str, tmp_path: Path) -> None:
    words = Words.load(TEXTS)
    async with talking(tmp_path) as talk:
        await talk.say(WISH[locale])
        for key in ("suggest.start.2", "suggest.results.3"):
            said = words.say(key, locale)
            turn = await talk.say(said)
            assert EXPECTED[key] in [tool for tool, _ in turn.tools], said
