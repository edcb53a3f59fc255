"""Proving to a partner who we are. Secrets come from the environment by name and go nowhere but to the partner."""

import asyncio
import time
from base64 import b64encode
from collections.abc import AsyncGenerator, Mapping

import httpx2

from memory.errors import Misconfigured
from tools.access import Auth, BasicAuth, BearerAuth, HeaderAuth, OAuthAuth, QueryAuth
from tools.manifest import Manifest

SPARE_SECONDS = 30.0
"""A token is renewed so long before it runs out."""
USUAL_SECONDS = 300.0


class SecretMissing(Misconfigured):
    """An environment variable that a manifest names is not set."""


def secrets_needed(manifest: Manifest) -> tuple[str, ...]:
    """Names of the environment variables that a partner's login needs."""
    known = manifest.auth.model_dump() if manifest.auth else {}
    return tuple(str(known[name]) for name in ("user", "client", "secret") if name in known)


def credentials(auth: Auth | None, secrets: Mapping[str, str]) -> httpx2.Auth | None:
    """What signs each request. Raises ``SecretMissing``."""
    match auth:
        case None:
            return None
        case HeaderAuth(name=name, secret=secret):
            return _Header(name, _secret(secrets, secret))
        case QueryAuth(name=name, secret=secret):
            return _Query(name, _secret(secrets, secret))
        case BearerAuth(secret=secret):
            return _Header("Authorization", f"Bearer {_secret(secrets, secret)}")
        case BasicAuth(user=user, secret=secret):
            return _Header("Authorization", _basic(_secret(secrets, user), _secret(secrets, secret)))
        case OAuthAuth() as oauth:
            return _Token(oauth, _secret(secrets, oauth.client), _secret(secrets, oauth.secret))


def _secret(secrets: Mapping[str, str], name: str) -> str:
    if not secrets.get(name):
        raise SecretMissing(f"the environment variable {name} is not set")
    return secrets[name]


def _basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


class _Header(httpx2.Auth):
    def __init__(self, name: str, value: str) -> None:
        self._name, self._value = name, value

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        request.headers[self._name] = self._value
        yield request


class _Query(httpx2.Auth):
    def __init__(self, name: str, value: str) -> None:
        self._name, self._value = name, value

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        request.url = request.url.copy_merge_params({self._name: self._value})
        yield request


class _Token(httpx2.Auth):
    """OAuth 2 client credentials: one token for all, renewed before it runs out or when it is refused."""

    def __init__(self, auth: OAuthAuth, client: str, secret: str) -> None:
        self._auth, self._login = auth, _basic(client, secret)
        self._token, self._until = "", 0.0
        self._turn = asyncio.Lock()

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        async with self._turn:
            if not self._token or time.monotonic() >= self._until:
                await self._take((yield self._asking()))
        for last in (False, True):
            used = self._token
            request.headers["Authorization"] = f"Bearer {used}"
            response = yield request
            if response.status_code != 401 or last:
                return
            async with self._turn:
                if self._token == used:
                    await self._take((yield self._asking()))

    def _asking(self) -> httpx2.Request:
        form = {"grant_type": "client_credentials"} | ({"scope": self._auth.scope} if self._auth.scope else {})
        return httpx2.Request("POST", self._auth.token_url, data=form, headers={"Authorization": self._login})

    async def _take(self, response: httpx2.Response) -> None:
        await response.aread()
        if response.status_code != 200:
            raise httpx2.ConnectError(f"the token was refused ({response.status_code})")
        try:
            answer = response.json()
            self._token = str(answer["access_token"])
            seconds = float(answer.get("expires_in", USUAL_SECONDS))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise httpx2.ConnectError("the token's answer makes no sense") from error
        self._until = time.monotonic() + max(1.0, seconds - SPARE_SECONDS)
