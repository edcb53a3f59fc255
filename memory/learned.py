"""What came of learning from one message."""

from memory.extraction.wishes import Wish
from memory.models import Fact, Value


class Learned(Value):
    """What one message changed."""

    stored: tuple[Fact, ...] = ()
    """Newly stored and active."""
    repeated: tuple[Fact, ...] = ()
    """Known already and said again."""
    superseded: tuple[Fact, ...] = ()
    retracted: tuple[Fact, ...] = ()
    quarantined: tuple[Fact, ...] = ()
    sensitive: bool = False
    """Whether somebody's health, belief or the like was spoken of, whatever was understood of it."""
    suspicious: bool = False
    """Whether the words tell the system what to do."""
    withheld: int = 0
    """Statements that were not kept because a consent is missing."""
    wish: Wish | None = None
    """What the customer wants done with what is remembered. ``off_record`` and ``on_record`` are done already."""


class Outcome:
    """What happened so far; turned into a value at the end."""

    def __init__(self) -> None:
        self.stored: list[Fact] = []
        self.repeated: list[Fact] = []
        self.superseded: list[Fact] = []
        self.retracted: list[Fact] = []
        self.quarantined: list[Fact] = []

    def learned(self) -> Learned:
        return Learned(
            stored=tuple(self.stored),
            repeated=tuple(self.repeated),
            superseded=tuple(self.superseded),
            retracted=tuple(self.retracted),
            quarantined=tuple(self.quarantined),
        )
