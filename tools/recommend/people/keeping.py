"""A learned model as bytes and back, without anything that could run."""

import io
import json
from dataclasses import asdict
from typing import Any

import numpy as np

from tools.recommend.people.blend import Blend
from tools.recommend.people.factors import Alternating, Factors
from tools.recommend.people.linear import Ties
from tools.recommend.people.members import Member
from tools.recommend.people.model import PeopleModel
from tools.recommend.people.plain import Resemblance, Same
from tools.recommend.people.table import Names, Reading


def packed(model: PeopleModel) -> bytes:
    """All that is needed to score: names of items, and numbers."""
    arrays: dict[str, Any] = {"popularity": model.popularity}
    members = [_pack(member, f"member{number}", arrays) for number, member in enumerate(model.members)]
    for name, blend in (("usual", model.usual), ("short", model.short)):
        arrays[f"{name}.weights"] = blend.weights
    told = {
        "items": model.names.items,
        "members": members,
        "report": dict(model.report),
    }
    arrays["told"] = np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def unpacked(data: bytes) -> PeopleModel:
    """The model of ``packed``."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        told = json.loads(arrays["told"].tobytes())
        return PeopleModel(
            names=Names.of(told["items"]),
            popularity=arrays["popularity"],
            members=[_unpack(one, f"member{number}", arrays) for number, one in enumerate(told["members"])],
            usual=Blend(arrays["usual.weights"]),
            short=Blend(arrays["short.weights"]),
            report=told["report"],
        )


def _pack(member: Member, name: str, arrays: dict[str, Any]) -> dict[str, Any]:
    match member:
        case Ties():
            arrays[name] = member.weights
            return {"is": "ties", "reading": member.reading}
        case Factors():
            arrays[name] = member.vectors
            return {"is": "factors", "plan": asdict(member.plan)}
        case Resemblance():
            arrays[name] = member.content
            return {"is": "resemblance"}
        case Same():
            arrays[name] = member.column
            return {"is": "same"}
    raise TypeError(f"{type(member).__name__} cannot be kept")


def _unpack(told: dict[str, Any], name: str, arrays: Any) -> Member:
    array = arrays[name]
    match told["is"]:
        case "ties":
            return Ties(array, Reading(told["reading"]))
        case "factors":
            plan = told["plan"]
            return Factors(array, Alternating(**{**plan, "reading": Reading(plan["reading"])}))
        case "resemblance":
            return Resemblance(array)
        case _:
            return Same(array)
