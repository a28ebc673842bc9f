"""From probabilities to decisions: thresholds chosen on turns that neither heads nor encoder learnt from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from relnlp.codebook import HARM_LABELS, LABELS

#: a false accusation costs the most: of the turns of sessions without any harm, at most so many may be called harmful
BUDGET = 1 / 240
#: precision that is asked of each harm label, tried in this order until the budget holds
FLOORS = tuple(np.round(np.arange(0.5, 0.96, 0.02), 2).tolist())
#: weight of recall against precision for client moves: precision counts more
MOVES_BETA = 0.7
#: from this calibrated probability on a label is possible: right about every fifth time there
POSSIBLE = 0.2
GRID = np.round(np.arange(0.05, 0.96, 0.01), 2)


def choose(y: np.ndarray, p: np.ndarray, calm: Sequence[np.ndarray]) -> dict[str, float]:
    """Choose from which probability on each label is decided.

    Parameters
    ----------
    y, p
        Targets and calibrated probabilities, shape (n_turns, 5).
    calm
        For each source whether a turn belongs to it and to a session without harm, shape (n_turns,), bool; each
        source must keep the budget by itself.

    Returns
    -------
    dict of str to float
        Thresholds with the best F1; for the harm labels, among those that keep the budget.
    """
    limits = {name: best(y[:, k], p[:, k]) for k, name in enumerate(LABELS)}
    for floor in FLOORS:
        for name in HARM_LABELS:
            k = LABELS.index(name)
            limits[name] = best(y[:, k], p[:, k], floor=floor)
        if all(alarm_rate(p, chosen, limits) <= BUDGET for chosen in calm):
            break
    return limits


def alarm_rate(p: np.ndarray, calm: np.ndarray, limits: dict[str, float]) -> float:
    """Share of the turns of calm sessions that are called harmful, 0 to 1."""
    alarms = [p[:, LABELS.index(name)] >= limits[name] for name in HARM_LABELS]
    return float(np.any(alarms, axis=0)[calm].mean()) if calm.any() else 0.0


def choose_moves(y: np.ndarray, p: np.ndarray, names: tuple[str, ...]) -> dict[str, float]:
    """Choose thresholds of client moves; shapes (n_turns, n_moves)."""
    return {name: best(y[:, k], p[:, k], beta=MOVES_BETA) for k, name in enumerate(names)}


def best(y: np.ndarray, p: np.ndarray, *, beta: float = 1.0, floor: float = 0.0) -> float:
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
