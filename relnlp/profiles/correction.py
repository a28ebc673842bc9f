"""From the turns that a model named to the turns that carry the label, when the model's error is known.

The idea is that of Rogan & Gladen (1978, American Journal of Epidemiology 107:71), with a posterior in place of
their point estimate: it stays within 0 and 1, and carries the uncertainty of the error rates along. Sums replace
sampling, so the same numbers come out every time.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import betaincinv, gammaln

from relnlp.profiles.error import JEFFREYS, LabelError, Shape

_GRID = 600
# even steps in the angle: the Jeffreys prior has equal weight on them
_ANGLES = (np.arange(_GRID) + 0.5) / _GRID * np.pi / 2
_RATES = np.sin(_ANGLES) ** 2


@lru_cache(maxsize=4096)
def true_rate(n: int, of: int, error: LabelError | None, level: float) -> tuple[float, float, float]:
    """Find the median and the interval of the true rate.

    Parameters
    ----------
    n, of
        Turns with the label and turns looked at, 0 <= n <= of, of > 0; up to a few thousand.
    error
        The model's validated error; None for codes that are taken as they are (Jeffreys prior).
    level
        Posterior probability that the interval holds.

    Returns
    -------
    median, low, high
        Each 0 to 1. The tails are equal, except where a rate of nothing is not ruled out, since false alarms alone
        would give as many turns with a probability above the tail's: there the interval begins at 0 and the whole
        tail lies above it. No hits never rule it out. Likewise at 1, where every turn was named.
    """
    tail = (1 - level) / 2
    nothing = n == 0 if error is None else beta_binomial(of, error.specificity[::-1])[n:].sum() > tail
    everything = n == of
    wanted = np.array([0.5, 2 * tail if everything else tail, 1 - (2 * tail if nothing else tail)])
    if error is None:
        ends = betaincinv(n + JEFFREYS[0], of - n + JEFFREYS[1], wanted)
    else:
        ends = _quantiles(likelihood(n, of, error), error.prior, wanted)
    median, low, high = (float(end) for end in ends)
    return median, 0.0 if nothing else low, 1.0 if everything else high


def coders_count(n: int, of: int, error: LabelError) -> np.ndarray:
    """Give the probability that coders would name 0, 1 … `of` of the turns.

    Returns
    -------
    ndarray of shape (of + 1,)
        Sums to 1.

    Examples
    --------
    >>> error = LabelError.of_counts(tp=50, fn=50, fp=0, tn=900)
    >>> int(coders_count(4, 40, error).argmax())
    7
    """
    weight = likelihood(n, of, error) * beta_binomial(of, error.prior)
    return np.asarray(weight / weight.sum())


def likelihood(n: int, of: int, error: LabelError) -> np.ndarray:
    """Give the probability of `n` named turns if 0, 1 … `of` of them carry the label, shape (of + 1,).

    Hits among the turns that carry it and false alarms among the others are beta-binomial: within a session the
    error rates are one draw, which all of its turns share.
    """
    carry, hits = np.arange(of + 1)[:, None], np.arange(n + 1)[None, :]
    log = _log_beta_binomial(hits, carry, error.sensitivity)
    log = log + _log_beta_binomial(n - hits, of - carry, error.specificity[::-1])
    return np.asarray(np.exp(log).sum(axis=1))


def beta_binomial(of: int, shape: Shape) -> np.ndarray:
    """Give the beta-binomial probabilities of 0, 1 … `of` hits, shape (of + 1,)."""
    return np.asarray(np.exp(_log_beta_binomial(np.arange(of + 1), np.full(of + 1, of), shape)))


def _log_beta_binomial(hits: np.ndarray, trials: np.ndarray, shape: Shape) -> np.ndarray:
    """Log probability; minus infinity where there are more hits than trials."""
    steps = np.arange(int(trials.max()) + 1)
    a, b = shape
    # few different values in large arrays: the costly function runs once over each of them
    log_factorial, up, down, both = (gammaln(steps + start) for start in (1, a, b, a + b))
    fits = hits <= trials
    h, m = np.where(fits, hits, 0), trials
    value = log_factorial[m] - log_factorial[h] - log_factorial[m - h] + up[h] + down[m - h] - both[m]
    return np.where(fits, value - gammaln(a) - gammaln(b) + gammaln(a + b), -np.inf)


def _quantiles(weight: np.ndarray, prior: Shape, wanted: np.ndarray) -> np.ndarray:
    """Quantiles of the true rate, given the likelihood of each count of turns that carry the label."""
    a, b = prior
    bent = (a - JEFFREYS[0]) * np.log(_RATES) + (b - JEFFREYS[1]) * np.log1p(-_RATES)
    density = (_binomials(len(weight) - 1) @ weight) * np.exp(bent - bent.max())
    below = np.concatenate([[0.0], np.cumsum(density / density.sum())])
    edges = np.linspace(0, np.pi / 2, _GRID + 1)
    return np.asarray(np.sin(np.interp(wanted, below, edges)) ** 2)


@lru_cache(maxsize=8)
def _binomials(of: int) -> np.ndarray:
    """Binomial probabilities of each count at each rate of the grid, shape (600, of + 1)."""
    k = np.arange(of + 1)
    log_choose = gammaln(of + 1) - gammaln(k + 1) - gammaln(of - k + 1)
    return np.asarray(np.exp(log_choose + np.log(_RATES)[:, None] * k + np.log1p(-_RATES)[:, None] * (of - k)))
