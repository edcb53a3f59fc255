"""One operation of an OpenAPI document, whatever its version, and how what it takes is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class DocumentError(Exception):
    """A document is no OpenAPI document, or names something that is not in it."""


@dataclass(frozen=True)
class Parameter:
    """One parameter beside the body."""

    name: str
    place: str
    required: bool
    schema: dict[str, Any]
    joined: str | None = None
    """What stands between the entries of a list; None repeats the parameter."""
    is_json: bool = False
    """Whether its value is written as JSON."""
    deep: bool = False
    """Whether an object is written as ``name[field]``, not as parameters that are called like its fields."""


@dataclass(frozen=True)
class Body:
    """What an operation is sent."""

    media: str
    required: bool
    schema: dict[str, Any]

    @property
    def is_form(self) -> bool:
        return self.media in FORMS


@dataclass(frozen=True)
class ApiOperation:
    """One method on one path."""

    id: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: dict[str, Any] = field(default_factory=dict, compare=False)
    """Schema of the JSON of a good answer; empty when none is given."""
    accepts: str = "application/json"
    """Media type of that JSON."""
    server: str = ""
    """Base address where the operation or its path has one of its own."""

    @property
    def reads(self) -> bool:
        return self.method in ("get", "head")


def spoken(offered: Iterable[Any]) -> str:
    """The media type in which we send: JSON where that is taken, else a form. Raises ``DocumentError``."""
    kinds = [str(one) for one in offered]
    for speaks in (is_json, lambda one: one.split(";")[0].strip() in FORMS):
        for one in kinds:
            if speaks(one):
                return one
    if any(one in ("*/*", "application/*") for one in kinds):
        return JSON
    raise DocumentError(f"takes neither JSON nor a form, only {', '.join(kinds)[:100]}")


def is_json(media: str) -> bool:
    return bool(re.fullmatch(r"application/([\w.+-]+\+)?json", str(media).split(";")[0].strip()))


def joint(raw: dict[str, Any], place: str) -> str | None:
    """How lists are written, in the words of either version."""
    swagger = {"csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|", "multi": None}
    if "collectionFormat" in raw:
        return swagger.get(str(raw["collectionFormat"]), ",")
    if "schema" not in raw and raw.get("type") == "array":
        return ","
    style = raw.get("style") or ("form" if place in ("query", "cookie") else "simple")
    explode = raw.get("explode", style == "form")
    if style == "form" and explode:
        return None
    return {"spaceDelimited": " ", "pipeDelimited": "|"}.get(str(style), ",")
