"""Vectors in Chroma: an index that can be rebuilt from SQL. It holds vectors and opaque ids, no text.

Customers are spread over a fixed number of shards by a hash of their id. One process keeps them in a local folder
(``memory.vector_folder``), several share a Chroma server (``memory.vector_server``).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from memory.embedding.minilm import Vector

Row = tuple[str, str, Vector]
"""Id, owner, vector."""
SHARDS = 64
BATCH = 2000
"""Vectors written at once."""
SPARSE: Any = {"hnsw": {"space": "l2", "ef_construction": 8, "max_neighbors": 4}}
"""Vectors are fetched by id and ranked exactly, among one customer's own; nobody walks Chroma's graph, so that it is
kept sparse: adding to it is eight times as fast. By l2 Chroma keeps a vector's bits, which erasing looks for."""


class Vectors(Protocol):
    """All customers' vectors of one embedder. Blocking and thread-safe; call it from a thread."""

    def put(self, customer: str, vectors: Mapping[str, Vector]) -> None:
        """Add or replace vectors by id."""
        ...

    def load(self, vectors: Mapping[str, Mapping[str, Vector]]) -> None:
        """Add many customers' vectors, by customer and id."""
        ...

    def get(self, customer: str, ids: Sequence[str]) -> dict[str, Vector]:
        """Vectors of those ``ids`` that are there. They must be the customer's, as SQL told: nothing else is asked."""
        ...

    def erase(self, customer: str, ids: Sequence[str] | None = None) -> int:
        """Erase the customer's vectors (of ``ids`` only, when given); says how many."""
        ...

    def clear(self) -> None:
        """Remove all vectors of all customers, before an index is rebuilt."""
        ...

    def close(self) -> None:
        """Let go of all files and connections."""
        ...


def shard_of(customer: str) -> int:
    """The shard that a customer's vectors are in."""
    return int.from_bytes(hashlib.sha256(customer.encode()).digest()[:4]) % SHARDS


def by_shard(vectors: Mapping[str, Mapping[str, Vector]]) -> Iterator[tuple[int, list[Row]]]:
    """What to write into each shard, in pieces that Chroma takes at once."""
    shards: dict[int, list[Row]] = {}
    for customer, own in vectors.items():
        rows = [(one, owner_of(customer), vector) for one, vector in own.items()]
        shards.setdefault(shard_of(customer), []).extend(rows)
    for shard, rows in shards.items():
        for at in range(0, len(rows), BATCH):
            yield shard, rows[at : at + BATCH]


def upsert(collection: Any, rows: Sequence[Row]) -> None:
    """Write rows into a collection of Chroma's."""
    collection.upsert(
        ids=[one for one, _, _ in rows],
        embeddings=np.stack([vector for _, _, vector in rows]),
        metadatas=[{"owner": owner} for _, owner, _ in rows],
    )


def owner_of(customer: str) -> str:
    """What stands beside a vector for whose it is; nothing can be read from it."""
    return hashlib.sha256(b"owner:" + customer.encode()).hexdigest()[:32]
