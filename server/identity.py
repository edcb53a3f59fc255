"""Who is asking: bearer tokens of the host site, and one-time tickets for sockets, which cannot carry headers."""

import secrets
from pathlib import Path
from typing import NamedTuple

import jwt
from fastapi import Request
from jwt import PyJWK
from jwt.types import Options
from starlette.exceptions import HTTPException

from memory.clock import Clock
from memory.models import CustomerId
from server.keys import Keys

TICKET_SECONDS = 60
_TOKEN_SECONDS = 12 * 3600
_SKEW_SECONDS = 60
_LONGEST_SUBJECT = 80
_DEMO_ISSUER = "concierge-demo"


class _Minted(NamedTuple):
    customer: CustomerId
    origin: str | None
    until: float


class Tickets:
    """Tickets that open one socket, once, soon."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, _Minted] = {}

    def mint(self, customer: CustomerId, origin: str | None = None) -> str:
        """A ticket for a page of that origin; for any, when a back end asked and named none."""
        now = self._clock.now().timestamp()
        while self._open and next(iter(self._open.values())).until <= now:
            self._open.pop(next(iter(self._open)))  # the oldest comes first
        ticket = secrets.token_urlsafe(24)
        self._open[ticket] = _Minted(customer, origin, now + TICKET_SECONDS)
        return ticket

    def redeem(self, ticket: str, origin: str | None = None) -> CustomerId | None:
        """The customer it was minted for, or None when it is unknown, used, too old or of another site."""
        minted = self._open.pop(ticket, None)
        if minted is None or minted.until <= self._clock.now().timestamp():
            return None
        return minted.customer if minted.origin in (None, origin) else None


class Issuer(NamedTuple):
    """How the host site's tokens are to be checked. Empty fields ask for nothing."""

    secret: str = ""
    """Shared (HS256)."""
    keys: Keys | None = None
    """Public (RS256, ES256)."""
    audience: str = ""
    name: str = ""


class Tokens:
    """Checks (and for the demo, signs) tokens whose ``sub`` is the customer."""

    def __init__(self, host: Issuer, demo_secret: str | None, clock: Clock) -> None:
        self._host = host
        self._demo = demo_secret
        self._clock = clock

    def sign_demo(self, customer: CustomerId) -> str:
        """A token for somebody picked on the demo page."""
        if self._demo is None:
            raise PermissionError("the demo login is switched off")
        claims = {"sub": customer, "iss": _DEMO_ISSUER, "exp": self._now() + _TOKEN_SECONDS}
        return jwt.encode(claims, self._demo, algorithm="HS256")

    async def customer(self, token: str) -> CustomerId | None:
        """Who the token stands for; None when it proves nothing."""
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError:
            return None
        if header.get("alg") == "HS256":
            demo = self._read(token, self._demo, Issuer(name=_DEMO_ISSUER))
            return demo or self._read(token, self._host.secret, self._host)
        key = await self._host.keys.get(header.get("kid")) if self._host.keys else None
        return self._read(token, key, self._host)

    def _read(self, token: str, key: PyJWK | str | None, issuer: Issuer) -> CustomerId | None:
        """The algorithm is the key's own, whatever the token says: a public key is never taken for a secret."""
        if not key:
            return None
        algorithm = key.algorithm_name if isinstance(key, PyJWK) else "HS256"
        # Times are checked here against our own clock, so that a fixed demo clock does not outdate its tokens.
        options: Options = {"require": ["sub", "exp"], "verify_exp": False, "verify_nbf": False, "verify_iat": False}
        options["verify_aud"] = bool(issuer.audience)
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                options=options,
                audience=issuer.audience or None,
                issuer=issuer.name or None,
            )
        except jwt.InvalidTokenError:
            return None
        sub, begins, ends = str(claims["sub"]), claims.get("nbf", 0), claims["exp"]
        if not isinstance(ends, int | float) or ends <= self._now():
            return None
        if not isinstance(begins, int | float) or begins > self._now() + _SKEW_SECONDS:
            return None
        return CustomerId(sub) if 0 < len(sub) <= _LONGEST_SUBJECT else None

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def demo_secret(home: Path) -> str:
    """The secret behind demo tokens: made once, kept in a file only its owner can read."""
    path = home / "demo-login.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii")


async def bearer(request: Request, tokens: Tokens) -> CustomerId:
    """The customer of an HTTP request. Raises 401 without saying why in detail."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    customer = await tokens.customer(token) if scheme.lower() == "bearer" else None
    if customer is None:
        raise HTTPException(401, "send a valid token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})
    return customer
