"""Text from outside made safe to stand inside Markdown: shown as it is, never formatting, never a link.

Signs that mean something to Markdown are replaced by others that look alike, rather than escaped with a backslash:
replies are also read in terminals, in transcripts and by renderers that do not know the escape.
"""

import re
import unicodedata

LONGEST = 400
"""Characters of one piece of outside text that a reply takes; the cards have the rest."""

_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|tel:)[^\s()\[\]<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_SIGNS = str.maketrans({"*": "∗", "`": "ˋ", "[": "(", "]": ")", "<": "‹", ">": "›", "~": "∼", "\\": "⧵", "|": "¦"})
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_BLOCK_MARK = re.compile(r"^(?:[#+=•-]+\s+)+")
_ORDINAL = re.compile(r"^(\d+)[.)](?=\s)")


class Ready(str):
    """Markdown of our own making: whatever came from outside is disarmed in it already."""

    __slots__ = ()


def plain(text: str) -> Ready:
    """Disarm ``text`` for Markdown, on one line and of bounded length. ``Ready`` text passes unchanged."""
    if isinstance(text, Ready):
        return text
    line = shortened(one_line(text))
    pieces: list[str] = []
    end = 0
    for address in _ADDRESS.finditer(line):
        pieces += (_disarmed(line[end : address.start()]), _as_code(address.group()))
        end = address.end()
    pieces.append(_disarmed(line[end:]))
    return Ready(_ORDINAL.sub("\\1\u2024", _BLOCK_MARK.sub("", "".join(pieces))))


def one_line(text: str) -> str:
    """Without line breaks, control characters and invisible direction marks; runs of blanks become one."""
    kept = (char if unicodedata.category(char) != "Cc" else " " for char in text)
    visible = "".join(char for char in kept if unicodedata.category(char)[0] != "C")
    return re.sub(r"[ \u2028\u2029]+", " ", visible).strip()


def shortened(text: str, longest: int = LONGEST) -> str:
    """Cut at a word, with an ellipsis, when longer than ``longest`` characters."""
    if len(text) <= longest:
        return text
    head = text[:longest].rsplit(" ", 1)[0] or text[:longest]
    return head.rstrip(" ,;:.-") + "…"


def _disarmed(text: str) -> str:
    return _EDGE_UNDERSCORE.sub("＿", text.translate(_SIGNS))


def _as_code(address: str) -> str:
    """As code, which no renderer turns into a link."""
    tidy = address.translate(_SIGNS)
    kept = tidy.rstrip(".,;:!?)")
    return f"`{kept}`{tidy[len(kept) :]}"
