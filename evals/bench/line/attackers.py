"""Clients that mean no good. Each attack is a process of its own, so that it takes no breath from who is measured.

``python -m evals.bench.line.attackers NAME PORT SECONDS HELLO`` with the first frame of a line as ``HELLO``.
"""

import asyncio
import os
import socket
import sys
import time
import zlib
from collections.abc import Awaitable, Callable

from evals.bench.line.wire import BINARY, CONTINUATION, PING, TEXT, Wire, frame

_NICE = 10
"""An attacker is another machine: on this one it must not take the processor from the server."""
_MEGABYTE = 1024 * 1024
_DEFLATE = "permessage-deflate; client_max_window_bits"


async def slow_reader(port: int, hello: str) -> None:
    """Asks for a long conversation and reads none of it."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.connect(("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=raw, limit=256)
    wire = await Wire.shake(reader, writer, f"127.0.0.1:{port}", "/v1/ws", reading=False)
    wire.say(hello)
    await wire.unread()


async def ping_flood(port: int, hello: str) -> None:
    """Pings without end, and reads no pong."""
    wire = await _opened(port, hello)
    while True:
        wire.writer.write(frame(PING, b"x" * 125) * 500)
        await wire.writer.drain()


async def frame_flood(port: int, hello: str) -> None:
    """Frames of no sense, as fast as they go."""
    wire = await _opened(port, hello)
    while True:
        wire.writer.write(frame(TEXT, b'{"type":"dance"}') * 500)
        await wire.writer.drain()


async def deflate_bomb(port: int, hello: str) -> None:
    """A small compressed frame that would become 16 MiB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"x" * 16 * _MEGABYTE) + packer.flush(zlib.Z_SYNC_FLUSH)
    while True:
        wire = await Wire.open("127.0.0.1", port, "/v1/ws", extensions=_DEFLATE)
        wire.say(hello)
        wire.writer.write(frame(TEXT, packed[:-4], reserved=4) * 12)
        await wire.until_closed()
        wire.cut()


async def huge_frame(port: int, hello: str) -> None:
    """One text of 16 MiB."""
    while True:
        wire = await Wire.open("127.0.0.1", port, "/v1/ws")
        wire.say(hello)
        wire.writer.write(frame(TEXT, b"x" * 16 * _MEGABYTE))
        await wire.until_closed()
        wire.cut()


async def fragments(port: int, hello: str) -> None:
    """A message of a thousand parts that never ends."""
    while True:
        wire = await Wire.open("127.0.0.1", port, "/v1/ws")
        wire.say(hello)
        wire.writer.write(frame(BINARY, b"x", final=False) + frame(CONTINUATION, b"x" * 16384, final=False) * 1000)
        await wire.until_closed()
        wire.cut()


async def silence(port: int, _hello: str) -> None:
    """Lines that never say who they are, and handshakes that never end."""
    held: list[object] = []
    for _ in range(300):
        held.append(await Wire.open("127.0.0.1", port, "/v1/ws"))
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /v1/ws HTTP/1.1\r\nHost: x\r\n")
        held.append(writer)
    await asyncio.sleep(3600)


ATTACKS: dict[str, Callable[[int, str], Awaitable[None]]] = {
    "slow reader": slow_reader,
    "ping flood": ping_flood,
    "frame flood": frame_flood,
    "deflate bomb": deflate_bomb,
    "huge frame": huge_frame,
    "fragments": fragments,
    "silence": silence,
}


async def attack(name: str, port: int, seconds: float, hello: str) -> None:
    """Go on for so long, or until the server lets go; the last line printed is after how many seconds that was."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(seconds):
            await ATTACKS[name](port, hello)
    except (ConnectionError, asyncio.IncompleteReadError):
        print(time.monotonic() - began)  # noqa: T201 - for the bench that started this process
    except TimeoutError:
        print("held")  # noqa: T201 - the same


async def _opened(port: int, hello: str) -> Wire:
    wire = await Wire.open("127.0.0.1", port, "/v1/ws")
    wire.say(hello)
    await wire.hear()
    return wire


if __name__ == "__main__":
    os.nice(_NICE)
    asyncio.run(attack(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]))
