r"""Trend over time, and change between two periods: one question, asked with two kinds of time.

The client's typical log-odds get a second term, :math:`\theta + \beta x_s`, where :math:`x_s` runs from -1/2 to
1/2: over the time from the first session to the last for a trend, and before against after for a change. So
:math:`\beta` is the whole difference in log-odds; its prior is normal around zero with spread 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logsumexp

from relnlp.patterns.hierarchy import SESSION_SDS, STEP, Field
from relnlp.patterns.misreading import CENTRE, Floats
from relnlp.patterns.posterior import finer, quantiles
from relnlp.profiles.rates import Span

#: differences that are tried, in log-odds; even in number, so that none of them is zero
DIFFERENCES = np.linspace(-3.5, 3.5, 28)


@dataclass(frozen=True)
class Contrast:
    """A typical session at one end and at the other.

    Parameters
    ----------
    start, end
        The label's typical rate at ``x = -1/2`` and at ``x = 1/2``, 0 to 1.
    difference
        ``end - start`` in log-odds.
    p_up
        Posterior probability, 0 to 1, that the rate is higher at the end.
    p_up_range
        Lowest and highest such probability when any one session is left out.
    """

    start: Span
    end: Span
    difference: Span
    p_up: float
    p_up_range: tuple[float, float]

    def direction(self, sure: float) -> str:
        """Tell ``rising``, ``falling`` or ``unclear``: sure with all sessions and with any one left out."""
        if min(self.p_up, self.p_up_range[0]) > sure:
            return "rising"
        if max(self.p_up, self.p_up_range[1]) < 1 - sure:
            return "falling"
        return "unclear"


def contrast(field: Field, client: int, x: Sequence[float | None]) -> Contrast:
    """Ask how a client's typical session differs between two ends.

    Parameters
    ----------
    field
        From `make_field`. Of the classifier's error only the middle is used here: it shifts both ends alike.
    client
        Which one, counted from 0.
    x
        Place of each of the client's sessions, in their order in the field, from -1/2 to 1/2; None leaves a
        session out.
    """
    middle = _middle(field)
    places = np.flatnonzero(field.client_of == client)
    kept = [(place, at) for place, at in zip(places, x, strict=True) if at is not None]
    shifted = [_shifted(field.session[middle, place], at) for place, at in kept]
    start = field.log_weight[middle, None] + field.others[middle, client]
    joint: Floats = start[:, None, :] - 0.5 * DIFFERENCES[None, :, None] ** 2 + np.sum(shifted, axis=0)
    fine, mass = _posterior(joint, field.grid)
    without = [_p_up(_posterior(joint - one, field.grid)[1]) for one in shifted]
    half = DIFFERENCES[:, None] / 2
    return Contrast(
        start=_as_rates(quantiles(fine - half, mass)),
        end=_as_rates(quantiles(fine + half, mass)),
        difference=quantiles(DIFFERENCES, mass.sum(axis=1)),
        p_up=_p_up(mass),
        p_up_range=(min(without), max(without)),
    )


def _posterior(joint: Floats, grid: Floats) -> tuple[Floats, Floats]:
    """Sum a joint log density (J, differences, G) over J: the fine grid, and (differences, 4 G) masses."""
    fine, log_values = finer(logsumexp(joint, axis=0), grid)
    weights = np.exp(log_values - log_values.max())
    return fine, weights / weights.sum()


def _middle(field: Field) -> slice:
    """Rows of the field at the middle of the classifier's error."""
    n = len(SESSION_SDS)
    first = CENTRE * n if len(field.log_weight) > n else 0
    return slice(first, first + n)


def _shifted(session: Floats, at: float) -> Floats:
    """Log-likelihood of a session at ``theta + difference * at``: (J, G) to (J, differences, G)."""
    n = session.shape[-1]
    where = np.clip(np.arange(n)[None, :] + DIFFERENCES[:, None] * at / STEP, 0, n - 1)
    below = np.minimum(where.astype(np.intp), n - 2)
    share = where - below
    result: Floats = session[:, below] * (1 - share) + session[:, below + 1] * share
    return result


def _p_up(mass: Floats) -> float:
    return float(mass[DIFFERENCES > 0].sum())


def _as_rates(log_odds: Span) -> Span:
    return Span(float(expit(log_odds.value)), float(expit(log_odds.low)), float(expit(log_odds.high)))
