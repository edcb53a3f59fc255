"""What makes one move into words."""

from collections.abc import Callable, Mapping
from typing import Any

from agent.brain.speaking.markup import Ready
from agent.brain.speaking.voice import Voice

Phrase = Callable[[Voice, Mapping[str, Any]], Ready]


def simply(key: str) -> Phrase:
    """Says the text ``key``, which needs no data."""

    def phrase(voice: Voice, data: Mapping[str, Any]) -> Ready:
        return voice.say(key)

    return phrase
