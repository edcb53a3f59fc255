"""What a talk that has no subject of its own yet is about: the trip that is booked, or the search left unfinished.

"A table there on Friday", "add flights to that", "when does my flight leave?" as the first words of a session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from agent.brain.choosing import item_type
from agent.brain.kinds import Kinds
from agent.brain.reading.acts import Act, acts
from agent.brain.reading.references import ReferenceKind, read_references
from agent.brain.state import Request, Shown, State, meaning, meanings
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind

_BESIDE = timedelta(days=1)
"""How far outside a trip a day may lie that still belongs to it."""


class TakingUp:
    """Finds the subject for one toolset."""

    def __init__(self, toolset: Toolset, kinds: Kinds) -> None:
        self._toolset = toolset
        self._kinds = kinds

    def taken_up(self, state: State, said: Utterance) -> State:
        """The state with what the message can only be about; the state as it is where the talk has a subject."""
        state = self._with_bookings(state, said)
        if any(word == "start" or word.startswith("at:") for word in state.said):
            return state
        values = self._left(state) or self._booked(state)
        if not values or not self._means(values, state, said):
            return state
        return replace(state, said={**values, **state.said}, taken_up_in=state.turn)

    def _with_bookings(self, state: State, said: Utterance) -> State:
        """With what is booked in view, when it is spoken of and nothing was shown yet."""
        if state.shown or not state.booked or not self._of_booked(state, said):
            return state
        tool = next((each.name for each in self._toolset.providers("booking")), "")
        return replace(state, shown=(Shown(tool, "booking", "booking", state.booked, {}, state.turn),))

    def _of_booked(self, state: State, said: Utterance) -> bool:
        """ "My flight" and "the hotel", when such a thing is booked, what speaks of bookings as such, or "one more"."""
        own = {str(item.get("kind")) for item in state.booked}
        words = {word.folded for word in said.words}
        if own & set(self._kinds.definite(said)) or words & said.lexicon.reserved or said.more_or_less:
            return True
        tools = [each for each in self._toolset.tools if each.commits and item_type(each) == "booking"]
        cues = {cue for tool in tools for cue in tool.cues.get(said.language, ()) if len(cue) == 1}
        return any((word,) in cues for word in words)

    def _left(self, state: State) -> dict[str, Any]:
        """What the last search of the session before was about."""
        if state.shown or not state.made:
            return {}
        tool, args = state.made[-1]
        found = meanings(Request(tool, args, 0))
        kept = {word: value for word, value in found.items() if word in ("start", "end", "party") or word[:3] == "at:"}
        return kept if "start" in kept else {}

    def _booked(self, state: State) -> dict[str, Any]:
        """Where and when the next trip is, with how many."""
        legs = [item for item in state.booked if item.get("trip") == state.booked[0].get("trip")]
        if not legs:
            return {}
        found: dict[str, Any] = {
            "start": min(str(item.get("starts"))[:10] for item in legs),
            "end": max(str(item.get("ends") or item.get("starts"))[:10] for item in legs),
            "party": max(int(item.get("party") or 1) for item in legs),
        }
        cities = [str(item["city"]) for item in legs if item.get("city")]
        for tool in self._toolset.tools:
            for parameter in tool.parameters:
                word = meaning(parameter, tool)
                value = next((each for city in cities if (each := _known(parameter.choices, city))), None)
                if word.startswith("at:") and value:
                    found[word] = value
        return found

    def _means(self, values: Mapping[str, Any], state: State, said: Utterance) -> bool:
        """Whether no other place or day is named, and what is said goes with these."""
        places = {value for word, value in values.items() if word.startswith("at:")}
        if not places or self.elsewhere(places, said):
            return False
        first, last = (date.fromisoformat(str(values.get(each, values.get("start")))) for each in ("start", "end"))
        days = [each.start for each in said.dates if each.start and each.kind is not DateKind.FRAME]
        if self._points(state, said):
            return all(day <= last + _BESIDE for day in days)
        if days:
            return all(first - _BESIDE <= day <= last + _BESIDE for day in days)
        booked = {str(item.get("kind")) for item in state.booked}
        return not booked & set(self._kinds.named(said))

    def elsewhere(self, places: set[Any], said: Utterance) -> bool:
        """Whether another place is named than where something starts."""
        for tool in self._toolset.tools:
            for parameter in tool.parameters:
                if parameter.choices is None or not meaning(parameter, tool).startswith("at:"):
                    continue
                for found in said.values(parameter.choices):
                    starts = set(said.before(found.start, 1)) & said.lexicon.source
                    if found.value not in places and not starts:
                        return True
        return False

    def _points(self, state: State, said: Utterance) -> bool:
        """ "There", "for it", "the second evening", "near the hotel", "go on"."""
        words = {word.folded for word in said.words}
        last = said.words[-1].folded if said.words else ""
        if words & (said.lexicon.thither | said.lexicon.alone) or last in said.lexicon.pronouns:
            return True
        if {Act.RESUME, Act.AFFIRM} & acts(said.text, said.language):
            return True
        counted = (each for each in read_references(said.text, said.language) if each.kind is ReferenceKind.ORDINAL)
        if any(each.noun in said.lexicon.evenings | said.lexicon.days_of_stay for each in counted):
            return True
        return bool({str(item.get("kind")) for item in state.booked} & set(self._kinds.definite(said)))


def _known(choices: Any, city: str) -> str | None:
    return choices.exactly(city) if choices is not None else None
