"""The JSON of tool results, read once. Whatever is missing or odd reads as empty: partners differ."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from agent.brain.speaking.formats import amount, clause, listed
from memory.models import Value
from tools.money import Money

_TITLES = ("title", "name", "label", "summary", "text")


class Item(Value):
    """One thing a result lists: an offer, a booking, a fact, or whatever a partner's tool lists."""

    title: str = ""
    subtitle: str = ""
    partner: str = ""
    when: str = ""
    where: str = ""
    price: Money | None = None
    price_text: str = ""
    """Empty where nothing is to be paid: the note or the terms say so."""
    price_note: str = ""
    terms: str = ""
    reasons: tuple[str, ...] = ()
    drawbacks: tuple[str, ...] = ()
    """What speaks against it: reasons with a negative weight."""
    details: tuple[tuple[str, str], ...] = ()
    """Labelled lines, as on the card."""
    source: str = ""
    action: str = ""
    """``book``, ``change`` or ``cancel``, where the item waits for a confirmation."""
    status: str = ""
    reference: str = ""
    sponsored: bool = False

    @classmethod
    def read(cls, json: object, locale: str) -> "Item":
        if not isinstance(json, Mapping):
            return cls(title=text_of(json))
        price = _money(first(json, "price", "amount", "paid", "total"))
        costs = price is None or price.minor != 0
        return cls(
            title=next((found for key in _TITLES if (found := text_of(json.get(key)))), ""),
            subtitle=text_of(json.get("subtitle")),
            partner=text_of(json.get("partner")),
            when=text_of(json.get("when")),
            where=text_of(json.get("where")),
            price=price,
            price_text=price_text(first(json, "price", "amount", "paid", "total", "price_text"), locale)
            if costs
            else "",
            price_note=text_of(json.get("price_note")),
            terms=text_of(json.get("terms")),
            reasons=reasons(json.get("reasons")),
            drawbacks=reasons(json.get("reasons"), against=True),
            details=_details(json.get("details")),
            action=text_of(json.get("action")),
            source=text_of(json.get("source")),
            status=text_of(json.get("status_text")),
            reference=text_of(json.get("reference")),
            sponsored=json.get("sponsored") is True or _promoted(json.get("reasons")),
        )


def items(json: Mapping[str, Any], locale: str) -> tuple[Item, ...]:
    """What a result lists, in its order."""
    listed_here = json.get("items")
    return tuple(Item.read(one, locale) for one in listed_here) if isinstance(listed_here, list | tuple) else ()


def told_apart(entries: Iterable[Item]) -> tuple[Item, ...]:
    """With names that differ: those that share one get the first thing beside it in which they all differ."""
    kept = tuple(entries)
    alike: dict[str, list[Item]] = {}
    for entry in kept:
        alike.setdefault(entry.title, []).append(entry)
    return tuple(_with_mark(entry, alike[entry.title]) for entry in kept)


def _with_mark(entry: Item, alike: Sequence[Item]) -> Item:
    for mark in _MARKS:
        marks = [mark(one) for one in alike]
        if len(alike) > 1 and all(marks) and len(set(marks)) == len(marks):
            return entry.model_copy(update={"title": f"{entry.title} ({mark(entry)})"})
    return entry


_MARKS: tuple[Callable[[Item], str], ...] = (
    lambda entry: entry.subtitle.split(",")[0].strip(),
    lambda entry: entry.when,
)
"""What tells things of one name apart, the plainest first."""


def first(json: Mapping[str, Any], *keys: str) -> object:
    """The first of ``keys`` that has a value."""
    return next((json[key] for key in keys if json.get(key) not in (None, "", [], {})), None)


def text_of(json: object) -> str:
    """A text or number as text; of an object its ``text``; else nothing."""
    if isinstance(json, Mapping):
        return text_of(json.get("text"))
    if isinstance(json, bool) or not isinstance(json, str | int | float):
        return ""
    return str(json).strip()


def texts_of(json: object) -> tuple[str, ...]:
    """A list's texts, or the one text; empty ones left out."""
    entries = json if isinstance(json, list | tuple) else [json]
    return tuple(found for entry in entries if (found := text_of(entry)))


def price_text(json: object, locale: str) -> str:
    """An amount as its result words it, or as the reader's locale does; several as a list."""
    if isinstance(json, list | tuple):
        return listed([found for one in json if (found := price_text(one, locale))], locale)
    if isinstance(json, Mapping) and not text_of(json):
        money = _money(json)
        return amount(money.minor, money.currency, locale) if money else ""
    return text_of(json)


def reasons(json: object, *, against: bool = False) -> tuple[str, ...]:
    """Reasons as clauses in the result's order: what speaks for the thing, or what speaks ``against`` it.

    A paid placement is neither.
    """
    entries = json if isinstance(json, list | tuple) else []
    kept = [one for one in entries if not _is_promotion(one) and _is_drawback(one) is against]
    return tuple(clause(text) for text in texts_of(kept))


def _is_drawback(json: object) -> bool:
    weight = json.get("weight") if isinstance(json, Mapping) else None
    return isinstance(weight, int | float) and weight < 0


def _promoted(json: object) -> bool:
    return isinstance(json, list | tuple) and any(_is_promotion(one) for one in json)


def _is_promotion(json: object) -> bool:
    return isinstance(json, Mapping) and json.get("kind") == "promotion"


def _money(json: object) -> Money | None:
    if not isinstance(json, Mapping):
        return None
    minor, currency = json.get("minor"), json.get("currency")
    if type(minor) is not int or not isinstance(currency, str):
        return None
    well_formed = len(currency) == 3 and currency.isascii() and currency.isupper()
    return Money(minor=minor, currency=currency) if well_formed else None


def _details(json: object) -> tuple[tuple[str, str], ...]:
    entries = json if isinstance(json, list | tuple) else []
    pairs = ((text_of(one.get("label")), text_of(one.get("value"))) for one in entries if isinstance(one, Mapping))
    return tuple((label, value) for label, value in pairs if label and value)
