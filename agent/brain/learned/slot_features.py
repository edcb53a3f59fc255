"""How one candidate stands to one parameter, in numbers that know no tool by name."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agent.brain.learned.candidates import Candidate, Said
from agent.brain.learned.slot import Slot, alike, hits, order, overlap
from agent.brain.learned.talk import Line, Made, Talk
from agent.brain.learned.trees import Rows
from agent.brain.lexicon import Lexicon, lexicon
from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.acts import Act
from agent.brain.tokens import name_words, tokens
from agent.brain.tool import Tool
from agent.brain.vectors import Meanings
from agent.brain.whole.hearing import Witnessed
from agent.brain.whole.places import is_place
from memory.embedding.minilm import Vector

_FAR = 12.0
_KINDS = ("date", "time", "number", "name", "run", "enum", "part", "flag")
_WANTS = (Wants.DATE, Wants.TIME, Wants.COUNT, Wants.MONEY, Wants.BOOLEAN, Wants.CHOICE, Wants.NAME)
_ROLES = ("source", "target", "place", "name", "party", "end", "start", "max", "min")
_CALLED = frozenset({"called", "named", "by", "with", "starring", "titled"})


class Rivals:
    """All candidates of one parameter, to see each against the others."""

    def __init__(self, candidates: list[Candidate]) -> None:
        self.values = [each.value.casefold() for each in candidates]
        self._held: dict[str, float] = {}
        self._newest: dict[str, list[tuple[int, int]]] = {}
        for candidate in candidates:
            newest: dict[str, tuple[int, int]] = {}
            for said in candidate.said:
                if not said.line.ours:
                    place = (said.line.place, said.mention.start)
                    newest[said.mention.kind] = max(place, newest.get(said.mention.kind, place))
            for kind, place in newest.items():
                self._newest.setdefault(kind, []).append(place)

    def later(self, theirs: list[Said]) -> float:
        """How many of the same kind the customer named later; -1 for what the customer did not name."""
        if not theirs:
            return -1.0
        mine = (theirs[-1].line.place, theirs[-1].mention.start)
        return float(sum(place > mine for place in self._newest[theirs[-1].mention.kind]))

    def holding(self, candidate: Candidate) -> float:
        """Longer candidates that hold this one."""
        plain = candidate.value.casefold()
        if plain not in self._held:
            self._held[plain] = float(sum(plain in each for each in self.values) - 1)
        return self._held[plain]


class SlotView:
    """Features of candidates in one conversation for one tool."""

    def __init__(self, talk: Talk, tool: Tool, meanings: Meanings, witnessed: Mapping[str, Witnessed]) -> None:
        """``witnessed``: by parameter what the customer's last words, read whole, give it."""
        self._talk = talk
        self._tool = tool
        self._meanings = meanings
        self._slots = {each.name: Slot(tool, each) for each in tool.parameters}
        self._near: dict[int, dict[str, tuple[float, float, float]]] = {}
        self._stack: Vector | None = None
        self._rivals: dict[int, Rivals] = {}
        self._spoken: dict[tuple[int, int], float] = {}
        self._kin: dict[tuple[str, str], float] = {}
        self._witnessed = witnessed
        language = talk.lines[-1].language if talk.lines else "en"
        self._lexicon: Lexicon = lexicon(language)

    def rows(self, parameter: Parameter, candidates: list[Candidate]) -> Rows:
        """One row a candidate."""
        slot = self._slots[parameter.name]
        fixed = self._of_slot(slot)
        rivals = self._rivals.setdefault(id(candidates), Rivals(candidates))
        rows = [fixed + self._of_candidate(slot, each, rivals) for each in candidates]
        return np.array(rows, np.float32).reshape(len(candidates), -1)

    # --- the parameter

    def _of_slot(self, slot: Slot) -> list[float]:
        parameter = slot.parameter
        asked = self._talk.question
        row = [float(parameter.wants is each) for each in _WANTS]
        row += [float(each in parameter.roles) for each in _ROLES]
        row += [
            float(parameter.closed),
            float(parameter.required),
            float(parameter.default is not None),
            float(self._tool.commits),
            float(len(self._tool.parameters)),
            float(len(self._talk.heard)),
            float(sum(each.wants is parameter.wants for each in self._tool.parameters)),
            order(slot),
        ]
        row += self._nearness(slot, asked)
        return row

    def _nearness(self, slot: Slot, line: Line | None) -> list[float]:
        """How near a line is to a parameter: in meaning, against the tool's other parameters, and in words."""
        if line is None:
            return [0.0, 0.0, 0.0, 0.0]
        if line.place not in self._near:
            self._near[line.place] = self._compare(line)
        near, lead, rank = self._near[line.place][slot.parameter.name]
        return [near, lead, rank, overlap(slot, line.telling)]

    def _compare(self, line: Line) -> dict[str, tuple[float, float, float]]:
        if self._stack is None:
            self._stack = np.array([self._meanings.of(slot.text) for slot in self._slots.values()], np.float32)
        products = (self._stack @ self._meanings.of(line.text)).tolist()
        near = dict(zip(self._slots, products, strict=True))
        found = {}
        for name, value in near.items():
            others = [each for other, each in near.items() if other != name]
            found[name] = (value, value - max(others, default=0.0), float(sum(each > value for each in others)))
        return found

    # --- the candidate

    def _of_candidate(self, slot: Slot, candidate: Candidate, rivals: Rivals) -> list[float]:
        theirs = [each for each in candidate.said if not each.line.ours]
        ours = [each for each in candidate.said if each.line.ours]
        row = [float(candidate.truth), float(len(theirs)), float(len(ours)), float(len(rivals.values))]
        kinds = {each.mention.kind for each in candidate.said}
        row += [float(each in kinds) for each in _KINDS]
        row += [float(len(tokens(candidate.value))), float(candidate.value[:1].isupper())]
        row += [rivals.later(theirs), float(str(slot.parameter.default) == candidate.value)]
        row += [rivals.holding(candidate), float(candidate.dated), float(candidate.value.casefold() in slot.taken)]
        row += [float(slot.placed), float(is_place(candidate.value.partition(",")[0]))]
        row += self._of_said(slot, theirs[-1] if theirs else None)
        row += self._of_offered(slot, ours[-1] if ours else None)
        row += self._of_sent(slot, candidate)
        row += self._of_shown(slot, candidate)
        row += self._of_witness(slot, candidate)
        return row

    def _of_said(self, slot: Slot, said: Said | None) -> list[float]:
        """The newest place where the customer said it."""
        if said is None:
            return [_FAR] + [0.0] * 28
        line, mention = said.line, said.mention
        heard = self._talk.heard
        place = [word.start for word in line.words if word.start < mention.end]
        inside = [word for word in line.words if mention.start <= word.start < mention.end]
        before = [word.folded for word in line.words if word.end <= mention.start][-4:]
        after = [word.folded for word in line.words if word.start >= mention.end][:3]
        closest = before[-1] if before else ""
        question = self._talk.before(line)
        row = [
            float(len(heard) - 1 - heard.index(line)),
            len(inside) / max(1, len(line.words)),
            float(len(line.words)),
            float(len(place) - len(inside)),
            float(mention.part),
            float(closest in self._lexicon.source or bool(set(before[-2:]) & self._lexicon.source)),
            float(closest in self._lexicon.target),
            float(closest == "to"),
            float(closest == "for"),
            float(closest == "on"),
            float(closest in _CALLED),
            float(bool(set(before) & self._lexicon.negation)),
            float(bool(line.acts & {Act.AFFIRM})),
            float(bool(line.acts & {Act.DENY})),
            float(line.asks),
        ]
        row += [hits(slot, before[-2:], line), hits(slot, after[:2], line), hits(slot, before + after, line)]
        row += [overlap(slot, line.telling)]
        row += self._nearness(slot, line)[:3]
        row += self._nearness(slot, question)
        row += [float(question is not None and question.asks), float(question is None), float(question is None)]
        return row

    def _of_witness(self, slot: Slot, candidate: Candidate) -> list[float]:
        """How well it, or else another value, fits as the last words are read whole."""
        witness = self._witnessed.get(slot.parameter.name)
        if witness is None:
            return [0.0, 0.0]
        same = candidate.value.casefold() == witness.value
        return [witness.fit, 0.0] if same else [0.0, witness.fit]

    def _of_offered(self, slot: Slot, said: Said | None) -> list[float]:
        """The newest place where we said it, and whether that was agreed to."""
        if said is None:
            return [_FAR] + [0.0] * 10
        line, mention = said.line, said.mention
        answer = self._talk.after(line)
        acts = answer.acts if answer is not None else frozenset()
        around = [word.folded for word in line.words if mention.start - 30 <= word.start < mention.end + 20]
        row = [
            float(len(self._talk.lines) - 1 - line.place),
            float(line.asks),
            float(Act.AFFIRM in acts),
            float(Act.DENY in acts),
            float(bool(acts & {Act.OTHER, Act.MORE, Act.NONE_OF_THESE})),
            float(answer is not None and answer.asks),
            hits(slot, around, line),
        ]
        return row + self._nearness(slot, line)

    def _of_sent(self, slot: Slot, candidate: Candidate) -> list[float]:
        """Whether a call before carried it, under a name like this one's."""
        if not candidate.sent:
            return [0.0, 0.0, 0.0, 0.0, _FAR, 0.0]
        made, name = max(candidate.sent, key=lambda pair: (self._akin(slot, pair[1]), pair[0].place))
        return [
            1.0,
            alike(slot, name),
            self._akin(slot, name),
            float(made.tool == self._tool.name),
            float(sum(line.place >= made.place and not line.ours for line in self._talk.lines)),
            float(made is self._talk.made[-1]),
        ]

    def _of_shown(self, slot: Slot, candidate: Candidate) -> list[float]:
        """Whether results hold it, under a name like this one's, in an item that was talked about."""
        if not candidate.shown:
            return [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, _FAR]
        made, place, name = max(
            candidate.shown,
            key=lambda each: (self._akin(slot, each[2]), each[0].place, self._talked(each[0], each[1])),
        )
        talked = self._talked(made, place)
        rest = [self._talked(made, each) for each in range(len(made.items)) if each != place]
        return [
            1.0,
            alike(slot, name),
            self._akin(slot, name),
            talked,
            talked - max(rest, default=0.0),
            float(place),
            float(made is self._talk.made[-1]),
            float(sum(line.place >= made.place and not line.ours for line in self._talk.lines)),
        ]

    def _akin(self, slot: Slot, name: str) -> float:
        """How near in meaning two names of parameters or fields are, 1 for the same."""
        if name == slot.parameter.name:
            return 1.0
        key = (slot.parameter.name, name)
        if key not in self._kin:
            own = self._meanings.of(name_words(slot.parameter.name))
            self._kin[key] = float(own @ self._meanings.of(name_words(name)))
        return self._kin[key]

    def _talked(self, made: Made, place: int) -> float:
        """How many values of an item were spoken of since it was found; what the customer says counts double."""
        key = (id(made), place)
        if key not in self._spoken:
            values = [str(value).casefold() for value in made.items[place].values() if len(str(value)) > 2]
            lines = self._talk.lines[made.place :]
            self._spoken[key] = sum(
                (1.0 if line.ours else 2.0) * sum(value in line.plain for value in values) for line in lines
            )
        return self._spoken[key]
