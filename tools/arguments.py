"""Arguments of a tool call, checked against its closed schema. A model's arguments are untrusted."""

import json
import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any, NamedTuple, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from rapidfuzz import fuzz, process

from tools.counter import Counter
from tools.models import ToolError, ToolStatus
from tools.money import Money
from tools.words import localised

LARGEST = 16_384
"""Characters of JSON that one call may carry."""
_MONEY = re.compile(r"^\s*(\d{1,9}(?:\.\d{1,2})?)\s*([A-Za-z]{3})?\s*$")
_ALIKE = 72
"""Similarity (0 to 100) from which on a name is worth suggesting."""


class Checked(NamedTuple):
    """Arguments that fit their schema."""

    args: dict[str, Any]
    """All of them, with defaults and what the profile knows."""
    said: dict[str, Any]
    """Those that were given: what the customer wishes now."""
    notes: tuple[str, ...]
    """What was filled in, for the customer."""


class Arguments:
    """Checks the arguments of one tool. Made once for each tool."""

    def __init__(self, schema: dict[str, Any], currency: str) -> None:
        self._schema = schema
        self._currency = currency
        self._properties: dict[str, dict[str, Any]] = schema.get("properties", {})
        self._validator = Draft202012Validator(schema, format_checker=_formats())
        self._names = {
            name: _spellings(known["x-vocabulary"]) for name, known in self._properties.items() if known.get("x-closed")
        }

    def check(self, args: dict[str, Any], counter: Counter) -> Checked:
        """The arguments, filled up and normalised. Raises ``ToolError``."""
        if len(json.dumps(args, default=str)) > LARGEST:
            raise _invalid(counter.say("invalid.too_large"))
        given = {name: value for name, value in args.items() if value is not None and value not in ("", [])}
        said = set(given)
        notes = self._fill(given, counter)
        for error in sorted(self._validator.iter_errors(given), key=_severity):
            raise self._explained(error, counter)
        for name in self._names.keys() & given.keys():
            value = given[name]
            several = isinstance(value, list)
            given[name] = (
                [self._place(name, one, counter) for one in value] if several else self._place(name, value, counter)
            )
        self._check_days(given, counter)
        for name, known in self._properties.items():
            if known.get("format") == "money" and name in given:
                given[name] = self._money(name, given[name], counter)
        return Checked(given, {name: given[name] for name in given if name in said}, notes)

    def title(self, name: str, locale: str) -> str:
        """What a property is called in the customer's language."""
        title = self._properties.get(name, {}).get("x-title")
        return localised(title, locale) if isinstance(title, (dict, str)) else name.replace("_", " ")

    def _fill(self, given: dict[str, Any], counter: Counter) -> tuple[str, ...]:
        notes = []
        for name, known in self._properties.items():
            if name in given:
                continue
            if (usual := known.get("default")) is not None:  # null says that nothing is filled in
                given[name] = usual
            elif (field := known.get("x-profile")) and (value := profile_field(counter, field)):
                given[name] = value
                title = self.title(name, counter.locale)
                notes.append(counter.say("note.from_profile", title=title, value=value))
        return tuple(notes)

    def _explained(self, error: ValidationError, counter: Counter) -> ToolError:
        """A sentence for what is wrong."""
        path = [part for part in error.absolute_path if isinstance(part, str)]
        name = path[0] if path else ""
        title = self.title(name, counter.locale) if name else ""
        rule, bound, given = str(error.validator), cast(Any, error.validator_value), cast(Any, error.instance)
        if rule == "additionalProperties":
            known = ", ".join(self._properties)
            unknown = ", ".join(sorted(set(given) - self._properties.keys()))[:200]
            return _invalid(counter.say("invalid.unknown_argument", unknown=unknown, known=known))
        if rule == "required":
            missing = [one for one in bound if one not in given]
            return self._missing(missing, counter)
        if rule in ("anyOf", "oneOf") and not name:
            choices = [one for option in bound for one in option.get("required", ())]
            return self._missing(choices[:1], counter, tuple(choices))
        if rule in ("minimum", "exclusiveMinimum"):
            return _invalid(counter.say("invalid.too_low", title=title, limit=bound), name)
        if rule in ("maximum", "exclusiveMaximum"):
            return _invalid(counter.say("invalid.too_high", title=title, limit=bound), name)
        if rule == "enum":
            known = ", ".join(str(one) for one in bound)
            return _invalid(counter.say("invalid.not_a_choice", title=title, known=known), name)
        if rule == "format":
            return _invalid(counter.say(f"invalid.format_{_kind(bound)}", title=title), name)
        return _invalid(counter.say("invalid.value", title=title or error.message[:120]), name)

    def _missing(self, names: Iterable[str], counter: Counter, choices: tuple[str, ...] = ()) -> ToolError:
        wanted = list(names)
        titles = [self.title(name, counter.locale) for name in (choices or wanted)]
        joined = counter.say("list_or" if choices else "list_and", items=titles)
        return _invalid(counter.say("invalid.missing", titles=joined), *wanted)

    def _place(self, name: str, value: Any, counter: Counter) -> str:
        names = self._names[name]
        if (known := names.get(str(value).strip().casefold())) is not None:
            return known
        likely = process.extract(str(value).casefold(), names.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=_ALIKE)
        options = list(dict.fromkeys(names[spelling] for spelling, _score, _at in likely))
        title = self.title(name, counter.locale)
        key = "invalid.unknown_name_guess" if options else "invalid.unknown_name"
        values = {"guess": counter.say("list_or", items=options)} if options else {}
        raise ToolError(
            ToolStatus.INVALID,
            counter.say(key, title=title, value=str(value)[:60], **values),
            property=name,
            did_you_mean=options,
        )

    def _check_days(self, given: dict[str, Any], counter: Counter) -> None:
        for name, known in self._properties.items():
            if known.get("format") != "date" or name not in given:
                continue
            day = date.fromisoformat(given[name])
            title = self.title(name, counter.locale)
            if day < counter.today:
                raise _invalid(counter.say("invalid.past_day", title=title, day=given[name]), name)
            if day > counter.last_day:
                raise _invalid(counter.say("invalid.too_far", title=title, day=given[name]), name)
            begins = known.get("x-range-end-of")
            if begins in given and day < date.fromisoformat(given[begins]):
                raise _invalid(counter.say("invalid.reversed", title=title), name)

    def _money(self, name: str, value: str, counter: Counter) -> str:
        amount = read_money(value, self._currency)
        title = self.title(name, counter.locale)
        if amount is None:
            raise _invalid(counter.say("invalid.format_money", title=title), name)
        if amount.currency != self._currency:
            raise _invalid(counter.say("invalid.currency", title=title, currency=self._currency), name)
        return f"{amount.major} {amount.currency}"


def _spellings(vocabulary: dict[str, list[str]]) -> dict[str, str]:
    """Every way to write a known name, and the name."""
    return {spelling.casefold(): name for name, other in vocabulary.items() for spelling in [name, *other]}


def read_money(text: str, currency: str) -> Money | None:
    """``600 EUR`` or ``600`` (in ``currency``) as an amount; None when it is something else."""
    match = _MONEY.match(text)
    if match is None:
        return None
    code = (match[2] or currency).upper()
    try:
        return Money(minor=int(Decimal(match[1]) / Money(minor=1, currency=code).major), currency=code)
    except ValueError:
        return None


def profile_field(counter: Counter, field: str) -> str:
    """A field of the brand's record; empty when it has none."""
    value = getattr(counter.profile, field, None)
    if isinstance(value, str):
        return value
    return next((one.value for one in counter.profile.fields if one.name == field), "")


def _invalid(message: str, *properties: str) -> ToolError:
    return ToolError(ToolStatus.INVALID, message, properties=list(properties))


def _severity(error: ValidationError) -> tuple[int, str]:
    """Unknown arguments first, then wrong ones, then missing ones."""
    order = {"additionalProperties": 0, "required": 2, "anyOf": 3, "oneOf": 3}
    return order.get(str(error.validator), 1), str(error.json_path)


def _kind(form: str) -> str:
    return form if form in ("date", "time", "money") else "other"


def _formats() -> FormatChecker:
    checker = FormatChecker(())
    checker.checks("date", raises=ValueError)(_is_date)
    checker.checks("time", raises=ValueError)(_is_time)
    return checker


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or (len(value) == 10 and bool(date.fromisoformat(value)))


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or (len(value) in (5, 8) and time.fromisoformat(value) is not None)
