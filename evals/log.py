"""The log of one run: everything that scoring may look at. Scores are a pure function of it."""

from datetime import datetime

from agent.events import Event
from evals.scenario import Scenario
from memory.models import Fact, Value
from tools.models import Booking


class StepLog(Value):
    """What one step led to."""

    turn: int = 0
    """Number of the scenario's turn it belongs to, from 1; a simulated customer takes several steps in one."""
    verb: str
    said: str = ""
    customer: str
    thread: str
    at: datetime
    events: tuple[Event, ...] = ()
    took_ms: float = 0.0
    seen: bool = True
    """Whether the answer reached the customer: not when the line was cut."""
    refused: str = ""
    """Named error with which the door refused the turn."""
    impossible: str = ""
    """Why the customer could not do that, e.g. there was nothing to confirm."""


class Stores(Value):
    """What the stores hold of the customers who took part."""

    bookings: tuple[Booking, ...] = ()
    facts: tuple[Fact, ...] = ()
    consents: dict[str, tuple[str, ...]] = {}


class RunLog(Value):
    """One scenario, run once."""

    version: int = 1
    """Of this form. A log of another one is not scored."""
    scenario: Scenario
    model: str
    trial: int = 1
    private: dict[str, tuple[str, ...]] = {}
    """Words by which somebody's data would be known, by customer: name, references, what they said."""
    before: Stores = Stores()
    steps: tuple[StepLog, ...] = ()
    after: Stores = Stores()
    ended_at: datetime | None = None
    partner_calls: dict[str, int] = {}
    """By ``partner.operation``."""
    on_disk: dict[str, tuple[str, ...]] = {}
    """Files in which a string was found that should be nowhere."""
    traces: tuple[str, ...] = ()
    """What was logged as an error meanwhile, with its trace."""
    broke: str = ""
    """Trace of an error that ended the run before its time."""
    took_s: float = 0.0
