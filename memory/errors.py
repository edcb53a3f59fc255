"""What can go wrong with a customer's memory, as named errors.

MemoryFailure
├── UnknownCustomer   nobody of that id has a profile
├── NotFound          absent, or somebody else's: told apart for nobody
├── NotLearned        words that say nothing to remember, or nothing that may be remembered
├── StoreInUse        another process works in the same local folder
├── StoreUnreachable  the server that holds vectors does not answer
└── BrokenSeal        a sealed text does not open: wrong master key, or bytes were changed
"""


class MemoryFailure(Exception):
    """Base of the errors below. ``str()`` is for developers; it carries no personal data."""


class UnknownCustomer(MemoryFailure):
    """No profile under that id."""

    def __init__(self) -> None:
        super().__init__("no such customer")


class NotFound(MemoryFailure):
    """The thing is absent or belongs to another customer; which of the two is not said."""

    def __init__(self, what: str) -> None:
        super().__init__(f"no such {what}")
        self.what = what


class NotLearned(MemoryFailure):
    """Nothing could be made of a customer's words, or their consents do not allow to keep it."""


class StoreInUse(MemoryFailure):
    """A local store folder is open in another process."""


class StoreUnreachable(MemoryFailure):
    """A server that was named by a setting does not answer."""


class BrokenSeal(MemoryFailure):
    """A sealed text could not be opened with the key at hand."""


class Misconfigured(Exception):
    """Something that a person set up is wrong. The message tells them what, and where; it needs no trace."""
