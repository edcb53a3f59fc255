"""Plays a scenario through the one door and writes down all that happens."""

import asyncio
import json
import secrets
import tempfile
import time
import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.events import CardShown, Event, TextDone, TurnFinished
from agent.models import Decision, Said
from evals.leavings import found_on_disk, scratch, traces
from evals.log import RunLog, StepLog
from evals.scenario import Scenario, Step, span
from evals.simulator import Simulator
from evals.stage import Stage, open_stage
from memory.errors import MemoryFailure
from memory.models import CustomerId, MessageId, ThreadId
from tools.models import Card, CardKind

TIME_LIMIT = 180.0
"""Seconds after which a run is given up."""


async def run_scenario(
    scenario: Scenario, model: str = "embedded", trial: int = 1, seeds: Path | None = None
) -> RunLog:
    """Run it once in a folder of its own that is removed afterwards. What breaks is in the log.

    ``seeds``: a folder in which the stores of a world at its beginning are kept for the next run.
    """
    started = time.perf_counter()
    log = RunLog(scenario=scenario, model=model, trial=trial)
    with tempfile.TemporaryDirectory(prefix="concierge-eval-", dir=scratch(), ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        play = Play(scenario)
        try:
            with traces() as logged:
                async with asyncio.timeout(TIME_LIMIT), open_stage(scenario, model, home, seeds, trial) as stage:
                    log = await play.through(stage, log)
        except Exception:  # noqa: BLE001 - whatever breaks is the run's outcome, kept with its trace
            log = log.model_copy(update={"steps": tuple(play.steps), "broke": traceback.format_exc()})
        on_disk = await asyncio.to_thread(found_on_disk, home, scenario.expect.nowhere)
    took = time.perf_counter() - started
    return log.model_copy(update={"on_disk": on_disk, "traces": tuple(logged), "took_s": round(took, 3)})


@dataclass
class Play:
    """One run in progress: who sits there, in which tab, and what they see."""

    scenario: Scenario
    steps: list[StepLog] = field(default_factory=list)
    customer: str = ""
    tabs: dict[int, ThreadId] = field(default_factory=dict)
    tab: int = 1
    last: Said | None = None
    seen: dict[ThreadId, dict[str, Any]] = field(default_factory=dict)
    """The newest confirmation card of each thread."""

    @property
    def customers(self) -> list[str]:
        return [self.scenario.world.customer, *(step.become for step in self.scenario.turns if step.become)]

    async def through(self, stage: Stage, log: RunLog) -> RunLog:
        """All steps, one after the other; returns the finished log."""
        before = await stage.stores(self.customers)
        private = await stage.private()
        await self._sit_down(stage, self.scenario.world.customer)
        for number, step in enumerate(self.scenario.turns, start=1):
            async for done in self._steps(stage, step):
                self.steps.append(done.model_copy(update={"turn": number}))
        return log.model_copy(
            update={
                "before": before,
                "private": private,
                "steps": tuple(self.steps),
                "after": await stage.stores(self.customers),
                "ended_at": stage.clock.now(),
                "partner_calls": {f"{who}.{what}": count for (who, what), count in stage.world.calls.items()},
            }
        )

    async def _sit_down(self, stage: Stage, customer: str) -> None:
        self.customer, self.tab, self.last = customer, 1, None
        self.tabs = {1: await self._thread(stage)}

    async def _thread(self, stage: Stage) -> ThreadId:
        return (await stage.concierge.memory.threads.open_new(CustomerId(self.customer))).id

    async def _steps(self, stage: Stage, step: Step) -> AsyncIterator[StepLog]:
        """What one turn of the scenario leads to: one step, or as many as a simulated customer takes."""
        if step.simulate is None:
            yield await self._step(stage, step)
            return
        customer = Simulator(step.simulate)
        last: StepLog | None = None
        while (act := customer.next(last)).verb != "over":
            move = {"say": act.text} if act.verb == "say" else {act.verb: "once" if act.verb == "confirm" else True}
            last = await self._step(stage, Step.model_validate(move))
            yield last

    async def _step(self, stage: Stage, step: Step) -> StepLog:
        saids = await self._prepare(stage, step)
        thread = self.tabs[self.tab]
        log = StepLog(verb=step.verb, said=_shown(step), customer=self.customer, thread=thread, at=stage.clock.now())
        if isinstance(saids, str):
            return log.model_copy(update={"impossible": saids})
        if step.verb == "reload":
            return log.model_copy(update={"events": await self._transcript(stage, thread)})
        started = time.perf_counter()
        try:
            events = await asyncio.gather(*(self._turn(stage, thread, said) for said in saids))
        except MemoryFailure as error:
            return log.model_copy(update={"refused": type(error).__name__})
        took = (time.perf_counter() - started) * 1000
        happened = tuple(event for each in events for event in each)
        visible = step.verb != "cut"
        if visible:
            self._look(thread, happened)
        return log.model_copy(update={"events": happened, "took_ms": round(took, 1), "seen": visible})

    async def _transcript(self, stage: Stage, thread: ThreadId) -> tuple[Event, ...]:
        """What a page shows that is loaded anew: everything said and shown, and what is open."""
        desk = stage.concierge.front.desk(CustomerId(self.customer), thread, "en-GB", "", None)
        confirmation = await desk.open_confirmation()
        events: list[Event] = []
        for entry in await stage.concierge.memory.threads.transcript(CustomerId(self.customer), thread):
            if entry.role == "card" and entry.card:
                events.append(CardShown(card=Card.model_validate(json.loads(entry.card))))
            elif entry.role == "concierge":
                events.append(TextDone(message=entry.message or _message(), text=entry.text))
        happened = (*events, TurnFinished(turn="reload", confirmation=confirmation.id if confirmation else None))
        self._look(thread, happened)
        return happened

    async def _prepare(self, stage: Stage, step: Step) -> list[Said] | str:
        """Do what happens beside the conversation. Returns what is sent through the door, or why nothing can be."""
        match step.verb:
            case "say":
                return self._sent(Said(text=str(step.say) * step.times, message=_message()))
            case "cut":
                return self._sent(Said(text=str(step.cut), message=_message()))
            case "reload":
                return []
            case "again":
                return [self.last] if self.last else "nothing was sent that could be sent again"
            case "confirm" | "decline":
                return self._click(step)
            case "new_session":
                self.tabs[self.tab] = await self._thread(stage)
                return self._opening()
            case "become":
                await self._sit_down(stage, str(step.become))
                return self._opening()
            case "tab":
                return await self._change_tab(stage, step.tab or 1)
            case _:
                await self._happen(stage, step)
                return []

    def _sent(self, said: Said) -> list[Said]:
        self.last = said
        return [said]

    def _opening(self) -> list[Said]:
        return self._sent(Said(message=_message(), opening=True))

    async def _change_tab(self, stage: Stage, tab: int) -> list[Said]:
        self.tab = tab
        if tab in self.tabs:
            return []
        self.tabs[tab] = await self._thread(stage)
        return self._opening()

    def _click(self, step: Step) -> list[Said] | str:
        card = self.seen.get(self.tabs[self.tab])
        if card is None or card["status"] != "open":
            return "there is no open confirmation card to click on"
        decision = Decision(confirmation=card["confirmation"], accepted=step.verb == "confirm", digest=card["digest"])
        clicks = 2 if step.confirm == "twice" else 1
        saids = [Said(message=_message(), decision=decision) for _ in range(clicks)]
        self.last = saids[-1]
        return saids

    async def _happen(self, stage: Stage, step: Step) -> None:
        match step.verb:
            case "wait":
                stage.clock.advance(span(str(step.wait)))
                await stage.concierge.front.settle()
                await stage.concierge.memory.consolidate()
            case "partner_down":
                stage.world.fail(str(step.partner_down), "down")
            case "partner_up":
                stage.world.heal(str(step.partner_up))
            case "partner_fault" if step.partner_fault:
                stage.world.fail(step.partner_fault.partner, step.partner_fault.mode, step.partner_fault.times)
            case "price_changes":
                stage.world.fail(str(step.price_changes), "price_change")
            case "sold_out":
                stage.world.fail(str(step.sold_out), "sold_out", 1)
            case "allow" | "withdraw":
                purpose = str(step.allow or step.withdraw)
                granted = step.verb == "allow"
                await stage.concierge.memory.decide(CustomerId(self.customer), purpose, granted, "widget")

    async def _turn(self, stage: Stage, thread: ThreadId, said: Said) -> list[Event]:
        turn: AsyncIterator[Event] = stage.concierge.turn(CustomerId(self.customer), thread, said)
        return [event async for event in turn]

    def _look(self, thread: ThreadId, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, CardShown) and event.card.kind is CardKind.CONFIRMATION:
                self.seen[thread] = event.card.body


def _shown(step: Step) -> str:
    """What the step was, in words."""
    if step.say is not None:
        return step.say if step.times == 1 else f"{step.say[:40]}… ({step.times} times)"
    value = getattr(step, step.verb)
    return "" if value is True else str(value)


def _message() -> MessageId:
    return MessageId(f"eval_{secrets.token_hex(8)}")
