"""A partner that is an MCP server over streamable HTTP."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx2
import mcp_types
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

from memory.clock import Clock
from tools.access import OAuthAuth, Place
from tools.adapters.answers import Answers
from tools.adapters.calls import Calls
from tools.adapters.credentials import credentials
from tools.adapters.fitting import Described
from tools.adapters.mcp_session import Connect, Session, tools_of
from tools.adapters.mcp_wire import BROKEN, BUSY, ENDED, UNREADABLE, UNSENT, Contained
from tools.adapters.openapi_tools import digest_of
from tools.adapters.refusals import is_known, refusal
from tools.adapters.wire import LARGEST, Guard, Origin, open_client
from tools.manifest import Manifest
from tools.models import Effect, PartnerId
from tools.partner import PartnerCall, PartnerTimeout, PartnerUnavailable, PartnerUnclear

LOOK_AGAIN = 60.0
"""Seconds for which a look at the server's tools is good."""
CLIENT = mcp_types.Implementation(name="concierge", version="1")


class McpPartner:
    """Implements ``tools.partner.Partner``.

    A tool is used only while it is what was approved: its name, description and schema have the digest in the
    manifest's ``pins``. Without pins everything is used (a manifest that is being written).
    """

    def __init__(self, manifest: Manifest, clock: Clock, connect: Connect) -> None:
        self._manifest = manifest
        self._calls = Calls(manifest)
        self._answers = Answers(manifest, clock)
        self._session = Session(connect)
        self._tools: dict[str, mcp_types.Tool] = {}
        self._seen_at = float("-inf")

    @property
    def id(self) -> PartnerId:
        return self._manifest.id

    @property
    def state(self) -> str:
        """``changed`` when a tool that we use is not what was approved, as far as was seen last."""
        pins = self._manifest.mcp.pins if self._manifest.mcp else {}
        seen = self._tools
        return "changed" if seen and any(n not in seen or digest(seen[n]) != pins[n] for n in pins) else "ready"

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        known = self._manifest.operations.get(call.task)
        effect = known.effect if known else Effect.READ
        try:
            async with asyncio.timeout(call.timeout):
                client = await self._open()
                tool = await self._approved(client, call.operation)
                result = await self._call(client, call, tool)
        except TimeoutError as error:
            raise PartnerTimeout(f"{self._manifest.name} did not answer in {call.timeout:g} s") from error
        except MCPError as error:
            raise await self._translated(error, effect) from error
        return self._read(call, result, effect)

    async def close(self) -> None:
        await self._session.close()

    async def tools(self) -> dict[str, str]:
        """The digests of the server's tools as they are now. Raises ``PartnerUnavailable``."""
        client = await self._open()
        try:
            async with asyncio.timeout(10):
                self._tools = {tool.name: tool for tool in await tools_of(client)}
        except (MCPError, TimeoutError) as error:
            raise PartnerUnavailable(f"{self._manifest.name} does not list its tools") from error
        self._seen_at = time.monotonic()
        return {name: digest(tool) for name, tool in self._tools.items()}

    async def described(self) -> dict[str, Described]:
        """What the server says of its tools. Raises ``PartnerUnavailable``."""
        await self.tools()
        return {
            name: Described(takes=tool.input_schema, gives=tool.output_schema or {})
            for name, tool in self._tools.items()
        }

    @property
    def listed(self) -> Mapping[str, mcp_types.Tool]:
        """The tools as they were listed last."""
        return self._tools

    # --- there -----------------------------------------------------------------------------------

    async def _open(self) -> Client:
        try:
            return await self._session.client()
        except (MCPError, OSError) as error:
            raise PartnerUnavailable(f"{self._manifest.name} cannot be reached: {error}") from error

    async def _approved(self, client: Client, name: str) -> mcp_types.Tool:
        """The tool, looked at not long ago, if it is what was approved."""
        if time.monotonic() - self._seen_at > LOOK_AGAIN:
            self._tools = {tool.name: tool for tool in await tools_of(client)}
            self._seen_at = time.monotonic()
        tool = self._tools.get(name)
        if tool is None:
            raise PartnerUnavailable(f"{self._manifest.name} has no tool {name}")
        pins = self._manifest.mcp.pins if self._manifest.mcp else {}
        if pins and pins.get(name) != digest(tool):
            raise PartnerUnavailable(f"{self._manifest.name} has changed its tool {name} since it was approved")
        return tool

    async def _call(self, client: Client, call: PartnerCall, tool: mcp_types.Tool) -> mcp_types.CallToolResult:
        known = tool.input_schema.get("properties", {})
        arguments = self._calls.parameters(call, known) | self._calls.injected(call, Place.ARGUMENT)
        meta = cast(Any, self._calls.injected(call, Place.META))
        return await client.call_tool(call.operation, arguments, read_timeout_seconds=call.timeout, meta=meta)

    async def _translated(self, error: MCPError, effect: Effect) -> Exception:
        name, binding = self._manifest.name, effect in (Effect.COMMIT, Effect.CANCEL)
        if error.code == BUSY:
            wait = float(error.data) if isinstance(error.data, (int, float)) else None
            return PartnerUnavailable(f"{name} asks for patience", wait)
        if error.code == UNREADABLE:
            return PartnerUnclear(f"{name}: {error}")
        if error.code in (ENDED, mcp_types.CONNECTION_CLOSED):
            await self._session.drop()
        if error.code in (UNSENT, ENDED) or (not binding and error.code in (BROKEN, mcp_types.CONNECTION_CLOSED)):
            return PartnerUnavailable(f"{name} cannot be reached: {error}")
        if error.code in (mcp_types.INVALID_PARAMS, mcp_types.METHOD_NOT_FOUND, mcp_types.INVALID_REQUEST):
            return refusal(self._manifest.refusals, {}, 400)
        return PartnerTimeout(f"{name} failed: {error.code}")

    # --- and back --------------------------------------------------------------------------------

    def _read(self, call: PartnerCall, result: mcp_types.CallToolResult, effect: Effect) -> dict[str, Any]:
        told = self._told(call, result)
        if not result.is_error:
            return self._answers.read(call.task, told, call.arguments)
        rules = self._manifest.refusals
        if call.task == "lookup" and refusal(rules, told).code == "not_found":
            return {}
        if effect in (Effect.COMMIT, Effect.CANCEL) and not is_known(rules, told):
            # Servers report their own crashes like this too, so it may have been done.
            raise PartnerUnclear(f"{self._manifest.name} failed with a reason that means nothing to us")
        raise refusal(rules, told)

    def _told(self, call: PartnerCall, result: mcp_types.CallToolResult) -> Any:
        """The JSON of a result: structured, or as the text of its first part."""
        if result.structured_content is not None:
            if len(json.dumps(result.structured_content, default=str)) > LARGEST:
                raise PartnerUnclear(f"{self._manifest.name}: the answer is too large")
            return result.structured_content
        text = next((part.text for part in result.content if isinstance(part, mcp_types.TextContent)), "")
        if len(text) > LARGEST:
            raise PartnerUnclear(f"{self._manifest.name}: the answer is too large")
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            if result.is_error or call.task not in self._manifest.operations:
                return {"message": text}
            raise PartnerUnclear(f"{self._manifest.name} answered with something that is not JSON") from error


def digest(tool: mcp_types.Tool) -> str:
    """Fingerprint of a tool: of all that could change what it is taken for."""
    return digest_of(tool.name, tool.description or "", tool.input_schema)


def over_http(
    manifest: Manifest,
    secrets: Mapping[str, str],
    transport: Callable[[], httpx2.AsyncBaseTransport],
    *,
    url: str = "",
    private: bool = False,
) -> Connect:
    """How to open a session over HTTP; ``url`` replaces the manifest's. Raises ``SecretMissing``."""
    address = url or (manifest.mcp.url if manifest.mcp else "")
    auth = credentials(manifest.auth, secrets)
    allowed = {Origin.of(address)}
    if isinstance(manifest.auth, OAuthAuth):
        allowed.add(Origin.of(manifest.auth.token_url))

    @asynccontextmanager
    async def line() -> AsyncIterator[Any]:
        guard = Contained(Guard(transport(), frozenset(allowed), private))
        async with (
            open_client(guard, auth, manifest.limits.concurrency) as http,
            streamable_http_client(address, http_client=http) as streams,
        ):
            yield streams

    return lambda: Client(line(), client_info=CLIENT, cache=None)
