"""Settings of the server, read once at its door."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServerSettings(BaseSettings):
    """Environment variables start with ``CONCIERGE_``."""

    model_config = SettingsConfigDict(env_prefix="CONCIERGE_", frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    origins: tuple[str, ...] = Field(
        (), description="Further sites that may embed the widget, as a JSON list of exact origins."
    )
    demo: bool = Field(True, description="Serve the demo page with its login. Switch off where real customers are.")
    jwt_secret: SecretStr = Field(
        SecretStr(""), description="Shared secret (HS256) with which the host site signs its customers' tokens."
    )
    jwks: str = Field(
        "", description="File or address of the host site's public keys (JWKS), for tokens signed with RS256 or ES256."
    )
    jwt_audience: str = Field("", description="`aud` that the host site's tokens must name; empty asks for none.")
    jwt_issuer: str = Field("", description="`iss` that the host site's tokens must name; empty asks for none.")
    operator_secret: SecretStr = Field(
        SecretStr(""), description="Secret with which people sign in at `/operator`; empty switches the page off."
    )
    brand_secret: SecretStr = Field(
        SecretStr(""), description="Secret of the brand's own back end for `/v1/brand`; empty switches that off."
    )
    log: Literal["text", "json"] = Field("text", description="Form of the log on standard error: `text` or `json`.")
    telemetry: str = Field(
        "", description="OpenTelemetry collector (OTLP over gRPC), e.g. `http://localhost:4317`; empty sends nothing."
    )
    drain_seconds: float = Field(30.0, ge=0, description="How long running turns may finish after SIGTERM.")
    replay_seconds: float = Field(
        600.0, gt=0, description="How long a quiet conversation's events are held in memory for lines that come back."
    )
    logins_per_minute: int = Field(
        300, ge=1, description="Tickets and demo logins one address may ask for in a minute."
    )
    runs_per_minute: int = Field(40, ge=1, description="Messages one customer may send in a minute.")
