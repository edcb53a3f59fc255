"""The suite on real sockets: a partner that bears faults passes, a bad one does not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from memory.clock import SystemClock
from tools.adapters.opening import Reach, tools_now
from tools.brand import Brand, load_brand
from tools.certify.finding import Scorecard, Verdict
from tools.certify.rig import open_rig
from tools.certify.suite import run_checks
from tools.demo import BRAND_FOLDER
from tools.manifest import Manifest
from tools.manifest_file import read_manifest
from tools.mock.faults import Fault
from tools.mock.serving import running

PARTNERS = BRAND_FOLDER / "partners"


@pytest.fixture(scope="module")
def brand() -> Brand:
    return load_brand(BRAND_FOLDER)


def quick(partner: str, folder: Path, **changes: Any) -> Manifest:
    """A demo partner's manifest with short times."""
    raw = yaml.safe_load((PARTNERS / f"{partner}.yaml").read_text(encoding="utf-8")) | {"settle_seconds": 0.4} | changes
    for operation in raw["operations"].values():
        operation["timeout"] = 1.0
    path = folder / f"{partner}.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    (folder / "volante.openapi.yaml").write_bytes((PARTNERS / "volante.openapi.yaml").read_bytes())
    return read_manifest(path)


async def certify(manifest: Manifest, folder: Path, brand: Brand, *faults: Fault) -> dict[str, Verdict]:
    """What each check found."""
    async with running(manifest, folder, SystemClock(), faults) as (address, stand_in):
        reach = Reach(server=address, private=True)
        async with open_rig(manifest, folder, reach, brand, SystemClock(), {}) as rig:
            findings = await run_checks(rig, lambda finding: None)
        standing = [deal for deal in stand_in.deals if deal["status"] == "booked"]
        kept = {Fault.DOUBLE, Fault.WRONG_TYPE, Fault.OVERSIZE} & set(faults)
        assert not standing or kept, "what was booked is cancelled again"
    return {one.check: one.verdict for one in findings}


def failures(found: dict[str, Verdict]) -> set[str]:
    return {check for check, verdict in found.items() if verdict is Verdict.FAILED}


@pytest.mark.parametrize("partner", ["volante", "marquee"])
async def test_a_good_partner_passes(tmp_path: Path, brand: Brand, partner: str) -> None:
    found = await certify(quick(partner, tmp_path), tmp_path, brand)
    assert failures(found) == set()
    assert list(found.values()).count(Verdict.PASSED) == len(found)


@pytest.mark.parametrize("fault", [Fault.PRICE_CHANGED, Fault.SOLD_OUT, Fault.INSTRUCTIONS])
async def test_a_fault_that_can_be_borne_is_borne(tmp_path: Path, brand: Brand, fault: Fault) -> None:
    assert failures(await certify(quick("volante", tmp_path), tmp_path, brand, fault)) == set()


@pytest.mark.parametrize("fault", [Fault.TIMEOUT_AFTER_COMMIT, Fault.LATE_COMMIT])
async def test_a_partner_that_loses_answers_is_booked_once(tmp_path: Path, brand: Brand, fault: Fault) -> None:
    found = await certify(quick("volante", tmp_path), tmp_path, brand, fault)
    assert (found["a booking"], found["duplicate"]) == (Verdict.PASSED, Verdict.PASSED)


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        (Fault.DOUBLE, "duplicate"),
        (Fault.WRONG_TYPE, "offers"),
        (Fault.OVERSIZE, "a booking"),
    ],
)
async def test_a_bad_partner_fails(tmp_path: Path, brand: Brand, fault: Fault, check: str) -> None:
    assert check in failures(await certify(quick("volante", tmp_path), tmp_path, brand, fault))


async def test_a_partner_with_neither_keys_nor_look_ups_is_never_sent_to_twice(tmp_path: Path, brand: Brand) -> None:
    manifest = quick("volante", tmp_path, idempotency="none")
    without = {name: one for name, one in manifest.operations.items() if name != "lookup"}
    found = await certify(manifest.model_copy(update={"operations": without}), tmp_path, brand)
    assert (found["time-out after commit"], found["duplicate"]) == (Verdict.PASSED, Verdict.SKIPPED)


async def test_a_stand_in_speaks_refs_of_several_parts_and_prices_without_currency(
    tmp_path: Path, brand: Brand
) -> None:
    raw = yaml.safe_load((PARTNERS / "volante.yaml").read_text(encoding="utf-8"))
    raw["offer"] |= {
        "ref": "{id: transferId, people: passengers}",
        "price": {"amount": "fare.total", "currency": "'EUR'"},
    }
    raw["operations"]["quote"]["arguments"] = {"transferId": "ref.id"}
    raw["operations"]["book"]["arguments"] = {"transferId": "ref.id", "expectedTotal": "price.amount"}
    changed = {name: raw[name] for name in ("offer", "operations")}
    found = await certify(quick("volante", tmp_path, **changed), tmp_path, brand, Fault.LATE_COMMIT)
    assert failures(found) <= {"schemas"}, "the document wants a currency"


async def test_a_changed_tool_is_seen(tmp_path: Path) -> None:
    manifest, clock = quick("marquee", tmp_path), SystemClock()
    digests = []
    for faults in ((), (Fault.TOOLS_CHANGED,)):
        async with running(manifest, tmp_path, clock, faults) as (address, _):
            reach = Reach(server=address, private=True)
            digests.append(await tools_now(manifest, tmp_path, clock, {}, reach))
    assert digests[0].keys() == digests[1].keys()
    assert not set(digests[0].values()) & set(digests[1].values())


def test_a_report_says_what_came_of_it() -> None:
    card = Scorecard(partner="volante", name="Volante", at="2026-12-01T09:00:00", findings=())
    assert card.markdown().split("\n")[2] == "2026-12-01 passed: 0 passed, 0 failed, 0 skipped"
