"""Whether a case came out right: facts matched by meaning, statuses and ids exactly, forbidden words nowhere."""

import re
from collections.abc import Mapping, Sequence

import snowballstemmer

from evals.memory_cases.cases import Case, ExpectedFact, Query
from memory.models import Fact, FactStatus, Value

_POLARITY = {"+": 1, "-": -1, "0": 0}
_IDLE = frozenset("a an the of in on at to is has no not and or if only says be son with (approx.) approx".split())  # noqa: SIM905
_UNCOUNTED = frozenset({FactStatus.QUARANTINED, FactStatus.EXPIRED, FactStatus.RETRACTED, FactStatus.SUPERSEDED})


class Answered(Value):
    """What a customer read after a question."""

    text: str
    told: bool
    """Whether something they had told was shown as known."""


class Observed(Value):
    """What a run left behind, seen from outside."""

    facts: dict[str, tuple[Fact, ...]]
    """All facts in all statuses, by customer."""
    mentions: dict[str, tuple[str, ...]]
    """Messages in which a fact was said, by fact id."""
    traces: tuple[str, ...]
    """Every byte of every store, export and log, as text."""
    recalled: tuple[tuple[str, ...], ...]
    """Fact ids recalled, by query."""
    answers: tuple[Answered, ...]
    """What was answered, by query."""


class Verdict(Value):
    """The outcome of one case."""

    case: str
    category: str
    faults: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return not self.faults


def judge(case: Case, seen: Observed) -> Verdict:
    """All that is wrong, in words."""
    matched, faults = _match(case, seen)
    for pattern in case.expect.absent_anywhere:
        if any(re.search(pattern, trace) for trace in seen.traces):
            faults.append(f"{pattern!r} is still somewhere")
    for at, query in enumerate(case.queries):
        faults += _recall_faults(query, seen.recalled[at], matched)
        faults += _answer_faults(query, seen.answers[at])
    return Verdict(case=case.id, category=case.category, faults=tuple(faults))


def _match(case: Case, seen: Observed) -> tuple[dict[str, str], list[str]]:
    """Ids of actual facts by expected id, and what is missing, different or too much."""
    matched: dict[str, str] = {}
    faults: list[str] = []
    expected = case.expect.facts
    first = case.sessions[0].customer
    for want in expected:
        for fact in seen.facts.get(want.customer or first, ()):
            if fact.id not in matched.values() and _means(want, fact, seen.mentions.get(fact.id, ())):
                matched[want.id] = fact.id
                break
        else:
            if not want.optional:
                faults.append(f"{want.id} is missing: {want.subject} {want.attr} {want.value}")
    everything = {str(fact.id): fact for facts in seen.facts.values() for fact in facts}
    for want in expected:
        if want.id in matched:
            faults += _state_faults(want, everything[matched[want.id]], matched)
    known = set(matched.values())
    claims = [want for want in expected if want.optional]
    for fact in everything.values():
        if fact.id not in known and fact.status not in _UNCOUNTED and not (claims and fact.kind == "claim"):
            faults.append(f"too much: {fact.subject} {fact.attribute} {fact.value} ({fact.status})")
    return matched, faults


def _means(want: ExpectedFact, fact: Fact, messages: Sequence[str]) -> bool:
    if fact.subject != want.subject or fact.polarity != _POLARITY[want.polarity]:
        return False
    if want.source and want.source not in messages:
        return False
    alike = _content(want.value) & (_content(fact.value) | _content(fact.attribute))
    return bool(alike) or _content(want.attr) == _content(fact.attribute)


def _state_faults(want: ExpectedFact, fact: Fact, matched: Mapping[str, str]) -> list[str]:
    faults = []
    if fact.status.value not in want.status.split("|"):
        faults.append(f"{want.id} is {fact.status}, not {want.status}")
    if want.superseded_by and fact.superseded_by != matched.get(want.superseded_by):
        faults.append(f"{want.id} is not superseded by {want.superseded_by}")
    if fact.durability.value != want.durability:
        faults.append(f"{want.id} is {fact.durability}")
    for name in ("valid_from", "valid_to"):
        span, day = getattr(want, name), getattr(fact, name)
        if span and not (day and span.split("..")[0] <= day.isoformat() <= span.split("..")[-1]):
            faults.append(f"{want.id}: {name} is {day}, not {span}")
    return faults


def _recall_faults(query: Query, recalled: Sequence[str], matched: Mapping[str, str]) -> list[str]:
    faults = [
        f"{query.q!r} does not recall {want}"
        for want in query.recall
        if want in matched and matched[want] not in recalled
    ]
    faults += [f"{query.q!r} recalls {unwanted}" for unwanted in query.not_recall if matched.get(unwanted) in recalled]
    return faults


def _answer_faults(query: Query, answer: Answered) -> list[str]:
    text = answer.text.replace("\N{NO-BREAK SPACE}", " ")
    faults = [f"{query.q!r}: answer lacks {p!r}" for p in query.answer_has if not re.search(p, text, re.IGNORECASE)]
    faults += [f"{query.q!r}: answer has {p!r}" for p in query.answer_lacks if re.search(p, text, re.IGNORECASE)]
    if query.abstain and answer.told:
        faults.append(f"{query.q!r} is answered as if it were known")
    return faults


def _content(text: str) -> set[str]:
    words = re.findall(r"\w+", text.casefold().replace("_", " ").replace(".", " "))
    return {str(stem) for stem in snowballstemmer.stemmer("english").stemWords(words)} - _IDLE
