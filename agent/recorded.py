"""A chat model whose answers are written down once and spoken again without a provider."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable
from pydantic import PrivateAttr

from agent.inprocess import InProcessChatModel

_ID = re.compile(r"\b(?:off|bok|con|lst|trp|man)_[0-9a-f]{8,}\b|\b[A-Z]{3}-[A-Z2-9]{6}\b|\bT-[0-9A-F]{6}\b")
_FACT = re.compile(r'"id": "([A-Za-z0-9_-]{16})"')
_PLACE = re.compile(r"⟨(\d+)⟩")


class RecordingDoesNotFit(RuntimeError):
    """The conversation took another way than when it was recorded: record it anew."""


class RecordedChatModel(InProcessChatModel):
    """Answers as ``inner`` did and writes it to ``tape``, or without ``inner`` as the tape says.

    Ids differ from run to run: on the tape they are numbered in the order in which the model met them.
    """

    tape: Path
    inner: BaseChatModel | None = None
    _next: int = PrivateAttr(default=0)
    _tools: list[Any] = PrivateAttr(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "concierge-recorded"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        self._tools = list(tools)
        return self.bind()

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        if self.inner is None:
            async for spoken in super()._astream(messages, stop, run_manager, **kwargs):
                yield spoken
            return
        model = self.inner.bind_tools(self._tools) if self._tools else self.inner
        whole: AIMessageChunk | None = None
        async for chunk in model.astream(messages):
            assert isinstance(chunk, AIMessageChunk)  # noqa: S101 - chat models stream nothing else
            whole = chunk if whole is None else whole + chunk
            yield ChatGenerationChunk(message=chunk)
        self._write(messages, whole or AIMessageChunk(content=""))

    def _write(self, messages: Sequence[BaseMessage], answer: AIMessageChunk) -> None:
        calls = [{"name": call["name"], "args": call["args"]} for call in answer.tool_calls]
        told = json.dumps({"text": answer.text, "calls": calls}, ensure_ascii=False)
        numbers = {id: f"⟨{number}⟩" for number, id in enumerate(_ids(messages))}
        for id, number in numbers.items():
            told = told.replace(id, number)
        line = {"asked": _asked(messages), **json.loads(told), "usage": answer.usage_metadata}
        self.tape.parent.mkdir(parents=True, exist_ok=True)
        with self.tape.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _answer(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> AIMessage:
        lines = self.tape.read_text(encoding="utf-8").splitlines() if self.tape.is_file() else []
        if self._next >= len(lines):
            raise RecordingDoesNotFit(f"{self.tape} has {len(lines)} answers and was asked for one more")
        line = json.loads(lines[self._next])
        if line["asked"] != _asked(messages):
            where = f"{self.tape}:{self._next + 1}"
            raise RecordingDoesNotFit(f"{where} answers {line['asked']!r}, not {_asked(messages)!r}")
        self._next += 1
        ids = _ids(messages)
        told = json.dumps({"text": line["text"], "calls": line["calls"]}, ensure_ascii=False)
        told = _PLACE.sub(lambda found: ids[int(found[1])] if int(found[1]) < len(ids) else found[0], told)
        answer = json.loads(told)
        calls = [{**call, "id": f"call_{self._next}_{index}"} for index, call in enumerate(answer["calls"])]
        return AIMessage(content=answer["text"], tool_calls=calls, usage_metadata=line["usage"])


def _asked(messages: Sequence[BaseMessage]) -> str:
    """What the model is to answer: the customer's last words, and how many messages came of them."""
    last = max((index for index, each in enumerate(messages) if isinstance(each, HumanMessage)), default=0)
    return f"{messages[last].text[:200]} +{len(messages) - 1 - last}"


def _ids(messages: Sequence[BaseMessage]) -> list[str]:
    """Every id in the messages, in the order in which they appear."""
    text = "\n".join(str(each.content) for each in messages)
    found = [*((match.start(), match[0]) for match in _ID.finditer(text))]
    found += [(match.start(1), match[1]) for match in _FACT.finditer(text)]
    return list(dict.fromkeys(id for _, id in sorted(found)))
