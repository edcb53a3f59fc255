"""Who answers at a demo partner: finds the language and the operation of a call."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tools.demo.voice import Voice
from tools.models import PartnerId
from tools.partner import PartnerCall, PartnerRefused
from tools.words import Words

Task = Callable[[PartnerCall, Voice], Awaitable[dict[str, Any]]]


class Clerk:
    """The frame of every demo partner; implements ``tools.partner.Partner`` over the operations it is given."""

    def __init__(self, id: PartnerId, words: Words, operations: Mapping[str, Task]) -> None:
        self._id = id
        self._words = words
        self._operations = operations

    @property
    def id(self) -> PartnerId:
        return self._id

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        voice = Voice(self._words, str(call.arguments.get("locale") or "en-GB"))
        operation = self._operations.get(call.operation)
        if operation is None:
            raise PartnerRefused("invalid", voice.say("invalid.operation", operation=call.operation))
        return await operation(call, voice)

    async def close(self) -> None:
        """Nothing to close: what a partner keeps belongs to the world."""
