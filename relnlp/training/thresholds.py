"""From probabilities to decisions: thresholds chosen on material that the heads were not fitted on."""

from __future__ import annotations

import numpy as np

from relnlp.codebook import HARM_LABELS, LABELS, MOVES
from relnlp.model.labeller import Thresholds

#: what a decided harm label must reach on held-out styles before recall counts: a false accusation costs the
#: most. At 0.7 harm was called five times as often on real turns without any
HARM_PRECISION = 0.9
#: weight of recall against precision: below 1 precision counts more
BETA = {"harm": 0.5, "other": 1.0, "move": 0.7}
#: from this calibrated probability on a label is possible: right about every fifth time there
POSSIBLE = 0.2
GRID = np.round(np.arange(0.05, 0.96, 0.01), 2)


def choose(y: np.ndarray, p: np.ndarray, y_moves: np.ndarray, p_moves: np.ndarray) -> Thresholds:
    """Choose thresholds.

    Parameters
    ----------
    y, p
        Targets and calibrated probabilities of the labels on held-out styles, shape (n, 5).
    y_moves, p_moves
        The same for client moves.
    """
    decided = {name: decide(y[:, k], p[:, k], name) for k, name in enumerate(LABELS)}
    possible = {name: min(POSSIBLE, decided[name]) for name in LABELS}
    moves = {name: best(y_moves[:, k], p_moves[:, k], beta=BETA["move"]) for k, name in enumerate(MOVES)}
    return Thresholds(decided, possible, moves)


def decide(y: np.ndarray, p: np.ndarray, label: str) -> float:
    """Choose from which probability on a label is decided; for harm precision comes first."""
    harm = label in HARM_LABELS
    return best(y, p, beta=BETA["harm" if harm else "other"], floor=HARM_PRECISION if harm else 0)


def best(y: np.ndarray, p: np.ndarray, *, beta: float, floor: float = 0.0) -> float:
    """Find the threshold with the highest F-beta among those whose precision reaches `floor`.

    Where none reaches it, the one with the highest precision on at least three hits; 0.95 if the name
    never occurs.
    """
    rows = [(float(t), *_counts(y, p, t)) for t in GRID]
    usable = [(t, tp / said, tp / max(1, y.sum())) for t, tp, said in rows if tp >= 3]
    if not usable:
        return float(GRID[-1])
    enough = [row for row in usable if row[1] >= floor]
    if not enough:
        return max(usable, key=lambda row: (row[1], row[0]))[0]
    return max(enough, key=lambda row: (_f(row[1], row[2], beta), row[0]))[0]


def _counts(y: np.ndarray, p: np.ndarray, threshold: float) -> tuple[int, int]:
    said = p >= threshold
    return int((y[said] == 1).sum()), int(said.sum())


def _f(precision: float, recall: float, beta: float) -> float:
    weight = beta * beta
    return (1 + weight) * precision * recall / max(weight * precision + recall, 1e-9)
