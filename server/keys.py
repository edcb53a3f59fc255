"""Public keys of the host site's back end, from a JWKS file or address; a new key is found when it is first used."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import httpx
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWKError, PyJWKSetError

from memory.clock import Clock
from server.frames import strict_json

ALGORITHMS = frozenset({"RS256", "ES256"})
_FRESH_SECONDS = 600
"""After so long the set is read again, so that a key that was withdrawn ends."""
_PAUSE_SECONDS = 5
"""Between two readings, whatever tokens name."""
_log = logging.getLogger(__name__)


class Keys:
    """Keys by ``kid``. Without a source there are none."""

    def __init__(self, source: str, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._keys: dict[str | None, PyJWK] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def get(self, kid: str | None) -> PyJWK | None:
        """The key of that name, or the only one there is when a token names none."""
        if not self._source:
            return None
        async with self._reading:
            age = self._clock.now().timestamp() - self._read_at
            if age > _FRESH_SECONDS or (kid not in self._keys and age > _PAUSE_SECONDS):
                await self._refresh()
        if kid is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(kid)

    async def _refresh(self) -> None:
        """Read the set; when it cannot be read, the keys that are known stay."""
        self._read_at = self._clock.now().timestamp()
        try:
            keys = PyJWKSet.from_dict(await self._read()).keys
        except (httpx.HTTPError, OSError, ValueError, PyJWKError, PyJWKSetError) as error:
            _log.warning("the key set could not be read: %s", type(error).__name__)
            return
        self._keys = {each.key_id: each for each in keys if each.algorithm_name in ALGORITHMS}

    async def _read(self) -> dict[str, Any]:
        if not self._source.startswith(("https://", "http://")):
            text = await asyncio.to_thread(Path(self._source).read_bytes)
        else:
            async with httpx.AsyncClient(timeout=5) as client:
                text = (await client.get(self._source)).raise_for_status().content
        return dict(strict_json(text))
