"""Figures for one label, with intervals clustered by session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import average_precision_score

DRAWS = 1000
LEVEL = 0.90


@dataclass(frozen=True)
class Figures:
    """How well one label (or facet, or move) is found.

    Parameters
    ----------
    n, said
        Turns that carry it by the coders, and by the model.
    precision, recall, f1
        0 to 1; at the shipped threshold.
    f1_low, f1_high
        90 % bootstrap interval, drawing whole sessions.
    ap
        Average precision, 0 to 1; None where nothing carries the label.
    ece
        Expected calibration error in ten equal bins, 0 to 1.
    """

    n: int
    said: int
    precision: float
    recall: float
    f1: float
    f1_low: float
    f1_high: float
    ap: float | None
    ece: float


def figures(y: np.ndarray, p: np.ndarray, said: np.ndarray, sessions: Sequence[str]) -> Figures:
    """Measure one label.

    Parameters
    ----------
    y, p, said
        Coders' 0/1, probability and decision of each turn, shape (n_turns,).
    sessions
        The session of each turn: whole sessions are drawn for the interval.
    """
    yes, hit = y.astype(bool), said.astype(bool)
    tp = int((yes & hit).sum())
    draws = bootstrap(yes, hit, sessions)
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Figures(
        n=int(yes.sum()),
        said=int(hit.sum()),
        precision=tp / max(1, hit.sum()),
        recall=tp / max(1, yes.sum()),
        f1=_f1(tp, yes.sum(), hit.sum()),
        f1_low=float(low),
        f1_high=float(high),
        ap=float(average_precision_score(yes, p)) if yes.any() else None,
        ece=calibration_error(yes, p),
    )


def bootstrap(yes: np.ndarray, hit: np.ndarray, sessions: Sequence[str]) -> np.ndarray:
    """F1 of resampled sessions, shape (DRAWS,)."""
    _, inverse = np.unique(np.asarray(sessions), return_inverse=True)
    counts = np.stack([np.bincount(inverse, weights=v.astype(float)) for v in (yes & hit, yes, hit)])
    n = counts.shape[1]
    picks = np.random.default_rng(0).integers(0, n, (DRAWS, n))
    tp, gold, said = (row[picks].sum(axis=1) for row in counts)
    return np.asarray(2 * tp / np.maximum(1, gold + said))


def calibration_error(y: np.ndarray, p: np.ndarray, *, bins: int = 10) -> float:
    """Mean distance between probability and frequency over equal bins, weighted by their turns."""
    if not len(y):
        return 0.0
    index = np.minimum((p * bins).astype(int), bins - 1)
    return float(
        sum(
            (index == b).mean() * abs(y[index == b].mean() - p[index == b].mean())
            for b in range(bins)
            if (index == b).any()
        )
    )


def false_alarms(clean: np.ndarray, alarm: np.ndarray) -> float:
    """Count false alarms of harm per 120 clean therapist turns."""
    return 120 * float((alarm & clean).sum()) / max(1, int(clean.sum()))


def _f1(tp: int, gold: int, said: int) -> float:
    return float(2 * tp / max(1, gold + said))


def macro_f1(y: np.ndarray, said: np.ndarray) -> float:
    """Mean F1 over columns, 0 to 1; a column that nobody names and nothing carries is left out."""
    tp, total = (y & said).sum(axis=0), y.sum(axis=0) + said.sum(axis=0)
    used = total > 0
    return float(np.mean(2 * tp[used] / total[used])) if used.any() else 0.0
