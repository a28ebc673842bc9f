"""From probabilities to decisions: thresholds chosen on turns that neither heads nor encoder learnt from."""

from __future__ import annotations

from itertools import product

import numpy as np

from relnlp.codebook import HARM_LABELS, LABELS

#: a false accusation costs the most: of the turns of sessions without any harm, at most so many may be called harmful
BUDGET = 1 / 240
#: weight of recall against precision for client moves: precision counts more
MOVES_BETA = 0.7
#: from this calibrated probability on a label is possible: right about every fifth time there
POSSIBLE = 0.2
HARM = [LABELS.index(name) for name in HARM_LABELS]
GRID = np.round(np.arange(0.05, 1.0, 0.02), 2)


def choose(y: np.ndarray, p: np.ndarray, calm: np.ndarray) -> dict[str, float]:
    """Choose from which probability on each label is decided.

    Parameters
    ----------
    y, p
        Targets and calibrated probabilities, shape (n_turns, 5).
    calm
        Whether a turn belongs to a session without harm, shape (n_turns,), bool.

    Returns
    -------
    dict of str to float
        Thresholds with the best F1; for the harm labels those which, of all combinations that keep the budget,
        have the best mean F1.
    """
    limits = {name: best(y[:, k], p[:, k]) for k, name in enumerate(LABELS)}
    values = [_values(y[:, k], p[:, k], 1.0) for k in HARM]
    alarms = [np.asarray(p[calm][:, k] >= GRID[:, None]) for k in HARM]
    allowed = BUDGET * calm.sum()
    found: tuple[float, tuple[int, ...]] = (-np.inf, (len(GRID) - 1,) * len(HARM))
    for first, second in product(range(len(GRID)), repeat=2):
        either = alarms[0][first] | alarms[1][second]
        if either.sum() <= allowed:
            kept = (either | alarms[2]).sum(axis=1) <= allowed
            third = _highest(np.where(kept, values[2], -np.inf))
            found = max(found, (values[0][first] + values[1][second] + values[2][third], (first, second, third)))
    return limits | {LABELS[k]: float(GRID[step]) for k, step in zip(HARM, found[1], strict=True)}


def alarm_rate(p: np.ndarray, calm: np.ndarray, limits: dict[str, float]) -> float:
    """Share of the turns of calm sessions that are called harmful, 0 to 1."""
    said = np.asarray(p[:, HARM] >= np.array([limits[name] for name in HARM_LABELS]))
    alarm = np.asarray(said.any(axis=1))
    return float(alarm[calm].mean()) if calm.any() else 0.0


def choose_moves(y: np.ndarray, p: np.ndarray, names: tuple[str, ...]) -> dict[str, float]:
    """Choose thresholds of client moves; shapes (n_turns, n_moves)."""
    return {name: best(y[:, k], p[:, k], beta=MOVES_BETA) for k, name in enumerate(names)}


def best(y: np.ndarray, p: np.ndarray, *, beta: float = 1.0) -> float:
    """Find the threshold with the highest F-beta among those with at least three hits, else the highest of all."""
    return float(GRID[_highest(_values(y, p, beta))])


def _values(y: np.ndarray, p: np.ndarray, beta: float) -> np.ndarray:
    """F-beta at each threshold of `GRID`; below three hits it is 0, for then chance decides."""
    said = np.array([(p >= t).sum() for t in GRID])
    hits = np.array([y[p >= t].sum() for t in GRID])
    precision, recall, weight = hits / np.maximum(1, said), hits / max(1, y.sum()), beta * beta
    f = (1 + weight) * precision * recall / np.maximum(weight * precision + recall, 1e-9)
    return np.where(hits >= 3, f, 0.0)


def _highest(values: np.ndarray) -> int:
    """Position of the highest value; of equal ones the last, which says less."""
    return len(values) - 1 - int(np.argmax(values[::-1]))
