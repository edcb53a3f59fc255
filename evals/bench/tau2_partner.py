"""The partner behind a tau2-bench domain: answers reads from its database and keeps a journal of its writes."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from memory.models import Value
from tools.brand import Brand
from tools.models import PartnerId, Terms
from tools.money import Money
from tools.partner import OfferDocument, Partner, PartnerCall

_FREE = Money(minor=0, currency="EUR")
_SOMEDAY = datetime(2099, 1, 1, tzinfo=UTC)
_MOST = 20
"""Rows of one answer."""


class Action(Value):
    """One call of a tool."""

    name: str
    arguments: dict[str, Any] = {}

    @property
    def canonical(self) -> str:
        """The same for the same effect: keys in order, amounts as numbers."""
        return json.dumps({"name": self.name, "arguments": _plain(self.arguments)}, sort_keys=True)


class Journal:
    """What was executed, by idempotency key, over a database that is only read."""

    def __init__(self, database: dict[str, Any]) -> None:
        self.database = database
        self._done: dict[str, Action] = {}

    @property
    def done(self) -> tuple[Action, ...]:
        return tuple(self._done.values())

    def clear(self) -> None:
        self._done.clear()

    def execute(self, key: str, action: Action) -> None:
        """Once for each key."""
        self._done.setdefault(key, action)

    def read(self, name: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        """Records that have every value that was asked for, whatever the tool is called."""
        return list(_rows(self.database, wanted))[:_MOST]

    def knows(self, key: str) -> bool:
        return key in self._done


class Executor:
    """Implements ``tools.partner.Partner`` for one tool that writes, or for all that read."""

    def __init__(self, id: PartnerId, journal: Journal) -> None:
        self._id = id
        self._journal = journal

    @property
    def id(self) -> PartnerId:
        return self._id

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        match call.operation:
            case "search":
                arguments = _given(call)
                return {"offers": [self._offer(Action(name=self._id, arguments=arguments).model_dump_json())]}
            case "quote":
                return {"offer": self._offer(str(call.arguments["ref"]))}
            case "book":
                action = Action.model_validate_json(str(call.arguments["ref"]))
                self._journal.execute(str(call.idempotency_key), action)
                return {"reference": f"TAU-{len(self._journal.done):06d}", "price": _FREE.model_dump()}
            case "lookup":
                known = self._journal.knows(str(call.arguments.get("key")))
                return {"reference": "TAU-000001", "price": _FREE.model_dump()} if known else {}
            case _:
                return {"items": self._journal.read(call.operation, _given(call))}

    async def close(self) -> None:
        """Nothing to close."""

    def _offer(self, ref: str) -> dict[str, Any]:
        return OfferDocument(
            ref=ref,
            kind=self._id,
            title=self._id,
            starts=_SOMEDAY,
            price=_FREE,
            terms=Terms(refundable=False, text="Final."),
            expires_at=_SOMEDAY,
        ).model_dump(mode="json")


def partners_of(brand: Brand, journal: Journal) -> dict[PartnerId, Partner]:
    """A partner for each manifest, all over one journal."""
    return {id: Executor(id, journal) for id in brand.manifests}


def _given(call: PartnerCall) -> dict[str, Any]:
    """The arguments that say something; ``null`` is what their schemas have for nothing."""
    return {name: value for name, value in call.arguments.items() if name != "locale" and value is not None}


def _rows(database: dict[str, Any], wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Records that are keyed by, or have, every value that was asked for."""
    for table in database.values():
        records: Iterable[tuple[Any, Any]] = table.items() if isinstance(table, dict) else enumerate(table)
        for key, record in records:
            if isinstance(record, dict) and wanted and all(v == key or record.get(k) == v for k, v in wanted.items()):
                yield {"id": str(key), **record}


def _plain(value: Any) -> Any:
    """Whole floats as integers, lists and mappings through and through."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
