"""Where a run leaves its files, and what it leaves behind: errors that were logged, words on disk."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


def scratch() -> Path | None:
    """Memory that looks like a disk, where there is such a thing: a run writes much and keeps nothing."""
    return _MEMORY_DISK if os.access(_MEMORY_DISK, os.W_OK) else None


@contextmanager
def traces() -> Iterator[list[str]]:
    """Collects what is logged as an error, so that a developer finds it beside the conversation."""
    found: list[str] = []
    handler = _Collector(found)
    logging.getLogger().addHandler(handler)
    try:
        yield found
    finally:
        logging.getLogger().removeHandler(handler)


class _Collector(logging.Handler):
    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        self._found.append(self.format(record))


def found_on_disk(home: Path, strings: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Where a string is still found, as UTF-8, in any file."""
    found: dict[str, list[str]] = {each: [] for each in strings}
    for path in sorted(home.rglob("*")) if strings else ():
        if path.is_file():
            content = path.read_bytes().lower()
            for each in strings:
                if each.lower().encode() in content:
                    found[each].append(str(path.relative_to(home)))
    return {each: tuple(files) for each, files in found.items()}
