"""Texts in a brand's files are small Jinja templates; this fills them in, strictly."""

from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from tools.manifest import Text
from tools.words import localised


@lru_cache(maxsize=4096)
def _template(source: str) -> Template:
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=False).from_string(source)


def fill(text: Text, locale: str, **values: Any) -> str:
    """The text in the reader's language with its values; empty when a value it needs is not known."""
    source = localised(text, locale)
    if not source:
        return ""
    try:
        return _template(source).render(**values).strip()
    except UndefinedError:
        return ""
