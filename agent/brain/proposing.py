"""Setting something out for confirmation in place of what waits: another choice, or the same with a change."""

from __future__ import annotations

from agent.brain.choosing import item_type
from agent.brain.conversation import Situation
from agent.brain.decision import Call
from agent.brain.reading.acts import Act
from agent.brain.tool import Tool, Toolset
from agent.models import TurnContext

OTHERS = frozenset({Act.NONE_OF_THESE, Act.OTHER, Act.MORE})


class Proposing:
    """Decides for one toolset when a confirmation is to be replaced by another one."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset

    def instead(self, situation: Situation, context: TurnContext) -> list[Call]:
        """ "No, the second one" while the first waits to be confirmed: the second is set out in its place."""
        reading = situation.reading
        if reading is None or reading.told is not None:
            return []
        before = situation.before
        waits = context.open_confirmation is not None or (bool(before.proposed) and before.proposed_in == before.turn)
        if not waits:
            return []
        found = [situation.state.find(each) for each in reading.picks.values()]
        tool = self._committing({known[0].ref_type for known in found if known is not None})
        return [_commit(tool, list(reading.picks.values()))] if tool is not None else []

    def changed(self, situation: Situation, context: TurnContext) -> list[Call]:
        """ "Make it two people" about what waits to be confirmed: the same, as it was found anew, is set out again."""
        before, state, reading = situation.before, situation.state, situation.reading
        waits = context.open_confirmation is not None or before.proposed_in == before.turn
        if reading is None or not (waits and before.proposed) or state.proposed_in == state.turn:
            return []
        found = any(back.status == "ok" and back.content.get("items") for _, back in situation.outcomes)
        anew = any(goal.fresh for goal in reading.goals) or reading.refined or reading.acts & OTHERS
        shown = {str(item.get("title")): (each, item) for each in state.shown for item in each.items}
        if not found or anew or not reading.goals or any(title not in shown for title in before.proposed):
            return []
        tool = self._committing({shown[title][0].ref_type for title in before.proposed})
        ids = [str(shown[title][1].get("id")) for title in before.proposed]
        return [_commit(tool, ids)] if tool is not None else []

    @staticmethod
    def chosen(tool: Tool, situation: Situation) -> list[Call]:
        """What was chosen before it was looked for anew, where it is still to be had."""
        state = situation.state
        kinds = {each.kind for each in state.shown if each.turn == state.turn}
        ids = [pick for kind, pick in state.picks.items() if kind in kinds and state.find(pick) is not None]
        ids = ids or [state.focus for each in state.shown if each.turn == state.turn and each.item(state.focus)]
        return [_commit(tool, ids)] if ids else []

    def _committing(self, types: set[str]) -> Tool | None:
        """The tool that commits to items of a type and needs to know nothing else."""
        tools = [each for each in self._toolset.tools if each.effect == "commit" and item_type(each) in types]
        alone = [each for each in tools if sum(parameter.required for parameter in each.parameters) == 1]
        return alone[0] if alone and len(types) == 1 else None


def _commit(tool: Tool, ids: list[str]) -> Call:
    needed = next(each for each in tool.parameters if each.refers_to == item_type(tool) and each.required)
    return Call(tool.name, {needed.name: ids if needed.many else ids[-1]})
