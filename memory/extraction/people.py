"""Who is spoken of: "my wife Inês", "Carla", "she". Others' facts hang on them and never become the customer's own."""

import re
from collections.abc import Iterable
from datetime import date

from memory.extraction.grammar import Grammar
from memory.extraction.terms import alternation
from memory.models import Value

FAMILY = frozenset(
    """spouse partner child children mother father parents brother sister grandmother grandfather mother-in-law
    father-in-law aunt uncle cousin niece nephew sister-in-law brother-in-law grandchild godchild pet""".split()  # noqa: SIM905  # a list of words reads as words
)
"""Relations that are written ``customer.RELATION:NAME``; all others are ``third:NAME(RELATION)``."""
_NAME = r"(?-i:[A-ZÀ-Þ][\w'’-]*[\w](?: [A-ZÀ-Þ][\w-]+)?)"
NO_NAME = frozenset(
    """I I'm I've We My Our The She He They It This That Who There And But So Das Dies Er Sie Es Wer Ce C'est Elle Il
    Qui Este Esta Esto Ese Esa Eso Él Ella Quién Isso Isto Esse Essa Ele Ela Quem""".split()  # noqa: SIM905  # as above
)
"""Words that begin with a capital and name nobody."""


class Person(Value):
    """Somebody who was named; ``subject`` as facts write it."""

    subject: str
    said: str = ""
    """The words that named them."""
    born: str = ""
    """Estimated month or year of birth when an age was said, e.g. ``2025-09 (approx.)``."""


def subject_of(relation: str, name: str) -> str:
    """The subject of facts about somebody."""
    if relation in FAMILY:
        return f"customer.{relation}:{name}" if name else f"customer.{relation}"
    return f"third:{name}({relation})" if name and relation else f"third:{name or relation}"


class People:
    """Finds mentions in sentences of one message, and puts a mark in their place."""

    def __init__(self, grammar: Grammar, known: Iterable[str], last: str, today: date) -> None:
        self._grammar = grammar
        self._known = {name_of(subject): subject for subject in known if name_of(subject)}
        self._by_relation = {_relation(subject): subject for subject in known if _relation(subject)}
        self._today = today
        self.marked: list[Person] = []
        self.last = last

    def mark(self, sentence: str) -> str:
        """The sentence with ⟦n⟧ for each person in it."""
        sentence = self._mentions.sub(self._mention, sentence)
        if self._known:
            names = re.compile(rf"\b(?:{alternation(self._known)})\b")
            sentence = names.sub(lambda found: self._put(self._known[found[0]], found[0]), sentence)
        sentence = self._strangers.sub(self._stranger, sentence)
        if self.last:
            sentence = self._grammar.part("pronouns").sub(lambda found: self._put(self.last, found[0]), sentence)
        return sentence

    def meet(self, name: str, relation: str) -> str:
        """Learn who a name belongs to; returns the subject."""
        subject = subject_of(relation, name)
        self._known[name] = subject
        self._by_relation[relation] = subject
        self.last = subject
        return subject

    def person(self, mark: str) -> Person:
        """Who a mark stands for."""
        return self.marked[int(mark.strip("⟦⟧"))]

    def unmark(self, text: str) -> str:
        """Names again in place of marks, or the words that stood there."""
        return re.sub(r"⟦(\d+)⟧", lambda found: self._told(self.marked[int(found[1])]), text)

    @staticmethod
    def _told(person: Person) -> str:
        return name_of(person.subject) or person.said or "…"

    @property
    def _mentions(self) -> re.Pattern[str]:
        words = alternation(self._grammar.relations)
        mine = self._grammar.part("mine").pattern
        age = self._grammar.part("age").pattern
        return re.compile(
            rf"\b{mine} (?:{age} )?(?:(?P<relation>{words})\b(?!-)"
            rf"(?:,? (?:called |named )?(?P<name>{_NAME})(?P<others>(?:, {_NAME})*(?:,? (?:and|und|et|y|e) {_NAME}))?)?"
            rf"|(?<=old )(?P<baby>{_NAME}))",
            re.IGNORECASE,
        )

    @property
    def _strangers(self) -> re.Pattern[str]:
        return re.compile(rf"({self._grammar.part('named_after').pattern}) (?P<name>{_NAME})", re.IGNORECASE)

    def _mention(self, found: re.Match[str]) -> str:
        name = (found["name"] or found["baby"] or "").removesuffix("'s").removesuffix("’s")
        tail = "'s" if (found["name"] or found["baby"] or "") != name else ""
        if name in NO_NAME:
            tail, name = f" {name}", ""
        relation = self._grammar.relations[found["relation"].casefold()] if found["relation"] else "child"
        if found["others"]:
            if relation != "children":  # "my wife Ana and Rui": only the first of them is meant
                tail = f"{tail}{found['others']}"
            else:
                names = [name, *re.findall(_NAME, found["others"])]
                said = [self._put(self._subject("child", one), one, self._born(found)) for one in names]
                return " ".join(said)
        subject = self._subject(relation, name)
        return self._put(subject, found[0].removesuffix(tail), self._born(found)) + tail

    def _subject(self, relation: str, name: str) -> str:
        if name in self._known:
            return self._known[name]
        if not name and relation in self._by_relation:
            return self._by_relation[relation]
        subject = subject_of(relation, name)
        if name:
            self._known[name] = subject
        self._by_relation[relation] = subject
        return subject

    def _stranger(self, found: re.Match[str]) -> str:
        name = found["name"].removesuffix("'s")
        subject = self._known.setdefault(name, subject_of("", name))
        return f"{found[1]} {self._put(subject, name)}"

    def _put(self, subject: str, said: str, born: str = "") -> str:
        self.marked.append(Person(subject=subject, said=said, born=born))
        self.last = subject
        return f"⟦{len(self.marked) - 1}⟧"

    def _born(self, found: re.Match[str]) -> str:
        if not found["age"]:
            return ""
        return born(found["age"], self._grammar.units[found["unit"].casefold()], self._grammar, self._today)


def born(age: str, unit: str, grammar: Grammar, today: date) -> str:
    """When somebody of that age was born, as far as it can be told; empty when the age is no number."""
    number = grammar.numbers.get(age.casefold()) or (int(age) if age.isdecimal() else None)
    if number is None:
        return ""
    if unit == "year":
        return f"{today.year - number} (approx.)"
    months = number if unit == "month" else round(number / 4.35)
    ordinal = today.year * 12 + today.month - 1 - months
    return f"{ordinal // 12}-{ordinal % 12 + 1:02d} (approx.)"


def name_of(subject: str) -> str:
    """The name in a subject, empty when it has none: ``customer.child:Leo`` → ``Leo``."""
    return subject.partition(":")[2].partition("(")[0]


def renamed(subject: str, name: str) -> str:
    """The same person by another name."""
    return subject.replace(f":{name_of(subject)}", f":{name}", 1)


def _relation(subject: str) -> str:
    if subject.startswith("customer."):
        return subject.removeprefix("customer.").partition(":")[0]
    return subject.partition("(")[2].rstrip(")")
