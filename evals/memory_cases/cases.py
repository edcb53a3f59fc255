"""Memory-behaviour cases as they lie in a file: one JSON object per line."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Timed(_Part):
    at: str
    """Local to the case's ``tz``."""


class Turn(_Part):
    id: str
    role: str
    text: str


class Session(_Timed):
    customer: str
    turns: tuple[Turn, ...]


class CaseEvent(_Timed):
    type: str
    memory: bool | None = None


class ExpectedFact(_Part):
    id: str
    subject: str
    attr: str
    value: str
    polarity: str = "+"
    status: str = "active"
    source: str = ""
    superseded_by: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    durability: str = "durable"
    optional: bool = False
    customer: str | None = None


class Expectation(_Part):
    facts: tuple[ExpectedFact, ...] = ()
    absent_anywhere: tuple[str, ...] = ()


class Query(_Timed):
    customer: str
    q: str
    recall: tuple[str, ...] = ()
    not_recall: tuple[str, ...] = ()
    answer_has: tuple[str, ...] = ()
    answer_lacks: tuple[str, ...] = ()
    abstain: bool = False


class Case(_Part):
    id: str
    category: str
    title: str
    tz: str = "UTC"
    consent: dict[str, bool] = Field(default_factory=dict)
    sessions: tuple[Session, ...]
    events: tuple[CaseEvent, ...] = ()
    expect: Expectation = Expectation()
    queries: tuple[Query, ...] = ()


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file, in order."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield Case.model_validate(json.loads(line))
