"""One value put in the place of another: "Milan, not Rome", "the 19th rather than the 14th"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from agent.brain.around import in_light_of
from agent.brain.parameter import Parameter, Wants
from agent.brain.sheet import Filled, Span
from agent.brain.state import Request
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind

_Mention = tuple[Any, Span]


def replace_values(request: Request, said: Utterance, filled: Filled) -> None:
    """What is named in place of an older value goes where that one stands, wherever else it would have fitted."""
    for parameter in request.tool.parameters:
        older = request.args.get(parameter.name)
        mentions = list(_mentions(parameter, said, older)) if older and not parameter.many else []
        gone = [(value, span) for value, span in mentions if value == older and said.negated(span[0])]
        new = [(value, span) for value, span in mentions if not said.negated(span[0])]
        if gone and not new and (unknown := _unknown(parameter, said, gone[0][1])):
            new = [unknown]
            filled.strange.add(parameter.name)
            filled.led_to.add(parameter.name)
        if not gone or len({value for value, _ in new}) != 1:
            continue
        taken = {span for _, span in (*gone, *new)}
        for name in [name for name, span in filled.spans.items() if span in taken]:
            filled.args.pop(name, None)
            filled.unclear.pop(name, None)
        for values in filled.removed.values():
            values[:] = [each for each in values if each != older]
        filled.put(parameter.name, *new[0])
        return


def _mentions(parameter: Parameter, said: Utterance, older: Any) -> Iterator[_Mention]:
    """Values of the parameter's kind, days in the light of the one it has."""
    if parameter.choices is not None:
        yield from ((found.value, (found.start, found.end)) for found in said.values(parameter.choices))
    elif parameter.wants is Wants.DATE:
        day = date.fromisoformat(str(older))
        for each in said.dates:
            if each.kind is DateKind.DAY and each.start is not None:
                yield in_light_of(each, said, (day, day), changes=True).isoformat(), each.span


def _unknown(parameter: Parameter, said: Utterance, gone: Span) -> _Mention | None:
    """ "Atlantis instead of Prague": a name that is none of the parameter's, right before what it replaces."""
    found = [span for span in said.proper if parameter.listed and span[1] <= gone[0]]
    return (said.text[slice(*found[-1])].strip(" .,;:!?"), found[-1]) if found else None
