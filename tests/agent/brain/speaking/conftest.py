import pytest

from agent.brain.speaking.speaker import Speaker


@pytest.fixture(scope="session")
def speaker() -> Speaker:
    return Speaker.load()
