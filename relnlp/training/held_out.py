"""What heads say of turns that they did not learn from: the ground for calibration, thresholds and honest figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from sklearn.base import clone
from sklearn.model_selection import GroupKFold

from relnlp.codebook import HARM_LABELS, LABELS
from relnlp.model.heads import Rows, StackedHeads, combined, stack_weights
from relnlp.training.samples import Sample, targets
from relnlp.training.thresholds import choose

FOLDS = 5


@dataclass(frozen=True)
class HeldOut:
    """Log-odds of turns by heads that saw nothing of their session.

    Parameters
    ----------
    samples
        The turns.
    decisions
        Shape (n_turns, n_names, n_parts).
    """

    samples: tuple[Sample, ...]
    decisions: np.ndarray

    def __add__(self, other: HeldOut) -> HeldOut:
        """Put two sets of turns together."""
        return HeldOut((*self.samples, *other.samples), np.concatenate([self.decisions, other.decisions]))

    def y(self, kind: str) -> np.ndarray:
        """Give the coders' 0/1, shape (n_turns, n_names)."""
        return targets(self.samples, kind)

    def probabilities(self, weights: np.ndarray) -> np.ndarray:
        """Calibrated probabilities, shape (n_turns, n_names)."""
        return np.asarray(expit(combined(self.decisions, weights)))

    def take(self, index: np.ndarray) -> HeldOut:
        """Choose some turns."""
        return HeldOut(tuple(self.samples[int(k)] for k in index), self.decisions[index])


def seen_by_none(heads: StackedHeads, rows: Rows, samples: Sequence[Sample]) -> HeldOut:
    """Ask fitted heads about turns that they were not fitted on."""
    return HeldOut(tuple(samples), heads.decisions(rows))


def cross_validated(
    heads: StackedHeads, rows: Rows, samples: Sequence[Sample], kind: str, *, weights: np.ndarray, first: int = 0
) -> HeldOut:
    """Ask about turns that the heads were fitted on, each time by heads fitted again without their sessions.

    Parameters
    ----------
    rows, samples, weights
        Everything that the heads were fitted on.
    first
        Turns from this position on are asked about; those before it belong to every training set.
    """
    asked = np.arange(first, len(samples))
    decisions = np.zeros((len(asked), len(heads.names), len(heads.parts)))
    groups = [s.session for s in samples[first:]]
    folds = min(FOLDS, len(set(groups)))
    y = targets(samples, kind)
    for _, test in GroupKFold(folds).split(asked, groups=groups) if folds > 1 else []:
        kept = np.setdiff1d(np.arange(len(samples)), asked[test])
        fitted = clone(heads).fit(rows.take(kept), y[kept], sample_weight=weights[kept])
        decisions[test] = fitted.decisions(rows.take(asked[test]))
    return HeldOut(tuple(samples[first:]), decisions)


def calm(samples: Sequence[Sample]) -> np.ndarray:
    """Tell which turns stand in sessions in which no coded turn does harm, shape (n_turns,), bool."""
    harm = [LABELS.index(name) for name in HARM_LABELS]
    harmful = np.asarray(targets(samples, "labels")[:, harm].any(axis=1))
    troubled = {s.session for s, bad in zip(samples, harmful, strict=True) if bad}
    return np.array([s.session not in troubled for s in samples], dtype=bool)


@dataclass(frozen=True)
class Verdicts:
    """Probabilities and decisions on turns that took no part in them: not in heads, calibration or thresholds.

    Parameters
    ----------
    samples
        The turns.
    p, said
        Shape (n_turns, 5): calibrated probabilities, and decisions as bool.
    """

    samples: tuple[Sample, ...]
    p: np.ndarray
    said: np.ndarray


def verdicts(apart: HeldOut, checks: HeldOut) -> Verdicts:
    """Calibrate and choose thresholds for each fold of sessions on everything but that fold, and judge it.

    Parameters
    ----------
    apart
        Cross-validated turns.
    checks
        Turns of validation styles, which help to calibrate every fold.
    """
    p = np.zeros(apart.decisions.shape[:2])
    said = np.zeros(p.shape, dtype=bool)
    groups = [s.session for s in apart.samples]
    folds = min(FOLDS, len(set(groups)))
    for train, test in GroupKFold(folds).split(p, groups=groups) if folds > 1 else []:
        others = checks + apart.take(train)
        weights = stack_weights(others.decisions, others.y("labels"))
        limits = choose(others.y("labels"), others.probabilities(weights), calm(others.samples))
        p[test] = apart.take(test).probabilities(weights)
        said[test] = p[test] >= np.array([limits[name] for name in LABELS])
    return Verdicts(apart.samples, p, said)
