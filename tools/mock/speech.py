"""A manifest read backwards: from their parameters to ours, and from our answers to theirs."""

from decimal import Decimal
from typing import Any

import jmespath

from tools.adapters.paths import find
from tools.manifest import Manifest
from tools.mapping import AmountPaths, OfferPaths
from tools.money import Money

Step = str | int


class Unspoken(Exception):
    """An expression that cannot be read backwards."""


class Speech:
    """How one partner speaks."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest

    def understood(self, task: str, theirs: dict[str, Any]) -> dict[str, Any]:
        """The arguments of ours behind their parameters."""
        operation = self._manifest.operations.get(task)
        if operation is None or not operation.arguments:
            return dict(theirs)
        ours: dict[str, Any] = {}
        for target, path in operation.arguments.items():
            value = find(".".join(f'"{part}"' for part in target.split(".")), theirs)
            if value is not None:
                _put(ours, path, value)
        price = ours.get("price")
        if isinstance(price, dict) and "amount" in price:
            units = Money(minor=1, currency=price["currency"]).major
            ours["price"] = {"minor": int(Decimal(str(price["amount"])) / units), "currency": price["currency"]}
        return ours

    def told(self, task: str, answer: dict[str, Any]) -> Any:
        """Our answer in their words."""
        operation = self._manifest.operations.get(task)
        if operation is None:
            return answer
        paths = operation.answer
        theirs: dict[str, Any] = {}
        if "offers" in answer:
            _put(theirs, paths.offers, [self._offer(one) for one in answer["offers"]])
        elif "offer" in answer:
            form = self._offer(answer["offer"])
            if not _steps(jmespath.compile(paths.offer).parsed):
                return form
            _put(theirs, paths.offer, form)
        if answer.get("reference"):
            _put(theirs, paths.reference, answer["reference"])
            if paths.price is not None:
                _put_amount(theirs, paths.price, answer["price"])
            if paths.status is not None:
                gone = answer.get("status") == "cancelled" and paths.cancelled
                _put(theirs, paths.status, paths.cancelled[0] if gone else paths.done[0])
        if "refund" in answer:
            if paths.refund is not None:
                _put_amount(theirs, paths.refund, answer["refund"])
            else:
                theirs["refund"] = answer["refund"]
        return theirs

    def refused(self, code: str) -> dict[str, Any]:
        """A refusal in their words."""
        rules = self._manifest.refusals
        theirs: dict[str, Any] = {}
        known = next((their for their, ours in rules.codes.items() if ours == code), None)
        if rules.code is not None and known is not None:
            _put(theirs, rules.code, known)
        return theirs

    def _offer(self, document: dict[str, Any]) -> dict[str, Any]:
        paths = self._manifest.offer
        if paths is None:
            return document
        theirs: dict[str, Any] = {}
        for name in OfferPaths.model_fields:
            path = getattr(paths, name)
            if isinstance(path, str) and document.get(name) is not None:
                _put(theirs, path, document[name])
        _put_amount(theirs, paths.price, document["price"])
        terms = document["terms"]
        for name in ("refundable", "free_until", "text"):
            if (path := getattr(paths.terms, name)) is not None and terms.get(name) is not None:
                _put(theirs, path, terms[name])
        return theirs


def _put_amount(theirs: dict[str, Any], paths: AmountPaths, money: dict[str, Any]) -> None:
    known = Money.model_validate(money)
    _put(theirs, paths.currency, known.currency)
    _put(theirs, paths.amount or paths.minor or "", f"{known.major:f}" if paths.amount else known.minor)


def _put(data: dict[str, Any], path: str, value: Any) -> None:
    """Set ``value`` where ``path`` would find it. Raises ``Unspoken``."""
    node = jmespath.compile(path).parsed
    for steps, part in _parts(node, value, path):
        _set(data, steps, part)


def _parts(node: Any, value: Any, path: str) -> list[tuple[list[Step], Any]]:
    kind, children = node["type"], node["children"]
    if kind == "literal":
        return []
    if kind == "or_expression":
        return _parts(children[0], value, path)
    if kind == "comparator" and node["value"] == "eq" and children[1]["type"] == "literal":
        return [(_steps(children[0]), children[1]["value"])] if value is True else []
    if kind == "multi_select_dict" and isinstance(value, dict):
        return [p for c in children if c["value"] in value for p in _parts(c["children"][0], value[c["value"]], path)]
    if kind == "function_expression" and node["value"] == "join" and children[1]["type"] == "multi_select_list":
        places = children[1]["children"]
        texts = str(value).split(str(children[0]["value"]), len(places) - 1)
        return [part for place, text in zip(places, texts, strict=False) for part in _parts(place, text, path)]
    try:
        steps = _steps(node)
    except Unspoken:
        raise Unspoken(f"a stand-in cannot answer where {path!r} looks") from None
    return [] if steps[:1] in (["_request"], ["_answer"]) else [(steps, value)]


def _steps(node: Any) -> list[Step]:
    kind = node["type"]
    if kind in ("field", "index"):
        return [node["value"]]
    if kind == "current":
        return []
    if kind in ("subexpression", "index_expression"):
        return [step for child in node["children"] for step in _steps(child)]
    raise Unspoken


def _set(data: Any, steps: list[Step], value: Any) -> None:
    *parents, last = steps
    for step, following in zip(parents, steps[1:], strict=True):
        data = _child(data, step, [] if isinstance(following, int) else {})
    if isinstance(data, list):
        _child(data, last, None)
    data[last] = value


def _child(data: Any, step: Step, empty: Any) -> Any:
    if isinstance(data, list) and isinstance(step, int):
        while len(data) <= step:
            data.append(None)
        if data[step] is None:
            data[step] = empty
        return data[step]
    return data.setdefault(step, empty)
