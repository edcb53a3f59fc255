"""A partner that is a class of somebody else's package: its bugs end one call, and its texts are data."""

import logging
from typing import Any

from memory.clock import Clock
from tools.adapters.answers import Answers
from tools.manifest import Manifest
from tools.models import PartnerId
from tools.partner import Partner, PartnerCall, PartnerError, PartnerUnclear

_log = logging.getLogger(__name__)


class PythonPartner:
    """Implements ``tools.partner.Partner`` around another."""

    def __init__(self, manifest: Manifest, partner: Partner, clock: Clock) -> None:
        self._name = manifest.name
        self._partner = partner
        self._answers = Answers(manifest, clock)

    @property
    def id(self) -> PartnerId:
        return self._partner.id

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        try:
            answer: Any = await self._partner.invoke(call)
        except (PartnerError, TimeoutError):
            raise
        except Exception as error:
            # Whatever it is, it is not ours, and what was done before is not known: the same as a lost answer.
            _log.exception("%s failed at %s", self._name, call.operation)
            raise PartnerUnclear(f"{self._name} failed: {type(error).__name__}") from error
        return self._answers.read(call.task, answer, call.arguments)

    async def close(self) -> None:
        await self._partner.close()
