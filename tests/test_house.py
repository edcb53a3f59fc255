"""The house itself: names, direction of imports, nothing at import."""

import subprocess
import sys
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path

import pytest

NOT_IMPORTED = {"node_modules", "training"}
"""``evals/training`` needs an extra that running and testing do not."""
PACKAGES = ("agent", "tools", "memory", "server", "evals")
ROOT = Path(__file__).parent.parent


def test_nobody_else_provides_our_import_names() -> None:
    providers = packages_distributions()
    assert {name: set(providers.get(name, ())) - {"concierge"} for name in PACKAGES} == {
        name: set() for name in PACKAGES
    }


def test_imports_point_down_only() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_every_command_loads() -> None:
    names = {each.name for each in entry_points(group="concierge.commands") if callable(each.load())}
    assert names == {"bench", "chat", "eval", "memory", "partner", "recommend", "serve"}


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_writes_nothing_and_prints_nothing(package: str, tmp_path: Path) -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / package).rglob("*.py")
        if NOT_IMPORTED.isdisjoint(path.parts)
    ]
    names = [name.removesuffix(".__init__") for name in sorted(modules)]
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import " + ", ".join(names)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert (run.stdout, list(tmp_path.iterdir())) == ("", [])
