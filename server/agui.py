"""AG-UI 1.0 on the way out (our events as its events) and on the way in (its run input as what was said).

See https://docs.ag-ui.com; shapes are those of the ``ag-ui-protocol`` package.
"""

from collections.abc import Iterator
from typing import Any

from ag_ui.core import (
    ActivitySnapshotEvent,
    BaseEvent,
    CustomEvent,
    Interrupt,
    RunAgentInput,
    RunErrorEvent,
    RunFinishedCancelledOutcome,
    RunFinishedEvent,
    RunFinishedInterruptOutcome,
    RunFinishedSuccessOutcome,
    RunStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
)

from agent import events as our
from agent.models import Decision, Said
from memory.models import MessageId
from server.log import Frame


class BadRunError(ValueError):
    """A run input we cannot take; the message says what to send instead."""


def custom(name: str, value: Any) -> Frame:
    """An event of our own, within AG-UI's extension point."""
    return _frame(CustomEvent(name=f"concierge.{name}", value=value))


def said_in(run: RunAgentInput) -> Said:
    """What the customer said. Only the newest user message counts: the history is the server's own."""
    decision = _decision(run)
    newest = next((each for each in reversed(run.messages) if each.role == "user"), None)
    forwarded = run.forwarded_props if isinstance(run.forwarded_props, dict) else {}
    if newest is None and decision is None and not forwarded.get("opening"):
        raise BadRunError("a run needs a user message, a resume entry, or forwardedProps.opening")
    if decision is not None:
        return Said(message=MessageId(f"{run.run_id}-decision"), decision=decision)
    if newest is None:
        return Said(message=MessageId(f"{run.run_id}-opening"), opening=True)
    if not isinstance(newest.content, str):
        raise BadRunError("only text messages are understood")
    return Said(message=MessageId(newest.id), text=newest.content)


def _decision(run: RunAgentInput) -> Decision | None:
    for entry in run.resume or []:
        payload = entry.payload if isinstance(entry.payload, dict) else {}
        accepted = entry.status == "resolved" and payload.get("accepted") is True
        if entry.status == "cancelled" and not payload:
            continue  # a client that must answer open interrupts before it may speak; the confirmation stays open
        digest = payload.get("digest", "")
        if not isinstance(digest, str):
            raise BadRunError("payload.digest must be the digest on the confirmation card")
        return Decision(confirmation=entry.interrupt_id, accepted=accepted, digest=digest)
    return None


class Translator:
    """Our events of one run as AG-UI frames. Remembers which text messages have begun."""

    def __init__(self, thread: str, run: str) -> None:
        self._thread = thread
        self._run = run
        self._begun: set[str] = set()
        self._started = False

    def frames(self, event: our.Event) -> Iterator[Frame]:
        """The frames of one event, in order."""
        for each in self._translate(event):
            yield each if isinstance(each, dict) else _frame(each)

    def cancelled(self) -> Iterator[Frame]:
        """The end of a run that was stopped: what had begun is closed."""
        if not self._started:
            yield _frame(RunStartedEvent(thread_id=self._thread, run_id=self._run))
        for message in sorted(self._begun):
            yield _frame(TextMessageEndEvent(message_id=message))
        outcome = RunFinishedCancelledOutcome()
        yield _frame(RunFinishedEvent(thread_id=self._thread, run_id=self._run, outcome=outcome))

    def _translate(self, event: our.Event) -> Iterator[BaseEvent | Frame]:
        match event:
            case our.TurnStarted():
                self._started = True
                yield RunStartedEvent(thread_id=self._thread, run_id=self._run)
            case our.TextDelta(message=message, text=text):
                yield from self._begin(message)
                yield TextMessageContentEvent(message_id=message, delta=text)
            case our.TextDone(message=message):
                yield from self._begin(message)
                self._begun.discard(message)
                yield TextMessageEndEvent(message_id=message)
            case our.Progress(call=call, tool=tool, text=text, args=args):
                yield ToolCallStartEvent(tool_call_id=call, tool_call_name=tool)
                yield ToolCallArgsEvent(tool_call_id=call, delta=args)
                yield ToolCallEndEvent(tool_call_id=call)
                yield custom("progress", {"callId": call, "text": text})
            case our.ToolDone(call=call, content=content):
                yield ToolCallResultEvent(message_id=f"result_{call}", tool_call_id=call, content=content)
            case our.CardShown(card=card):
                yield ActivitySnapshotEvent(
                    message_id=card.id, activity_type=card.kind.value, content=card.body, replace=True
                )
            case our.Suggestions(texts=texts):
                yield custom("suggestions", {"texts": list(texts)})
            case our.TurnFinished(confirmation=confirmation):
                yield self._finished(confirmation)
            case our.TurnFailed(message=message, incident=incident):
                yield RunErrorEvent(message=message, code=incident)

    def _begin(self, message: str) -> Iterator[BaseEvent]:
        if message not in self._begun:
            self._begun.add(message)
            yield TextMessageStartEvent(message_id=message, role="assistant")

    def _finished(self, confirmation: str | None) -> BaseEvent:
        if confirmation is None:
            return RunFinishedEvent(thread_id=self._thread, run_id=self._run, outcome=RunFinishedSuccessOutcome())
        interrupt = Interrupt(id=confirmation, reason="concierge:confirmation")
        outcome = RunFinishedInterruptOutcome(interrupts=[interrupt])
        return RunFinishedEvent(thread_id=self._thread, run_id=self._run, outcome=outcome)


def _frame(event: BaseEvent) -> Frame:
    return event.model_dump(mode="json", by_alias=True, exclude_none=True)
