"""What a search must meet whether or not it is said each time: diets, allergies, accessibility."""

from memory.models import Fact, FactKind, Purpose, Value
from tools.counter import Counter
from tools.models import Offer
from tools.present.offers import feature_words
from tools.service import Comparison, Requirement, Service, holds
from tools.templates import fill

SELF = "customer"


class Need(Value):
    """A hard limit with the facts that ask for it, all about one person."""

    rule: Requirement
    facts: tuple[Fact, ...]

    def met_by(self, offer: Offer) -> bool:
        op = Comparison.ALL if self.rule.op is Comparison.EQ else self.rule.op
        return all(holds(op, offer.feature(self.rule.feature), fact.value) for fact in self.facts)

    def note(self, counter: Counter, service: Service) -> str:
        """Said with the offers, so that nobody wonders what is missing."""
        values = [fact.value.casefold() for fact in self.facts]
        value = feature_words(service, self.rule.feature, values, counter.locale)
        who = self.facts[0].subject
        if who == SELF:
            return fill(self.rule.note, counter.locale, value=value)
        name = counter.house.memory.who(who, counter.locale)
        if self.rule.note_for:
            return fill(self.rule.note_for, counter.locale, value=value, name=name)
        return counter.say("note.companion", value=value, name=name)


async def needs_of(counter: Counter, service: Service, party: int) -> tuple[Need, ...]:
    """The customer's own needs and, when the party is large enough for all of the family, those of its members."""
    memory = counter.house.memory
    if not service.requires or not (await memory.consents.current(counter.customer)).allows(Purpose.MEMORY):
        return ()
    facts = [fact for fact in await memory.facts.list(counter.customer) if fact.polarity > 0]
    companions = (await memory.profiles.get(counter.customer)).companions
    coming = [SELF]
    if companions and party > len(companions):
        coming += sorted({fact.subject for fact in facts if _of_family(fact)})
    needs = []
    for person in coming:
        for rule in service.requires:
            meant = tuple(fact for fact in facts if fact.subject == person and _asks_for(fact, rule, service))
            if meant:
                needs.append(Need(rule=rule, facts=meant))
    return tuple(needs)


def _of_family(fact: Fact) -> bool:
    return fact.kind is FactKind.CONSTRAINT and fact.subject.startswith(f"{SELF}.")


def _asks_for(fact: Fact, rule: Requirement, service: Service) -> bool:
    known = service.features.get(rule.feature)
    return fact.attribute in (rule.fact, f"{service.kind}.{rule.fact}") and (
        known is None or not known.values or fact.value.casefold() in known.values
    )
