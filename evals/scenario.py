"""A scenario: who the customer is, what they say and do, and what must and must not come of it."""

import re
from datetime import timedelta
from typing import Any, Literal, Self

from pydantic import AwareDatetime, ConfigDict, Field, field_validator, model_validator

from evals.expectation import FinalExpectation, TurnExpectation
from evals.persona import Persona
from evals.worlds import TRAVEL, worlds
from memory.models import Value
from tools.demo.faults import FaultMode
from tools.seeds import FactSeed, ProfileSeed

_SPAN = re.compile(r"(\d+) (second|minute|hour|day|week)s?")


class Fault(Value):
    """A partner that misbehaves."""

    partner: str
    mode: FaultMode
    times: int | None = Field(None, description="How often it strikes before it heals by itself.")


_USUAL: dict[str, Any] = {"confirm": "once", "decline": True, "again": True, "new session": True, "reload": True}


class World(Value):
    """How things stand before the first word."""

    now: AwareDatetime = Field(description="The moment at which it starts, with offset.")
    brand: str = Field(TRAVEL, description="Whose concierge it is: `travel`, or a folder of `evals/worlds`.")
    customer: str = Field(description="Id of a demo customer, or of the one that `profile` describes.")
    profile: ProfileSeed | None = Field(None, description="A customer of the scenario's own.")
    allow: tuple[str, ...] = Field((), description="Purposes the customer consents to, beside those of the demo.")
    withhold: tuple[str, ...] = Field((), description="Purposes of the demo that this customer does not allow.")
    facts: tuple[FactSeed, ...] = Field((), description="What they said before.")
    faults: tuple[Fault, ...] = Field((), description="Partners that misbehave from the start.")

    @field_validator("brand")
    @classmethod
    def _exists(cls, brand: str) -> str:
        if brand not in worlds():
            raise ValueError(f"there is no world {brand!r}; known are {', '.join(worlds())}")
        return brand


class Step(Value):
    """One thing that happens: exactly one verb, and what is demanded of the answer to it."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_alias=True, validate_by_name=True)

    say: str | None = Field(None, description="The customer types this.")
    times: int = Field(1, ge=1, description="With `say`: the text so many times over.")
    again: bool | None = Field(None, description="The same message arrives once more, with the same id.")
    simulate: Persona | None = Field(None, description="A simulated customer takes over until they are done.")
    cut: str | None = Field(
        None, description="The customer types this and the line drops: nothing of the answer is seen."
    )
    reload: bool | None = Field(None, description="The page is loaded anew: what the customer sees is the transcript.")
    confirm: Literal["once", "twice"] | None = Field(None, description="Click Confirm; twice: a double click.")
    decline: bool | None = Field(None, description="Click Decline.")
    new_session: bool | None = Field(None, alias="new session", description="Close the chat and open it anew.")
    tab: int | None = Field(None, description="Go on in this tab (1 is where it starts); a new one opens the chat.")
    become: str | None = Field(None, description="Another customer sits down and opens the chat.")
    wait: str | None = Field(None, description="Time passes, e.g. `2 days`, `20 minutes`.")
    partner_down: str | None = Field(None, alias="partner down", description="A partner stops answering.")
    partner_up: str | None = Field(None, alias="partner up", description="A partner behaves again.")
    partner_fault: Fault | None = Field(None, alias="partner fault", description="A partner begins to misbehave.")
    price_changes: str | None = Field(
        None, alias="price changes", description="Everything at this partner becomes a tenth dearer."
    )
    sold_out: str | None = Field(None, alias="sold out", description="At this partner the last one goes.")
    allow: str | None = Field(None, description="The customer switches a purpose on in the widget.")
    withdraw: str | None = Field(None, description="The customer switches a purpose off in the widget.")
    expect: TurnExpectation = Field(TurnExpectation(), description="What is demanded of the answer.")

    @model_validator(mode="before")
    @classmethod
    def _bare_verb(cls, value: Any) -> Any:
        """``- confirm`` and ``- confirm:`` are short for the verb with its usual meaning."""
        if isinstance(value, str):
            value = {value: None}
        if isinstance(value, dict) and len(value.keys() - {"expect"}) == 1:
            return {key: _USUAL.get(key) if each is None else each for key, each in value.items()}
        return value

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        verbs = [name for name in VERBS if getattr(self, name) is not None]
        if len(verbs) != 1:
            known = ", ".join(name.replace("_", " ") for name in VERBS)
            raise ValueError(f"a step needs exactly one verb of: {known}; found {', '.join(verbs) or 'none'}")
        if self.wait is not None:
            span(self.wait)
        return self

    @property
    def verb(self) -> str:
        return next(name for name in VERBS if getattr(self, name) is not None)


VERBS = (
    "say", "simulate", "cut", "again", "reload", "confirm", "decline", "new_session", "tab", "become", "wait",
    "partner_down", "partner_up", "partner_fault", "price_changes", "sold_out", "allow", "withdraw",
)  # fmt: skip


class Tags(Value):
    """What a scenario is about; reports are grouped by these."""

    skill: tuple[str, ...] = Field(min_length=1, description="What the concierge must be able to do.")
    persona: str = Field(description="Whose chair we sit in.")
    promise: tuple[str, ...] = Field((), description="Which promise to customers it proves.")

    @property
    def all(self) -> frozenset[str]:
        return frozenset({*self.skill, self.persona, *self.promise})


class Scenario(Value):
    """One scenario file."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="Unique; small letters, digits, dashes.")
    title: str = Field(description="What it proves, in one sentence.")
    tags: Tags
    known_gap: str = Field(
        "", description="Why it fails today. It is run and counted as any other; it does not make the suite fail."
    )
    world: World
    turns: tuple[Step, ...] = Field(min_length=1)
    expect: FinalExpectation = FinalExpectation()

    @model_validator(mode="after")
    def _can_fail(self) -> Self:
        demands = [_demands(step.expect) for step in self.turns]
        if not any([_demands(self.expect), *demands]):
            raise ValueError("nothing is required, so an agent that does nothing would pass: say what must come of it")
        return self


def span(text: str) -> timedelta:
    """``2 days`` as a span of time. Raises ``ValueError``."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no span of time such as `20 minutes` or `2 days`")
    return timedelta(**{f"{found[2]}s": int(found[1])})


def _demands(expected: FinalExpectation | TurnExpectation) -> bool:
    """Whether something has to happen, as opposed to things that must not."""
    own = (expected.says, expected.cards, expected.offers, expected.reasons, expected.tools, expected.asks)
    if any(own) or expected.claims or expected.confirmation == "open":
        return True
    if isinstance(expected, TurnExpectation):
        return expected.refused
    ledger, memory, writes = expected.ledger, expected.memory, expected.writes
    return bool((writes and writes.required) or (ledger and (ledger.has or ledger.count)) or (memory and memory.has))
