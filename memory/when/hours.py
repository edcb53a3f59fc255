"""Where a text says a time of day: what is part of "14:30", "at 4" or "20h" is the number of no day."""

from memory.when.clocks import ATOMS, Clock
from memory.when.grammar import apply
from memory.when.lexicon import CLOCK_ROLES
from memory.when.symbols import read_symbols

Span = tuple[int, int]


def hours(text: str, language: str) -> tuple[Span, ...]:
    """First and last place of every time of day that more than a mere number tells."""
    symbols = read_symbols(text, language, CLOCK_ROLES)
    numbers = {(each.start, each.end) for each in symbols}
    clocks = (each for each in apply(ATOMS, symbols, None) if isinstance(each.value, Clock))
    return tuple((each.start, each.end) for each in clocks if (each.start, each.end) not in numbers)
