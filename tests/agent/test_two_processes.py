"""More than one process over one PostgreSQL and one Chroma server: a conversation goes on in either."""

import asyncio
import sys
from pathlib import Path

import asyncpg

from tests.agent.talking import Talk, talking

OTHER = """
import asyncio, sys
from pathlib import Path
from tests.agent.talking import talking

async def main() -> None:
    home, thread, database, chroma, *said = sys.argv[1:]
    async with talking(Path(home), database_url=database, chroma_url=chroma) as talk:
        talk.thread = thread
        for number, words in enumerate(said):
            print((await talk.say(words, f"other-{number}")).text)

asyncio.run(main())
"""


async def elsewhere(talk: Talk, postgres: str, chroma: str, *said: str) -> str:
    """What another process answers in the same conversation."""
    command = [sys.executable, "-c", OTHER, str(talk.home), talk.thread, postgres, chroma, *said]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    answer, _ = await process.communicate()
    assert process.returncode == 0
    return answer.decode()


async def test_a_conversation_goes_on_in_another_process_and_is_forgotten_from_there(
    tmp_path: Path, postgres: str, chroma: str
) -> None:
    async with talking(tmp_path, database_url=postgres, chroma_url=chroma) as talk:
        await talk.say("Please remember that I love jazz")
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        answer = await elsewhere(talk, postgres, chroma, "the second one", "what do you know about me?")
        assert "10 Dec" in answer
        assert "jazz" in answer
        await talk.concierge.erase(talk.customer)
        assert "jazz" not in (await (await talk.again()).say("what do you know about me?")).text
    server = await asyncpg.connect(postgres)
    try:
        assert await server.fetchval("SELECT count(*) FROM checkpoints WHERE thread_id = $1", talk.thread) == 0
        assert await server.fetchval("SELECT count(*) FROM checkpoint_blobs WHERE thread_id = $1", talk.thread) == 0
    finally:
        await server.close()


async def test_checkpoints_do_not_pile_up_on_a_server_and_hold_nothing_plain(
    tmp_path: Path, postgres: str, chroma: str
) -> None:
    async with talking(tmp_path, database_url=postgres, chroma_url=chroma) as talk:
        for _ in range(3):
            await talk.say("hello, I collect quokkapalms")
    server = await asyncpg.connect(postgres)
    try:
        assert await server.fetchval("SELECT count(*) FROM checkpoints") == 1
        channels = "SELECT count(*) FROM checkpoint_blobs WHERE channel = 'messages'"
        assert await server.fetchval(channels) == 1
        blobs = await server.fetch("SELECT blob FROM checkpoint_blobs WHERE blob IS NOT NULL")
        assert blobs
        assert not any(b"quokkapalm" in each["blob"] for each in blobs)
    finally:
        await server.close()
