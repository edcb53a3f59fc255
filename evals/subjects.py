"""Who is put on the stage, by name: a chat model, a baseline, a recording, or the agent broken on purpose."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agent.baselines import BASELINES, baseline
from agent.chat import ChatModel, UnknownModel, chat_model
from agent.concierge import Concierge
from agent.recorded import RecordedChatModel
from agent.settings import ConciergeSettings
from evals.mutants import MUTANTS

Tamper = Callable[[Concierge], Concierge]
EMBEDDED = "embedded"


@dataclass(frozen=True)
class Subject:
    """A name as ``--model`` takes it: ``embedded``, a provider's model, a baseline, ``mutant:NAME``,
    ``replay:FOLDER`` or ``record:FOLDER:MODEL``."""

    name: str

    def check(self, settings: ConciergeSettings) -> None:
        """Raises ``UnknownModel`` or ``OSError`` when there is no such thing."""
        kind, _, rest = self.name.partition(":")
        if kind == "mutant" and rest not in MUTANTS:
            raise UnknownModel(f"there is no mutant {rest!r}; known are {', '.join(MUTANTS)}")
        if kind == "replay" and not Path(rest).is_dir():
            raise UnknownModel(f"there are no recordings in {rest!r}")
        self.model(settings, "any")

    def model(self, settings: ConciergeSettings, tape: str) -> ChatModel:
        """The chat model. ``tape``: name of this run's recording."""
        kind, _, rest = self.name.partition(":")
        if self.name in BASELINES:
            return baseline(self.name)
        if kind == "replay":
            return RecordedChatModel(tape=Path(rest) / f"{tape}.jsonl")
        if kind == "record":
            folder, _, inner = rest.partition(":")
            own = chat_model(settings.model_copy(update={"model": inner}))
            return RecordedChatModel(tape=Path(folder) / f"{tape}.jsonl", inner=own)
        return chat_model(settings.model_copy(update={"model": EMBEDDED if kind == "mutant" else self.name}))

    @property
    def tamper(self) -> Tamper:
        """What is done to the concierge before it goes on."""
        kind, _, rest = self.name.partition(":")
        return MUTANTS[rest].tamper if kind == "mutant" else _leave


def _leave(concierge: Concierge) -> Concierge:
    return concierge
