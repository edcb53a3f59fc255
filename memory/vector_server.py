"""Vectors on a Chroma server, for more than one process. The server asks nobody who they are: keep it to yourself.

A file of the server cannot be rewritten from here. What is erased is overwritten with noise and deleted; what the
server's own log still holds of it goes when the server compacts that log (``chroma vacuum`` does it at once).
"""

from collections.abc import Mapping, Sequence
from threading import RLock
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np

from memory.embedding.minilm import Vector
from memory.errors import StoreUnreachable
from memory.vectors import SHARDS, SPARSE, by_shard, owner_of, shard_of, upsert


class VectorServer:
    """A ``Vectors`` that any number of processes share. Raises ``StoreUnreachable`` when no server answers."""

    def __init__(self, address: str, embedder: str, size: int) -> None:
        import chromadb  # noqa: PLC0415  # 1.4 s that a process with a local folder need not wait for
        from chromadb.config import Settings  # noqa: PLC0415

        parts = urlsplit(address)
        self._name = f"facts-{embedder}"
        self._size = size
        self._lock = RLock()
        self._collections: dict[int, Any] = {}
        try:
            self._client = chromadb.HttpClient(
                host=parts.hostname or "127.0.0.1",
                port=parts.port or 8000,
                ssl=parts.scheme == "https",
                settings=Settings(anonymized_telemetry=False),
            )
        except (httpx.HTTPError, ValueError) as error:  # what chromadb makes of a refused connection
            raise StoreUnreachable(f"no Chroma server answers at {address}") from error

    def close(self) -> None:
        client: Any = self._client
        for each in (client, client._admin_client):
            each._server._session.close()  # chromadb leaves its sockets to the garbage collector
        client.close()

    def put(self, customer: str, vectors: Mapping[str, Vector]) -> None:
        self.load({customer: vectors})

    def load(self, vectors: Mapping[str, Mapping[str, Vector]]) -> None:
        for shard, rows in by_shard(vectors):
            upsert(self._collection(shard), rows)

    def get(self, customer: str, ids: Sequence[str]) -> dict[str, Vector]:
        if not ids:
            return {}
        found = self._shard(customer).get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def erase(self, customer: str, ids: Sequence[str] | None = None) -> int:
        shard = self._shard(customer)
        owned = shard.get(where={"owner": owner_of(customer)}, include=[])["ids"]
        gone = owned if ids is None else sorted(set(owned) & set(ids))
        if gone:
            noise = np.random.default_rng().normal(size=(len(gone), self._size)).astype(np.float32)
            self.put(customer, dict(zip(gone, noise, strict=True)))
            shard.delete(ids=gone)
        return len(gone)

    def clear(self) -> None:
        with self._lock:
            self._collections.clear()
            known = {each.name for each in self._client.list_collections()}
            for shard in range(SHARDS):
                if self._named(shard) in known:
                    self._client.delete_collection(self._named(shard))

    def _shard(self, customer: str) -> Any:
        return self._collection(shard_of(customer))

    def _collection(self, shard: int) -> Any:
        with self._lock:
            if shard not in self._collections:
                self._collections[shard] = self._client.get_or_create_collection(
                    self._named(shard), embedding_function=None, configuration=SPARSE
                )
            return self._collections[shard]

    def _named(self, shard: int) -> str:
        return f"{self._name}-{shard:02d}"
