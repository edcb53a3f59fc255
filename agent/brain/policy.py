"""What to do next: call tools, ask for what is missing, or answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from agent.brain.aftermath import ANSWERED, SETTLED
from agent.brain.answering import open_question
from agent.brain.asking import ask, stranger, unclear, unknown_name
from agent.brain.choosing import item_type
from agent.brain.conversation import Situation
from agent.brain.decision import Call, Decision
from agent.brain.following import within
from agent.brain.goal import Goal
from agent.brain.items import Items, Resolved
from agent.brain.leaving_out import remaining
from agent.brain.leftover import Leftover
from agent.brain.manners import gibberish, manners
from agent.brain.minding import minded, minded_beyond, noted, only_tells
from agent.brain.pointing import Pointer
from agent.brain.proposing import Proposing
from agent.brain.reader import PATIENCE, Reading
from agent.brain.reading.acts import Act, read_acts
from agent.brain.replying import Replier, capabilities
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Question, Request
from agent.brain.titles import only_named
from agent.brain.tool import Toolset
from agent.models import TurnContext
from tools.words import Words, language

MAX_STEPS = 6
"""Calls in one turn; then it answers with what it has."""
_RETURNS = 2
"""Turns after which an unfinished wish is left alone."""
_WISHES = 3
_OTHERS = frozenset({Act.NONE_OF_THESE, Act.OTHER, Act.MORE})
_LOST = {Kind.OUT_OF_SCOPE, Kind.MISUNDERSTOOD, Kind.NOTHING_OPEN, Kind.WHAT_ELSE}
_TURNS_AWAY = frozenset({Act.BYE, Act.STOP, Act.UNDO, Act.HUMAN, Act.THANKS})
"""After these what was asked before is not asked again; neither is it when something else is wished for."""
_POLITE = frozenset({Act.GREET, Act.THANKS, Act.HOW_ARE_YOU})
_WORDS_OF_A_WISH = 3
_SHORT = 4
"""Words up to which a "yes" or "no" is all that was said."""


@dataclass(slots=True)
class _Plan:
    """What the goals of a turn come to at this moment."""

    calls: list[Call] = field(default_factory=list)
    asks: list[tuple[Question | None, Move]] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)


class Policy:
    """The policy for one toolset."""

    def __init__(self, toolset: Toolset, pointer: Pointer) -> None:
        self._toolset = toolset
        self._items = Items(toolset, pointer)
        self._proposing = Proposing(toolset)
        self._leftover = Leftover(toolset)

    def next(self, situation: Situation, context: TurnContext) -> Decision:
        """The next step of this turn."""
        reading = situation.reading
        if reading is None:
            return _say(self._greeting(context))
        wanted = frozenset(goal.tool.name for goal in reading.goals)
        replier = Replier(self._toolset, language(context.locale), wanted, reading.refined)
        if any(back.status in SETTLED or back.status == ANSWERED for _, back in situation.outcomes):
            settled = Replier(self._toolset, language(context.locale))
            return _say(settled.moves(situation.outcomes, situation))
        unread = self._unread(reading, situation)
        if unread is not None:
            return _say([unread])
        plan = self._plan(reading, situation, context)
        if not plan.calls and not situation.outcomes:
            plan.calls += self._proposing.instead(situation, context)
        if not plan.calls:
            plan.calls += self._proposing.changed(situation, context)
        set_out = frozenset(call.tool for call, back in situation.outcomes if back.status == "awaiting_confirmation")
        if set_out:  # the list that led to it is not told
            replier = Replier(self._toolset, language(context.locale), set_out)
        if plan.calls and len(situation.outcomes) < MAX_STEPS:
            return Decision(calls=tuple(plan.calls))
        kept = [] if plan.asks or set_out else self._kept(reading, situation)
        moves = kept or [*replier.moves(situation.outcomes, situation), *self._meant(reading, situation)]
        if plan.asks and not moves and only_tells(reading, situation.before, context):
            return _say(noted(context))
        if plan.asks:
            question, move = plan.asks[0]
            mindful = minded(reading.goals, situation.before, context)
            unused = self._unused(reading, situation)
            return Decision(moves=(*unused, *moves, *mindful, move), question=question)
        moves = [*self._unused(reading, situation), *moves] if moves else []
        moves = moves or self._without_tools(reading, situation, context)
        waiting = self._waiting(reading, situation)
        if waiting is not None and reading.understood:
            parameter = waiting.missing()[0]
            return Decision(
                moves=(*moves, ask(parameter, context)), question=Question(waiting.tool.name, parameter.name)
            )
        return _say(self._open(moves, situation, context))

    def _unused(self, reading: Reading, situation: Situation) -> list[Move]:
        """What a wish for a kind of service named and its search cannot use."""
        if reading.refined or not any(goal.tool.kind for goal in reading.goals):
            return []
        found = [back.content for _, back in situation.outcomes if back.content.get("ref_type") == "offer"]
        items = [item for each in found for item in each.get("items") or ()]
        whole = sum(int(each.get("total") or 0) for each in found) <= len(items)
        return self._leftover.remark(reading.said, items if found else None, whole=whole)

    @staticmethod
    def _waiting(reading: Reading, situation: Situation) -> Request | None:
        """A wish from before a digression that still lacks something: back to it."""
        if (
            reading.elsewhere
            or reading.acts & _TURNS_AWAY
            or reading.picks
            or any(each.tool.kind for each in reading.goals)
        ):
            return None
        if any(back.status in ("awaiting_confirmation", "invalid") for _, back in situation.outcomes):
            return None
        wanted = {goal.tool.name for goal in reading.goals}
        found = [each for each in situation.state.requests if not (each.called or each.refused or item_type(each.tool))]
        found = [
            each for each in found if each.tool.name not in wanted and each.missing() and each.tool.effect != "note"
        ]
        near = situation.state.turn - _RETURNS
        return next((each for each in reversed(found) if each.turn >= near), None)

    @staticmethod
    def _kept(reading: Reading, situation: Situation) -> list[Move]:
        """What was chosen before, or is chosen now, and can still be had after a change of day, time or number."""
        state, lists = situation.state, [back for _, back in situation.outcomes if back.content.get("items")]
        if len(lists) != len(situation.outcomes) or len(lists) != 1 or reading.refined or reading.aim is not None:
            return []
        if any(goal.fresh for goal in reading.goals):
            return []
        shown = next((each for each in state.shown if each.turn == state.turn), None)
        item = shown.item(state.picks.get(shown.kind, "")) if shown is not None else None
        return [Move(kind=Kind.SELECTED, data={"item": item, "open": []})] if item is not None else []

    @staticmethod
    def _meant(reading: Reading, situation: Situation) -> list[Move]:
        """What was asked for as "the cheapest", or by its name, when it was found in this turn."""
        state = situation.state
        asked = {each.tool.kind: each for each in state.requests if each.turn == state.turn}
        aimed = reading.aim is not None
        found = [(asked[kind], state.find(pick)) for kind, pick in state.picks.items() if kind in asked]
        items = [
            known[1]
            for request, known in found
            if known is not None
            and known[0].turn == state.turn
            and ((aimed and request.aim is not None) or only_named(request.words, known[0].items) is known[1])
        ]
        return [Move(kind=Kind.SELECTED, data={"item": item, "open": []}) for item in items]

    # --- goals

    def _plan(self, reading: Reading, situation: Situation, context: TurnContext) -> _Plan:
        plan = _Plan()
        done = frozenset(call.tool for call, _ in situation.outcomes)
        searching = any(not goal.fresh and goal.tool.kind and goal.tool.name not in done for goal in reading.goals)
        for goal in reading.goals:
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

    def _ready(self, goal: Goal, args: Any, plan: _Plan, context: TurnContext) -> None:
        missing = Request(goal.tool, args, 0).missing()
        strange = stranger(goal.tool, args)
        if strange is not None and goal.tool.kind:
            plan.asks.append((Question(goal.tool.name, strange[0].name), unknown_name(*strange, context)))
        elif missing:
            plan.asks.append((Question(goal.tool.name, missing[0].name), ask(missing[0], context)))
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
        plan: _Plan,
        context: TurnContext,
    ) -> None:
        found = self._items.resolve(goal.tool, reading.said, situation.state, done)
        if found.look_up is not None:
            plan.calls.append(Call(found.look_up.name, {}))
        elif found.args is not None:
            plan.assumed += found.assumed
            items = [
                known[1] for known in map(situation.state.find, map(str, found.args.values())) if known is not None
            ]
            args = within(goal.tool, goal.args, reading.said, items[0]) if items else goal.args
            self._ready(goal, {**args, **found.args}, plan, context)
        elif not self._none_there(goal, situation):
            plan.asks.append((self._item_question(goal), self._which(found, goal, context)))

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
            return Move(kind=Kind.ASK, data={"question": _texts().say("none_of_kind", context.locale, kind=noun)})
        if found.among:
            return Move(kind=Kind.WHICH_ONE, data={"items": list(found.among)})
        return Move(kind=Kind.NOTHING_SELECTED, data={})

    # --- answers that need no tool

    def _unread(self, reading: Reading, situation: Situation) -> Move | None:
        if situation.outcomes:
            return None
        if reading.too_long:
            return Move(kind=Kind.TOO_LONG)
        if not reading.said.text.strip():
            return Move(kind=Kind.EMPTY)
        return None

    def _without_tools(self, reading: Reading, situation: Situation, context: TurnContext) -> list[Move]:
        if reading.elsewhere:
            data = {"value": reading.elsewhere, "capabilities": self._can(context)}
            return [Move(kind=Kind.NOT_HERE, data=data)]
        if reading.left_out:
            return [self._left_out(reading, situation, context)]
        if reading.told is not None:
            return [reading.told, *(self._selected(reading, situation, context) if reading.picks else ())]
        if reading.picks:
            return self._selected(reading, situation, context)
        if reading.pointed.beyond:
            return [Move(kind=Kind.NOT_SHOWN, data={"count": reading.pointed.beyond})]
        if reading.pointed.among:
            return [Move(kind=Kind.WHICH_ONE, data={"items": list(reading.pointed.among)})]
        polite = self._polite(reading, situation, context)
        return polite or self._lost(reading, situation, context)

    def _left_out(self, reading: Reading, situation: Situation, context: TurnContext) -> Move:
        tools = [tool for each in reading.left_out if (tool := self._toolset.of_kind(each)) is not None]
        titles = [tool.plural(language(context.locale)) for tool in tools]
        return Move(kind=Kind.LEFT_OUT, data={"titles": titles, "items": remaining(situation.state)})

    def _polite(self, reading: Reading, situation: Situation, context: TurnContext) -> list[Move]:
        if context.noticed:
            return noted(context)
        polite = reading.acts - {Act.GREET, Act.THANKS} if _says_more(reading) else reading.acts
        moves = manners(polite, context.brand, self._can(context), situation.before.reply)
        if moves:
            return moves
        if Act.ASK_WHAT_IF in reading.acts and (terms := self._terms(situation)):
            return [terms]
        if reading.acts & _OTHERS and (different := self._different(situation, context)):
            return [different]
        if Act.UNDO in reading.acts:
            return [Move(kind=Kind.STOP_OK)]
        if Act.AFFIRM in reading.acts and not reading.asks and len(reading.said.words) <= _SHORT:
            return [Move(kind=Kind.NOTHING_OPEN)]
        if Act.DENY in reading.acts and len(reading.said.words) <= _SHORT:
            different = self._different(situation, context) if situation.state.made else None
            return [different or Move(kind=Kind.WHAT_ELSE)]
        return []

    @staticmethod
    def _terms(situation: Situation) -> Move | None:
        """What cancelling would cost, from the item talked about."""
        state = situation.state
        found = state.find(state.focus) if state.focus else None
        item = found[1] if found else (state.shown[-1].items[0] if state.shown else None)
        return Move(kind=Kind.ANSWER_TERMS, data={"item": item}) if item and item.get("terms") else None

    def _different(self, situation: Situation, context: TurnContext) -> Move | None:
        """After "none of these": by what the last list could be another one."""
        shown = situation.state.shown[-1] if situation.state.shown else None
        tool = self._toolset.by_name.get(shown.tool) if shown else None
        if tool is None or not tool.kind:
            return None
        code = language(context.locale)
        names = dict.fromkeys(each.property for each in tool.refines.values())
        wishes = [each for each in map(tool.parameter, names) if each is not None]
        wishes += [each for each in tool.parameters if each.closed and each not in wishes]
        titles = ", ".join(each.title(code) for each in wishes[:_WISHES])
        return Move(kind=Kind.ASK, data={"question": _texts().say("different", context.locale, list=titles)})

    def _lost(self, reading: Reading, situation: Situation, context: TurnContext) -> list[Move]:
        if situation.before.confused >= PATIENCE:
            return [Move(kind=Kind.OFFER_HUMAN)]
        if gibberish(reading.said):
            return [Move(kind=Kind.GIBBERISH)]
        if reading.asks and situation.state.made and open_question(reading.said, None):
            return [Move(kind=Kind.UNANSWERED)]
        data = {} if situation.state.made or situation.before.confused else {"capabilities": self._can(context)}
        telling = [word for word in reading.said.words if word.folded not in reading.said.lexicon.fillers]
        sentence = len(telling) < len(reading.said.words) and len(reading.said.words) >= _SHORT
        sentence = sentence and bool(data)
        if context.asks_back and not situation.state.made:
            return [Move(kind=Kind.NEVER_TOLD)]
        lost = Move(kind=Kind.OUT_OF_SCOPE if sentence and telling else Kind.MISUNDERSTOOD, data=data)
        return [lost, *minded_beyond(context, asks=reading.asks)] if lost.kind is Kind.OUT_OF_SCOPE else [lost]

    def _selected(self, reading: Reading, situation: Situation, context: TurnContext) -> list[Move]:
        state = situation.state
        code = language(context.locale)
        chosen = [state.find(identity) for identity in reading.picks.values()]
        waiting = []
        for shown in state.shown:
            if shown.ref_type == "offer" and shown.kind not in state.picks:
                tool = self._toolset.of_kind(shown.kind)
                waiting.append(tool.title(code) if tool else shown.kind)
        return [Move(kind=Kind.SELECTED, data={"item": each[1], "open": waiting}) for each in chosen if each]

    def _open(self, moves: Sequence[Move], situation: Situation, context: TurnContext) -> list[Move]:
        """A confirmation that waits is recalled after an aside."""
        waiting = context.open_confirmation
        asked = any(back.status == "awaiting_confirmation" for _, back in situation.outcomes)
        if waiting is None or asked:
            return list(moves)
        data = {"summary": waiting.summary, "total": waiting.total}
        if all(each.kind in _LOST for each in moves):
            return [Move(kind=Kind.STILL_OPEN, data=data)]
        return [*moves, Move(kind=Kind.STILL_OPEN, data=data)]

    # --- manners

    def _can(self, context: TurnContext) -> list[Any]:
        return capabilities(self._toolset, language(context.locale))

    def _greeting(self, context: TurnContext) -> list[Move]:
        data: dict[str, Any] = {"brand": context.brand, "capabilities": self._can(context)}
        if context.last_time:
            data["last_time"] = context.last_time
        if context.upcoming:
            data["upcoming"] = list(context.upcoming)
        return [Move(kind=Kind.GREET, data=data)]


def _says_more(reading: Reading) -> bool:
    """Whether a greeting or a word of thanks stands before something else."""
    greeted = [each.span for each in read_acts(reading.said.text, reading.said.language) if each.act in _POLITE]
    telling = [word for word in reading.said.words if word.folded not in reading.said.lexicon.fillers]
    return sum(not any(low <= word.start < high for low, high in greeted) for word in telling) >= _WORDS_OF_A_WISH


def _say(moves: Sequence[Move]) -> Decision:
    return Decision(moves=tuple(moves))


@lru_cache(maxsize=1)
def _texts() -> Words:
    return Words.load(Path(__file__).parent / "texts")
