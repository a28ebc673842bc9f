"""Counts of what follows what, summed over sessions, and how chance would have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from relnlp.codebook import LABELS, MOVES
from relnlp.profiles.stretches import Stretches

#: what may follow, in the order of `Stretches.joint`
AFTER: tuple[str, ...] = (*MOVES, *LABELS)
#: so many shuffles at once, which bounds the memory
_BATCH = 500


@dataclass(frozen=True)
class Table:
    """Sums over sessions, each of shape (n_lags, 5, 12); `least` is the smallest of the four expected counts."""

    observed: np.ndarray
    given: np.ndarray
    after: np.ndarray
    pairs: np.ndarray
    expected: np.ndarray
    variance: np.ndarray
    least: np.ndarray


def table(sessions: Sequence[Stretches], lags: Sequence[int]) -> Table:
    """Count within each session, and sum: counts and expected counts of different sessions are never mixed."""
    total = np.zeros((9, len(lags), len(LABELS), len(AFTER)))
    for session in sessions:
        for at, lag in enumerate(lags):
            given, after, pairs = (part.astype(float) for part in session.margins(lag))
            n = np.maximum(1, pairs)
            cells = [given * after, given * (pairs - after), (pairs - given) * after, (pairs - given) * (pairs - after)]
            # over one session the residual is Haberman's: (x - e) / sqrt(e (1 - row / n) (1 - column / n))
            variance = cells[0] * cells[3] / n**3
            total[:, at] += [session.joint(lag), given, after, pairs, variance, *(cell / n for cell in cells)]
    observed, given, after, pairs, variance, *cells = total
    return Table(observed, given, after, pairs, cells[0], variance, np.minimum.reduce(cells))


def chances(sessions: Sequence[Stretches], lags: Sequence[int], draws: int, observed: np.ndarray) -> np.ndarray:
    """Give the two-sided chance of each count, by shuffling the therapist's stretches within each session."""
    rng = np.random.default_rng(0)
    shuffled = np.zeros((draws, *observed.shape), dtype=np.float32)
    for session in sessions:
        for start in range(0, draws, _BATCH):
            n = min(_BATCH, draws - start)
            order = rng.permuted(np.tile(np.arange(len(session.labels)), (n, 1)), axis=1)
            labels = session.labels[order]
            for at, lag in enumerate(lags):
                shuffled[start : start + n, at] += session.joint(lag, labels=labels)
    # the order that was seen is one of the possible ones: no chance is ever nought (Phipson & Smyth 2010)
    above = (1 + (shuffled >= observed).sum(axis=0)) / (draws + 1)
    below = (1 + (shuffled <= observed).sum(axis=0)) / (draws + 1)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(above, below)))
