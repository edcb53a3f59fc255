"""What a partner's answer must hold to be believed."""

from pydantic import BaseModel, ConfigDict, Field

from tools.money import Money


class ForeignReference(Exception):
    """A partner answered with the reference of another booking: what it did is not known."""


class Receipt(BaseModel):
    """Of a booking. Without ``price`` it is what was agreed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reference: str = Field(min_length=1, max_length=80)
    price: Money | None = None


class Refund(BaseModel):
    """Of a cancellation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    refund: Money
