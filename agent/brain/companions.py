"""What those who come along need, said beside a wish: it limits what is looked for, and is no wish of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.brain.choosing import is_search
from agent.brain.filling import Filler
from agent.brain.goal import Goal
from agent.brain.kinds import Kinds
from agent.brain.parameter import Wants
from agent.brain.reading.companions import Told, read_companions
from agent.brain.setting import Setting
from agent.brain.sheet import Span
from agent.brain.state import State
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance


@dataclass(frozen=True, slots=True)
class Apart:
    """A message in two: what is told of others, and the rest of it."""

    rest: str
    """The message with the words about others left blank."""
    needs: tuple[str, ...]
    """What they need, each in the words of the message."""
    alone: bool
    """Nothing else is said."""


class Companions:
    """Reads needs of others for the searches of one toolset."""

    def __init__(self, toolset: Toolset, kinds: Kinds) -> None:
        self._kinds = kinds
        self._searches = [each for each in toolset.tools if is_search(each)]

    def set_apart(self, text: str, setting: Setting) -> Apart | None:
        """The message without what is told of others; None when nothing is told that a search could heed."""
        told = [each for each in read_companions(text, setting.language) if each.absent or self._is_need(each, setting)]
        if not told:
            return None
        beside = Utterance(_blanked(text, [each.whole for each in told]), setting)
        absent = [place for place, each in enumerate(told) if each.absent]
        kept = [each for place, each in enumerate(told) if not each.absent and place + 1 not in absent]
        alone = all(word.folded in beside.lexicon.fillers | beside.lexicon.polite for word in beside.words)
        return Apart(_blanked(text, [each.span for each in told]), tuple(each.words for each in kept), alone)

    def _is_need(self, told: Told, setting: Setting) -> bool:
        """Whether some search can be limited by it; "my wife needs a quiet hotel" is a wish."""
        said = Utterance(told.words, setting)
        # behind the verb, which may itself name a kind: "she eats vegan"
        behind_verb = said.part((said.words[0].end, len(said.text))) if said.words else said
        return not self._kinds.named(behind_verb) and any(_limits(tool, said) for tool in self._searches)

    def heeded(self, goals: Sequence[Goal], needs: Sequence[str], setting: Setting) -> tuple[Goal, ...]:
        """Searches that everybody who comes along can use."""
        return tuple(_heeding(goal, needs, setting) if is_search(goal.tool) else goal for goal in goals)

    def more(self, state: State, needs: Sequence[str], setting: Setting) -> tuple[Goal, ...]:
        """Searches made before, anew with what is told now."""
        made = [Goal(each.tool, each.args, False) for each in state.requests if each.called and is_search(each.tool)]
        return tuple(each for each in self.heeded(made, needs, setting) if each.changed)


def _blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with stretches left blank, and with the commas between which one of them stands."""
    for low, high in spans:
        before, after = text[:low].rstrip(), text[high:].lstrip()
        if after.startswith(",") and (before.endswith(",") or text[low:high].lstrip().startswith(",")):
            low, high = min(low, len(before.rstrip(","))), len(text) - len(after) + 1
        text = f"{text[:low]}{' ' * (high - low)}{text[high:]}"
    return text


def _heeding(goal: Goal, needs: Sequence[str], setting: Setting) -> Goal:
    args, changed = dict(goal.args), set(goal.changed)
    for need in needs:
        for name, value in _limits(goal.tool, Utterance(need, setting)).items():
            before = args.get(name)
            if isinstance(before, list):
                args[name] = [*before, *(each for each in value if each not in before)]
            elif before is None:
                args[name] = value
            if args.get(name) != before:
                changed.add(name)
    return replace(goal, args=args, changed=frozenset(changed))


def _limits(tool: Tool, said: Utterance) -> dict[str, Any]:
    """Arguments by which a search is limited: whatever is one of a list, or is so or not."""
    told = {each.name for each in tool.parameters if each.wants is Wants.BOOLEAN or (each.closed and each.choices)}
    return {name: value for name, value in Filler(tool, said).fill().args.items() if name in told and value is not None}
