"""How often a model errs on sessions that it was not trained on, and how much that differs between sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaln

#: shape parameters of a Beta distribution
Shape = tuple[float, float]

JEFFREYS: Shape = (0.5, 0.5)
#: how many turns of a session the validated frequency of a label may outweigh: written sessions say little about
#: how often something happens in real ones
PRIOR_TURNS = 4.0
_MEANS = np.sin((np.arange(120) + 0.5) / 120 * np.pi / 2) ** 2
_SPREADS = np.geomspace(0.001, 0.3, 32)


@dataclass(frozen=True)
class LabelError:
    """The validated error of one label.

    Parameters
    ----------
    tp, fn, fp, tn
        Turns of the validation by coders and model: both say yes, only the coders, only the model, neither.
    sensitivity, specificity
        Shapes ``(a, b)`` of the Beta distribution of each in *a session not seen before*: wider than the counts
        alone would make it, since a model errs more in some sessions than in others.
    prior
        Shape of the Beta distribution of the label's true rate before a session is looked at.

    Raises
    ------
    ValueError
        If a count is negative or a shape is not positive.

    Examples
    --------
    >>> error = LabelError.of_counts(tp=45, fn=5, fp=2, tn=398)
    >>> error.sensitivity, error.specificity
    ((45.5, 5.5), (398.5, 2.5))
    >>> LabelError.from_json(error.to_json()) == error
    True
    """

    tp: int
    fn: int
    fp: int
    tn: int
    sensitivity: Shape
    specificity: Shape
    prior: Shape = JEFFREYS

    def __post_init__(self) -> None:
        if min(self.tp, self.fn, self.fp, self.tn) < 0:
            raise ValueError("a count of the validated error is negative")
        if not all(0 < value < np.inf for value in (*self.sensitivity, *self.specificity, *self.prior)):
            raise ValueError("a shape of the validated error is not a positive number")

    @classmethod
    def of_counts(cls, *, tp: int, fn: int, fp: int, tn: int) -> LabelError:
        """Take the error to be the same in every session (Jeffreys prior); too narrow for most models."""
        return cls(tp, fn, fp, tn, (tp + 0.5, fn + 0.5), (tn + 0.5, fp + 0.5))

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> LabelError:
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            If something is missing, or no number where one should be.
        """
        try:
            tp, fn, fp, tn = (int(values[name]) for name in ("tp", "fn", "fp", "tn"))
            sensitivity, specificity, prior = (_shape(values[name]) for name in ("sensitivity", "specificity", "prior"))
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a validated error: {error}") from None
        return cls(tp, fn, fp, tn, sensitivity, specificity, prior)

    def to_json(self) -> dict[str, Any]:
        """Give plain JSON values."""
        counts = {name: getattr(self, name) for name in ("tp", "fn", "fp", "tn")}
        return counts | {name: list(getattr(self, name)) for name in ("sensitivity", "specificity", "prior")}


def label_errors(
    truth: np.ndarray, decided: np.ndarray, sessions: Sequence[str], *, names: Sequence[str], styles: Sequence[str] = ()
) -> dict[str, LabelError]:
    """Measure the error of several labels (or facets, or moves) at once.

    Parameters
    ----------
    truth, decided
        Coders' and model's 0/1, shape (n_turns, n_names): turns that took no part in training.
    sessions, styles, names
        See `label_error`; one name a column.
    """
    return {name: label_error(truth[:, k], decided[:, k], sessions, styles=styles) for k, name in enumerate(names)}


def label_error(
    truth: np.ndarray, decided: np.ndarray, sessions: Sequence[str], *, styles: Sequence[str] = ()
) -> LabelError:
    """Measure the error of one label.

    Sensitivity, specificity and frequency are each given a beta-binomial distribution over sessions, whose mean and
    between-session spread are averaged over their posterior on a grid, and summed up as one Beta distribution.

    Parameters
    ----------
    truth, decided
        Coders' and model's 0/1 for turns that took no part in training, shape (n_turns,).
    sessions
        The session of each turn.
    styles
        The style or source of each turn. Where these differ more than sessions do by chance, the mean error is
        less sure, and the distributions become wider.

    Examples
    --------
    >>> truth, said = np.array([1, 1, 0, 0] * 20), np.array([1, 0, 0, 0] * 20)
    >>> error = label_error(truth, said, [str(k // 8) for k in range(80)])
    >>> error.tp, error.fn, error.fp, error.tn
    (20, 20, 0, 40)
    """
    yes, hit = np.asarray(truth, bool), np.asarray(decided, bool)
    cells = np.stack([yes & hit, yes & ~hit, ~yes & hit, ~yes & ~hit]).astype(float)
    by_session, by_style = _sums(cells, sessions), _sums(cells, styles or sessions)
    tp, fn, fp, tn = (int(total) for total in cells.sum(axis=1))
    frequent = _shape_over(by_session[[0, 1]].sum(axis=0), by_session.sum(axis=0))
    return LabelError(
        tp,
        fn,
        fp,
        tn,
        sensitivity=_widened(_shape_over(by_session[0], by_session[[0, 1]].sum(axis=0)), by_style[0], by_style[1]),
        specificity=_widened(_shape_over(by_session[3], by_session[[2, 3]].sum(axis=0)), by_style[3], by_style[2]),
        prior=_weakened(frequent),
    )


def _sums(cells: np.ndarray, groups: Sequence[str]) -> np.ndarray:
    """Sum the four cells by group, shape (4, n_groups)."""
    _, index = np.unique(np.asarray(groups), return_inverse=True)
    return np.stack([np.bincount(index, weights=row) for row in cells])


def _shape_over(hits: np.ndarray, trials: np.ndarray) -> Shape:
    """Predict the share of hits in a new group: mean and variance over the posterior, as one Beta distribution."""
    a, b = _MEANS[:, None] * (1 / _SPREADS - 1), (1 - _MEANS)[:, None] * (1 / _SPREADS - 1)
    log = np.zeros(a.shape)
    pairs, times = np.unique(np.stack([hits, trials])[:, trials > 0], axis=1, return_counts=True)
    for (h, m), n in zip(pairs.T, times, strict=True):
        log += n * (betaln(h + a, m - h + b) - betaln(a, b))
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean = float((weight.sum(axis=1) * _MEANS).sum())
    within = float((weight * (_MEANS * (1 - _MEANS))[:, None] * _SPREADS).sum())
    return _of_moments(mean, within + float((weight.sum(axis=1) * (_MEANS - mean) ** 2).sum()))


def _widened(shape: Shape, hits: np.ndarray, misses: np.ndarray) -> Shape:
    """Add the variance of the mean over styles, by linearised ratio (Cochran 1977, section 6.3)."""
    total, n = hits.sum() + misses.sum(), len(hits)
    if n < 2 or not total:
        return shape
    mean = shape[0] / sum(shape)
    off = hits - hits.sum() / total * (hits + misses)
    return _of_moments(mean, mean * (1 - mean) / (sum(shape) + 1) + n / (n - 1) * float((off**2).sum()) / total**2)


def _weakened(shape: Shape) -> Shape:
    worth = min(1.0, PRIOR_TURNS / sum(shape))
    return shape[0] * worth, shape[1] * worth


def _of_moments(mean: float, variance: float) -> Shape:
    size = max(mean * (1 - mean) / variance - 1, 0.1)
    return mean * size, (1 - mean) * size


def _shape(values: Sequence[float]) -> Shape:
    a, b = values
    return float(a), float(b)
