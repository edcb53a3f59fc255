"""A chat model that speaks given lines. For tests, recordings and demonstrations of what a model could do wrong."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import BaseModel, ConfigDict, PrivateAttr

from memory.documents import parse_yaml


class Line(BaseModel):
    """One answer of the model: text, tool calls, or both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = ""
    calls: tuple[dict[str, Any], ...] = ()
    """Each with ``name`` and ``args``."""


class ScriptExhausted(RuntimeError):
    """The model was asked more often than it has lines."""


class ScriptedChatModel(BaseChatModel):
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

    def _take(self) -> tuple[int, Line]:
        if self._next >= len(self.lines):
            raise ScriptExhausted(f"the script has {len(self.lines)} lines and was asked for one more")
        self._next += 1
        return self._next, self.lines[self._next - 1]

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        number, line = self._take()
        calls = [
            {"name": call["name"], "args": call.get("args", {}), "id": f"call_{number}_{index}"}
            for index, call in enumerate(line.calls)
        ]
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=line.text, tool_calls=calls))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        number, line = self._take()
        words = line.text.split(" ")
        for index, word in enumerate(words if line.text else []):
            text = word if index == len(words) - 1 else f"{word} "
            yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        for index, call in enumerate(line.calls):
            chunk = {
                "name": call["name"],
                "args": json.dumps(call.get("args", {})),
                "id": f"call_{number}_{index}",
                "index": index,
                "type": "tool_call_chunk",
            }
            yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[chunk]))
        yield ChatGenerationChunk(message=AIMessageChunk(content="", chunk_position="last"))

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in self._stream(messages, stop):
            yield chunk
