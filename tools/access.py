"""How a partner is reached: where it is, how we prove who we are, and what the host adds to each call."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from memory.models import Value
from tools.mapping import Path

Secret = Annotated[
    str, Field(pattern=r"^PARTNER_[A-Z0-9_]+$", description="Name of an environment variable; PARTNER_ and capitals.")
]
"""A manifest names no other variable, so that none can ask for our own secrets."""
Address = Annotated[str, Field(pattern=r"^https?://[^\s/@?#]+[^\s@?#]*$")]


class PythonSource(Value):
    """A class of an installed package, by the name of its entry point in the group ``concierge.partners``."""

    factory: str


class OpenApiSource(Value):
    """An OpenAPI 3.0 or 3.1 or Swagger 2.0 document."""

    document: str
    """A file beside the manifest, or an address."""
    server: Address | None = None
    """Base address of the service, where the document's own is not the one."""


class McpSource(Value):
    """An MCP server that speaks streamable HTTP."""

    url: Address
    pins: dict[str, str] = {}
    """Digests of its tools as they were approved; ``concierge partner add`` writes them. One that no longer has its
    digest is not used."""


class HeaderAuth(Value):
    """A secret in a header."""

    type: Literal["header"]
    name: str
    secret: Secret


class QueryAuth(Value):
    """A secret in the address."""

    type: Literal["query"]
    name: str
    secret: Secret


class BearerAuth(Value):
    """``Authorization: Bearer …``."""

    type: Literal["bearer"]
    secret: Secret


class BasicAuth(Value):
    """User and password; both are names of environment variables."""

    type: Literal["basic"]
    user: Secret
    secret: Secret


class OAuthAuth(Value):
    """OAuth 2 client credentials."""

    type: Literal["oauth2"]
    token_url: Address
    client: Secret
    secret: Secret
    scope: str = ""


Auth = Annotated[HeaderAuth | QueryAuth | BearerAuth | BasicAuth | OAuthAuth, Field(discriminator="type")]


class Place(StrEnum):
    """Where an injected value goes. MCP knows ``header`` (constants only), ``meta`` and ``argument``."""

    HEADER = "header"
    QUERY = "query"
    ARGUMENT = "argument"
    """A parameter or body field, left out of the schema that models see."""
    META = "meta"


class Injection(Value):
    """One value that the host puts into every call."""

    to: Place
    name: str
    value: Path
    """Over ``customer`` (their pseudonym at this partner), ``key`` (idempotency) and ``locale``; or a constant."""
