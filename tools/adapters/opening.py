"""Opening the line to a partner, whatever it speaks."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, runtime_checkable

import httpx2

from memory.clock import Clock
from memory.errors import Misconfigured
from memory.models import Value
from tools.adapters.addresses import Blocked
from tools.adapters.fitting import Describing, misfits
from tools.adapters.openapi import OpenApiPartner
from tools.adapters.openapi_document import Document, read_document
from tools.adapters.openapi_operation import DocumentError
from tools.adapters.python_class import PythonPartner
from tools.adapters.wire import Guard, Origin, TooLarge, open_client, real_transport
from tools.manifest import Manifest, Mechanism
from tools.partner import Partner, PartnerError

FACTORIES = "concierge.partners"
"""Group of the entry points that make Python partners: ``factory(manifest, clock) -> Partner``."""


FETCHED = "document"
"""Name of a document that came from an address."""
FETCH_SECONDS = 20.0


class PartnerNotOpened(Misconfigured):
    """A partner cannot be opened; the message says why."""


class Reach(Value):
    """What the operator decided about the way to a partner; a manifest cannot say so itself."""

    server: str = ""
    """Base address (OpenAPI) or endpoint (MCP) that replaces the manifest's, e.g. of a sandbox or a mock."""
    private: bool = False
    """It may be on this machine or on our own network."""


def open_partner(
    manifest: Manifest,
    folder: Path,
    clock: Clock,
    secrets: Mapping[str, str],
    reach: Reach | None = None,
    transport: Callable[[], httpx2.AsyncBaseTransport] | None = None,
) -> Partner:
    """A partner as its manifest describes it; ``folder`` is where the manifest's files are. Nothing is called yet.

    ``secrets`` are the environment's. Raises ``PartnerNotOpened``, ``SecretMissing``.
    """
    reach = reach or Reach()
    make = transport or (lambda: real_transport(manifest.limits.concurrency))
    if manifest.mechanism is Mechanism.OPENAPI:
        document = document_of(manifest, folder)
        try:
            return OpenApiPartner(
                manifest, document, clock, secrets, make(), server=reach.server, private=reach.private
            )
        except (ValueError, DocumentError) as error:
            raise PartnerNotOpened(str(error)) from error
    if manifest.mechanism is Mechanism.MCP:
        from tools.adapters.mcp import McpPartner, over_http  # noqa: PLC0415 - it takes a second to import

        connect = over_http(manifest, secrets, make, url=reach.server, private=reach.private)
        return McpPartner(manifest, clock, connect)
    return _from_factory(manifest, clock)


def document_of(manifest: Manifest, folder: Path) -> Document:
    """The OpenAPI document beside a manifest. Raises ``PartnerNotOpened``."""
    name = manifest.openapi.document if manifest.openapi else ""
    is_address = name.startswith(("http://", "https://"))
    path = folder / (FETCHED if is_address else name)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise PartnerNotOpened(f"{name} does not lie beside the manifest")
    try:
        return read_document(path.read_bytes(), name if is_address else "")
    except OSError as error:
        raise PartnerNotOpened(f"{path}: cannot be read: {error.strerror}") from error
    except DocumentError as error:
        raise PartnerNotOpened(f"{path}: {error}") from error


async def fetch_document(manifest: Manifest, folder: Path, to: Path, reach: Reach) -> None:
    """Copy a partner's OpenAPI document ``to`` where it is kept, from beside the manifest or from its address."""
    name = manifest.openapi.document if manifest.openapi else ""
    if not name.startswith(("http://", "https://")):
        document_of(manifest, folder)
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, to / name)
        return
    guard = Guard(real_transport(1), frozenset({Origin.of(name)}), reach.private)
    try:
        async with open_client(guard, None, 1) as client, asyncio.timeout(FETCH_SECONDS):
            answer = await client.get(name)
    except (httpx2.HTTPError, Blocked, TooLarge, TimeoutError) as error:
        raise PartnerNotOpened(f"{name} cannot be fetched: {error or 'it takes too long'}") from error
    if answer.status_code != 200:
        raise PartnerNotOpened(f"{name} cannot be fetched: {answer.status_code}")
    (to / FETCHED).write_bytes(answer.content)


async def tools_now(
    manifest: Manifest, folder: Path, clock: Clock, secrets: Mapping[str, str], reach: Reach
) -> dict[str, str]:
    """Digests of a partner's operations or tools as they are now. Raises ``PartnerNotOpened``, ``SecretMissing``."""
    partner = open_partner(manifest, folder, clock, secrets, reach)
    try:
        return await partner.tools() if isinstance(partner, Listing) else {}
    except PartnerError as error:
        raise PartnerNotOpened(str(error)) from error
    finally:
        await partner.close()


async def misfits_now(
    manifest: Manifest, folder: Path, clock: Clock, secrets: Mapping[str, str], reach: Reach
) -> tuple[str, ...]:
    """What of a manifest does not fit what its partner says of itself.

    Raises ``PartnerNotOpened``, ``SecretMissing``.
    """
    partner = open_partner(manifest, folder, clock, secrets, reach)
    try:
        return misfits(manifest, await partner.described()) if isinstance(partner, Describing) else ()
    except PartnerError as error:
        raise PartnerNotOpened(str(error)) from error
    finally:
        await partner.close()


@runtime_checkable
class Listing(Protocol):
    """A partner that can say which tools it has, each with its digest."""

    async def tools(self) -> dict[str, str]: ...


def _from_factory(manifest: Manifest, clock: Clock) -> Partner:
    if manifest.python is None:
        raise PartnerNotOpened(f"{manifest.id}: a Python partner needs `python: {{factory: NAME}}`")
    name = manifest.python.factory
    found = [point for point in entry_points(group=FACTORIES) if point.name == name]
    if not found:
        raise PartnerNotOpened(f"{manifest.id}: no installed package has an entry point {name} in {FACTORIES}")
    return PythonPartner(manifest, found[0].load()(manifest, clock), clock)
