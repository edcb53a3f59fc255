"""Prompts are texts; this loads them strictly: a missing value is an error."""

from functools import cache
from pathlib import Path

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from agent.models import TurnContext


@cache
def _template(name: str) -> Template:
    environment = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=False)
    return environment.from_string((Path(__file__).parent / f"{name}.md").read_text(encoding="utf-8"))


def system_prompt(context: TurnContext) -> str:
    """What an LLM is told before the conversation."""
    return _template("system").render(**{name: getattr(context, name) for name in TurnContext.model_fields})
