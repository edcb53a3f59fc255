"""``python -m evals.training CASES TOOLS [TOOLS …] --out weights.npz`` fits the judges anew."""

from __future__ import annotations

import json
from pathlib import Path

import click
import numpy as np

from agent.brain.learned.engine import Engine
from agent.brain.setting import Setting
from agent.brain.vectors import Meanings
from evals.bench.sgd import Catalogue, Prediction, context_of, read_cases
from evals.training.examples import LANGUAGE, Examples, Lesson, School
from evals.training.judges import Trainer, judges_of, save
from evals.training.values import normal
from memory.embedding.minilm import MiniLM


class Everything(Meanings):
    """Forgets no vector: training meets each text many times."""

    kept = 1_000_000


@click.command()
@click.argument("cases", type=click.Path(exists=True, path_type=Path))
@click.argument("tools", type=click.Path(exists=True, path_type=Path), nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the weights go (npz).")
@click.option("--crossed", type=click.Path(path_type=Path), help="Also predict each case by judges of other services.")
def main(cases: Path, tools: tuple[Path, ...], out: Path, crossed: Path | None) -> None:
    """Fit the judges; with several catalogues each case is met in the words of one of them, in turn."""
    rows = list(read_cases(cases))
    meanings = Everything(MiniLM())
    schools = [School(Catalogue.load(path), meanings) for path in tools]
    parts = [[school.lesson(case) for case in rows[place :: len(tools)]] for place, school in enumerate(schools)]
    trainer = Trainer(
        schools,
        parts,
        _joined([s.of_tools(p) for s, p in zip(schools, parts, strict=True)], parts),
        _joined([s.of_slots(p, normal) for s, p in zip(schools, parts, strict=True)], parts),
    )
    if crossed is not None:
        _cross(trainer, schools, parts, crossed)
    save(out, trainer.weights())


def _joined(examples: list[Examples], parts: list[list[Lesson]]) -> Examples:
    starts = np.cumsum([0, *(len(each) for each in parts)])
    cases = [each.case + start for each, start in zip(examples, starts[:-1], strict=True)]
    rows = np.concatenate([each.rows for each in examples])
    right = np.concatenate([each.right for each in examples])
    return Examples(rows, right, np.concatenate(cases).astype(np.int32))


def _cross(trainer: Trainer, schools: list[School], parts: list[list[Lesson]], out: Path) -> None:
    pairs = [(school, lesson) for school, part in zip(schools, parts, strict=True) for lesson in part]
    with out.open("w", encoding="utf-8") as lines:
        for left_out, weights in trainer.cross():
            judges = judges_of(weights)
            for place in np.flatnonzero(left_out):
                school, lesson = pairs[place]
                now = context_of(lesson.case["now"]).now
                engine = Engine(lesson.index, judges, school.meanings)
                choice = engine.weigh(lesson.talk, Setting(now, "UTC", LANGUAGE))
                lines.write(
                    json.dumps(_row(school, lesson, choice.tool.name if choice.tool else "", choice.args, choice.ask))
                    + "\n"
                )


def _row(school: School, lesson: Lesson, tool: str, args: dict[str, object], ask: str) -> dict[str, object]:
    catalogue = school.catalogue
    name = next((each for each in lesson.case["tools"] if catalogue.names[each] == tool), "")
    words = {new: old for old, new in catalogue.slots.get(name, {}).items()}
    if not name:
        return Prediction("respond").row(lesson.case["id"])
    if ask:
        return Prediction("ask", name, slots=(words.get(ask, ask),)).row(lesson.case["id"])
    kind = "confirm" if name in catalogue.transactional else "call"
    return Prediction(kind, name, {words.get(key, key): value for key, value in args.items()}).row(lesson.case["id"])


if __name__ == "__main__":
    main()
