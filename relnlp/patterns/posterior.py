"""Questions to the pattern model about one client's typical session, and how much hangs on one session."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.special import expit, logit, logsumexp

from relnlp.patterns.hierarchy import SESSION_SDS, Field
from relnlp.patterns.misreading import Floats
from relnlp.profiles.rates import LEVEL, Span


@dataclass(frozen=True)
class Level:
    """What the sessions say about a client's typical session.

    Parameters
    ----------
    rate
        The label's rate in the typical session, 0 to 1.
    p_above
        Posterior probability, 0 to 1, that it is above the reference.
    p_robust
        The lowest such probability when any one session is left out, with and without the sessions of other
        clients; None with fewer than two sessions.
    p_rest
        Probability without each session in turn, in the order of the sessions.
    p_single
        Probability that each session's own rate is above the reference, from that session alone.
    """

    rate: Span
    p_above: float
    p_robust: float | None
    p_rest: tuple[float, ...]
    p_single: tuple[float, ...]


def level(field: Field, client: int, *, reference: float) -> Level:
    """Ask for the typical session of one client.

    Parameters
    ----------
    field
        From `make_field`, made with the same reference.
    client
        Which one, counted from 0.
    reference
        Rate to compare with, strictly between 0 and 1.
    """
    own = field.session[:, field.client_of == client]
    weight = field.log_weight[:, None]
    pooled = weight + field.others[:, client] + own.sum(axis=1)
    alone = weight + field.prior + own.sum(axis=1)
    # the narrowest spread between sessions leaves each session to itself
    single = (weight[:, None] + field.prior + own)[:: len(SESSION_SDS)]
    fine, mass = _posterior(pooled[:, None], field.grid)
    above = fine > logit(reference)
    p_rest = _shares(pooled[:, None] - own, field.grid, above)
    p_alone = _shares(alone[:, None] - own, field.grid, above)
    return Level(
        rate=_rate(mass[0], fine),
        p_above=float(mass[0, above].sum()),
        p_robust=min(*p_rest, *p_alone) if len(p_rest) > 1 else None,
        p_rest=p_rest,
        p_single=_shares(single, field.grid, above),
    )


def finer(log_values: Floats, grid: Floats) -> tuple[Floats, Floats]:
    """Put a log density on a grid four times as fine: a sum over many sessions is narrower than one step.

    Parameters
    ----------
    log_values
        Along the last axis one value for each point of the grid.
    grid
        Evenly spaced, shape (G,).

    Returns
    -------
    grid, log_values
        Shapes (4 G,) and (…, 4 G); the borders between coarse cells are borders between fine ones.
    """
    step = grid[1] - grid[0]
    fine = (grid[:, None] + step * np.array([-0.375, -0.125, 0.125, 0.375])).ravel()
    return fine, CubicSpline(grid, log_values, axis=-1)(fine)


def quantiles(values: Floats, mass: Floats) -> Span:
    """Median and interval of a weighted sample.

    Parameters
    ----------
    values, mass
        Same shape; the masses are not negative and sum to one.

    Examples
    --------
    >>> found = quantiles(np.arange(5.0), np.full(5, 0.2))
    >>> round(found.value, 6), found.low, found.high
    (2.0, 0.0, 4.0)
    """
    order = np.argsort(values, axis=None, kind="stable")
    ordered, cumulated = values.ravel()[order], np.cumsum(mass.ravel()[order])
    middle = cumulated - mass.ravel()[order] / 2
    low, mid, high = np.interp([(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], middle, ordered)
    return Span(float(mid), float(low), float(high))


def _posterior(joint: Floats, grid: Floats) -> tuple[Floats, Floats]:
    """Sum a joint log density (H, N, G) over H: the fine grid (4 G,) and N posteriors (N, 4 G)."""
    fine, log_values = finer(logsumexp(joint, axis=0), grid)
    weights = np.exp(log_values - log_values.max(axis=-1, keepdims=True))
    return fine, weights / weights.sum(axis=-1, keepdims=True)


def _shares(joint: Floats, grid: Floats, above: NDArray[np.bool_]) -> tuple[float, ...]:
    return tuple(float(share) for share in _posterior(joint, grid)[1] @ above)


def _rate(mass: Floats, fine: Floats) -> Span:
    half = (fine[1] - fine[0]) / 2
    edges = np.concatenate([fine - half, fine[-1:] + half])
    cumulated = np.concatenate([[0.0], np.cumsum(mass)])
    low, mid, high = expit(np.interp([(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], cumulated, edges))
    return Span(float(mid), float(low), float(high))
