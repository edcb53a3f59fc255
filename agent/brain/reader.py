"""One message read in full: its acts, what it points at, and what it wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from agent.brain.agreeing import Agreed, agreed
from agent.brain.beyond import is_beyond
from agent.brain.called import Called
from agent.brain.changing import Changer
from agent.brain.choosing import item_type
from agent.brain.companions import Companions
from agent.brain.comparing import Comparing
from agent.brain.expecting import choosable, days_asked_for
from agent.brain.following import month_of
from agent.brain.goal import Goal
from agent.brain.habitual import as_always
from agent.brain.hesitating import hesitates
from agent.brain.journeys import LEGS, Journeys, Leg
from agent.brain.leaving_out import is_sought, left_out
from agent.brain.leftover import Leftover
from agent.brain.listed import beside_marks
from agent.brain.message_reading import Reading
from agent.brain.missed import Missed
from agent.brain.moving import moves_booked
from agent.brain.parameter import Wants
from agent.brain.pointing import Pointed, Pointer
from agent.brain.reading.acts import OTHERS, Act, acts, beside_greeting, read_acts, set_aside
from agent.brain.reading.personalising import beside_oneself, beside_switch, read_gift
from agent.brain.reading.references import Aim, read_references
from agent.brain.relating import (
    can_work_on,
    is_made,
    is_stated,
    is_unready,
    of_its_days,
    only_tells,
    sets_out,
    stands_apart,
)
from agent.brain.scoring import Scorer
from agent.brain.setting import Setting
from agent.brain.settled import Settled
from agent.brain.speaking.moves import Kind, Move
from agent.brain.spelling import Speller
from agent.brain.state import State
from agent.brain.taking_up import TakingUp
from agent.brain.telling import Teller
from agent.brain.tool import Toolset
from agent.brain.understanding import Understander
from agent.brain.utterance import Utterance
from agent.brain.wishes import Wishes
from agent.models import TurnContext

PATIENCE = 2
"""How often we say that we did not understand before we offer a human."""
_SHORT = 3
"""Words up to which a yes is nothing but that."""
MAX_LENGTH = 4000
"""Characters of a message that are read; a longer one is asked to be shortened."""


class Reader:
    """Reads messages for one toolset."""

    def __init__(self, toolset: Toolset, scorer: Scorer, pointer: Pointer) -> None:
        self._toolset = toolset
        self._pointer = pointer
        self._understander = Understander(toolset, scorer, pointer)
        self._changer = Changer(toolset, pointer)
        self._wishes = Wishes(toolset, scorer)
        self._speller = Speller(toolset)
        self._leftover = Leftover(toolset)
        self._called = Called(self._leftover, pointer.kinds)
        self._missed = Missed(self._leftover)
        self._teller = Teller(toolset, pointer)
        self._journeys = Journeys(toolset)
        self._settled = Settled(toolset, pointer)
        self._comparing = Comparing(toolset, pointer, self._changer)
        self._taking_up = TakingUp(toolset, pointer.kinds)
        self._companions = Companions(toolset, pointer.kinds)

    def taken_up(self, state: State, text: str, setting: Setting) -> State:
        """The state with the trip or search from before this talk that ``text`` can only be about."""
        return self._taking_up.taken_up(state, Utterance(text[:MAX_LENGTH], setting))

    def read(self, state: State, text: str, setting: Setting, context: TurnContext) -> Reading:
        """The reading of ``text`` said in ``state``."""
        if len(text) > MAX_LENGTH:
            return Reading(Utterance(text[:200], setting), too_long=True)
        titles = [str(item.get("title") or "") for shown in state.shown for item in shown.items]
        text = self._speller.mended(text, setting.language, titles)
        setting = replace(setting, near=month_of(state), asked_day=days_asked_for(state, text, setting))
        apart = self._companions.set_apart(text, setting)
        reading = self._read(state, apart.rest if apart else text, setting, context)
        reading = replace(reading, goals=as_always(reading.goals, reading.said, context.habits))
        if apart is None:
            needs = state.needs if not _alone(reading.said) else ()
            return replace(reading, goals=self._heeded(reading, needs, setting)) if needs else reading
        if apart.alone or not (reading.goals or reading.picks):
            more = self._companions.more(state, apart.needs, setting)
            reading = replace(reading, goals=more) if more else self._read(state, text, setting, context)
        needs = tuple(dict.fromkeys((*state.needs, *apart.needs)))
        return replace(reading, goals=self._heeded(reading, needs, setting), needs=needs)

    def _heeded(self, reading: Reading, needs: tuple[str, ...], setting: Setting) -> tuple[Goal, ...]:
        """What is searched for, so that all who come along can use it."""
        return self._companions.heeded(reading.goals, needs, setting)

    def _read(self, state: State, text: str, setting: Setting, context: TurnContext) -> Reading:
        text = beside_marks(Utterance(text, setting))
        text = beside_switch(set_aside(text, setting.language), setting.language)
        text = beside_oneself(text, setting.language)
        wished = beside_greeting(self._beside_gift(text, setting), setting.language)
        said = Utterance(wished, setting, choosable(state))
        done = frozenset(str(each) for each in acts(text, setting.language))
        if other := self._leftover.elsewhere(said):
            return Reading(said, done, elsewhere=other)
        if hesitates(said) and not done & {Act.HELP, Act.WHO_ARE_YOU, Act.HUMAN}:
            near = self._pointer.point(said, state)  # "I like the second, but let me think about it"
            return Reading(said, frozenset({Act.HESITATE}), focus=near.ids[-1] if len(near.ids) == 1 else "")
        if (settled := self._settled.read(state, said, done, context)) is not None:
            return settled
        if legs := self._legs(state, said, context):
            return Reading(said, done, self._journeys.goals(legs[0]), legs=legs)
        pointed = self._pointer.point(said, state)
        first = said.words[0].folded if said.words else ""
        quieter = Act.QUIETER in done and first not in said.lexicon.wh and (pointed.loosely or not pointed.ids)
        pointed = Pointed(kinds=pointed.kinds) if quieter and pointed.loosely else pointed  # "gibt es etwas Ruhigeres?"
        if (wish := self._why_not(state, said, pointed, setting, context)) is not None:
            return wish
        asks = (said.asks or Act.QUESTION in done) and not moves_booked(state, said, pointed.ids)
        yes = agreed(state, said) if not pointed.explicit else None
        goals = self._agreed(state, yes) if yes is not None else ()
        if yes is not None and goals:
            return Reading(said, done, goals, pointed, focus=yes.focus)
        dropped = left_out(state, said, done, self._pointer.kinds)
        if dropped and not self._wants_more(state, said, dropped, done, context):
            return Reading(said, done, pointed=pointed, left_out=dropped)
        refined = self._comparing.refined(state, said, pointed, done)
        if refined is not None:
            return Reading(said, done, (refined[0],), pointed, focus="", asks=asks, refined=refined[1])
        of_it = of_its_days(state, said, pointed)
        places = {value for word, value in state.said.items() if word.startswith("at:")}
        elsewhere = bool(places) and not pointed.ids and self._taking_up.elsewhere(places, said)
        answered = asks and (of_it or not (elsewhere or quieter or _seeks(said))) and (pointed.ids or not pointed.unmet)
        told = self._teller.told(state, said, pointed, done) if answered else None
        known = told is not None and told.kind is not Kind.UNANSWERED
        about_item = pointed.told or (asks and (bool(pointed.ids) or known))
        goals = self._goals(state, said, context, done, pointed, about_item=about_item)
        goals = self._sought(state, said, goals, done, pointed, context.profile)
        if known and goals:  # "does it have a lift?" asks of what is shown, whatever else is called a lift
            asked = {found[0].kind for found in map(state.find, pointed.ids) if found is not None}
            apart = (each for each in goals if not (each.tool.kind in asked and not item_type(each.tool)))
            if any(found is not None and found[0].ref_type == "booking" for found in map(state.find, pointed.ids)):
                apart = (each for each in apart if each.tool.provides != "booking")
            goals = tuple(each for each in apart if not (of_it or is_unready(each) or is_made(each, state)))
        picks = self._picks(state, said, pointed, goals, asks) if Act.NONE_OF_THESE not in done else {}
        beyond = told is None and not pointed.ids and is_beyond(said, goals, self._toolset)
        goals = () if beyond else goals
        told = Move(kind=Kind.UNANSWERED) if beyond else told
        told = self._teller.compared(state, said, pointed) or (told if not goals else None)
        goals = () if told is not None and told.kind is Kind.COMPARE else goals
        if picks and not goals and told is None and said.measured:
            goals = self._changer.anew(state, said, context.profile)
        goals = goals or self._understander.onward(state, picks, context.profile)
        picks = {} if told is not None and not is_stated(said, pointed) else picks
        searched = any(goal.fresh and goal.tool.kind and not item_type(goal.tool) for goal in goals)
        focus = _focus_of(told) if not pointed.ids else "" if searched else pointed.ids[-1]
        return Reading(said, done, goals, pointed, picks, focus, asks, told, aim=_aim(said) if goals else None)

    def _why_not(
        self, state: State, said: Utterance, pointed: Pointed, setting: Setting, context: TurnContext
    ) -> Reading | None:
        """ "Why not something with a pool?", of none that is shown, is a wish for that."""
        spans = [each.span for each in read_acts(said.text, said.language) if each.act is Act.ASK_WHY_NOT]
        if not spans or spans[0][0] > 0 or pointed.ids or not state.made:
            return None
        wish = self._read(state, said.text[spans[0][1] :].strip(), setting, context)
        names = {each.name for goal in wish.goals for each in goal.tool.parameters if each.names}
        return wish if any(goal.tool.kind and goal.changed - names for goal in wish.goals) else None

    def _beside_gift(self, text: str, setting: Setting) -> str:
        """What is said beside whom it is a present for; all, where a tool is asked by those words to wrap it."""
        gift = read_gift(text, setting.language)
        if gift is None:
            return text
        said, rest = Utterance(text, setting), Utterance(gift.rest, setting)
        flags = [each for tool in self._toolset.tools for each in tool.parameters if each.wants is Wants.BOOLEAN]
        return text if any(said.has(each.cues) and not rest.has(each.cues) for each in flags) else gift.rest

    def _legs(self, state: State, said: Utterance, context: TurnContext) -> tuple[Leg, ...]:
        """The legs of a way that is wished for, or those that wait when the next one is wanted."""
        if self._journeys.goes_on(state, said):
            waiting: tuple[Leg, ...] = state.said[LEGS]
            return waiting
        return self._journeys.legs(state, said, context.profile, self._pointer.kinds.named(said))

    def _sought(
        self,
        state: State,
        said: Utterance,
        goals: tuple[Goal, ...],
        done: frozenset[str],
        pointed: Pointed,
        profile: Mapping[str, str],
    ) -> tuple[Goal, ...]:
        """What it wants, without what only tells which of those shown is meant."""
        asks = said.asks or Act.QUESTION in done
        goals = tuple(each for each in goals if not only_tells(each, state, pointed))
        if pointed.unmet and not goals and not asks:  # "the noon flight", of which none is shown
            goals = self._changer.anew(state, said, profile, pointed.unmet)
        if missed := self._missed.asked(goals, state, said, pointed.ids):
            return missed
        if not pointed.ids:
            goals = self._called.named(goals, state, said, done)
            goals = (self._called.asked(state, said) if not goals or pointed.unmet else ()) or goals
        made = _aim(said) is not None and pointed.ids and all(is_made(each, state) for each in goals)
        return () if made else goals

    def _agreed(self, state: State, yes: Agreed) -> tuple[Goal, ...]:
        """What a yes sets going: what was wanted of the thing, or to book it."""
        request = yes.request
        return (Goal(request.tool, dict(request.args), False),) if request else self._wishes.commit(state)

    def _wants_more(
        self, state: State, said: Utterance, dropped: tuple[str, ...], done: frozenset[str], context: TurnContext
    ) -> bool:
        """Whether something else is wished for in the same breath; "book just the hotel" leaves the rest for later."""
        goals = self._understander.goals(state, said, context.profile, only_named=True)
        if Act.ONLY in done and any(goal.tool.effect == "commit" for goal in goals):
            return True
        return any(goal.tool.kind not in dropped and not item_type(goal.tool) and goal.changed for goal in goals)

    def _one_more(self, state: State, said: Utterance, pointed: Pointed) -> bool:
        """ "And the second one too", right after another one of the list was booked."""
        if not state.past or state.settled_in != state.turn or said.asks or pointed.ids or pointed.among:
            return False
        return bool(self._pointer.point(said, replace(state, shown=state.past, focus="", compared=())).span)

    def _goals(
        self,
        state: State,
        said: Utterance,
        context: TurnContext,
        done: frozenset[str],
        pointed: Pointed,
        *,
        about_item: bool,
    ) -> tuple[Goal, ...]:
        goals = self._understander.goals(state, said, context.profile, only_named=about_item)
        goals = tuple(each for each in goals if can_work_on(each, state, pointed))
        chosen = bool(pointed.ids) and not pointed.loosely and Act.NONE_OF_THESE not in done  # "the other one" of two
        if done & OTHERS and not chosen and all(is_made(each, state) for each in goals):
            return self._wishes.further(state)
        goals = tuple(
            each
            for each in goals
            if each.tool.effect != "note" or not is_sought(each, state, said, self._pointer.kinds)
        )
        if Act.UNDO in done:  # "forget it" asks for nothing to be forgotten
            goals = tuple(each for each in goals if each.tool.effect != "note" or each.args)
        if Act.TROUBLE in done:  # "my flight was cancelled" looks for no flight
            goals = tuple(
                each for each in goals if sets_out(each) or (each.tool.effect == "read" and not each.tool.kind)
            )
        if Act.HELP in done:  # "what can you do?" is one, "what can you do in Lisbon?" is not
            goals = tuple(each for each in goals if each.changed)
        if goals:
            return goals
        if _wants_human(state, said, done):
            return self._wishes.human()
        # what a session before this one searched for is taken up with a mere yes to "where we left off"
        resumed = not state.items_of("offer") and bool(done & {Act.AFFIRM, Act.REPEAT}) and not said.asks
        if state.made and (done & {Act.AGAIN, Act.RESUME} or resumed):
            tool, args = state.made[-1]
            return (Goal(tool, args, False, frozenset(args)),)
        if state.booked and not state.shown and (Act.RESUME in done or resumed):
            return self._wishes.bookings()
        if Act.AFFIRM in done and state.picks and state.chosen_in >= 0 and state.question is None and not said.asks:
            return self._wishes.commit(state)
        if self._one_more(state, said, pointed):
            return self._wishes.commit(replace(state, shown=state.past))
        if Act.UNDO in done:
            return self._wishes.undo(state)
        return ()

    def _picks(
        self, state: State, said: Utterance, pointed: Pointed, goals: tuple[Goal, ...], asks: bool
    ) -> dict[str, str]:
        """A thing pointed at and not asked about is chosen; so is one that is to be booked."""
        committing = any(goal.tool.commits and item_type(goal.tool) for goal in goals)
        if asks and not committing and not is_stated(said, pointed):
            return {}
        searched = {goal.tool.kind for goal in goals} if goals and not committing else set()
        exact = bool(said.measured or said.party) and all(map(self._changer.is_exact, goals))
        if searched and exact and not pointed.loosely:
            searched = set()  # "the first one at 19:30" is that one, looked for at another time
        if searched and not stands_apart(said, pointed, searched, self._pointer.kinds):
            return {}
        picks = {}
        for identity in pointed.ids:
            found = state.find(identity)
            if found is not None and found[0].ref_type not in ("booking", "fact"):
                picks[str(found[1].get("kind") or found[0].kind)] = identity
        return {kind: identity for kind, identity in picks.items() if kind not in searched}


def _alone(said: Utterance) -> bool:
    """Whether nobody comes along this time: "just for me"."""
    return said.party is not None and said.party.total == 1


def _wants_human(state: State, said: Utterance, done: frozenset[str]) -> bool:
    """Whether a person is asked for, or agreed to where one was offered."""
    offered = state.confused > PATIENCE or state.troubled_in == state.turn > 0
    brief = len(said.words) <= _SHORT and not said.measured and not said.asks
    return Act.HUMAN in done or (offered and brief and Act.AFFIRM in done)


def _aim(said: Utterance) -> Aim | None:
    return next((each.aim for each in read_references(said.text, said.language) if each.aim is not None), None)


def _seeks(said: Utterance) -> bool:
    """Whether a question is for something yet to be found, or for another day or number."""
    if said.measured and not said.prices:
        return True
    return any(word.folded in said.lexicon.seeking for word in said.words)


def _focus_of(told: Move | None) -> str:
    """What an answer was about is what "it" means next."""
    item = told.data.get("item") if told is not None else None
    return str(item.get("id") or "") if isinstance(item, dict) else ""
