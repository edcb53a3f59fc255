"""One speaker for one reply: texts of one language, formats of one locale, wordings chosen by the turn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from agent.brain.speaking import formats
from agent.brain.speaking.items import Item, items, told_apart
from agent.brain.speaking.markup import Ready, plain
from tools.words import Words, localised


@dataclass(frozen=True)
class Voice:
    """Words for one reply. Whatever is filled into a text is escaped unless it is ``Ready``."""

    words: Words
    locale: str
    turn: int = 0
    name: str = ""

    def say(self, key: str, **values: Any) -> Ready:
        """The text ``key``; where it has numbered wordings, one of them, a different one next turn."""
        safe = {name: plain(value) if isinstance(value, str) else value for name, value in values.items()}
        return Ready(self.words.say(self._wording(key), self.locale, **safe))

    def join(self, pieces: Iterable[str], between: str = " ") -> Ready:
        """Put pieces that are not empty side by side."""
        return Ready(between.join(plain(piece) for piece in pieces if piece))

    def bullets(self, lines: Iterable[str]) -> Ready:
        return Ready("\n".join(f"- {plain(line)}" for line in lines if line))

    def sentences(self, texts: Iterable[str]) -> Ready:
        """Sentences from outside, each with an end."""
        return self.join(formats.sentence(text) for text in texts)

    def listed(self, pieces: Iterable[str], *, either: bool = False) -> Ready:
        return formats.listed(list(pieces), self.locale, either=either)

    def titles(self, entries: Iterable[Item], *, either: bool = False) -> Ready:
        """Bold names as a list in words."""
        named = [Ready(f"**{plain(self.title(entry))}**") for entry in told_apart(entries)]
        return self.listed(named, either=either)

    def title(self, item: Item) -> str:
        return item.title or self.say("item.untitled")

    def day(self, iso: str, *, year: bool = False) -> str:
        """An ISO date with its weekday."""
        return formats.day(date.fromisoformat(iso), self.locale, year=year)

    def item(self, json: object) -> Item:
        return Item.read(json, self.locale)

    def items(self, result: Mapping[str, Any]) -> tuple[Item, ...]:
        return items(result, self.locale)

    def counted(self, title: object, count: int) -> Ready:
        """``3 hotels``, or ``3 options`` where that form of the noun is not known."""
        noun = self.noun(title, count)
        return self.say("counted.noun", count=count, noun=noun) if noun else self.say("counted.options", count=count)

    def noun(self, title: object, count: int) -> str:
        """The noun in the number that ``count`` asks for; empty where that form is not known."""
        forms = localised(title, self.locale) if isinstance(title, dict) and "other" not in title else title
        if isinstance(forms, Mapping):
            return str(forms.get("one" if count == 1 else "other", ""))
        return forms if isinstance(forms, str) and count == 1 else ""

    def heading(self, title: object) -> str:
        """The noun to stand at the head of a line: its plural, else its singular."""
        return formats.capital(self.noun(title, 2) or self.noun(title, 1))

    def _wording(self, key: str) -> str:
        count = 0
        while self.words.has(f"{key}.{count + 1}"):
            count += 1
        return f"{key}.{(self.turn + crc32(key.encode())) % count + 1}" if count else key
