"""From a call of ours to what a partner is sent: its parameters, and what the host injects below the schema."""

import json
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from tools.access import Place
from tools.adapters.paths import find, put
from tools.manifest import Manifest
from tools.money import Money
from tools.partner import PartnerCall


class Calls:
    """Composes the calls to one partner."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._mapped = {name: one.arguments for name, one in manifest.operations.items()}
        self._mapped |= {tool.name: tool.arguments for tool in manifest.tools}

    def parameters(self, call: PartnerCall, known: Collection[str]) -> dict[str, Any]:
        """The partner's parameters by name, nested where it wants them so. ``known`` are the names it knows."""
        scope = _scope(call)
        mapped = self._mapped.get(call.task)
        if not mapped:
            return {name: value for name, value in call.arguments.items() if name in known and value is not None}
        sent: dict[str, Any] = {}
        for name, path in mapped.items():
            value = find(path, scope)
            if value is not None:
                put(sent, name, value)
        return sent

    def injected(self, call: PartnerCall, place: Place) -> dict[str, Any]:
        """What the host adds at one place; what has no value in this call is left out."""
        scope = {"customer": call.pseudonym, "key": call.idempotency_key, "locale": call.arguments.get("locale")}
        found = {one.name: find(one.value, scope) for one in self._manifest.inject if one.to is place}
        return {name: value for name, value in found.items() if value is not None}

    def hidden(self) -> frozenset[str]:
        """Names of parameters that are the host's business."""
        return frozenset(one.name.casefold() for one in self._manifest.inject)


def _scope(call: PartnerCall) -> dict[str, Any]:
    """All that a path of ``arguments`` may point at."""
    scope = {**call.arguments, "customer": call.pseudonym, "key": call.idempotency_key or call.arguments.get("key")}
    price = scope.get("price")
    if isinstance(price, dict):
        money = Money.model_validate(price)
        scope["price"] = {**price, "amount": f"{money.major:f}"}
    ref = scope.get("ref")
    if isinstance(ref, str) and ref[:1] in "{[" and ref:
        with suppress(ValueError):  # it may only look like one of ours
            scope["ref"] = json.loads(ref)
    return scope
