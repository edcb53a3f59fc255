"""Commands of the operator who adds partners, and of the engineer who makes one."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table

from agent.settings import ConciergeSettings
from memory.errors import Misconfigured
from tools.adapters.credentials import secrets_needed
from tools.adapters.openapi_document import read_document
from tools.adapters.openapi_operation import DocumentError
from tools.adapters.openapi_tools import tool_of
from tools.adapters.opening import PartnerNotOpened, Reach, document_of, misfits_now, tools_now
from tools.added import AddedPartner, AddedPartners, changed_tools
from tools.brand import Brand, load_brand
from tools.certify.finding import Finding, Scorecard, Verdict
from tools.demo import BRAND_FOLDER
from tools.manifest import Manifest, Mechanism
from tools.manifest_file import SCHEMA_FILE, ManifestError, read_manifest, schema_text
from tools.mock.faults import Fault
from tools.models import PartnerId
from tools.switches import Switches

Result = TypeVar("Result")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
server_option = click.option("--server", default="", help="Address that replaces the manifest's: a sandbox or a mock.")
private_option = click.option(
    "--allow-private", "private", is_flag=True, help="It may be on this machine or on our own network."
)


@click.group()
def partner() -> None:
    """Add, check, certify and switch off partners."""


@partner.command()
@click.argument("file", type=FILE)
@server_option
@private_option
def add(file: Path, server: str, private: bool) -> None:
    """Approve the partner of a manifest as it is now; `concierge serve` uses it from its next start on."""
    settings, brand = ConciergeSettings(), _brand()
    partners = AddedPartners(settings.partners_folder())

    async def run() -> AddedPartner:
        fresh = read_manifest(file, brand.vocabularies)
        others = [one.manifest for one in partners.all(brand.vocabularies) if one.manifest.id != fresh.id]
        brand.joined_by([*others, fresh])
        reach = Reach(server=server, private=private)
        return await partners.add(file, reach, settings.clock(), _secrets(fresh, settings), brand.vocabularies)

    added = _told(run())
    Switches(settings.partners_folder()).turn(added.manifest.id, on=True)
    click.echo(f"{added.manifest.name} is added ({_summary(added.manifest)}).")
    for name, digest in added.decision.tools.items():
        click.echo(f"  approved: {name} {digest[:19]}…")
    for name in set(secrets_needed(added.manifest)) - settings.secrets().keys():
        click.echo(f"  {name} IS NOT SET: it must be before the concierge is started.")


@partner.command("list")
def list_partners() -> None:
    """All partners, the brand's own and those that were added."""

    settings, brand = ConciergeSettings(), _brand()
    added = {one.manifest.id: one for one in _checked(AddedPartners(settings.partners_folder()), brand)}
    switches = Switches(settings.partners_folder())
    table = Table("partner", "name", "speaks", "sells", "state", "certified")
    for manifest in [*brand.manifests.values(), *(one.manifest for one in added.values())]:
        on = manifest.enabled and switches.is_on(manifest.id)
        state = ("added" if manifest.id in added else "of the brand") if on else "disabled"
        report = added[manifest.id].folder / "certificate.md" if manifest.id in added else None
        certified = report.read_text("utf-8").split("\n", 3)[2][:40] if report and report.is_file() else ""
        sells = ", ".join(manifest.kinds) or "—"
        table.add_row(manifest.id, manifest.name, manifest.mechanism.value, sells, state, certified)
    Console().print(table)


@partner.command()
@click.argument("file", type=FILE)
@server_option
@private_option
def check(file: Path, server: str, private: bool) -> None:
    """Check a manifest, or show the tools that an OpenAPI document would give."""
    settings, brand = ConciergeSettings(), _brand()
    if (tools := _tools_of_document(file)) is not None:
        for line in tools:
            click.echo(line)
        return
    manifest = _read(file, brand)
    for name in secrets_needed(manifest):
        click.echo(f"  {name}: {'is set' if name in settings.secrets() else 'IS NOT SET'}")
    reach = Reach(server=server, private=private)
    if manifest.mechanism is Mechanism.OPENAPI:
        document = document_of(manifest, file.parent)
        click.echo(f"  document: {document.title}, OpenAPI {document.version}, {len(document.operations)} operations")
    found, misfits = _told(_looked_at(manifest, file.parent, settings, reach))
    missing = [name for name in manifest.used if name not in found]
    if manifest.mechanism is not Mechanism.PYTHON and missing:
        raise click.ClickException(f"{manifest.name} has no {', '.join(missing)}; it has {', '.join(sorted(found))}")
    for words in misfits:
        click.echo(f"  look again: {words}")
    verdict = "can be used, but look again" if misfits else "is a good manifest"
    click.echo(f"{file} {verdict} ({_summary(manifest)}).")


async def _looked_at(
    manifest: Manifest, folder: Path, settings: ConciergeSettings, reach: Reach
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What a partner has, and what of the manifest does not fit it."""
    clock, secrets = settings.clock(), _secrets(manifest, settings)
    found = await tools_now(manifest, folder, clock, secrets, reach)
    return found, await misfits_now(manifest, folder, clock, secrets, reach)


@partner.command()
@click.argument("name")
def certify(name: str) -> None:
    """Run an added partner through the conformance suite; exit 1 when it fails. Books and cancels for real."""
    from tools.certify.rig import open_rig  # noqa: PLC0415 - a whole desk takes seconds to import
    from tools.certify.suite import run_checks  # noqa: PLC0415

    settings, brand = ConciergeSettings(), _brand()
    added = {one.manifest.id: one for one in _checked(AddedPartners(settings.partners_folder()), brand)}
    known = added.get(PartnerId(name))
    if known is None:
        raise click.ClickException(f"no partner called {name} was added")
    if not known.manifest.kinds:
        raise click.ClickException(f"{name} sells nothing; `concierge partner check` says whether its tools are there")

    async def run() -> Scorecard:
        clock, secrets = settings.clock(), settings.secrets()
        changed = await changed_tools(known, clock, secrets)
        reach = known.decision.reach
        async with open_rig(known.manifest, known.folder, reach, brand, clock, secrets, changed) as rig:
            findings = await run_checks(rig, _tell)
        at = clock.now().isoformat(timespec="seconds")
        return Scorecard(partner=name, name=known.manifest.name, at=at, findings=findings)

    card = _told(run())
    report = known.folder / "certificate.md"
    report.write_text(card.markdown(), encoding="utf-8")
    click.echo(f"{card.summary} — {report}")
    raise SystemExit(0 if card.passed else 1)


def _tell(finding: Finding) -> None:
    mark = {Verdict.PASSED: "✓", Verdict.FAILED: "✗", Verdict.SKIPPED: "–"}[finding.verdict]
    click.echo(f"  {mark} {finding.check}: {finding.words} ({finding.seconds:.1f} s)")


@partner.command()
@click.argument("file", type=FILE)
@click.option("--port", type=int, default=8900, show_default=True)
@click.option(
    "--fault", "faults", type=click.Choice([one.value for one in Fault]), multiple=True, help="May be repeated."
)
def mock(file: Path, port: int, faults: tuple[str, ...]) -> None:
    """Serve a stand-in for the partner of a manifest on this machine, with faults."""
    from tools.mock.serving import address_of, application, serve  # noqa: PLC0415 - so does a server
    from tools.mock.speech import Unspoken  # noqa: PLC0415
    from tools.mock.stand_in import StandIn  # noqa: PLC0415

    manifest = _read(file, _brand())
    faulty = [Fault(one) for one in faults]
    clock = ConciergeSettings().clock()
    try:
        app = application(manifest, file.parent, StandIn(manifest, clock, faulty), faulty)
        click.echo(f"{manifest.name} stands in at {address_of(manifest, port)}  (Ctrl-C ends it). To use it:")
        click.echo(f"  concierge partner add {file} --server {address_of(manifest, port)} --allow-private")
        asyncio.run(serve(app, manifest, port))
    except (PartnerNotOpened, ValueError, Unspoken) as error:
        raise click.ClickException(str(error)) from error


@partner.command()
@click.argument("name")
def disable(name: str) -> None:
    """Switch a partner off, at once and everywhere: it is asked for nothing."""
    _switch(name, on=False)


@partner.command()
@click.argument("name")
def enable(name: str) -> None:
    """Switch a partner on again."""
    _switch(name, on=True)


@partner.command()
@click.option("--write", is_flag=True, help="Renew the published file.")
def schema(write: bool) -> None:
    """The JSON schema of manifests."""
    if write:
        SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
        return
    click.echo(schema_text(), nl=False)


def _switch(name: str, on: bool) -> None:
    settings, brand = ConciergeSettings(), _brand()
    folder = settings.partners_folder()
    known = brand.manifests.keys() | AddedPartners(folder).ids()
    if name not in known:
        raise click.ClickException(f"there is no partner {name}; there are {', '.join(sorted(known))}")
    Switches(folder).turn(PartnerId(name), on)
    click.echo(f"{name} is {'enabled' if on else 'disabled'}.")


def _tools_of_document(file: Path) -> list[str] | None:
    """One line for each operation when the file is an OpenAPI document."""
    try:
        document = read_document(file.read_bytes())
    except DocumentError:
        return None
    lines = [f"{document.title}: OpenAPI {document.version}, server {document.server or '(none)'}"]
    for id in document.operations:
        try:
            operation = document.operations[id]
        except DocumentError as error:
            lines.append(f"  {id} cannot be used: {error}")
            continue
        tool = tool_of(operation, document)
        needed = tool.parameters.get("required", [])
        words = [name if name in needed else f"[{name}]" for name in tool.parameters["properties"]]
        lines.append(f"  {id} ({operation.method.upper()} {operation.path}): {', '.join(words) or 'nothing'}")
    return lines


def _summary(manifest: Manifest) -> str:
    operations = ", ".join([*manifest.operations, *(tool.name for tool in manifest.tools)])
    return f"{manifest.mechanism.value}; {operations}"


def _secrets(manifest: Manifest, settings: ConciergeSettings) -> dict[str, str]:
    """The environment's secrets; one that is missing matters only where the partner is called."""
    missing = secrets_needed(manifest) if manifest.mechanism is Mechanism.OPENAPI else ()
    return dict.fromkeys(missing, "not set") | settings.secrets()


def _brand() -> Brand:
    return load_brand(BRAND_FOLDER)


def _read(file: Path, brand: Brand) -> Manifest:
    try:
        return read_manifest(file, brand.vocabularies)
    except ManifestError as error:
        raise click.ClickException(str(error)) from error


def _checked(partners: AddedPartners, brand: Brand) -> tuple[AddedPartner, ...]:
    try:
        return partners.all(brand.vocabularies)
    except ManifestError as error:
        raise click.ClickException(str(error)) from error


def _told(doing: Coroutine[Any, Any, Result]) -> Result:
    """The result; what a person can put right is said in a line."""
    try:
        return asyncio.run(doing)
    except Misconfigured as error:
        raise click.ClickException(str(error)) from error
