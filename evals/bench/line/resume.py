"""A line cut again and again at random moments: is every event told once and in order, and no turn lost?"""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals.bench.line.served import Frame, Line, Served, serve
from memory.models import Value

CUSTOMERS = 8
"""Who talk at the same time."""
LONGEST_SECONDS = 0.6
"""Between two cuts of one line."""
RESTARTS = 3
"""With SIGTERM, while everybody waits for an answer."""
_SAYINGS = ("Hello!", "What can you do for me?", "What have I booked so far?", "Thank you.")
_QUIET_SECONDS = 60.0
"""In which an answer must come, however loaded the machine is."""


class Resumed(Value):
    """What became of all the cuts."""

    cuts: int
    replayed: int
    """Reconnections that got just what they had missed."""
    resynced: int
    """Reconnections that were told to start over."""
    turns: int
    cut_turns: int
    """Turns under way at SIGTERM whose end did not arrive."""
    faults: tuple[str, ...]
    """What was skipped, repeated, out of order, or lost."""


class Talker:
    """One customer whose line keeps breaking."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name = name
        self.faults: list[str] = []
        self.cuts = self.replayed = self.resynced = 0
        self.said: dict[str, str] = {}
        self._chance = chance
        self._thread: str | None = None
        self._epoch: str | None = None
        self._seq: int | None = None
        self._runs: dict[str, str] = {}
        self._answered: set[str] = set()
        self._words: dict[str, str] = {}

    async def talk(self, server: Served, until: Callable[[], bool]) -> None:
        """Connect, speak, be cut, again and again."""
        while not until():
            line = await self._connect(server)
            if self._all_answered():
                self._say(line)
            try:
                await asyncio.wait_for(self._listen(line), self._chance.uniform(0, LONGEST_SECONDS))
            except TimeoutError:
                self.cuts += 1
            line.wire.cut()

    async def finish(self, server: Served, started: Callable[[], None] = lambda: None) -> int:
        """Hear the answer to what was said last, and tell when it begins. Returns how many turns were cut: 0 or 1."""
        line, under_way = await self._connect(server), False
        if self._all_answered():
            self._say(line)
        try:
            while not self._all_answered():
                frame = await asyncio.wait_for(line.hear(), _QUIET_SECONDS)
                self._take(frame)
                if frame["type"] == "RUN_STARTED":
                    under_way = True
                    started()
        except ConnectionError:
            return int(under_way)
        finally:
            line.wire.cut()
        return 0

    def check(self, kept: list[Frame]) -> None:
        """Compare with the conversation as the server keeps it."""
        told = {each["id"]: each["content"] for each in kept if each["role"] == "assistant"}
        heard = {id: words.strip() for id, words in self._words.items()}
        self.faults += [f"{self.name}: {id} was heard otherwise" for id in heard if heard[id] != told.get(id)]
        self.faults += [f"{self.name}: {id} was not heard" for id in told.keys() - heard.keys()]
        if [each["id"] for each in kept if each["role"] == "user"] != list(self.said):
            self.faults.append(f"{self.name}: what was said is not what was taken")

    @property
    def thread(self) -> str:
        return self._thread or ""

    def _all_answered(self) -> bool:
        return len(self._answered) == len(self.said)

    def _say(self, line: Line) -> None:
        message = f"{self.name}-{len(self.said)}"
        self.said[message] = self._chance.choice(_SAYINGS)
        self._send(line, message)

    def _send(self, line: Line, message: str) -> None:
        self._runs[line.run(self.said[message], message)] = message

    async def _connect(self, server: Served) -> Line:
        hello = {"threadId": self._thread, "epoch": self._epoch, "lastSeq": self._seq}
        line = await server.line(self.name, hello)
        if self._thread is None:
            self._thread = line.thread
        elif line.thread != self._thread:
            self.faults.append(f"{self.name}: came back to another conversation")
        if self._seq is not None:
            self.replayed += line.epoch == self._epoch
        self._repeat(line)
        return line

    def _repeat(self, line: Line) -> None:
        """A client cannot know whether its last message arrived: it sends it again, and that must be one turn."""
        if not self._all_answered():
            self._send(line, list(self.said)[-1])

    async def _listen(self, line: Line) -> None:
        while True:
            self._take(await line.hear())

    def _take(self, frame: Frame) -> None:
        if frame["type"] == "CUSTOM" and frame["name"] == "concierge.resync":
            self._epoch, self._seq = frame["value"]["epoch"], frame["value"]["seq"]
            self.resynced += 1
        elif frame["type"] == "MESSAGES_SNAPSHOT":
            self._snapshot(frame["messages"])
        elif "metadata" in frame:
            self._count(frame["metadata"])
            self._read(frame)

    def _snapshot(self, messages: list[Frame]) -> None:
        self._words = {each["id"]: each["content"] for each in messages if each["role"] == "assistant"}

    def _count(self, metadata: dict[str, Any]) -> None:
        if metadata["epoch"] != self._epoch:
            self.faults.append(f"{self.name}: an epoch began without a word")
        elif metadata["seq"] != (self._seq or 0) + 1:
            self.faults.append(f"{self.name}: {metadata['seq']} came after {self._seq}")
        self._epoch, self._seq = metadata["epoch"], metadata["seq"]

    def _read(self, frame: Frame) -> None:
        if frame["type"] == "TEXT_MESSAGE_START":
            self._words[frame["messageId"]] = ""
        elif frame["type"] == "TEXT_MESSAGE_CONTENT":
            self._words[frame["messageId"]] += frame["delta"]
        elif frame["type"] == "RUN_FINISHED" and frame["runId"] in self._runs:
            self._answered.add(self._runs[frame["runId"]])
        elif frame["type"] == "RUN_ERROR":
            self.faults.append(f"{self.name}: a turn failed")
            self._answered.update(self.said)


async def measure(folder: Path, cuts: int, seed: int) -> Resumed:
    """Cut lines ``cuts`` times, restart the server in the middle of turns, and compare what was heard."""
    chance = random.Random(seed)
    talkers = [Talker(f"talker-{each}", random.Random(chance.random())) for each in range(CUSTOMERS)]
    cut_turns = 0
    for part in range(RESTARTS + 1):
        async with serve(folder) as server:
            until = cuts * (part + 1) // (RESTARTS + 1)
            await asyncio.gather(*(each.talk(server, _enough(talkers, until)) for each in talkers))
            if part < RESTARTS:
                ended = await asyncio.gather(*(each.finish(server, server.terminate) for each in talkers))
                cut_turns += sum(ended)
                await server.end()
            else:
                await asyncio.gather(*(each.finish(server) for each in talkers))
                for each in talkers:
                    each.check(await server.history(each.name, each.thread))
    return Resumed(
        cuts=_cuts(talkers),
        replayed=sum(each.replayed for each in talkers),
        resynced=sum(each.resynced for each in talkers),
        turns=sum(len(each.said) for each in talkers),
        cut_turns=cut_turns,
        faults=tuple(fault for each in talkers for fault in each.faults),
    )


def _enough(talkers: list[Talker], cuts: int) -> Callable[[], bool]:
    return lambda: _cuts(talkers) >= cuts


def _cuts(talkers: list[Talker]) -> int:
    return sum(each.cuts for each in talkers)
