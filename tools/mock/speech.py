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
        form = _Form()
        for target, path in operation.arguments.items():
            value = find(".".join(f'"{part}"' for part in target.split(".")), theirs)
            if value is not None:
                form.put(path, value)
        ours: dict[str, Any] = form.content
        if isinstance(ours.get("price"), dict):
            ours["price"] = self._price(ours["price"])
        return ours

    def _price(self, told: dict[str, Any]) -> dict[str, Any]:
        """A price of which they may be told the amount alone."""
        paths = self._manifest.offer
        constant = jmespath.compile(paths.price.currency).parsed if paths else {"type": "", "value": ""}
        currency = told.get("currency") or (constant["value"] if constant["type"] == "literal" else "EUR")
        if "amount" not in told:
            return {"minor": told["minor"], "currency": currency}
        units = Money(minor=1, currency=currency).major
        return {"minor": int(Decimal(str(told["amount"])) / units), "currency": currency}

    def told(self, task: str, answer: dict[str, Any]) -> Any:
        """Our answer in their words."""
        operation = self._manifest.operations.get(task)
        if operation is None:
            return answer
        paths = operation.answer
        theirs = _Form()
        if "offers" in answer:
            theirs.put(paths.offers, [self._offer(one) for one in answer["offers"]])
        elif "offer" in answer:
            theirs.put(paths.offer, self._offer(answer["offer"]))
        if answer.get("reference"):
            theirs.put(paths.reference, answer["reference"])
            if paths.price is not None:
                _put_amount(theirs, paths.price, answer["price"])
            if paths.status is not None:
                gone = answer.get("status") == "cancelled" and paths.cancelled
                theirs.put(paths.status, paths.cancelled[0] if gone else paths.done[0])
            elif answer.get("status"):
                theirs.put("status", answer["status"])
        if "refund" in answer:
            if paths.refund is not None:
                _put_amount(theirs, paths.refund, answer["refund"])
            else:
                theirs.put("refund", answer["refund"])
        return theirs.content

    def rehearse(self, offer: dict[str, Any]) -> None:
        """Say everything once. Raises ``Unspoken`` when something cannot be said."""
        deal = {"reference": "R-1", "price": offer["price"], "status": "booked"}
        answers: dict[str, dict[str, Any]] = {
            "search": {"offers": [offer]},
            "quote": {"offer": offer},
            "quote_change": {"offer": offer},
        }
        answers |= {"book": deal, "lookup": deal, "cancel": {"refund": offer["price"]}}
        for task in self._manifest.operations:
            self.told(task, answers[task])

    def refused(self, code: str) -> Any:
        """A refusal in their words."""
        rules = self._manifest.refusals
        theirs = _Form()
        known = next((their for their, ours in rules.codes.items() if ours == code), None)
        if rules.code is not None and known is not None:
            theirs.put(rules.code, known)
        return theirs.content

    def _offer(self, document: dict[str, Any]) -> Any:
        paths = self._manifest.offer
        if paths is None:
            return document
        theirs = _Form()
        for name in OfferPaths.model_fields:
            path = getattr(paths, name)
            if isinstance(path, str) and name != "ref" and document.get(name) is not None:
                theirs.put(path, document[name])
        _put_amount(theirs, paths.price, document["price"])
        terms = document["terms"]
        for name in ("refundable", "free_until", "text"):
            if (path := getattr(paths.terms, name)) is not None and terms.get(name) is not None:
                theirs.put(path, terms[name])
        for path in _parts_of(paths.ref):
            if find(path, theirs.content) is None:
                theirs.put(path, document["ref"])
        return theirs.content


def _parts_of(path: str) -> list[str]:
    """The paths of a ref: those of its parts where it is put together from several."""
    node = jmespath.compile(path).parsed
    if node["type"] != "multi_select_dict":
        return [path]
    return [part.partition(":")[2].strip() for part in path.strip().strip("{}").split(",")]


def _put_amount(theirs: "_Form", paths: AmountPaths, money: dict[str, Any]) -> None:
    known = Money.model_validate(money)
    theirs.put(paths.currency, known.currency)
    theirs.put(paths.amount or paths.minor or "", f"{known.major:f}" if paths.amount else known.minor)


class _Form:
    """Something that is written place by place: an object, or a list where the first place is a number."""

    def __init__(self) -> None:
        self._holder: dict[str, Any] = {}

    @property
    def content(self) -> Any:
        return self._holder.get("content", {})

    def put(self, path: str, value: Any) -> None:
        """Set ``value`` where ``path`` would find it. Raises ``Unspoken``."""
        for steps, part in _parts(jmespath.compile(path).parsed, value, path):
            _set(self._holder, ["content", *steps], part)


def _parts(node: Any, value: Any, path: str) -> list[tuple[list[Step], Any]]:
    kind, children = node["type"], node["children"]
    if kind == "literal":
        return []
    if kind == "or_expression":
        return _parts(children[0], value, path)
    if kind == "comparator" and node["value"] == "eq" and children[1]["type"] == "literal":
        return [(_steps(children[0]), children[1]["value"])] if value is True else []
    if kind == "comparator" and node["value"] == "ne":
        return []  # it holds by what is put there for other reasons
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
    if kind in ("current", "identity"):
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
