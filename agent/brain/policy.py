"""What to do next: call tools, ask for what is missing, or answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agent.brain.aftermath import SETTLED, is_answered
from agent.brain.as_before import told_as_before
from agent.brain.asking import ask, ask_day_in
from agent.brain.choosing import item_type
from agent.brain.conversation import Situation
from agent.brain.decision import Decision
from agent.brain.habitual import told_as_always
from agent.brain.items import Items
from agent.brain.leftover import Leftover
from agent.brain.message_reading import Reading
from agent.brain.minding import minded, noted, only_tells
from agent.brain.parameter import Wants
from agent.brain.planning import Planner
from agent.brain.pointing import Pointer
from agent.brain.presuming import on_the_way, presumed
from agent.brain.proposing import Proposing
from agent.brain.reading.acts import Act
from agent.brain.relating import sets_out
from agent.brain.replying import Replier
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Question, Request
from agent.brain.titles import only_named
from agent.brain.tool import Toolset
from agent.brain.unaided import Unaided, only_agrees
from agent.brain.unexplained import unexplained
from agent.models import TurnContext
from memory.when.readings import DateKind
from tools.words import language

MAX_STEPS = 6
"""Calls in one turn; then it answers with what it has."""
_RETURNS = 2
"""Turns after which an unfinished wish is left alone."""
_LOST = {Kind.OUT_OF_SCOPE, Kind.MISUNDERSTOOD, Kind.NOTHING_OPEN, Kind.WHAT_ELSE}
_TURNS_AWAY = frozenset({Act.BYE, Act.STOP, Act.UNDO, Act.HUMAN, Act.THANKS, Act.HESITATE})
"""After these what was asked before is not asked again; neither is it when something else is wished for."""


class Policy:
    """The policy for one toolset."""

    def __init__(self, toolset: Toolset, pointer: Pointer) -> None:
        self._toolset = toolset
        self._proposing = Proposing(toolset)
        self._planner = Planner(toolset, Items(toolset, pointer), self._proposing)
        self._unaided = Unaided(toolset)
        self._leftover = Leftover(toolset)

    def next(self, situation: Situation, context: TurnContext) -> Decision:
        """The next step of this turn."""
        reading = situation.reading
        if reading is None:
            return _say(self._unaided.greeting(context))
        wanted = frozenset(goal.tool.name for goal in reading.goals)
        replier = Replier(self._toolset, language(context.locale), wanted, reading.refined)
        if any(back.status in SETTLED or is_answered(back) for _, back in situation.outcomes):
            settled = Replier(self._toolset, language(context.locale))
            return _say(settled.moves(situation.outcomes, situation))
        unread = self._unread(reading, situation)
        if unread is not None:
            return _say([unread])
        plan = self._planner.plan(reading, situation, context)
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
        if (
            Act.TROUBLE in reading.acts
            and not set_out
            and not any(goal.tool.kind and sets_out(goal) for goal in reading.goals)
        ):
            return _say(self._in_trouble(moves))
        if plan.asks and not moves and only_tells(reading, situation.before, context):
            return _say(noted(context))
        if plan.asks:
            question, move = plan.asks[0]
            mindful = minded(reading.goals, situation.before, context)
            aloud = [*told_as_before(reading.goals, context.had), *presumed(reading, situation)]
            unused = [*self._unused(reading, situation), *aloud]
            return Decision(moves=(*unused, *moves, *mindful, move), question=question)
        aloud = [*presumed(reading, situation), *told_as_always(reading.goals, context.habits)]
        aloud = [*on_the_way(reading, situation), *told_as_before(reading.goals, context.had), *aloud]
        moves = [*self._gone(reading, situation), *self._unused(reading, situation), *aloud, *moves] if moves else []
        return self._answered(moves, reading, situation, context)

    def _answered(self, moves: list[Move], reading: Reading, situation: Situation, context: TurnContext) -> Decision:
        """What is said when nothing more is to be called, and back to an older wish that still lacks something."""
        waiting = self._waiting(reading, situation)
        if waiting is None:
            moves = moves or self._unaided.moves(reading, situation, context)
            return _say(self._open(moves, situation, context))
        parameter = waiting.missing()[0]
        month = _month_named(reading) if parameter.wants is Wants.DATE else None
        told = month is not None or bool(reading.said.measured and not unexplained(self._toolset, reading.said))
        if not moves and not told and not only_agrees(reading):  # "oh, in March"; a yes to "on which day?" is no answer
            moves = self._unaided.moves(reading, situation, context)
        if not reading.understood and not told:
            return _say(self._open(moves, situation, context))
        asked = ask_day_in(month, context) if month is not None else ask(parameter, context)
        return Decision(moves=(*moves, asked), question=Question(waiting.tool.name, parameter.name))

    @staticmethod
    def _in_trouble(moves: Sequence[Move]) -> list[Move]:
        """Something has gone wrong: what is known of it, and a person who can see to it."""
        return [Move(kind=Kind.SORRY), *moves, Move(kind=Kind.OFFER_HUMAN)]

    @staticmethod
    def _gone(reading: Reading, situation: Situation) -> list[Move]:
        """What was taken at another time and is not among what was found then: "the second one at nine"."""
        lists = {back.content.get("kind"): back.content for _, back in situation.outcomes if back.content.get("items")}
        moves = []
        for known in filter(None, map(situation.before.find, reading.picks.values())):
            found, title = lists.get(known[0].kind), str(known[1].get("title") or "")
            if found is not None and all(str(each.get("title")) != title for each in found["items"]):
                moves.append(Move(kind=Kind.NOT_USED, data={"value": title, "gone": True}))
        return moves

    def _unused(self, reading: Reading, situation: Situation) -> list[Move]:
        """What a wish for a kind of service named and its search cannot use."""
        if reading.refined or not any(goal.tool.kind for goal in reading.goals):
            return []
        found = [back.content for _, back in situation.outcomes if back.content.get("ref_type") == "offer"]
        items = [item for each in found for item in each.get("items") or ()]
        whole = sum(int(each.get("total") or 0) for each in found) <= len(items)
        named = any(goal.args.get(each.name) for goal in reading.goals for each in goal.tool.parameters if each.names)
        remarks = self._leftover.remark(reading.said, items if found else None, whole=whole, named=named)
        heard = {value for goal in reading.goals for value in goal.args.values() if isinstance(value, str)}
        return [each for each in remarks if each.data["value"] not in heard]

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
        if any(goal.fresh for goal in reading.goals) or lists[0].content.get("message"):
            return []  # another wish, or one that is not met and has to be told
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

    def _unread(self, reading: Reading, situation: Situation) -> Move | None:
        if situation.outcomes:
            return None
        if reading.too_long:
            return Move(kind=Kind.TOO_LONG)
        if not reading.said.text.strip():
            return Move(kind=Kind.EMPTY)
        return None

    def _open(self, moves: Sequence[Move], situation: Situation, context: TurnContext) -> list[Move]:
        """A confirmation that waits is recalled after an aside."""
        waiting = context.open_confirmation
        asked = any(back.status == "awaiting_confirmation" for _, back in situation.outcomes)
        if waiting is None or asked or any(each.kind is Kind.TAKE_TIME for each in moves):
            return list(moves)
        data = {"summary": waiting.summary, "total": waiting.total}
        if all(each.kind in _LOST for each in moves):
            return [Move(kind=Kind.STILL_OPEN, data={**data, "asks": True})]
        return [*moves, Move(kind=Kind.STILL_OPEN, data=data)]


def _say(moves: Sequence[Move]) -> Decision:
    return Decision(moves=tuple(moves))


def _month_named(reading: Reading) -> date | None:
    """Its first day."""
    months = [each.start for each in reading.said.dates if each.kind is DateKind.MONTH and each.start]
    return months[-1] if months else None
