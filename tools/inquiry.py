"""What a partner's own records say about a leg whose answer was lost."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from memory.clock import Clock
from tools.journal import Journal, Leg
from tools.partner import PartnerRefused, PartnerTimeout, PartnerUnavailable
from tools.partners import Partners


class Word(StrEnum):
    """What the records say."""

    DONE = "done"
    NOTHING = "nothing"
    """It did not happen (yet)."""
    SILENT = "silent"
    """The partner does not answer now."""
    UNASKABLE = "unaskable"
    """The partner keeps no records that can be asked for."""


class Finding(NamedTuple):
    """A word, and the record behind it."""

    word: Word
    record: dict[str, Any]


class Inquiry:
    """Asks partners about legs; changes nothing."""

    def __init__(self, journal: Journal, partners: Partners, clock: Clock) -> None:
        self._journal = journal
        self._partners = partners
        self._clock = clock

    async def ask(self, leg: Leg, undone: bool = False) -> Finding:
        """Whether ``leg`` was done; with ``undone``, whether it was taken back."""
        cancels = undone or leg.action == "cancel"
        key = await self._key(leg)
        if key is None or "lookup" not in self._partners.manifest(leg.partner).operations:
            return Finding(Word.UNASKABLE, {})
        try:
            record = await self._partners.read(leg.partner, "lookup", {"key": key}, leg.customer)
        except (PartnerRefused, PartnerUnavailable, PartnerTimeout):
            return Finding(Word.SILENT, {})
        happened = record.get("status") == "cancelled" if cancels else bool(record.get("reference"))
        return Finding(Word.DONE if happened else Word.NOTHING, record)

    def is_settled(self, leg: Leg) -> bool:
        """Whether what was sent last must have had its effect by now, if it ever will."""
        manifest = self._partners.manifest(leg.partner)
        operation = manifest.operations.get("cancel" if leg.action == "cancel" else "book")
        on_its_way = timedelta(seconds=(operation.timeout if operation else 0) + manifest.settle_seconds)
        return leg.sent_at is None or self._clock.now() >= leg.sent_at + on_its_way

    async def _key(self, leg: Leg) -> str | None:
        """The key under which the partner knows the booking that a leg makes or ends."""
        if leg.action != "cancel":
            return leg.key
        maker = await self._journal.maker(leg.booking)
        return maker.key if maker else None
