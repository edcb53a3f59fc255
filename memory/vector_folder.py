"""Vectors in a local folder, for one process.

Each shard is a Chroma folder of its own, since Chroma's delete leaves vectors in its files: erasing writes what remains
into a new folder and removes the old one.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.embedding.minilm import Vector
from memory.errors import StoreInUse
from memory.slack import wipe_slack
from memory.vectors import BATCH, SPARSE, by_shard, owner_of, shard_of, upsert

try:
    import fcntl
except ImportError:  # Windows has no flock; there the folder's single user is not enforced
    fcntl = None  # type: ignore[assignment]

PIECE = 64
"""Bytes of a vector that count as a trace of it."""
Matrix = NDArray[np.float32]
_ENTRY = "{shard:02d}.{generation}"


class VectorFolder:
    """A ``Vectors`` of this process alone. Raises ``StoreInUse`` when another one has the folder open."""

    def __init__(self, folder: Path, embedder: str) -> None:
        self._folder = folder / embedder
        self._collection = f"facts-{embedder}"
        self._lock = RLock()
        self._clients: dict[int, Any] = {}
        self._collections: dict[int, Any] = {}
        self._held = _hold(folder)

    def close(self) -> None:
        """Let go of all files."""
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()
            wipe_slack(self._folder)
            os.close(self._held)

    def put(self, customer: str, vectors: Mapping[str, Vector]) -> None:
        """Add or replace vectors by id."""
        self.load({customer: vectors})

    def load(self, vectors: Mapping[str, Mapping[str, Vector]]) -> None:
        """Add many customers' vectors, by customer and id."""
        with self._lock:
            written = set()
            for shard, rows in by_shard(vectors):
                upsert(self._open(shard), rows)
                written.add(shard)
            for shard in written:
                wipe_slack(self._shard_folder(shard))

    def get(self, customer: str, ids: Sequence[str]) -> dict[str, Vector]:
        """Vectors of those of the customer's ``ids`` that are there."""
        if not ids:
            return {}
        with self._lock:
            found = self._open(shard_of(customer)).get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def erase(self, customer: str, ids: Sequence[str] | None = None) -> int:
        """Erase the customer's vectors (of ``ids`` only, when given) from every byte on disk; says how many."""
        shard = shard_of(customer)
        with self._lock:
            collection = self._open(shard)
            rows = collection.get(include=["embeddings", "metadatas"])
            gone = _doomed(rows, owner_of(customer), ids)
            if gone:
                keep = [at for at, one in enumerate(rows["ids"]) if one not in gone]
                self._rewrite(shard, rows, keep)
            wipe_slack(self._folder)
        return len(gone)

    def clear(self) -> None:
        """Remove all vectors of all customers, before an index is rebuilt."""
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _rewrite(self, shard: int, rows: Any, keep: list[int]) -> None:
        """Write the rows to ``keep`` into a new folder and remove the old one."""
        generation = self._generation(shard)
        self._clients.pop(shard).close()
        old = self._folder / _ENTRY.format(shard=shard, generation=generation)
        new = self._folder / _ENTRY.format(shard=shard, generation=generation + 1)
        shutil.rmtree(new, ignore_errors=True)  # left by a crash before its old folder was removed
        collection = self._open_folder(shard, new)
        for at in range(0, len(keep), BATCH):
            part = keep[at : at + BATCH]
            collection.upsert(
                ids=[rows["ids"][one] for one in part],
                embeddings=rows["embeddings"][part],
                metadatas=[rows["metadatas"][one] for one in part],
            )
        self._clients.pop(shard).close()
        vectors = np.asarray(rows["embeddings"], np.float32)
        gone = np.delete(vectors, keep, axis=0)
        _blot(new, gone, vectors[keep])
        shutil.rmtree(old)

    def _open(self, shard: int) -> Any:
        if shard in self._clients:
            return self._collections[shard]
        return self._open_folder(shard, self._shard_folder(shard))

    def _shard_folder(self, shard: int) -> Path:
        return self._folder / _ENTRY.format(shard=shard, generation=self._generation(shard))

    def _open_folder(self, shard: int, folder: Path) -> Any:
        import chromadb  # noqa: PLC0415  # 1.4 s that a start without a recall need not wait for
        from chromadb.config import Settings  # noqa: PLC0415

        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        self._clients[shard] = client
        collection = client.get_or_create_collection(self._collection, embedding_function=None, configuration=SPARSE)
        self._collections[shard] = collection
        return collection

    def _generation(self, shard: int) -> int:
        """The shard's folder is the oldest one: a newer one beside it was not finished."""
        numbers = [int(path.suffix[1:]) for path in self._folder.glob(f"{shard:02d}.*")]
        return min(numbers, default=0)


def _doomed(rows: Any, owner: str, ids: Sequence[str] | None) -> set[str]:
    wanted = None if ids is None else set(ids)
    return {
        one
        for one, metadata in zip(rows["ids"], rows["metadatas"], strict=True)
        if metadata["owner"] == owner and (wanted is None or one in wanted)
    }


def _blot(folder: Path, gone: Matrix, kept: Matrix) -> None:
    """Overwrite what is left of erased vectors in a folder's files.

    Chroma writes index buffers to disk as the allocator gave them, so that memory freed a moment ago, erased vectors
    included, now and then ends up in a new file.
    """
    rest = kept.tobytes()
    pieces = {piece for vector in gone for piece in _pieces(vector.tobytes()) if piece not in rest}
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        found = [piece for piece in pieces if piece in content]
        for piece in found:
            content = content.replace(piece, bytes(len(piece)))
        if found:
            path.write_bytes(content)


def _pieces(content: bytes) -> list[bytes]:
    return [content[at : at + PIECE] for at in range(0, len(content), PIECE)]


def _hold(folder: Path) -> int:
    """Keep a lock on the folder, since Chroma answers wrongly when two processes use one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise StoreInUse(
                f"{folder} is open in another process; stop it, or use a Chroma server for more than one"
            ) from error
    return descriptor
