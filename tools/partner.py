"""What a partner is to us, whatever it speaks: one method that takes a call and answers with a JSON object.

A partner of a service kind understands these operations (the manifest names their own operation for each):

- ``search`` (read): arguments as in the kind's search schema -> ``{"offers": [OfferDocument, ...]}``
- ``quote`` (quote): ``{"ref": ...}`` -> ``{"offer": OfferDocument}``, as it stands now; refuses ``sold_out``
- ``quote_change`` (quote): ``{"reference": ..., "changes": {...}}`` -> ``{"offer": OfferDocument}``: the booking as
  it would become, at its whole new price
- ``book`` (commit): ``{"ref": ..., "price": Money, "traveller": {...}, "replaces": reference | None}``
  -> ``{"reference": ..., "price": Money}``; refuses ``price_changed`` when ``price`` is no longer right, and
  ``sold_out``
- ``cancel`` (cancel): ``{"reference": ...}`` -> ``{"refund": Money}``
- ``lookup`` (read): ``{"key": idempotency key}`` -> ``{"reference": ..., "price": Money}`` or ``{}``; with
  ``"status": "cancelled"`` and ``"refund": Money`` when that booking was taken back

Errors are those below and no others.
"""

from typing import Any, Protocol, runtime_checkable

from memory.models import Value
from tools.models import OfferContent, PartnerId


class PartnerCall(Value):
    """One call to a partner. Everything here is put in by the host, below the schema a model sees."""

    operation: str
    """The partner's own word for it."""
    task: str = ""
    """Our word: a key of the manifest's operations, or the name of one of its tools."""
    arguments: dict[str, Any]
    pseudonym: str
    """Who the customer is to this partner alone."""
    idempotency_key: str | None = None
    """Derived from the confirmation; present on commits and cancels."""
    timeout: float = 10.0
    """Seconds left for this call."""


class OfferDocument(OfferContent):
    """An offer in a partner's words. Becomes a ``tools.models.Offer`` with an id of ours."""

    ref: str


class PartnerError(Exception):
    """Base of what a partner call may raise."""


class PartnerUnavailable(PartnerError):
    """The call did not reach the partner or it said "try later": nothing happened. ``retry_after`` is in seconds."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PartnerTimeout(PartnerError):
    """No answer in time: for a commit the outcome is unknown."""


class PartnerUnclear(PartnerTimeout):
    """It answered, but not so that it can be understood: for a commit the outcome is unknown."""


class PartnerRefused(PartnerError):
    """The partner answered no.

    ``code`` is ``sold_out``, ``price_changed``, ``not_found``, ``invalid`` or ``refused``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Partner(Protocol):
    """An opened connection to one partner."""

    @property
    def id(self) -> PartnerId: ...

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        """Do one operation. Raises ``PartnerUnavailable``, ``PartnerTimeout`` or ``PartnerRefused``."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class Opening(Protocol):
    """A partner to which the line takes a while to open. That time is not counted as the partner's."""

    async def opened(self) -> None:
        """Returns once the partner can be called."""
        ...


@runtime_checkable
class Reporting(Protocol):
    """A partner that knows how it is."""

    @property
    def state(self) -> str:
        """``ready``, ``starting``, ``silent`` or ``changed`` (its tools are not what was approved)."""
        ...
