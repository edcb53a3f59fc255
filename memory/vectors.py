"""Vectors in Chroma: an index that can be rebuilt from SQL. It holds vectors and opaque ids, no text.

Customers are spread over a fixed number of shards by a hash of their id. One process keeps them in a local folder
(``memory.vector_folder``), several share a Chroma server (``memory.vector_server``).
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from memory.embedding.minilm import Vector

SHARDS = 64
BATCH = 1000
"""Vectors written at once."""
L2: Any = {"hnsw": {"space": "l2"}}
"""Unit vectors rank alike by l2 and by cosine; by l2 Chroma keeps their bits, which erasing looks for."""


class Vectors(Protocol):
    """All customers' vectors of one embedder. Blocking and thread-safe; call it from a thread."""

    def put(self, customer: str, vectors: Mapping[str, Vector]) -> None:
        """Add or replace vectors by id."""
        ...

    def get(self, customer: str, ids: Sequence[str]) -> dict[str, Vector]:
        """Vectors of those ``ids`` that are there and the customer's."""
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


def owner_of(customer: str) -> str:
    """What stands beside a vector for whose it is; nothing can be read from it."""
    return hashlib.sha256(b"owner:" + customer.encode()).hexdigest()[:32]
