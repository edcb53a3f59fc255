"""One standing instruction, as a limit on offers."""

from memory.models import Fact, Value
from tools.always import Demand
from tools.counter import Counter
from tools.models import Offer
from tools.money import Money
from tools.service import Comparison, holds


class Limit(Value):
    """One instruction as a limit on offers of one kind. Empty: it cannot be told from these offers."""

    fact: Fact
    names: tuple[str, ...] = ()
    """Titles and partners that are not wanted."""
    values: tuple[tuple[str, str], ...] = ()
    """Features with values that are not wanted."""
    together: bool = True
    """Whether it takes all of these values: "quiet bars", unlike "near the centre or the airport"."""
    times: tuple[tuple[str, Comparison, str], ...] = ()
    """Features that must be at or after, at or before a time of day."""
    most: Money | None = None
    demands: tuple[Demand, ...] = ()
    """Features that are wanted every time."""
    houses: tuple[str, ...] = ()
    """Titles and partners of which one is wanted every time."""
    is_unmet: bool = False
    """Whether none of the offers has what is wanted every time; then it limits nothing."""
    asks: bool = False
    """Whether the customer wants to be asked rather than spared."""

    @property
    def is_blind(self) -> bool:
        return not (self.names or self.values or self.times or self.most or self.demands or self.houses)

    def met_by(self, offer: Offer) -> bool:
        if self.most is not None and self.most.currency == offer.price.currency and offer.price.minor > self.most.minor:
            return False
        called = {offer.title, offer.partner_name}
        if called & set(self.names) or (self.houses and not called & set(self.houses)):
            return False
        if not all(demand.met_by(offer) for demand in self.demands):
            return False
        known = [(offer.feature(name), op, at) for name, op, at in self.times]
        if any(value is not None and not holds(op, value, at) for value, op, at in known):
            return False
        there = [not holds(Comparison.NONE, offer.feature(name), value) for name, value in self.values]
        return not (there and (all(there) if self.together else any(there)))

    def note(self, counter: Counter, left_out: int) -> str:
        """What is said of it beside the offers; nothing where it made no difference."""
        words = self.fact.value
        if self.is_blind:
            return counter.say("note.not_had" if self.is_unmet else "note.unchecked", words=words)
        if not left_out:
            asked = any(demand.value is True for demand in self.demands)
            return counter.say("note.as_always", words=words) if asked else ""
        return counter.say("note.asks_first" if self.asks else "note.standing", words=words, count=left_out)
