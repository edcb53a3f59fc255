"""What a partner says of itself: who it is, what it can do, what it may know, and how to treat it."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from memory.models import Value
from tools.models import Effect, PartnerId

Text = dict[str, str] | str
"""A text by language, or one string where no language is in it."""


class Idempotency(StrEnum):
    """How a partner guards against a commit that is sent twice."""

    KEY = "key"
    """The same key does the same thing once: sending again is safe."""
    LOOKUP = "lookup"
    """It can be asked whether a key was used: ask after the settle time, then send."""
    NONE = "none"
    """Neither: never send again; a human finds out."""


class Operation(Value):
    """One thing the partner does. ``operation`` is its own word for it; ours is the key in the manifest."""

    operation: str
    effect: Effect
    timeout: float = Field(default=8.0, gt=0, le=120)
    """Seconds."""


class PartnerTool(Value):
    """A read tool of the partner beyond offers, shown to the model as it stands, e.g. ``get_weather``."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{2,48}$")
    operation: str
    effect: Effect = Effect.READ
    title: Text = ""
    description: str
    progress: Text = ""
    parameters: dict[str, Any]
    timeout: float = Field(default=5.0, gt=0, le=120)


class Limits(Value):
    concurrency: int = Field(default=8, ge=1, le=256)
    """Calls at the same time; more wait outside and hurt nobody else."""
    per_minute: int = Field(default=600, ge=1)


class Manifest(Value):
    """A validated partner manifest; ``tools/demo/travel/README.md`` documents each key."""

    id: PartnerId
    name: str
    about: Text = ""
    kinds: tuple[str, ...] = ()
    mechanism: str = "python"
    operations: dict[str, Operation] = {}
    tools: tuple[PartnerTool, ...] = ()
    receives: tuple[str, ...] = ()
    """Fields of the traveller it is owed when something is booked, e.g. ``name``."""
    consent: str | None = None
    """Purpose under which it receives fields beyond the name."""
    idempotency: Idempotency = Idempotency.KEY
    settle_seconds: float = Field(default=5.0, ge=0, le=86400)
    """Seconds after which a look-up tells the truth about a commit that timed out."""
    limits: Limits = Limits()
    enabled: bool = True
