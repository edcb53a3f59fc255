"""What a partner says of itself: who it is, what it can do, what it may know, and how to treat it."""

from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from memory.models import Value
from tools.access import Auth, Injection, McpSource, OpenApiSource, PythonSource
from tools.mapping import AnswerPaths, OfferPaths, Path, Refusals, names_in
from tools.models import Effect, PartnerId

Text = dict[str, str] | str
"""A text by language, or one string where no language is in it."""

EFFECTS = {
    "search": Effect.READ,
    "quote": Effect.QUOTE,
    "quote_change": Effect.QUOTE,
    "book": Effect.COMMIT,
    "cancel": Effect.CANCEL,
    "lookup": Effect.READ,
}
"""Our operations, and what each does to the world. ``tools/partner.py`` says what they take and answer."""
OWED = ("name", "companions", "accessibility", "diet", "allergy")


class Mechanism(StrEnum):
    """What a partner speaks."""

    PYTHON = "python"
    OPENAPI = "openapi"
    MCP = "mcp"


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
    arguments: dict[str, Path] = {}
    """From their parameter (dots lead into a body) to where its value stands in ours. Without it ours are sent by
    their names."""
    answer: AnswerPaths = AnswerPaths()


class WeatherPaths(Value):
    """Which of a tool's parameters take a place and a day, and where its answer says how wet that day will be."""

    city: str = "city"
    date: str = "date"
    rain: Path
    """How likely rain is, from 0 to 1."""
    typical: Path | None = None
    """Whether that is what is usual for the season, and no forecast."""


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
    arguments: dict[str, Path] = {}
    answer: Path | None = None
    """Where the result stands in the answer; without it the whole answer is the result."""
    weather: WeatherPaths | None = None
    """What it says of a day's weather bears upon suggestions of what is done outdoors."""


class Limits(Value):
    concurrency: int = Field(default=8, ge=1, le=256)
    """Calls at the same time; more wait outside and hurt nobody else."""
    per_minute: int = Field(default=600, ge=1)


class Manifest(Value):
    """A validated partner manifest; ``docs/partners.md`` explains each key."""

    id: PartnerId = Field(pattern=r"^[a-z][a-z0-9_-]{1,39}$")
    name: str = Field(min_length=1, max_length=60)
    about: Text = ""
    kinds: tuple[str, ...] = ()
    mechanism: Mechanism = Mechanism.PYTHON
    python: PythonSource | None = None
    openapi: OpenApiSource | None = None
    mcp: McpSource | None = None
    auth: Auth | None = None
    inject: tuple[Injection, ...] = ()
    """What the host puts into every call, below the schema that models see."""
    operations: dict[str, Operation] = {}
    tools: tuple[PartnerTool, ...] = ()
    offer: OfferPaths | None = None
    """Where an offer's fields stand; without it offers are documents of the contract as they are."""
    refusals: Refusals = Refusals()
    receives: tuple[str, ...] = ()
    """Fields of the traveller it is owed when something is booked, e.g. ``name``."""
    consent: str | None = None
    """Purpose under which it receives fields beyond the name."""
    idempotency: Idempotency = Idempotency.KEY
    settle_seconds: float = Field(default=5.0, ge=0, le=86400)
    """Seconds after which a look-up tells the truth about a commit that timed out."""
    limits: Limits = Limits()
    enabled: bool = True
    sample: dict[str, Any] = {}
    """Arguments of a search that finds something, for the conformance suite; ``+30`` is the day in thirty days."""

    @property
    def used(self) -> tuple[str, ...]:
        """The partner's own words for all that is asked of it, in order."""
        words = [one.operation for one in self.operations.values()] + [tool.operation for tool in self.tools]
        return tuple(dict.fromkeys(words))

    @model_validator(mode="after")
    def _has_a_source(self) -> "Manifest":
        for mechanism in (Mechanism.OPENAPI, Mechanism.MCP):
            given = getattr(self, mechanism.value) is not None
            if given != (self.mechanism is mechanism):
                need = "needs" if self.mechanism is mechanism else "has no use for"
                raise ValueError(f"mechanism {self.mechanism.value} {need} `{mechanism.value}`")
        return self

    @model_validator(mode="after")
    def _says_what_it_does(self) -> "Manifest":
        for name, operation in self.operations.items():
            if name not in EFFECTS:
                raise ValueError(f"operations: {name!r} is none of {', '.join(EFFECTS)}")
            if operation.effect is not EFFECTS[name]:
                raise ValueError(f"operations: the effect of {name} is `{EFFECTS[name].value}`")
        if self.kinds and not {"search", "book"} <= self.operations.keys():
            raise ValueError("operations: a partner that sells something needs `search` and `book`")
        return self

    @model_validator(mode="after")
    def _guards_against_doubles(self) -> "Manifest":
        if self.idempotency is Idempotency.LOOKUP and "lookup" not in self.operations:
            raise ValueError("idempotency: `lookup` needs an operation `lookup`")
        keyed = self.idempotency is not Idempotency.NONE and self.mechanism is not Mechanism.PYTHON
        if keyed and "book" in self.operations and not self._sends_key("book"):
            raise ValueError("idempotency: nothing carries `key` to the partner when we book")
        return self

    @model_validator(mode="after")
    def _owes_with_consent(self) -> "Manifest":
        if unknown := set(self.receives) - set(OWED):
            raise ValueError(f"receives: {sorted(unknown)} are none of {', '.join(OWED)}")
        if set(self.receives) - {"name"} and not self.consent:
            raise ValueError("consent: fields beyond the name need a purpose, e.g. `share:ID`")
        return self

    def _sends_key(self, operation: str) -> bool:
        paths = [one.value for one in self.inject] + list(self.operations[operation].arguments.values())
        return any("key" in names_in(path) for path in paths)
