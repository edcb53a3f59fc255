"""With whom we work."""

from typing import Any

from tools.counter import Answer, Counter
from tools.models import ToolStatus
from tools.words import localised


async def list_partners(counter: Counter, args: dict[str, Any]) -> Answer:
    """The partners that are asked now, by what they sell."""
    services = counter.house.brand.services
    kinds = [args["kind"]] if args.get("kind") else list(services)
    parts, names = [], []
    for kind in kinds:
        selling = [one.name for one in counter.house.partners.of_kind(kind)]
        plural = localised(services[kind].plural, counter.locale)
        if selling:
            known = counter.say("list_and", items=selling)
            parts.append(counter.say("partner.selling", plural=plural, partners=known))
            names += selling
        elif len(kinds) == 1:
            nobody = counter.say("search.nobody", plural=plural)
            return Answer(status=ToolStatus.NOTHING_FOUND, content={"message": nobody})
    return Answer(content={"message": " ".join(parts), "partners": list(dict.fromkeys(names))})
