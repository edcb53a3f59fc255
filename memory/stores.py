"""The stores that together hold what is known; made once by ``open_memory`` and handed to what works on them."""

from dataclasses import dataclass

from memory.clock import Clock
from memory.consents import ConsentBook
from memory.database import Database
from memory.embedding.minilm import Embedder
from memory.episodes import Episodes
from memory.facts import Facts
from memory.keys import Keyring
from memory.profiles import Profiles
from memory.threads import Threads
from memory.vectors import Vectors


@dataclass(frozen=True)
class Stores:
    """Real parts, open."""

    database: Database
    clock: Clock
    keyring: Keyring
    vectors: Vectors
    embedder: Embedder
    profiles: Profiles
    consents: ConsentBook
    facts: Facts
    threads: Threads
    episodes: Episodes

    @classmethod
    def over(cls, database: Database, clock: Clock, keyring: Keyring, vectors: Vectors, embedder: Embedder) -> "Stores":
        """All stores over one database."""
        return cls(
            database=database,
            clock=clock,
            keyring=keyring,
            vectors=vectors,
            embedder=embedder,
            profiles=Profiles(database, keyring, clock),
            consents=ConsentBook(database, clock),
            facts=Facts(database, keyring, clock),
            threads=Threads(database, keyring, clock),
            episodes=Episodes(database, keyring),
        )
