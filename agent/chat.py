"""Chat models by name. Providers are extras: their package is imported only when it is asked for."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from langchain_core.language_models import BaseChatModel

from agent.brain.model import EmbeddedChatModel
from agent.scripted import ScriptedChatModel
from agent.settings import ConciergeSettings

ChatModel = BaseChatModel
"""What packages that know no agent framework call it."""

_PROVIDERS = {
    "openai": ("langchain_openai", "ChatOpenAI"),
    "anthropic": ("langchain_anthropic", "ChatAnthropic"),
    "ollama": ("langchain_ollama", "ChatOllama"),
}
_RETRIES = 2


class UnknownModel(ValueError):
    """``CONCIERGE_MODEL`` names no model we can make; the message says what would work."""


def chat_model(settings: ConciergeSettings) -> BaseChatModel:
    """The chat model that ``settings.model`` names."""
    provider, _, name = settings.model.partition(":")
    if provider == "embedded" and not name:
        return EmbeddedChatModel()
    if provider == "scripted":
        if not name:
            raise UnknownModel("`scripted` needs its script: CONCIERGE_MODEL=scripted:lines.yaml")
        return ScriptedChatModel.from_file(Path(name))
    if provider not in _PROVIDERS or not name:
        known = ", ".join(f"{each}:NAME" for each in _PROVIDERS)
        raise UnknownModel(f"{settings.model!r} is no chat model; use embedded, scripted:FILE, {known}")
    return _provider_class(provider)(model=name, **_arguments(provider, settings))


def provider_errors(model: BaseChatModel) -> tuple[type[Exception], ...]:
    """What a provider raises when it fails us, as opposed to a bug of ours."""
    errors: list[type[Exception]] = [TimeoutError, ConnectionError, httpx.HTTPError]
    for package, name in (("openai", "OpenAIError"), ("anthropic", "AnthropicError"), ("ollama", "ResponseError")):
        if package in type(model).__module__:
            errors.append(getattr(importlib.import_module(package), name))
    return tuple(errors)


def _provider_class(provider: str) -> Callable[..., BaseChatModel]:
    package, name = _PROVIDERS[provider]
    try:
        module = importlib.import_module(package)
    except ImportError as error:
        raise UnknownModel(f"{provider} models need an extra package: pip install 'concierge[{provider}]'") from error
    found: Callable[..., BaseChatModel] = getattr(module, name)
    return found


def _arguments(provider: str, settings: ConciergeSettings) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if settings.model_base_url:
        arguments["base_url"] = settings.model_base_url
    if provider != "ollama":
        arguments |= {"timeout": settings.model_timeout, "max_retries": _RETRIES}
        if key := settings.model_api_key.get_secret_value():
            arguments["api_key"] = key
    if provider == "openai":
        arguments["stream_usage"] = True
    return arguments


def is_embedded(model: BaseChatModel) -> bool:
    """Whether ``model`` is the embedded one, which reads schema hints and the turn's context as values."""
    return isinstance(model, EmbeddedChatModel)


def model_name(model: BaseChatModel) -> str:
    """How a model is called in reports: its provider's name for it, or its type."""
    return str(getattr(model, "model_name", None) or getattr(model, "model", None) or model._llm_type)
