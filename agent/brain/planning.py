"""What the goals of a turn come to at this moment: calls that are ready, and what is asked first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from agent.brain.asking import ask_whole, beyond, out_of_bounds, stranger, texts, unclear, unknown_name
from agent.brain.choosing import item_type
from agent.brain.conversation import Situation
from agent.brain.decision import Call
from agent.brain.goal import Goal
from agent.brain.halves import names_half
from agent.brain.items import Items, Resolved
from agent.brain.message_reading import Reading
from agent.brain.moving import within
from agent.brain.parameter import Wants
from agent.brain.proposing import Proposing
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Question, Request
from agent.brain.tool import Toolset
from agent.models import TurnContext
from memory.when.readings import DateProblem
from tools.words import language


@dataclass(slots=True)
class Plan:
    """What the goals of a turn come to at this moment."""

    calls: list[Call] = field(default_factory=list)
    asks: list[tuple[Question | None, Move]] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)


class Planner:
    """Plans the calls of one toolset."""

    def __init__(self, toolset: Toolset, items: Items, proposing: Proposing) -> None:
        self._toolset = toolset
        self._items = items
        self._proposing = proposing

    def plan(self, reading: Reading, situation: Situation, context: TurnContext) -> Plan:
        """Calls that can be made now, and questions for what they lack."""
        plan = Plan()
        done = frozenset(call.tool for call, _ in situation.outcomes)
        searching = any(not goal.fresh and goal.tool.kind and goal.tool.name not in done for goal in reading.goals)
        for goal in map(_no_stricter, reading.goals):
            if goal.tool.name in done or (searching and goal.tool.commits):
                continue
            if self._is_chosen_anew(goal, reading, situation):
                plan.calls += self._proposing.chosen(goal.tool, situation)
            elif item_type(goal.tool) and not goal.tool.continues:
                self._with_items(goal, reading, situation, done, plan, context)
            elif goal.unclear:
                plan.asks.append(unclear(goal, context))
            else:
                self._ready(goal, goal.args, plan, context)
        return plan

    @staticmethod
    def _is_chosen_anew(goal: Goal, reading: Reading, situation: Situation) -> bool:
        """Whether what is to be booked was looked for anew in this turn, since the wish came with a change."""
        return goal.tool.commits and bool(situation.outcomes) and any(not each.fresh for each in reading.goals)

    def _ready(self, goal: Goal, args: Any, plan: Plan, context: TurnContext) -> None:
        missing = Request(goal.tool, args, 0).missing()
        strange, wrong = stranger(goal.tool, args), out_of_bounds(goal.tool, args)
        if strange is not None and goal.tool.kind:
            plan.asks.append((Question(goal.tool.name, strange[0].name), unknown_name(*strange, context)))
        elif missing and wrong is not None:
            question = Question(goal.tool.name, wrong[0].name)
            plan.asks.append((question, beyond(wrong[0], context, high=wrong[1])))
        elif missing:
            plan.asks.append(
                (Question(goal.tool.name, missing[0].name), ask_whole(goal.tool, missing[0], args, context))
            )
        else:
            plan.calls.append(Call(goal.tool.name, {name: each for name, each in args.items() if each is not None}))

    @staticmethod
    def _none_there(goal: Goal, situation: Situation) -> bool:
        """The list of such things was just asked for, is empty, and says so itself."""
        return any(
            back.status == "nothing_found" and back.content.get("ref_type") == item_type(goal.tool)
            for _, back in situation.outcomes
        )

    def _with_items(
        self,
        goal: Goal,
        reading: Reading,
        situation: Situation,
        done: frozenset[str],
        plan: Plan,
        context: TurnContext,
    ) -> None:
        found = self._known(goal) or self._items.resolve(goal.tool, reading.said, situation.state, done)
        if found.look_up is not None:
            plan.calls.append(Call(found.look_up.name, {}))
        elif found.args is not None:
            plan.assumed += found.assumed
            items = [
                known[1] for known in map(situation.state.find, map(str, found.args.values())) if known is not None
            ]
            if (whole := self._only_whole(goal, found, reading, situation)) is not None:
                plan.asks.append((self._item_question(goal), whole))
                return
            args = within(goal.tool, goal.args, reading.said, items[0]) if items else goal.args
            self._ready(goal, {**args, **found.args}, plan, context)
        elif not self._none_there(goal, situation):
            plan.asks.append((self._item_question(goal), self._which(found, goal, context)))

    def _only_whole(self, goal: Goal, found: Resolved, reading: Reading, situation: Situation) -> Move | None:
        """What is said instead of cancelling all of a way of which only one half was to be given up."""
        named = [value for value in (found.args or {}).values() if isinstance(value, list) and len(value) == 1]
        known = [situation.state.find(str(value[0])) for value in named if goal.tool.effect == "cancel"]
        for item in (each[1] for each in known if each is not None):
            if names_half(reading.said, item, self._toolset.of_kind(str(item.get("kind")))):
                return Move(kind=Kind.ONLY_WHOLE, data={"item": item})
        return None

    @staticmethod
    def _known(goal: Goal) -> Resolved | None:
        """The item that the wish itself already names."""
        needed = [each.name for each in goal.tool.parameters if each.wants is Wants.ITEM and each.required]
        args = {name: goal.args[name] for name in needed if goal.args.get(name)}
        return Resolved(args) if args else None

    @staticmethod
    def _item_question(goal: Goal) -> Question:
        missing = Request(goal.tool, goal.args, 0).missing()
        return Question(goal.tool.name, missing[0].name if missing else "")

    def _which(self, found: Resolved, goal: Goal, context: TurnContext) -> Move:
        if found.beyond:
            return Move(kind=Kind.NOT_SHOWN, data={"count": found.beyond})
        if found.none_of:
            tool = self._toolset.of_kind(found.none_of)
            noun = tool.title(language(context.locale)) if tool is not None else found.none_of
            return Move(kind=Kind.ASK, data={"question": texts().say("none_of_kind", context.locale, kind=noun)})
        if found.among:
            return Move(kind=Kind.WHICH_ONE, data={"items": list(found.among)})
        return Move(kind=Kind.NOTHING_SELECTED, data={})


def _no_stricter(goal: Goal) -> Goal:
    """A search that can do without a day does without one of several: ideas for "a weekend in January"."""
    needless = {
        name
        for name, reading in goal.unclear.items()
        if reading.problem is DateProblem.ONE_OF and _optional(goal, name)
    }
    if not needless:
        return goal
    args = {name: value for name, value in goal.args.items() if name not in needless}
    return replace(goal, args=args, unclear={name: each for name, each in goal.unclear.items() if name not in needless})


def _optional(goal: Goal, name: str) -> bool:
    parameter = goal.tool.parameter(name)
    return goal.tool.effect == "read" and parameter is not None and not parameter.required
