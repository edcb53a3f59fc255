"""The moment of a decision in numbers: how sure the tool is, what it lacks, what is new."""

from __future__ import annotations

import numpy as np

from agent.brain.learned.candidates import Gatherer
from agent.brain.learned.filling import Filling
from agent.brain.learned.talk import Made, Talk
from agent.brain.learned.tool_features import situation
from agent.brain.learned.trees import Rows
from agent.brain.tokens import name_words, stem, tokens
from agent.brain.vectors import Meanings


def decision_row(gatherer: Gatherer, chances: list[float], of_best: Rows, filling: Filling, meanings: Meanings) -> Rows:
    """One row: ``chances`` of all tools, the features of the best one, and its arguments."""
    ranked = sorted(chances, reverse=True)
    runner = ranked[1] if len(ranked) > 1 else 0.0
    row = [ranked[0], runner, ranked[0] - runner, float(sum(ranked))]
    talk = gatherer.talk
    row += _of_filling(filling)
    row += _of_newness(talk, filling)
    row += _of_fields(talk, filling, meanings)
    row += situation(talk)
    return np.concatenate([np.array(row, np.float32), of_best]).reshape(1, -1)


def _of_filling(filling: Filling) -> list[float]:
    required = [each.name for each in filling.tool.parameters if each.required]
    missing = filling.missing()
    sure = [filling.chances.get(name, 0.0) for name in required]
    taken = [filling.chances[name] for name in filling.values]
    return [
        float(len(missing)),
        float(len(required)),
        len(missing) / max(1, len(required)),
        min(sure, default=1.0),
        float(np.mean(sure)) if sure else 1.0,
        min(taken, default=0.0),
        float(len(filling.values)),
        float(len(filling.fresh)),
        float(len(filling.fresh & set(required))),
        float(filling.tool.commits),
    ]


def _of_newness(talk: Talk, filling: Filling) -> list[float]:
    """Against the last call of the same tool: nothing new means nothing to call."""
    mine = [each for each in talk.made if each.tool == filling.tool.name]
    if not mine:
        return [0.0, -1.0, -1.0, 0.0]
    before = {name: str(value).casefold() for name, value in mine[-1].args.items()}
    now = {name: value.casefold() for name, value in filling.values.items()}
    changed = sum(before.get(name, "") != value for name, value in now.items())
    return [1.0, float(changed), float(sum(name not in now for name in before)), float(mine[-1] is talk.made[-1])]


def _of_fields(talk: Talk, filling: Filling, meanings: Meanings) -> list[float]:
    """Whether the last words ask for a field of what was found."""
    last = talk.last
    if last is None or not talk.made:
        return [0.0, 0.0, 0.0]
    names = _fields(talk.made[-1])
    if not names:
        return [0.0, 0.0, 0.0]
    hits = max(len(_stems(name) & last.telling) / max(1, len(_stems(name))) for name in names)
    vector = meanings.of(last.text)
    near = max(float(vector @ meanings.of(name_words(name))) for name in names)
    return [1.0, hits, near]


def _fields(made: Made) -> list[str]:
    """Fields of results that were not what was asked for."""
    return list(dict.fromkeys(name for item in made.items[:2] for name in item if name not in made.args))[:12]


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(token.folded, "en") for token in tokens(name_words(name)))
