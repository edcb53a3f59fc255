"""Unused room in index files. Chroma's index writes its buffers to disk as the allocator gave them, so that whatever
lay in memory before (words of a customer, vectors just erased) ends up in the part that no element uses yet."""

import struct
from pathlib import Path

_HEADER = struct.Struct("<iQQQQ")
"""Version, offset of level 0, room for elements, elements, bytes of an element (chroma-hnswlib's persisted header)."""
_VERSION = 1
_LENGTH_BYTES = 4


def wipe_slack(folder: Path) -> None:
    """Overwrite the unused room of every index under ``folder`` with zeros."""
    for header in folder.rglob("header.bin"):
        content = header.read_bytes()
        if len(content) < _HEADER.size:
            continue
        version, _, _, elements, size = _HEADER.unpack_from(content)
        if version != _VERSION:
            continue
        _zero(header.with_name("data_level0.bin"), elements * size)
        _zero(header.with_name("length.bin"), elements * _LENGTH_BYTES)


def _zero(path: Path, start: int) -> None:
    if not path.is_file() or path.stat().st_size <= start:
        return
    with path.open("r+b") as file:
        file.seek(start)
        rest = file.read()
        if rest.strip(b"\0"):
            file.seek(start)
            file.write(bytes(len(rest)))
