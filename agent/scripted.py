"""A chat model that speaks given lines. For tests, recordings and demonstrations of what a model could do wrong."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable
from pydantic import BaseModel, ConfigDict, PrivateAttr

from agent.inprocess import InProcessChatModel
from memory.documents import parse_yaml


class Line(BaseModel):
    """One answer of the model: text, tool calls, or both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = ""
    calls: tuple[dict[str, Any], ...] = ()
    """Each with ``name`` and ``args``."""


class ScriptExhausted(RuntimeError):
    """The model was asked more often than it has lines."""


class ScriptedChatModel(InProcessChatModel):
    """Says its lines one after the other, whatever it is asked."""

    lines: tuple[Line, ...]
    _next: int = PrivateAttr(default=0)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read a YAML list of ``{text, calls}``. Raises ``ValueError`` naming the file when it is not one."""
        document = parse_yaml(path.read_text(encoding="utf-8"))
        if not isinstance(document, list):
            raise ValueError(f"{path}: a script is a list of lines, each with `text` and/or `calls`")
        return cls(lines=tuple(Line.model_validate(line) for line in document))

    @property
    def _llm_type(self) -> str:
        return "concierge-scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Tools change nothing: the lines are given."""
        return self

    def _answer(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> AIMessage:
        if self._next >= len(self.lines):
            raise ScriptExhausted(f"the script has {len(self.lines)} lines and was asked for one more")
        line = self.lines[self._next]
        self._next += 1
        calls = [
            {"name": call["name"], "args": call.get("args", {}), "id": f"call_{self._next}_{index}"}
            for index, call in enumerate(line.calls)
        ]
        return AIMessage(content=line.text, tool_calls=calls)
