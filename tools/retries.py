"""How often a partner's reads may be tried again: a share of all calls, so that a partner in trouble gets no more."""

EARNED = 0.08
"""Of one further try, by each call."""
FIRST, MOST = 1.0, 10.0
LONGEST_WAIT = 0.4
"""Seconds between two tries; a partner that wants a longer rest gets it."""


class Allowance:
    """Further tries saved up. Less than a tenth of any hundred calls."""

    def __init__(self) -> None:
        self._saved = FIRST

    def earn(self) -> None:
        """A call is made."""
        self._saved = min(MOST, self._saved + EARNED)

    def take(self) -> bool:
        """Spend one further try, if there is one."""
        if self._saved < 1:
            return False
        self._saved -= 1
        return True
