"""The embedded brain as a LangChain chat model: the graph cannot tell it from an LLM."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from langchain_core.language_models.base import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from agent.brain.decide import Brain, shared_brain
from agent.brain.decision import Decision
from agent.brain.history import context_of
from agent.brain.speaking.speaker import Speaker
from agent.inprocess import InProcessChatModel
from agent.models import TurnContext


class EmbeddedChatModel(InProcessChatModel):
    """Understands, decides and speaks by schema, in process, deterministically.

    The system message may carry a ``TurnContext`` as JSON in ``additional_kwargs["context"]``; without one it is
    now, in UTC, in English.
    """

    clock: Callable[[], Any] | None = None
    """Gives the present moment when no context is sent."""
    _brain: Brain = PrivateAttr(default_factory=shared_brain)

    @property
    def _llm_type(self) -> str:
        return "concierge-embedded"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools in any form LangChain knows; ``x-`` keys inside ``parameters`` are kept."""
        return self.bind(tools=[_document(tool) for tool in tools], **kwargs)

    def _answer(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> AIMessage:
        context = context_of(messages) or self._defaults()
        decision = self._brain.decide(messages, tools, context)
        turn = sum(isinstance(message, HumanMessage) for message in messages)
        if decision.calls:
            return AIMessage(
                content="", tool_calls=_tool_calls(decision, messages), usage_metadata=_usage(messages, "")
            )
        speaker = _speaker()
        text = speaker.say(decision.moves, context.locale, turn=turn, name=context.name)
        extra: dict[str, Any] = {"suggestions": list(speaker.suggest(decision.moves, context.locale))}
        if decision.chosen:
            extra["chosen"] = dict(decision.chosen)
        if decision.question:
            extra["asked"] = {"tool": decision.question.tool, "parameter": decision.question.parameter}
        return AIMessage(content=text, additional_kwargs=extra, usage_metadata=_usage(messages, text))

    def _defaults(self) -> TurnContext:
        if self.clock is None:
            raise ValueError("without a clock the system message must carry a TurnContext in additional_kwargs")
        return TurnContext(now=self.clock(), zone="UTC", locale="en-GB", currency="EUR", brand="", name="", profile={})


@lru_cache(maxsize=1)
def _speaker() -> Speaker:
    return Speaker.load()


def _document(tool: Any) -> dict[str, Any]:
    if isinstance(tool, dict):
        return tool
    document: dict[str, Any] = convert_to_openai_tool(tool)
    return document


def _tool_calls(decision: Decision, messages: Sequence[BaseMessage]) -> list[Any]:
    """Ids follow from the content and the place in the conversation, so that a repeated turn makes the same ones."""
    calls = []
    for place, call in enumerate(decision.calls):
        seed = json.dumps([len(messages), place, call.name, call.args], sort_keys=True, default=str)
        identity = f"call_{hashlib.sha256(seed.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"
        calls.append({"name": call.name, "args": call.args, "id": identity, "type": "tool_call"})
    return calls


def _usage(messages: Sequence[BaseMessage], text: str) -> UsageMetadata:
    """Counted in words: nothing is paid for, but budgets and reports want a number."""
    given = sum(len(str(message.content).split()) for message in messages)
    made = len(text.split())
    return UsageMetadata(input_tokens=given, output_tokens=made, total_tokens=given + made)
