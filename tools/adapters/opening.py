"""Opening the line to a partner, whatever it speaks."""

from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path

import httpx2

from memory.clock import Clock
from memory.models import Value
from tools.adapters.mcp import McpPartner, over_http
from tools.adapters.openapi import OpenApiPartner
from tools.adapters.openapi_document import Document, DocumentError, read_document
from tools.adapters.wire import real_transport
from tools.manifest import Manifest, Mechanism
from tools.partner import Partner

FACTORIES = "concierge.partners"
"""Group of the entry points that make Python partners: ``factory(manifest, clock) -> Partner``."""


class PartnerNotOpened(Exception):
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
        except ValueError as error:
            raise PartnerNotOpened(str(error)) from error
    if manifest.mechanism is Mechanism.MCP:
        connect = over_http(manifest, secrets, make, url=reach.server, private=reach.private)
        return McpPartner(manifest, clock, connect)
    return _from_factory(manifest, clock)


def document_of(manifest: Manifest, folder: Path) -> Document:
    """The OpenAPI document beside a manifest. Raises ``PartnerNotOpened``."""
    name = manifest.openapi.document if manifest.openapi else ""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise PartnerNotOpened(f"{name} does not lie beside the manifest")
    try:
        return read_document(path.read_bytes())
    except OSError as error:
        raise PartnerNotOpened(f"{path}: cannot be read: {error.strerror}") from error
    except DocumentError as error:
        raise PartnerNotOpened(f"{path}: {error}") from error


def _from_factory(manifest: Manifest, clock: Clock) -> Partner:
    if manifest.python is None:
        raise PartnerNotOpened(f"{manifest.id}: a Python partner needs `python: {{factory: NAME}}`")
    name = manifest.python.factory
    found = [point for point in entry_points(group=FACTORIES) if point.name == name]
    if not found:
        raise PartnerNotOpened(f"{manifest.id}: no installed package has an entry point {name} in {FACTORIES}")
    partner: Partner = found[0].load()(manifest, clock)
    return partner
