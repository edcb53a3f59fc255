"""Partners that an operator added: their manifests as they were approved, and what was decided about each."""

import hashlib
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from memory.clock import Clock
from memory.models import Value
from tools.adapters.credentials import credentials
from tools.adapters.later import Later
from tools.adapters.opening import PartnerNotOpened, Reach, fetch_document, open_partner, tools_now
from tools.manifest import Manifest, Mechanism
from tools.manifest_file import ManifestError, Vocabularies, read_manifest
from tools.models import PartnerId
from tools.partner import Partner

MANIFEST, DECISION = "manifest.yaml", "decision.json"


class Decision(Value):
    """What the operator decided about a partner. The manifest is the partner's; this is ours."""

    added_at: datetime
    reach: Reach
    manifest: str
    """Digest of the manifest's file."""
    tools: dict[str, str]
    """Digests of its operations or tools as they were approved."""


class AddedPartner(Value):
    """One added partner, ready to be opened."""

    manifest: Manifest
    decision: Decision
    folder: Path


class AddedPartners:
    """A folder with one folder for each added partner."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ids(self) -> frozenset[PartnerId]:
        return frozenset(PartnerId(path.parent.name) for path in self.folder.glob(f"*/{MANIFEST}"))

    def all(self, vocabularies: Vocabularies | None = None) -> tuple[AddedPartner, ...]:
        """By id. Raises ``ManifestError`` when a file was changed by hand into something wrong."""
        return tuple(self.get(id, vocabularies) for id in sorted(self.ids()))

    def get(self, id: str, vocabularies: Vocabularies | None = None) -> AddedPartner:
        """Raises ``KeyError`` when nobody of that name was added."""
        folder = self.folder / id
        if not (folder / MANIFEST).is_file():
            raise KeyError(id)
        manifest = read_manifest(folder / MANIFEST, vocabularies)
        try:
            decision = Decision.model_validate_json((folder / DECISION).read_bytes())
        except (OSError, ValidationError) as error:
            raise ManifestError(f"{folder / DECISION}:1: cannot be read; add the partner again") from error
        if decision.manifest != _digest(folder / MANIFEST):
            raise ManifestError(f"{folder / MANIFEST}:1: was changed after it was approved; add the partner again")
        return AddedPartner(manifest=_as_decided(manifest, decision), decision=decision, folder=folder)

    async def add(
        self,
        path: Path,
        reach: Reach,
        clock: Clock,
        secrets: Mapping[str, str],
        vocabularies: Vocabularies | None = None,
    ) -> AddedPartner:
        """Approve a partner as it is now. Raises ``ManifestError``, ``PartnerNotOpened``, ``SecretMissing``."""
        manifest = read_manifest(path, vocabularies)
        made = self.folder / f".{manifest.id}.new"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        try:
            shutil.copyfile(path, made / MANIFEST)
            if manifest.mechanism is Mechanism.OPENAPI:
                await fetch_document(manifest, path.parent, made, reach)
            tools = await tools_now(manifest, made, clock, secrets, reach)
            decision = Decision(
                added_at=clock.now(), reach=reach, manifest=_digest(made / MANIFEST), tools=_used(manifest, tools)
            )
            (made / DECISION).write_text(decision.model_dump_json(indent=1), encoding="utf-8")
            shutil.rmtree(self.folder / manifest.id, ignore_errors=True)
            made.rename(self.folder / manifest.id)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        return self.get(manifest.id, vocabularies)


def open_added(added: AddedPartner, clock: Clock, secrets: Mapping[str, str]) -> Partner:
    """The line to an added partner; what is switched off, or takes long to import, is opened when it is called.

    Raises ``PartnerNotOpened`` or ``SecretMissing`` when it could not be used.
    """

    def open_line() -> Partner:
        return open_partner(added.manifest, added.folder, clock, secrets, added.decision.reach)

    if added.manifest.enabled and added.manifest.mechanism is not Mechanism.MCP:
        return open_line()
    if added.manifest.enabled:
        credentials(added.manifest.auth, secrets)
    return Later(added.manifest.id, open_line)


async def changed_tools(partner: AddedPartner, clock: Clock, secrets: Mapping[str, str]) -> tuple[str, ...]:
    """Operations and tools that are no longer what was approved. Raises ``PartnerNotOpened``, ``SecretMissing``."""
    manifest, reach = partner.manifest, partner.decision.reach
    with TemporaryDirectory() as fresh:
        if manifest.openapi is not None:
            await fetch_document(manifest, partner.folder, Path(fresh), reach)
        now = await tools_now(manifest, Path(fresh), clock, secrets, reach)
    return tuple(name for name, digest in partner.decision.tools.items() if now.get(name) != digest)


def _as_decided(manifest: Manifest, decision: Decision) -> Manifest:
    if manifest.mcp is None:
        return manifest
    return manifest.model_copy(update={"mcp": manifest.mcp.model_copy(update={"pins": decision.tools})})


def _used(manifest: Manifest, tools: Mapping[str, str]) -> dict[str, str]:
    """The digests of what the manifest uses; something that is not there cannot be approved."""
    missing = [name for name in manifest.used if name not in tools]
    if manifest.mechanism is not Mechanism.PYTHON and missing:
        raise PartnerNotOpened(f"{manifest.name} has no {', '.join(missing)}; it has {', '.join(sorted(tools))}")
    return {name: tools[name] for name in sorted(manifest.used) if name in tools}


def _digest(path: Path) -> str:
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
