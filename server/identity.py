"""Who is asking: bearer tokens of the host site, and one-time tickets for sockets, which cannot carry headers."""

import secrets
from pathlib import Path
from typing import NamedTuple

import jwt
from fastapi import Request
from starlette.exceptions import HTTPException

from memory.clock import Clock
from memory.models import CustomerId

TICKET_SECONDS = 60
_TOKEN_SECONDS = 12 * 3600
_DEMO_ISSUER = "concierge-demo"


class Tickets:
    """Tickets that open one socket, once, soon."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, tuple[CustomerId, float]] = {}

    def mint(self, customer: CustomerId) -> str:
        now = self._clock.now().timestamp()
        self._open = {ticket: each for ticket, each in self._open.items() if each[1] > now}
        ticket = secrets.token_urlsafe(24)
        self._open[ticket] = (customer, now + TICKET_SECONDS)
        return ticket

    def redeem(self, ticket: str) -> CustomerId | None:
        """The customer it was minted for, or None when it is unknown, used or too old."""
        customer, until = self._open.pop(ticket, (None, 0.0))
        return customer if until > self._clock.now().timestamp() else None


class Tokens:
    """Checks (and for the demo, signs) HS256 tokens whose ``sub`` is the customer."""

    def __init__(self, host_secret: str, demo_secret: str | None, clock: Clock) -> None:
        self._host = host_secret
        self._demo = demo_secret
        self._clock = clock

    def sign_demo(self, customer: CustomerId) -> str:
        """A token for somebody picked on the demo page."""
        if self._demo is None:
            raise PermissionError("the demo login is switched off")
        claims = {"sub": customer, "iss": _DEMO_ISSUER, "exp": self._now() + _TOKEN_SECONDS}
        return jwt.encode(claims, self._demo, algorithm="HS256")

    def customer(self, token: str) -> CustomerId | None:
        """Who the token stands for; None when it proves nothing."""
        for secret, issuer in ((self._demo, _DEMO_ISSUER), (self._host, None)):
            if secret and (claims := self._claims(token, secret)) and claims.issuer_is(issuer):
                return claims.customer
        return None

    def _claims(self, token: str, secret: str) -> "_Claims | None":
        # Expiry is checked here against our own clock, so that a fixed demo clock does not outdate its tokens.
        options = {"require": ["sub", "exp"], "verify_exp": False, "verify_nbf": False, "verify_iat": False}
        try:
            claims = jwt.decode(token, secret, algorithms=["HS256"], options=options)
        except jwt.InvalidTokenError:
            return None
        if not isinstance(claims["exp"], int | float) or claims["exp"] <= self._now():
            return None
        return _Claims(CustomerId(str(claims["sub"])), claims.get("iss"))

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


class _Claims(NamedTuple):
    customer: CustomerId
    issuer: str | None

    def issuer_is(self, wanted: str | None) -> bool:
        return wanted is None or self.issuer == wanted


def demo_secret(home: Path) -> str:
    """The secret behind demo tokens: made once, kept in a file only its owner can read."""
    path = home / "demo-login.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii")


def bearer(request: Request, tokens: Tokens) -> CustomerId:
    """The customer of an HTTP request. Raises 401 without saying why in detail."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    customer = tokens.customer(token) if scheme.lower() == "bearer" else None
    if customer is None:
        raise HTTPException(401, "send a valid token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})
    return customer
