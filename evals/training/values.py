"""When two values are the same: case, space, punctuation, small numbers and clock forms set aside."""

from __future__ import annotations

import re

from agent.brain.lexicon import lexicon

_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::\d{2})?\s*(a\.?m\.?|p\.?m\.?)?")


def normal(value: object) -> str:
    """A value in the form in which values are compared."""
    text = str(value).strip().casefold()
    clock = _CLOCK.fullmatch(text)
    if clock and (clock[2] or clock[3]):
        hour = int(clock[1])
        if clock[3]:
            hour = hour % 12 + (12 if clock[3].startswith("p") else 0)
        return f"{hour:02d}:{clock[2] or '00'}"
    text = re.sub(r"[^\w:./-]+", " ", text.replace("$", " ")).strip(" .")
    numbers = lexicon("en").numbers
    words = [str(numbers.get(word, word)) for word in text.split() if word != "the"]
    return re.sub(r"\.0+$", "", " ".join(words))
