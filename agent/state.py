"""What flows through the graph: the state that is kept, and the parts of one turn."""

from dataclasses import dataclass
from typing import Annotated, TypedDict

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage
from langgraph.channels import UntrackedValue
from langgraph.graph.message import add_messages

from agent.claims import ClaimChecker
from agent.models import Said, TurnContext
from memory.clock import Clock
from memory.memory import Memory
from memory.models import Profile, Source, Thread
from tools.customer_desk import Desk
from tools.models import Card
from tools.words import Words


class State(TypedDict, total=False):
    """``messages`` and ``locale`` are checkpointed; the rest lives for one turn only."""

    messages: Annotated[list[AnyMessage], add_messages]
    locale: str
    briefing: Annotated[TurnContext, UntrackedValue]
    steps: Annotated[int, UntrackedValue]
    cards: Annotated[list[Card], UntrackedValue]
    """To be shown with the reply."""
    shown: Annotated[list[Card], UntrackedValue]
    """Shown before it: what became of a confirmation."""
    held_back: Annotated[list[str], UntrackedValue]
    """Sentences of the reply that had no receipt."""


@dataclass
class Meter:
    """What a turn has used of the provider's model so far, in tokens."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True)
class Parts:
    """What the steps of one turn work with. Handed to the graph as its run context; never checkpointed."""

    said: Said
    thread: Thread
    profile: Profile
    locale: str
    brand: str
    desk: Desk
    memory: Memory
    clock: Clock
    model: BaseChatModel
    fallback: BaseChatModel
    """Takes over when ``model``'s provider fails."""
    checker: ClaimChecker
    meter: Meter
    words: Words
    tool_steps: int
    history_turns: int

    def source(self) -> Source:
        """The customer's message as a source of facts."""
        return Source(thread=self.thread.id, message=self.said.message, words=self.said.text)
