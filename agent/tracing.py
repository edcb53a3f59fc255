"""Spans of turns, model calls and tool calls, named after OpenTelemetry's conventions for generative AI.

They go nowhere unless the process installed a tracer provider. No span holds what anybody said: a thread's id is
random, and of arguments and results there are only names, counts and statuses.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from langchain_core.language_models import BaseChatModel
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, get_tracer

from agent.chat import model_name
from memory.models import ThreadId

_PROVIDERS = {"langchain_openai": "openai", "langchain_anthropic": "anthropic", "langchain_ollama": "ollama"}


@contextmanager
def turn_span(thread: ThreadId) -> Iterator[Span]:
    """One turn of a conversation."""
    named = {"gen_ai.agent.name": "concierge", "gen_ai.conversation.id": str(thread)}
    with _span("invoke_agent", "concierge", SpanKind.INTERNAL, named) as span:
        yield span


@contextmanager
def model_span(model: BaseChatModel) -> Iterator[Span]:
    """One request to a chat model."""
    name = model_name(model)
    provider = _PROVIDERS.get(type(model).__module__.partition(".")[0], "concierge")
    kind = SpanKind.INTERNAL if provider == "concierge" else SpanKind.CLIENT
    with _span("chat", name, kind, {"gen_ai.provider.name": provider, "gen_ai.request.model": name}) as span:
        yield span


@contextmanager
def tool_span(tool: str, call: str) -> Iterator[Span]:
    """One tool call."""
    named = {"gen_ai.tool.name": tool, "gen_ai.tool.call.id": call, "gen_ai.tool.type": "function"}
    with _span("execute_tool", tool, SpanKind.INTERNAL, named) as span:
        yield span


@contextmanager
def _span(operation: str, name: str, kind: SpanKind, attributes: dict[str, str]) -> Iterator[Span]:
    """What is raised inside is told by its type alone: its words may be a customer's."""
    started = get_tracer("concierge").start_as_current_span(
        f"{operation} {name}",
        kind=kind,
        attributes={"gen_ai.operation.name": operation} | attributes,
        record_exception=False,
        set_status_on_exception=False,
    )
    with started as span:
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(Status(StatusCode.ERROR))
            raise
