r"""Sessions in clients in therapists: exact partial pooling of one label's rate, on a grid.

The model of one label, with session :math:`s` of client :math:`c` of therapist :math:`t`:

.. math:: y_s \sim \text{Binomial}(n_s, q_s), \quad q_s = \text{sens}\, p_s + (1 - \text{spec})(1 - p_s),

.. math:: \text{logit}\, p_s = \mu + a_t + b_c + u_s, \quad a, b, u \text{ normal around zero.}

What is asked about is the *typical session* of a client with their therapist, :math:`\theta_c = \mu + a_t + b_c`.
The nesting is a tree, so the posterior follows from messages up and down the tree (Pearl 1988), with integrals
as sums over a grid of log-odds; nothing is sampled, and the same input gives the same answer. Spreads and the
classifier's error are summed over a few points each. The spreads have half-normal priors (Gelman 2006,
Bayesian Analysis 1:515).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, expit, logit

from relnlp.patterns.misreading import Floats, error_points, marked_share
from relnlp.profiles.error import LabelError

Ints = NDArray[np.intp]

#: spacing of the grid in log-odds (a session's likelihood is wider), and its reach (rates of .00005 and .993)
STEP = 0.125
REACH = (-10.0, 5.0)
#: spread of the prior for the overall log-odds around the reference
PRIOR_SD = 1.5
#: standard deviations, in log-odds, between sessions of a client; between clients, and between therapists
SESSION_SDS = (0.1, 0.35, 0.65, 1.0, 1.5, 2.2)
GROUP_SDS = (0.15, 0.5, 1.1)
#: smallest chance of a step, and smallest log-likelihood beside the largest, that are told from none; their
#: product is still an ordinary number, and processors are slow with smaller ones
LEAST_CHANCE, LEAST_LOG = 1e-30, -600.0


@dataclass(frozen=True)
class Field:
    """All that is known about one label before a question is asked.

    H is the number of points for the session spread and the error (error-major), S of sessions, C of clients,
    G of grid points.

    Parameters
    ----------
    grid
        Log-odds, shape (G,); the reference lies halfway between two of them.
    log_weight
        Log prior weight of each point, shape (H,).
    session
        Log-likelihood of each session given its client's typical log-odds, shape (H, S, G).
    prior
        Log prior of a client whom nothing else is known about, shape (G,).
    others
        Log of what everybody else's sessions (and the prior) say about each client, shape (H, C, G).
    client_of
        Client of each session, shape (S,).
    """

    grid: Floats
    log_weight: Floats
    session: Floats
    prior: Floats
    others: Floats
    client_of: Ints


def make_field(
    hits: Sequence[int],
    turns: Sequence[int],
    client_of: Sequence[int],
    therapist_of: Sequence[int],
    *,
    reference: float,
    error: LabelError | None = None,
) -> Field:
    """Compute likelihoods and messages.

    Parameters
    ----------
    hits, turns
        Turns with the label and scored turns of each session, length S, ``0 <= hits <= turns``.
    client_of
        Client of each session, counted from 0, length S.
    therapist_of
        Therapist of each client, counted from 0, length C.
    reference
        Rate on which the prior is centred, strictly between 0 and 1: even odds before anything was seen.
    error
        The classifier's error for the label; None takes labels as they are marked.
    """
    grid = make_grid(reference)
    session, weight = _session_likelihood(np.asarray(hits), np.asarray(turns), grid, error)
    prior = np.log(_normal(grid[None, :] - logit(reference), PRIOR_SD)[0])
    clients, therapists = np.asarray(client_of, np.intp), np.asarray(therapist_of, np.intp)
    others = _messages(session, clients, therapists, grid, prior)
    return Field(grid, np.log(weight + LEAST_CHANCE), session, prior, others, clients)


def make_grid(reference: float) -> Floats:
    """Grid of log-odds with the reference on the border between two cells, shape (G,).

    >>> grid = make_grid(0.02)
    >>> len(grid), round(float(np.abs(grid - logit(0.02)).min() / STEP), 3)
    (120, 0.5)
    """
    below = np.ceil((logit(reference) - REACH[0]) / STEP)
    size = round((REACH[1] - REACH[0]) / STEP)
    grid: Floats = logit(reference) + STEP * (np.arange(size) - below + 0.5)
    return grid


def spread_weights(sds: Sequence[float]) -> Floats:
    """Weights of a half-normal prior with scale 1 on a few standard deviations; they sum to one."""
    middles = (np.asarray(sds[1:]) + np.asarray(sds[:-1])) / 2
    edges = np.concatenate([[0.0], middles, [np.inf]])
    weights: Floats = np.diff(erf(edges / np.sqrt(2)))
    return weights


def _session_likelihood(
    hits: NDArray[np.int_], turns: NDArray[np.int_], grid: Floats, error: LabelError | None
) -> tuple[Floats, Floats]:
    """Log-likelihood of each session, shape (H, S, G), and the weight of each of the H points."""
    sens, spec, weight = error_points(error)
    q = np.clip(marked_share(expit(grid), sens[:, None], spec[:, None]), 1e-12, 1 - 1e-12)[:, None, :]
    exact = hits[:, None] * np.log(q) + (turns - hits)[:, None] * np.log1p(-q)
    smooth = np.stack([_up(exact, _kernel(grid, sd)) for sd in SESSION_SDS], axis=1)
    points = np.outer(weight, spread_weights(SESSION_SDS)).ravel()
    return smooth.reshape(len(points), len(hits), len(grid)), points


def _messages(session: Floats, client_of: Ints, therapist_of: Ints, grid: Floats, prior: Floats) -> Floats:
    """Log of what all other sessions say about each client, shape (H, C, G)."""
    n_clients = len(therapist_of)
    if n_clients == 1:
        return np.broadcast_to(prior, (len(session), 1, len(grid)))
    own = _sum_by(session, client_of, n_clients)
    total = np.full(own.shape, -np.inf)
    for kernel, log_weight in _group_kernels(grid):
        up = _up(own, kernel)
        clients = _sum_by(up, therapist_of, int(therapist_of.max()) + 1)
        for down in _therapists(clients, grid, prior):
            seen = (down + clients)[:, therapist_of] - up
            total = np.logaddexp(total, log_weight + _down(seen, kernel))
    return total


def _therapists(clients: Floats, grid: Floats, prior: Floats) -> Iterator[Floats]:
    """Log of what the other therapists' sessions say about each therapist, shape (H, T, G), once a spread."""
    if clients.shape[1] == 1:
        yield np.broadcast_to(prior, clients.shape)
        return
    for kernel, log_weight in _group_kernels(grid):
        up = _up(clients, kernel)
        yield log_weight + _down(prior + up.sum(axis=1, keepdims=True) - up, kernel)


def _group_kernels(grid: Floats) -> Iterator[tuple[Floats, float]]:
    for sd, weight in zip(GROUP_SDS, spread_weights(GROUP_SDS), strict=True):
        yield _kernel(grid, sd), float(np.log(weight))


def _kernel(grid: Floats, sd: float) -> Floats:
    """Chance of each grid point (column) around each centre (row); rows sum to one."""
    return _normal(grid[None, :] - grid[:, None], sd)


def _normal(distance: Floats, sd: float) -> Floats:
    density = np.exp(-0.5 * (distance / sd) ** 2)
    chances: Floats = density / density.sum(axis=1, keepdims=True)
    return np.maximum(chances, LEAST_CHANCE)


def _up(log_values: Floats, kernel: Floats) -> Floats:
    """Integrate what is below out: log of ``kernel @ exp(values)`` along the last axis."""
    return _log_product(log_values, kernel.T)


def _down(log_values: Floats, kernel: Floats) -> Floats:
    """Integrate what is above out: log of ``exp(values) @ kernel`` along the last axis."""
    return _log_product(log_values, kernel)


def _log_product(log_values: Floats, matrix: Floats) -> Floats:
    top = log_values.max(axis=-1, keepdims=True)
    product: Floats = np.log(np.exp(np.maximum(log_values - top, LEAST_LOG)) @ matrix) + top
    return product


def _sum_by(values: Floats, group_of: Ints, n_groups: int) -> Floats:
    """Sum along the middle axis by group: (H, S, G) to (H, n_groups, G)."""
    members = (np.arange(n_groups)[:, None] == group_of[None, :]).astype(float)
    summed: Floats = np.matmul(members, values)
    return summed
