"""Scores a run. A scorer is a pure function from the log to named checks, so a log can be scored again later."""

from collections.abc import Callable, Iterable, Iterator

from agent.events import TurnFinished
from evals.always import discreet, truthful
from evals.ending import ending
from evals.log import RunLog
from evals.showing import Check, in_time, shown
from evals.simulator import faults
from memory.models import Value

Scorer = Callable[[RunLog], Iterable[Check]]


class Score(Value):
    """The verdict on one run."""

    scenario: str
    title: str
    skill: tuple[str, ...]
    persona: str
    promise: tuple[str, ...]
    trial: int
    model: str
    checks: tuple[Check, ...]
    turn_ms: tuple[float, ...]
    """Time of each turn that went through the door."""
    took_s: float
    input_tokens: int = 0
    output_tokens: int = 0
    known_gap: str = ""
    """Why the scenario is known to fail."""
    customer_at_fault: tuple[str, ...] = ()
    """What a simulated customer did wrong; a failure then says nothing of the concierge."""

    @property
    def passed(self) -> bool:
        """Every check that decides holds, and there is at least one."""
        deciding = [check for check in self.checks if check.decides]
        return bool(deciding) and all(check.passed for check in deciding)

    @property
    def in_order(self) -> bool:
        """Passed, or failed as it is known to."""
        return self.passed or bool(self.known_gap)

    @property
    def failures(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.decides and not check.passed)


def sound(log: RunLog) -> Iterator[Check]:
    """The run itself: nothing broke, and the customer could do what the scenario says."""
    yield Check(name="runs to its end", passed=not log.broke, explanation=_cause(log.broke))
    for step in log.steps:
        if step.impossible:
            yield Check(name=f"the customer can {step.verb}", passed=False, explanation=step.impossible, turn=step.turn)
        for event in step.events:
            if event.type == "turn_failed":
                trace = next((each for each in log.traces if event.incident in each), event.message)
                yield Check(name="the turn does not break", passed=False, explanation=_cause(trace), turn=step.turn)


def _cause(trace: str) -> str:
    """The line of a trace that names the error; notes of a framework may follow it."""
    lines = [line for line in trace.strip().splitlines() if not line.startswith((" ", "During task"))]
    return lines[-1] if lines else ""


def turns(log: RunLog) -> Iterator[Check]:
    """What each turn was to show."""
    for number, wanted in enumerate(log.scenario.turns, start=1):
        steps = [step for step in log.steps if step.turn == number]
        refused = next((step.refused for step in steps if step.refused), "")
        if steps and (refused or wanted.expect.refused):
            yield Check(
                name="is refused" if wanted.expect.refused else "is not refused",
                passed=bool(refused) == wanted.expect.refused,
                explanation=refused or "the door let it in",
                turn=number,
            )
        for check in shown(wanted.expect, steps) if steps else ():
            yield check.model_copy(update={"turn": number})


def whole(log: RunLog) -> Iterator[Check]:
    """What the conversation as a whole was to show, and what is so at its end."""
    if log.broke:
        return
    yield from shown(log.scenario.expect, log.steps)
    yield from ending(log)


def punctual(log: RunLog) -> Iterator[Check]:
    """Time budgets as checks that decide; for a machine that does nothing else meanwhile."""
    for number, wanted in enumerate(log.scenario.turns, start=1):
        for check in in_time(wanted.expect, [step for step in log.steps if step.turn == number]):
            yield check.model_copy(update={"turn": number, "decides": True})
    for check in in_time(log.scenario.expect, log.steps):
        yield check.model_copy(update={"decides": True})


SCORERS: tuple[Scorer, ...] = (sound, turns, whole, truthful, discreet)


def _customers_faults(log: RunLog) -> Iterator[str]:
    for number, turn in enumerate(log.scenario.turns, start=1):
        if turn.simulate is not None:
            yield from faults(turn.simulate, [step for step in log.steps if step.turn == number])


def score(log: RunLog, scorers: Iterable[Scorer] = SCORERS) -> Score:
    """The verdict on a run."""
    tags = log.scenario.tags
    finished = [event for step in log.steps for event in step.events if isinstance(event, TurnFinished)]
    return Score(
        scenario=log.scenario.id,
        title=log.scenario.title,
        skill=tags.skill,
        persona=tags.persona,
        promise=tags.promise,
        trial=log.trial,
        model=log.model,
        checks=tuple(check for scorer in scorers for check in scorer(log)),
        turn_ms=tuple(step.took_ms for step in log.steps if step.events),
        took_s=log.took_s,
        input_tokens=sum(event.input_tokens for event in finished),
        output_tokens=sum(event.output_tokens for event in finished),
        known_gap=log.scenario.known_gap,
        customer_at_fault=tuple(_customers_faults(log)),
    )
