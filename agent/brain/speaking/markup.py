"""Text from outside made safe to stand inside Markdown: shown as it is, never formatting, never a link."""

import re
import unicodedata

LONGEST = 400
"""Characters of one piece of outside text that a reply takes; the cards have the rest."""

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_CONTROL = re.compile(r"([\\`*\[\]<>~])")
_EDGE_UNDERSCORE = re.compile(r"(?<!\w)_|_(?!\w)")
_LINE_START = re.compile(r"^(\d*)([#+=.)-])(?!\w)")


class Ready(str):
    """Markdown of our own making: whatever came from outside is escaped in it already."""

    __slots__ = ()


def plain(text: str) -> Ready:
    """Escape ``text`` for Markdown, on one line and of bounded length. ``Ready`` text passes unchanged."""
    if isinstance(text, Ready):
        return text
    line = shortened(one_line(text))
    pieces: list[str] = []
    end = 0
    for address in _ADDRESS.finditer(line):
        pieces += (_escaped(line[end : address.start()]), _as_code(address.group()))
        end = address.end()
    pieces.append(_escaped(line[end:]))
    return Ready(_LINE_START.sub(r"\1\\\2", "".join(pieces)))


def one_line(text: str) -> str:
    """Without line breaks, control characters and invisible direction marks; runs of blanks become one."""
    visible = "".join(
        " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    return " ".join(visible.split())


def shortened(text: str, longest: int = LONGEST) -> str:
    """Cut at a word, with an ellipsis, when longer than ``longest`` characters."""
    if len(text) <= longest:
        return text
    head = text[:longest].rsplit(" ", 1)[0] or text[:longest]
    return head.rstrip(" ,;:.-") + "…"


def _escaped(text: str) -> str:
    return _EDGE_UNDERSCORE.sub(r"\\_", _CONTROL.sub(r"\\\1", text))


def _as_code(address: str) -> str:
    """As code, which no renderer turns into a link."""
    kept = address.replace("`", "").rstrip(".,;:!?)")
    return f"`{kept}`" + _escaped(address.replace("`", "")[len(kept) :])
