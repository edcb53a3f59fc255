"""A partner that is an HTTP service with an OpenAPI document."""

import asyncio
import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2

from memory.clock import Clock
from tools.access import OAuthAuth, Place
from tools.adapters.addresses import Blocked, public_address
from tools.adapters.answers import Answers
from tools.adapters.calls import Calls
from tools.adapters.credentials import credentials
from tools.adapters.fitting import Described
from tools.adapters.openapi_document import Document
from tools.adapters.openapi_operation import ApiOperation
from tools.adapters.openapi_request import CannotSend, Extras, build_request
from tools.adapters.openapi_tools import body_fields, schema_of, tool_of
from tools.adapters.refusals import refusal
from tools.adapters.wire import Guard, Origin, TooLarge, open_client
from tools.manifest import Manifest
from tools.models import Effect, PartnerId
from tools.partner import PartnerCall, PartnerRefused, PartnerTimeout, PartnerUnavailable, PartnerUnclear

_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
_JSON = re.compile(r"application/([\w.+-]+\+)?json\s*(;|$)", re.IGNORECASE)


class OpenApiPartner:
    """Implements ``tools.partner.Partner``."""

    def __init__(
        self,
        manifest: Manifest,
        document: Document,
        clock: Clock,
        secrets: Mapping[str, str],
        transport: httpx2.AsyncBaseTransport,
        *,
        server: str = "",
        private: bool = False,
    ) -> None:
        """``server`` replaces the document's; ``private``: it may be on our own network. Raises ``SecretMissing``."""
        given = manifest.openapi.server if manifest.openapi else None
        self._server = base_address(server or given or "", document.server)
        if not self._server:
            raise ValueError(
                f"{manifest.id}: neither manifest nor document says where it is; give `openapi.server`, or --server"
            )
        self._replaced = bool(server or given)
        self._manifest = manifest
        self._document = document
        self._calls = Calls(manifest)
        self._answers = Answers(manifest, clock)
        self._clock = clock
        used = [document.operations[name] for name in manifest.used if name in document.operations]
        allowed = {Origin.of(self._address(one)) for one in used} | {Origin.of(self._server)}
        if isinstance(manifest.auth, OAuthAuth):
            allowed.add(Origin.of(manifest.auth.token_url))
        self._allowed, self._private = frozenset(allowed), private
        guard = Guard(transport, self._allowed, private)
        self._client = open_client(guard, credentials(manifest.auth, secrets), manifest.limits.concurrency)

    @property
    def id(self) -> PartnerId:
        return self._manifest.id

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        effect = self._effect(call)
        status, headers, body = await self._exchange(self._request(call), call, effect)
        if status == 429 or (status == 503 and "retry-after" in headers):
            raise PartnerUnavailable(f"{self._manifest.name} asks for patience", self._patience(headers))
        if 200 <= status < 300:
            return self._answers.read(call.task, self._json(status, headers, body), call.arguments)
        if 300 <= status < 400:
            raise PartnerUnclear(f"{self._manifest.name} is somewhere else now")
        if status in (401, 403, 407):
            raise PartnerUnavailable(f"{self._manifest.name} does not let us in ({status})")
        if status in (408, 425) or status >= 500:
            if effect in (Effect.COMMIT, Effect.CANCEL):
                raise PartnerTimeout(f"{self._manifest.name} failed ({status}); what came of it is not known")
            raise PartnerUnavailable(f"{self._manifest.name} failed ({status})")
        refused = refusal(self._manifest.refusals, self._told(headers, body), status)
        if call.task == "lookup" and refused.code == "not_found":
            return {}
        raise refused

    async def close(self) -> None:
        await self._client.aclose()

    async def tools(self) -> dict[str, str]:
        """Digests of the operations that we use, and the names of all others. The service itself is not called.

        Raises ``PartnerUnavailable`` when it is where we may not go.
        """
        for origin in () if self._private else self._allowed:
            try:
                await public_address(origin[1], origin[2])
            except Blocked as blocked:
                raise PartnerUnavailable(f"{self._manifest.name}: {blocked}; --allow-private lets it") from blocked
            except OSError:
                continue  # it has no address now; that is seen when it is called
        known = self._document.operations
        used = {name: tool_of(known[name], self._document).digest for name in self._manifest.used if name in known}
        return dict.fromkeys(known, "") | used

    async def described(self) -> dict[str, Described]:
        """What the document says of the operations that we use."""
        known = self._document.operations
        used = {name: known[name] for name in self._manifest.used if name in known}
        return {name: Described(takes=schema_of(one), gives=one.answers) for name, one in used.items()}

    # --- there -----------------------------------------------------------------------------------

    def _request(self, call: PartnerCall) -> httpx2.Request:
        operation = self._operation(call)
        known = {one.name for one in operation.parameters} | body_fields(operation).keys()
        values = self._calls.parameters(call, known) | self._calls.injected(call, Place.ARGUMENT)
        try:
            extras = Extras(self._calls.injected(call, Place.HEADER), self._calls.injected(call, Place.QUERY))
            return build_request(self._address(operation), operation, values, extras)
        except (CannotSend, ValueError) as error:
            raise PartnerRefused("invalid", "") from error

    def _address(self, operation: ApiOperation) -> str:
        """Base address of an operation: that of its own where it has one, unless manifest or operator said another."""
        return self._server if self._replaced or not operation.server else operation.server

    def _operation(self, call: PartnerCall) -> ApiOperation:
        operation = self._document.operations.get(call.operation)
        if operation is None:
            raise PartnerUnavailable(f"{self._manifest.name} has no operation {call.operation}")
        return operation

    def _effect(self, call: PartnerCall) -> Effect:
        known = self._manifest.operations.get(call.task)
        return known.effect if known else Effect.READ

    async def _exchange(
        self, request: httpx2.Request, call: PartnerCall, effect: Effect
    ) -> tuple[int, httpx2.Headers, bytes]:
        try:
            async with asyncio.timeout(call.timeout):
                response = await self._client.send(request)
                return response.status_code, response.headers, response.content
        except TimeoutError as error:
            raise PartnerTimeout(f"{self._manifest.name} did not answer in {call.timeout:g} s") from error
        except TooLarge as error:
            raise PartnerUnclear(f"{self._manifest.name}: {error}") from error
        except (Blocked, *_NOT_SENT) as error:
            raise PartnerUnavailable(f"{self._manifest.name} cannot be reached: {error}") from error
        except (httpx2.TransportError, httpx2.StreamError, httpx2.InvalidURL) as error:
            if effect in (Effect.COMMIT, Effect.CANCEL):
                raise PartnerTimeout(f"{self._manifest.name} broke off: {type(error).__name__}") from error
            raise PartnerUnavailable(f"{self._manifest.name} broke off: {type(error).__name__}") from error

    # --- and back --------------------------------------------------------------------------------

    def _json(self, status: int, headers: httpx2.Headers, body: bytes) -> Any:
        if status == 204 or not body:
            return {}
        if not _JSON.match(headers.get("content-type", "")):
            raise PartnerUnclear(f"{self._manifest.name} answered with something that is not JSON")
        try:
            return json.loads(body, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise PartnerUnclear(f"{self._manifest.name} answered with JSON that cannot be read") from error

    def _told(self, headers: httpx2.Headers, body: bytes) -> Any:
        """What a refusal says; nothing when it cannot be read."""
        try:
            return self._json(400, headers, body)
        except PartnerUnclear:
            return {}

    def _patience(self, headers: httpx2.Headers) -> float | None:
        """Seconds to wait, as ``Retry-After`` says in either of its forms."""
        said = headers.get("retry-after", "")
        if said.isdecimal():
            return float(min(int(said), 86400))
        try:
            return max(0.0, (parsedate_to_datetime(said) - self._clock.now()).total_seconds())
        except (ValueError, TypeError):
            return None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def base_address(given: str, documented: str) -> str:
    """Where a service is. ``given`` goes before the document's; it is completed where either says only its half."""
    whole, path = given or documented, documented if documented.startswith("/") else ""
    if given and path and not urlsplit(given).path.strip("/"):
        whole = given.rstrip("/") + path
    return whole.rstrip("/") if urlsplit(whole).netloc else ""
