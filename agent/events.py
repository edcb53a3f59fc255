"""What the one door yields: a closed set of typed events. A server maps them to its wire, evals assert on them."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from memory.models import MessageId, Value
from tools.models import Card


class TurnStarted(Value):
    type: Literal["turn_started"] = "turn_started"
    turn: str


class Progress(Value):
    """A tool has begun; ``text`` is for the customer ("asking two airlines")."""

    type: Literal["progress"] = "progress"
    call: str
    tool: str
    text: str
    args: str = "{}"
    """JSON of the arguments, for developers; a widget does not show it."""


class ToolDone(Value):
    type: Literal["tool_done"] = "tool_done"
    call: str
    tool: str
    status: str
    content: str
    """JSON of the result as the model reads it."""


class TextDelta(Value):
    """A piece of the reply, already checked: a claim in it has its receipt."""

    type: Literal["text_delta"] = "text_delta"
    message: MessageId
    text: str


class TextDone(Value):
    """The whole message as it stands in the transcript."""

    type: Literal["text_done"] = "text_done"
    message: MessageId
    text: str


class CardShown(Value):
    """Show or redraw (same ``card.id``) a card."""

    type: Literal["card_shown"] = "card_shown"
    card: Card


class Suggestions(Value):
    """Quick replies the customer may tap, in their language."""

    type: Literal["suggestions"] = "suggestions"
    texts: tuple[str, ...]


class TurnFinished(Value):
    """The turn is over. ``confirmation`` is the id of the confirmation that is open, if one is."""

    type: Literal["turn_finished"] = "turn_finished"
    turn: str
    confirmation: str | None = None
    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0


class TurnFailed(Value):
    """The turn broke. ``message`` is for the customer; ``incident`` finds the trace in the log."""

    type: Literal["turn_failed"] = "turn_failed"
    turn: str
    message: str
    incident: str


Event = Annotated[
    TurnStarted | Progress | ToolDone | TextDelta | TextDone | CardShown | Suggestions | TurnFinished | TurnFailed,
    Field(discriminator="type"),
]

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads and writes one event as JSON."""
