"""What tests of all packages share: a real PostgreSQL, where one answers, and a real Chroma server."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

SERVER = os.environ.get("CONCIERGE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        if os.environ.get("CONCIERGE_REQUIRE_POSTGRES") == "1":
            pytest.fail(f"CONCIERGE_REQUIRE_POSTGRES=1, but no PostgreSQL answers: {error}")
        pytest.skip(f"no PostgreSQL at 127.0.0.1:5432 or CONCIERGE_TEST_POSTGRES: {error}")
    name = f"concierge_{secrets.token_hex(6)}"
    with server:
        server.execute(f"CREATE DATABASE {name}")
        yield f"{SERVER.rpartition('/')[0]}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/concierge.db"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[str]:
    """The address of an empty Chroma server of the test's own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    program = str(Path(sys.executable).parent / "chroma")
    folder = str(tmp_path / "chroma")
    command = [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the Chroma server ended at once"
        time.sleep(0.1)
    pytest.fail("the Chroma server did not come up in a minute")
