"""A WebSocket client that can misbehave: every frame is made by hand."""

import asyncio
import base64
import itertools
import os
import struct
from typing import Self

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
_NO_MASK = b"\0\0\0\0"
"""A mask of zeros is a mask: what is sent stands on the wire as it is, and costs the client nothing."""


class RefusedError(ConnectionError):
    """The server did not open the line; the message is its status line."""


class Wire:
    """One open WebSocket. What comes is read at once and pings are answered, as a browser does."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self._texts: asyncio.Queue[str | ConnectionError] = asyncio.Queue()
        self._pongs: asyncio.Queue[ConnectionError | None] = asyncio.Queue()
        self._reading: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, host: str, port: int, path: str, *, extensions: str = "", buffer: int = 2**16) -> Self:
        """Connect and shake hands. Raises ``OSError``, of which ``RefusedError`` is one."""
        reader, writer = await asyncio.open_connection(host, port, limit=buffer)
        return await cls.shake(reader, writer, f"{host}:{port}", path, extensions)

    @classmethod
    async def shake(
        cls,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        host: str,
        path: str,
        extensions: str = "",
        *,
        reading: bool = True,
    ) -> Self:
        """The handshake over a connection there is; ``reading`` goes on reading after it."""
        key = base64.b64encode(os.urandom(16)).decode()
        wanted = f"Sec-WebSocket-Extensions: {extensions}\r\n" if extensions else ""
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{wanted}\r\n".encode()
        )
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as error:
            raise RefusedError("closed before the handshake") from error
        if b" 101 " not in head.partition(b"\r\n")[0]:
            writer.close()
            raise RefusedError(head.partition(b"\r\n")[0].decode("latin-1"))
        wire = cls(reader, writer)
        if reading:
            wire._reading = asyncio.create_task(wire._read())
        return wire

    def say(self, text: str) -> None:
        """Queue a text frame."""
        self.writer.write(frame(TEXT, text.encode()))

    async def hear(self) -> str:
        """The next text. Raises ``ConnectionError`` when the line is closed."""
        heard = await self._texts.get()
        if isinstance(heard, ConnectionError):
            self._texts.put_nowait(heard)
            raise heard
        return heard

    async def pong(self) -> None:
        """Ping, and return once the answer is here. Raises ``ConnectionError`` when the line is closed."""
        self.writer.write(frame(PING, b"?"))
        if error := await self._pongs.get():
            raise error

    @property
    def closed(self) -> bool:
        """Whether the other side has ended it."""
        return self._reading is None or self._reading.done()

    async def until_closed(self) -> None:
        """Return once the other side has ended it."""
        if self._reading:
            await asyncio.wait([self._reading])

    async def unread(self) -> None:
        """Read nothing, and return only by an error: when the other side has let go."""
        while True:
            await asyncio.sleep(0.5)
            self.writer.write(frame(PONG))
            await self.writer.drain()

    def cut(self) -> None:
        """Drop the line without a word."""
        if self._reading:
            self._reading.cancel()
        self.writer.transport.abort()

    async def _read(self) -> None:
        try:
            while True:
                self._take(*await self._frame())
        except asyncio.IncompleteReadError:
            self._over(ConnectionResetError("cut"))
        except ConnectionError as error:
            self._over(error)

    def _take(self, kind: int, data: bytes) -> None:
        if kind == TEXT:
            self._texts.put_nowait(data.decode())
        elif kind == PING:
            self.writer.write(frame(PONG, data))
        elif kind == PONG:
            self._pongs.put_nowait(None)
        elif kind == CLOSE:
            code = struct.unpack("!H", data[:2])[0] if len(data) >= 2 else 1005
            raise ConnectionResetError(f"closed with {code}")

    def _over(self, error: ConnectionError) -> None:
        self._texts.put_nowait(error)
        self._pongs.put_nowait(error)

    async def _frame(self) -> tuple[int, bytes]:
        first, second = await self.reader.readexactly(2)
        size = second & 127
        if size == 126:
            size = struct.unpack("!H", await self.reader.readexactly(2))[0]
        elif size == 127:
            size = struct.unpack("!Q", await self.reader.readexactly(8))[0]
        return first & 15, await self.reader.readexactly(size)


def frame(kind: int, data: bytes = b"", *, final: bool = True, reserved: int = 0) -> bytes:
    """A masked client frame; ``reserved`` holds the three reserved bits (4 is "compressed")."""
    first = bytes([(0x80 if final else 0) | (reserved << 4) | kind])
    if len(data) < 126:
        return first + bytes([0x80 | len(data)]) + _NO_MASK + data
    if len(data) < 2**16:
        return first + b"\xfe" + struct.pack("!H", len(data)) + _NO_MASK + data
    return first + b"\xff" + struct.pack("!Q", len(data)) + _NO_MASK + data


def quantile(values: list[float], share: float) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


numbers = itertools.count(1)
"""Of runs and messages, which must differ within one process."""
