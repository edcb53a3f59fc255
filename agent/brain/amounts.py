"""Numbers of people and things, and amounts of money, into a tool's parameters."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from agent.brain.count import Count
from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.money import Amount, AmountBound, AmountUnit
from agent.brain.sheet import Sheet
from agent.brain.tokens import name_words, stem, stems

_UNITS = {
    AmountUnit.PER_NIGHT: frozenset({"night"}),
    AmountUnit.PER_PERSON: frozenset({"person"}),
    AmountUnit.PER_DAY: frozenset({"day"}),
    AmountUnit.PER_HOUR: frozenset({"hour"}),
}
"""Stems by which a parameter says what its amount is for."""


class Amounts(Sheet):
    """Fills what wants a number or a price."""

    # --- numbers

    def _party(self) -> None:
        """Who comes goes to the number of people, whichever way it was put."""
        party = self._said.party
        wanting = next((each for each in self._open if each.is_party and each.name not in self._out.args), None)
        if party is None or wanting is None or not self._within(*party.span):
            return
        priced = any(low <= party.span[0] < high for low, high in (each.span for each in self._said.amounts))
        if not priced and not self._free(party.span):  # "400 euros for both of us" tells who comes as well
            return
        if not self._named_tool and (change := self._said.change(party.span)):
            self._out.changes[wanting.name] = change * party.total
            self._taken.append(party.span)
        elif self._allowed(wanting, party.total):
            self._out.put(wanting.name, self._typed(wanting, party.total), party.span)
            self._taken.append(party.span)

    def _counts(self) -> None:
        self._party()
        wanting = [each for each in self._open if each.wants in (Wants.COUNT, Wants.NIGHTS)]
        pairs = []
        for count in self._said.counts:
            if not self._within(count.start, count.end):
                continue
            for parameter in wanting:
                pull = self._count_fit(parameter, count)
                if pull > 0 and self._allowed(parameter, count.value):
                    pairs.append((pull, parameter, count, (count.start, count.end)))
        self._named_numbers(wanting)
        for parameter, count, span in self._best(pairs, 0.5):
            change = 0 if self._named_tool else self._said.change(span)
            if change:
                self._out.changes[parameter.name] = change * count.value
            else:
                self._out.put(parameter.name, self._typed(parameter, count.value), span)

    def _named_numbers(self, wanting: list[Parameter]) -> None:
        """ "Direct" for a number of stops that a schema calls so."""
        for parameter in wanting:
            if parameter.choices is None or parameter.closed or parameter.name in self._out.args:
                continue
            for found in self._said.values(parameter.choices):
                span = (found.start, found.end)
                named = found.value.isdigit() and not self._said.text[slice(*span)].isdigit()
                if named and self._within(*span) and self._said.negated(found.start):
                    self._out.removed[parameter.name] = [found.value]
                elif named and self._within(*span):
                    self._out.put(parameter.name, self._typed(parameter, int(found.value)), span)
                    break

    def _count_fit(self, parameter: Parameter, count: Count) -> float:
        people = count.unit in self._said.lexicon.people
        if parameter.wants is Wants.NIGHTS:
            return 2.5 if count.unit in self._said.lexicon.nights else (3.0 if self._asked == parameter.name else 0.0)
        pull = self._pull(parameter, count.start, count.end)
        if count.unit in self._said.lexicon.nights and not parameter.words & self._said.lexicon.nights:
            return 0.0
        if people:
            return pull + 2.0 if parameter.is_party else 0.0
        language = self._said.language
        if count.unit and (stem(count.unit, "en") in parameter.words or count.unit in _named(parameter.name, language)):
            return pull + 2.0
        if count.unit and not parameter.cues and count.unit in _told(parameter.description, language):
            return pull + 1.0  # "900 degrees" for a temperature that is described as one in degrees
        article = count.value == 1 and not self._said.text[count.start : count.end].isdigit()
        if parameter.is_party and article and self._said.party is not None:
            return 0.0  # "tickets for a concert, for two people"
        if parameter.is_party and not count.unit:
            return pull + (1.0 if self._said.lone_number else 0.4)
        return pull

    @staticmethod
    def _allowed(parameter: Parameter, value: int) -> bool:
        return parameter.choices is None or not parameter.closed or str(value) in parameter.choices.values

    @staticmethod
    def _typed(parameter: Parameter, value: Any) -> Any:
        if parameter.type == "string":
            return str(value)
        return value

    def _money(self) -> None:
        wanting = [each for each in self._open if each.wants is Wants.MONEY]
        pairs = []
        for amount in self._said.amounts:
            if not self._within(*amount.span):
                continue
            for parameter in wanting:
                fit = self._money_fit(parameter, amount)
                if fit > 0:
                    pairs.append((fit + self._pull(parameter, *amount.span), parameter, amount, amount.span))
        for parameter, amount, span in self._best(pairs, 0.3):
            self._out.put(parameter.name, self._amount(parameter, amount), span)

    @staticmethod
    def _money_fit(parameter: Parameter, amount: Amount) -> float:
        """Whether the bound and the unit that were said are the parameter's."""
        if amount.bound is AmountBound.MIN and "max" in parameter.roles:
            return 0.0
        if amount.bound is not AmountBound.MIN and "min" in parameter.roles:
            return 0.0
        unit = _UNITS.get(amount.unit)
        words = parameter.words | parameter.about
        named = {each for each in _UNITS.values() if each & parameter.words}
        if unit is None:
            return 0.5 if named else 1.0
        return 2.0 if unit & parameter.words else 1.0 if unit & words else 0.1

    @staticmethod
    def _amount(parameter: Parameter, amount: Amount) -> Any:
        money = amount.upper or amount.money
        if parameter.type in ("number", "integer"):
            return int(money.major) if parameter.type == "integer" else float(money.major)
        return f"{money.major} {money.currency}"


@lru_cache(maxsize=4096)
def _named(name: str, language: str) -> frozenset[str]:
    """Stems of a parameter's name, should it be in a customer's language."""
    return frozenset(stems(name_words(name), language))


@lru_cache(maxsize=4096)
def _told(description: str, language: str) -> frozenset[str]:
    """Stems of a parameter's description, should it be in a customer's language."""
    return frozenset(stems(description, language))
