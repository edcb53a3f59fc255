"""Reading what a client sends: size first, then strict JSON, then its shape."""

import json
import math
from typing import Annotated, Any, Literal

from ag_ui.core import RunAgentInput
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from memory.models import Value

FRAME_LIMIT = 64 * 1024
"""Bytes of one frame from a client."""


class BadFrameError(ValueError):
    """A frame we do not take. ``code`` is stable; the message says what was wrong."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ClientFrame(Value):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")


class Hello(ClientFrame):
    """The first frame: who, which thread, and how much of it was already seen."""

    type: Literal["hello"]
    ticket: str = Field(max_length=200)
    thread_id: str | None = Field(None, max_length=100)
    epoch: str | None = Field(None, max_length=40)
    last_seq: int | None = None
    locale: str | None = Field(None, max_length=35)


class Run(ClientFrame):
    type: Literal["run"]
    input: RunAgentInput


class Cancel(ClientFrame):
    type: Literal["cancel"]
    run_id: str = Field(max_length=100)


class Ack(ClientFrame):
    type: Literal["ack"]
    seq: int


class Feedback(ClientFrame):
    type: Literal["feedback"]
    message_id: str = Field(max_length=100)
    value: Literal[1, -1]
    reason: str = Field("", max_length=1000)


class Ping(ClientFrame):
    type: Literal["ping"]


Frame = Annotated[Hello | Run | Cancel | Ack | Feedback | Ping, Field(discriminator="type")]
_FRAME: TypeAdapter[Frame] = TypeAdapter(Frame)


def read_frame(text: str) -> Frame:
    """One client frame. Raises ``BadFrameError``."""
    try:
        return _FRAME.validate_python(strict_json(text))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(each) for each in first["loc"])
        raise BadFrameError("bad_frame", f"{where}: {first['msg']}") from error


def strict_json(text: str | bytes, limit: int = FRAME_LIMIT) -> Any:
    """Parse JSON as the standard has it: no NaN, no duplicate keys, no lone surrogates, bounded size."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if len(data) > limit:
        raise BadFrameError("too_large", f"this may have {limit} bytes, not {len(data)}")
    try:
        parsed = json.loads(data, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unique)
        json.dumps(parsed, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise BadFrameError("bad_json", f"not valid JSON: {error}") from error
    return parsed


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is beyond all bounds")
    return number


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("an object has the same key twice")
    return made
