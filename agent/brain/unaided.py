"""Answers that need no tool: manners, what was chosen or left out, and what was not understood."""

from __future__ import annotations

from typing import Any

from agent.brain.answering import open_question
from agent.brain.asking import texts
from agent.brain.beyond import asks_to_know
from agent.brain.conversation import Situation
from agent.brain.hesitating import take_time
from agent.brain.leaving_out import remaining
from agent.brain.leftover import Leftover
from agent.brain.manners import gibberish, manners
from agent.brain.message_reading import Reading
from agent.brain.minding import minded_beyond, noted
from agent.brain.reader import PATIENCE
from agent.brain.reading.acts import OTHERS, Act, read_acts
from agent.brain.replying import capabilities
from agent.brain.speaking.moves import Kind, Move
from agent.brain.tool import Toolset
from agent.brain.unexplained import unexplained
from agent.models import TurnContext
from tools.words import language

_WISHES = 3
_POLITE = frozenset({Act.GREET, Act.THANKS, Act.HOW_ARE_YOU})
_WORDS_OF_A_WISH = 3
_SHORT = 4
"""Words up to which a "yes" or "no" is all that was said."""


class Unaided:
    """Answers without a tool."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset

    def moves(self, reading: Reading, situation: Situation, context: TurnContext) -> list[Move]:
        """What is said when no tool has anything to say."""
        if reading.elsewhere:
            deed = Leftover.is_deed(reading.elsewhere, reading.said.language)
            data = {"value": "" if deed else reading.elsewhere, "capabilities": self._can(context)}
            return [Move(kind=Kind.NOT_HERE, data=data)]
        if reading.left_out:
            return [self._left_out(reading, situation, context)]
        if reading.told is not None and reading.told.kind is Kind.UNANSWERED and not situation.state.made:
            return [Move(kind=Kind.UNANSWERED, data={**reading.told.data, "capabilities": self._can(context)})]
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
        if Act.HESITATE in reading.acts and not reading.acts & {Act.HELP, Act.WHO_ARE_YOU}:
            return [take_time(context)]
        polite = reading.acts - {Act.GREET, Act.THANKS} if _says_more(reading) else reading.acts
        moves = manners(polite, context.brand, self._can(context), situation.before.reply)
        if moves:
            return moves
        if Act.ASK_WHAT_IF in reading.acts and (terms := self._terms(situation)):
            return [terms]
        if reading.acts & OTHERS and (different := self._different(situation, context)):
            return [different]
        if Act.UNDO in reading.acts:
            return [Move(kind=Kind.STOP_OK)]
        if only_agrees(reading):
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
        return Move(kind=Kind.ASK, data={"question": texts().say("different", context.locale, list=titles)})

    def _lost(self, reading: Reading, situation: Situation, context: TurnContext) -> list[Move]:
        if context.asks_back and not any(tool.kind for tool, _ in situation.state.made):
            return [Move(kind=Kind.NEVER_TOLD)]
        if situation.before.confused >= PATIENCE:
            return [Move(kind=Kind.OFFER_HUMAN)]
        if gibberish(reading.said):
            return [Move(kind=Kind.GIBBERISH)]
        beside = bool(unexplained(self._toolset, reading.said))  # "how about in March?" asks nothing
        if reading.asks and situation.state.made and beside and open_question(reading.said, None):
            return [Move(kind=Kind.UNANSWERED)]
        data = {} if situation.state.made or situation.before.confused else {"capabilities": self._can(context)}
        telling = [word for word in reading.said.words if word.folded not in reading.said.lexicon.fillers]
        sentence = len(telling) < len(reading.said.words) and len(reading.said.words) >= _SHORT
        sentence = sentence and bool(data)
        if sentence and telling and asks_to_know(reading.said):
            return [Move(kind=Kind.UNANSWERED, data=data), *minded_beyond(context, asks=True)]
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

    def _can(self, context: TurnContext) -> list[Any]:
        return capabilities(self._toolset, language(context.locale))

    def greeting(self, context: TurnContext) -> list[Move]:
        """The first words of a session."""
        data: dict[str, Any] = {"brand": context.brand, "capabilities": self._can(context)}
        if context.last_time:
            data["last_time"] = context.last_time
        if context.upcoming:
            data["upcoming"] = list(context.upcoming)
        return [Move(kind=Kind.GREET, data=data)]


def only_agrees(reading: Reading) -> bool:
    """Whether a yes is all that was said."""
    plain = not (reading.asks or reading.said.measured) and len(reading.said.words) <= _SHORT
    return Act.AFFIRM in reading.acts and plain


def _says_more(reading: Reading) -> bool:
    """Whether a greeting or a word of thanks stands before something else."""
    greeted = [each.span for each in read_acts(reading.said.text, reading.said.language) if each.act in _POLITE]
    telling = [word for word in reading.said.words if word.folded not in reading.said.lexicon.fillers]
    return sum(not any(low <= word.start < high for low, high in greeted) for word in telling) >= _WORDS_OF_A_WISH
