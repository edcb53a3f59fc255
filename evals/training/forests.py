"""Boosted trees fitted with scikit-learn and laid out as the product reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from agent.brain.learned.trees import Rows

SEED = 0
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a forest is and how fast it learns."""

    trees: int
    leaves: int
    rate: float
    smallest: int
    """Rows in the smallest leaf."""


def grow(shape: Shape, rows: Rows, right: NDArray[np.int8], weights: NDArray[np.float64] | None = None) -> Arrays:
    """A fitted forest as arrays. The same rows give the same forest."""
    model = HistGradientBoostingClassifier(
        max_iter=shape.trees,
        learning_rate=shape.rate,
        max_leaf_nodes=shape.leaves,
        min_samples_leaf=shape.smallest,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=SEED,
    )
    return _arrays(model.fit(rows, right, sample_weight=weights))


def _arrays(model: Any) -> Arrays:
    columns: dict[str, list[float]] = {key: [] for key in ("feature", "threshold", "left", "right", "value")}
    roots, classes, depth = [], [], 0
    for round_ in model._predictors:
        for place, tree in enumerate(round_):
            start = len(columns["feature"])
            roots.append(start)
            classes.append(place)
            depth = max(depth, int(tree.nodes["depth"].max()))
            for own, node in enumerate(tree.nodes):
                _add(columns, node, start, own)
    laid: Arrays = {
        "feature": np.array(columns["feature"], np.int16),
        "threshold": np.array(columns["threshold"], np.float32),
        "left": np.array(columns["left"], np.int32),
        "right": np.array(columns["right"], np.int32),
        "value": np.array(columns["value"], np.float32),
        "roots": np.array(roots, np.int32),
        "classes": np.array(classes, np.int8),
        "base": np.array(model._baseline_prediction, np.float32).reshape(-1),
        "depth": np.array(depth, np.int16),
    }
    return laid


def _add(columns: dict[str, list[float]], node: Any, start: int, own: int) -> None:
    """One node; a leaf leads to itself, so that all trees can be walked equally deep."""
    leaf = bool(node["is_leaf"])
    columns["feature"].append(0 if leaf else int(node["feature_idx"]))
    columns["threshold"].append(0.0 if leaf else float(node["num_threshold"]))
    columns["left"].append(start + (own if leaf else int(node["left"])))
    columns["right"].append(start + (own if leaf else int(node["right"])))
    columns["value"].append(float(node["value"]) if leaf else 0.0)
