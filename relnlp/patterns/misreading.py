"""A label that is marked with error: what share of turns is marked, given the share that truly carries it.

Rogan & Gladen 1978 (American Journal of Epidemiology 107:71) for the relation between the two shares; here it
stands inside the likelihood, so that what is not known about the error widens the answer. The error is the same
draw in all sessions: people speak alike from one session to the next, so it does not average out as it would over
sessions of strangers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr

from relnlp.profiles.error import LabelError, Shape

Floats = NDArray[np.float64]

#: three-point Gauss-Hermite rule: exact for the mean and variance of a normal
_NODES = np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)])
_WEIGHTS = np.array([1 / 6, 2 / 3, 1 / 6])
#: the place of the middle point among the nine
CENTRE = 4


def error_points(error: LabelError | None) -> tuple[Floats, Floats, Floats]:
    """Spread a label's error over a few points.

    Parameters
    ----------
    error
        None for a label that is taken as it is marked.

    Returns
    -------
    sensitivity, specificity, weight
        One point without an error, else nine; the weights sum to one.

    Raises
    ------
    ValueError
        If marks say next to nothing about the label: the means of sensitivity and specificity must add up to more
        than 1.05.

    Examples
    --------
    >>> sens, spec, weight = error_points(LabelError.of_counts(tp=30, fn=10, fp=9, tn=990))
    >>> len(weight), round(float(sens @ weight), 2), round(float(spec @ weight), 3)
    (9, 0.74, 0.991)
    """
    if error is None:
        return np.ones(1), np.ones(1), np.ones(1)
    means = [_mean(error.sensitivity), _mean(error.specificity)]
    if sum(means) <= 1.05:
        raise ValueError(
            f"sensitivity {means[0]:.2f} and specificity {means[1]:.2f}: marks say next to nothing about the label"
        )
    sens, spec = (_quantiles(*pair) for pair in (error.sensitivity, error.specificity))
    grid_sens, grid_spec = (axis.ravel() for axis in np.meshgrid(sens, spec, indexing="ij"))
    weight = np.outer(_WEIGHTS, _WEIGHTS).ravel()
    # points at which a mark would speak against the label belong to no classifier worth asking
    weight = np.where(grid_sens + grid_spec > 1, weight, 0.0)
    return grid_sens, grid_spec, weight / weight.sum()


def marked_share(share: Floats, sensitivity: Floats, specificity: Floats) -> Floats:
    """Share of turns that are marked.

    Parameters
    ----------
    share
        Share of turns that carry the label, 0 to 1, any shape.
    sensitivity, specificity
        Arrays that broadcast against `share`.

    Examples
    --------
    >>> float(marked_share(np.array(0.1), np.array(0.5), np.array(0.99)).round(3))
    0.059
    """
    marked: Floats = sensitivity * share + (1 - specificity) * (1 - share)
    return marked


def _mean(shape: Shape) -> float:
    return shape[0] / sum(shape)


def _quantiles(a: float, b: float) -> Floats:
    found: Floats = betaincinv(a, b, ndtr(_NODES))
    return found
