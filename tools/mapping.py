"""Where things stand in a partner's answers: JMESPath expressions, checked when a manifest is read."""

from collections.abc import Mapping
from typing import Annotated, Any

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator, Field, model_validator

from memory.models import Value


def _compiles(expression: str) -> str:
    try:
        jmespath.compile(expression)
    except JMESPathError as error:
        reason = str(error).split("\n", 1)[0].rstrip(":")
        raise ValueError(f"{expression!r} is no JMESPath expression: {reason}") from error
    return expression


Path = Annotated[str, AfterValidator(_compiles), Field(description="A JMESPath expression.")]
"""E.g. ``price.total``, ``join('T', [day, time])`` or the constant ``'EUR'``."""


class AmountPaths(Value):
    """Where an amount stands: in major units (``12.30``, text or number) or in minor ones (``1230``)."""

    amount: Path | None = None
    minor: Path | None = None
    currency: Path = "currency"

    @model_validator(mode="after")
    def _one_of_both(self) -> "AmountPaths":
        if (self.amount is None) == (self.minor is None):
            raise ValueError("give `amount` (major units) or `minor` (minor units)")
        return self


class LinePaths(Value):
    """Where the parts of a price stand. ``each`` finds their list; the others look into one of them."""

    each: Path
    label: Path
    price: AmountPaths


class TermsPaths(Value):
    """Where refund terms stand. What has no path is what the partner does not say."""

    refundable: Path
    free_until: Path | None = None
    fee: AmountPaths | None = None
    text: Path


class OfferPaths(Value):
    """Where the fields of an ``OfferDocument`` stand in one offer.

    Beside the offer's own keys a path may use ``_request`` (what was asked), ``_answer`` (the whole answer).
    """

    ref: Path
    """What is sent back to quote and book; where it finds an object, that object comes back as ``ref``."""
    title: Path
    subtitle: Path | None = None
    city: Path | None = None
    area: Path | None = None
    starts: Path
    ends: Path | None = None
    zone: Path | None = None
    """IANA zone of moments that are written without an offset."""
    party: Path | None = None
    price: AmountPaths
    price_lines: LinePaths | None = None
    terms: TermsPaths
    features: dict[str, Path] = {}
    sponsored: Path | None = None
    expires_at: Path | None = None
    """Without it an offer holds for ``holds_minutes``."""
    holds_minutes: int = Field(default=15, ge=1, le=1440)


class AnswerPaths(Value):
    """Where an operation's results stand in its answer; the defaults are the contract's own names."""

    offers: Path = "offers"
    offer: Path = "offer"
    reference: Path = "reference"
    price: AmountPaths | None = None
    refund: AmountPaths | None = None
    status: Path | None = None
    """What the partner says came of it."""
    done: tuple[str, ...] = ()
    """Values of ``status`` that mean done; any other is an outcome that is not known yet."""
    cancelled: tuple[str, ...] = ()
    """Values of ``status`` with which a look-up says that a booking was taken back."""

    @model_validator(mode="after")
    def _meaning_of_status(self) -> "AnswerPaths":
        if (self.status is None) != (not self.done):
            raise ValueError("`status` and `done` belong together")
        return self


class Refusals(Value):
    """How a refusal is told from its answer. Without it the HTTP status alone speaks."""

    code: Path | None = None
    codes: dict[str, str] = {}
    """From the partner's codes to ``sold_out``, ``price_changed``, ``not_found``, ``invalid`` or ``refused``."""
    message: Path | None = None
    """A sentence that customers may read. Without it they read ours."""

    @model_validator(mode="after")
    def _known_codes(self) -> "Refusals":
        known = {"sold_out", "price_changed", "not_found", "invalid", "refused"}
        if unknown := set(self.codes.values()) - known:
            raise ValueError(f"{sorted(unknown)} are none of {sorted(known)}")
        return self


def names_in(expression: str) -> set[str]:
    """The field names that an expression reads."""
    return set(_fields(jmespath.compile(expression).parsed))


def _fields(node: Mapping[str, Any]) -> list[str]:
    own = [str(node["value"])] if node["type"] == "field" else []
    return own + [name for child in node["children"] if isinstance(child, dict) for name in _fields(child)]
