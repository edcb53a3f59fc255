"""Sealing: text is encrypted with a key per customer, so that destroying the key forgets the text, backups included."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.errors import BrokenSeal
from memory.models import CustomerId
from memory.tables import KEYS

KEY_OF = select(KEYS.c.wrapped, KEYS.c.revision).where(KEYS.c.customer == bindparam("customer"))
"""Asks for one customer's key."""
KEY_BYTES = 32
NONCE_BYTES = 12


class Seal:
    """One customer's key at work. ``place`` names where a text is kept; a text moved elsewhere does not open."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._digest_key = hashlib.sha256(b"digest:" + key).digest()

    def close(self, text: str, place: str) -> bytes:
        return self.close_bytes(text.encode(), place)

    def open(self, sealed: bytes, place: str) -> str:
        """The text again. Raises ``BrokenSeal`` when key, place or bytes are not the ones it was closed with."""
        return self.open_bytes(sealed, place).decode()

    def close_bytes(self, content: bytes, place: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, place.encode())

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        """As ``open``, for what is no text."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except InvalidTag as error:
            raise BrokenSeal(f"the sealed text at {place.split(':')[0]} does not open") from error

    def digest(self, text: str) -> str:
        """A keyed digest: equal texts of one customer compare, and it tells nothing without the key."""
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).hexdigest()


class Keyring:
    """Keys of all customers, wrapped by one master key that lies in a file of its own."""

    def __init__(self, database: Database, clock: Clock, master: bytes) -> None:
        self._database = database
        self._clock = clock
        self._master = AESGCM(master)
        self._seals: dict[CustomerId, tuple[bytes, Seal]] = {}

    async def seal(self, customer: CustomerId, connection: AsyncConnection) -> Seal:
        """The customer's seal, inside the caller's writing transaction; made when there is none yet."""
        seal = await self.find(customer, connection)
        if seal is not None:
            return seal
        return (await self._make([customer], connection))[customer]

    async def seals(self, customers: Sequence[CustomerId], connection: AsyncConnection) -> dict[CustomerId, Seal]:
        """As ``seal`` for many customers at once; their facts are about to change."""
        mine = KEYS.c.customer.in_(customers)
        rows = (await connection.execute(select(KEYS.c.customer, KEYS.c.wrapped).where(mine))).all()
        seals = {CustomerId(row.customer): Seal(self._unwrap(row.customer, row.wrapped)) for row in rows}
        await connection.execute(update(KEYS).where(mine).values(revision=KEYS.c.revision + 1))
        return seals | await self._make([one for one in customers if one not in seals], connection)

    def close(self, connection: Connection, customer: str, words: str, place: str) -> bytes:
        """Seal words in the midst of an upgrade, which does not wait: see ``memory.schema.Sealing``."""
        owner = CustomerId(customer)
        seal, _ = self.read(owner, connection.execute(KEY_OF, {"customer": owner}).one_or_none())
        if seal is None:
            rows, seals = self._fresh([owner])
            connection.execute(KEYS.insert(), rows)
            seal = seals[owner]
        return seal.close(words, place)

    async def _make(self, customers: Sequence[CustomerId], connection: AsyncConnection) -> dict[CustomerId, Seal]:
        rows, seals = self._fresh(customers)
        if rows:
            await connection.execute(KEYS.insert(), rows)
        return seals

    def _fresh(self, customers: Sequence[CustomerId]) -> tuple[list[dict[str, object]], dict[CustomerId, Seal]]:
        """New keys: as rows to keep, and at work."""
        keys = {one: AESGCM.generate_key(bit_length=8 * KEY_BYTES) for one in customers}
        made_at = self._clock.now()
        rows: list[dict[str, object]] = [
            {"customer": one, "wrapped": self._wrap(one, key), "revision": 0, "made_at": made_at}
            for one, key in keys.items()
        ]
        return rows, {one: Seal(key) for one, key in keys.items()}

    async def find(self, customer: CustomerId, connection: AsyncConnection) -> Seal | None:
        """The customer's seal, or None when nothing was ever kept or all was erased."""
        return (await self.current(customer, connection))[0]

    async def current(self, customer: CustomerId, connection: AsyncConnection) -> tuple[Seal | None, int]:
        """The customer's seal and the count of changes to their facts; None and -1 when there is no key."""
        return self.read(customer, (await connection.execute(KEY_OF, {"customer": customer})).one_or_none())

    def read(self, customer: CustomerId, row: Row[Any, Any] | None) -> tuple[Seal | None, int]:
        """As ``current``, for whoever has asked ``KEY_OF`` already."""
        if row is None:
            self._seals.pop(customer, None)
            return None, -1
        known = self._seals.get(customer)
        if known is not None and known[0] == row.wrapped:
            return known[1], row.revision
        seal = Seal(self._unwrap(customer, row.wrapped))
        self._seals[customer] = (row.wrapped, seal)
        return seal, row.revision

    async def revision(self, customer: CustomerId, connection: AsyncConnection) -> int:
        """Counts changes to the customer's facts; -1 when there is no key."""
        return (await self.current(customer, connection))[1]

    async def touch(self, customer: CustomerId, connection: AsyncConnection) -> None:
        """Tell all readers that the customer's facts changed."""
        await connection.execute(update(KEYS).where(KEYS.c.customer == customer).values(revision=KEYS.c.revision + 1))

    async def destroy(self, customer: CustomerId, connection: AsyncConnection) -> None:
        """Destroy the key: whatever is still sealed with it anywhere is noise from now on."""
        self._seals.pop(customer, None)
        await connection.execute(delete(KEYS).where(KEYS.c.customer == customer))

    def _wrap(self, customer: CustomerId, key: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._master.encrypt(nonce, key, customer.encode())

    def _unwrap(self, customer: CustomerId, wrapped: bytes) -> bytes:
        try:
            return self._master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], customer.encode())
        except InvalidTag as error:
            raise BrokenSeal("a customer's key does not open; is this the master key it was made with?") from error


def master_key(path: Path) -> bytes:
    """The master key in ``path``; made on first use, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise BrokenSeal(f"{path} is no master key: it must hold {KEY_BYTES} bytes")
    return key
