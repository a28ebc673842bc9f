"""Whether intervals hold what they promise, on coded sessions that the error was not measured on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from relnlp.profiles.correction import coders_count
from relnlp.profiles.error import LabelError
from relnlp.profiles.rates import LEVEL, rate


@dataclass(frozen=True)
class Coverage:
    """How intervals fared over sessions.

    Parameters
    ----------
    n_sessions
        Sessions with at least one turn.
    inside
        Share of sessions in which the coders' count lies in the interval that the model's count gives for it, 0 to 1;
        close to the level where the error is stated honestly. Counts are whole numbers: a session whose count lies
        on an edge of the interval counts in part, so that the level can be met exactly.
    below, above
        Share in which the coders counted fewer turns than the interval holds, and more; with `inside` they make 1.
    rates_inside
        Share in which the coders' rate lies in the interval of `Rate`. That interval is for turns like these, not
        for these turns alone, so it should hold the coders' rate more often than the level says.
    width
        Mean width of the interval of `Rate`, 0 to 1.
    """

    n_sessions: int
    inside: float
    below: float
    above: float
    rates_inside: float
    width: float


def coverage(
    truth: np.ndarray, decided: np.ndarray, sessions: Sequence[str], *, error: LabelError, level: float = LEVEL
) -> Coverage:
    """Measure the coverage for one label.

    Parameters
    ----------
    truth, decided
        Coders' and model's 0/1, shape (n_turns,).
    sessions
        The session of each turn.
    error
        Measured on other sessions, best of other styles.
    level
        Nominal coverage, between 0 and 1.

    Raises
    ------
    ValueError
        If there are no turns.

    Examples
    --------
    >>> error = LabelError.of_counts(tp=400, fn=100, fp=20, tn=1980)
    >>> truth = np.array([1] * 5 + [0] * 20)
    >>> found = coverage(truth, np.array([1] * 4 + [0] * 21), ["a"] * 25, error=error)
    >>> found.n_sessions, found.inside, found.rates_inside
    (1, 1.0, 1.0)
    """
    rows = list(_counts(np.asarray(truth, bool), np.asarray(decided, bool), sessions))
    if not rows:
        raise ValueError("no turns to measure coverage on")
    tails = np.array([_tails(carry, coders_count(n, of, error), (1 - level) / 2) for carry, n, of in rows])
    rates = [rate(n, of, error=error, level=level) for _, n, of in rows]
    held = [r.low <= carry / of <= r.high for r, (carry, _, of) in zip(rates, rows, strict=True)]
    below, above = tails.mean(axis=0)
    return Coverage(
        n_sessions=len(rows),
        inside=float(1 - below - above),
        below=float(below),
        above=float(above),
        rates_inside=float(np.mean(held)),
        width=float(np.mean([r.high - r.low for r in rates])),
    )


def _counts(yes: np.ndarray, hit: np.ndarray, sessions: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Give for each session how many turns the coders named, the model named, and there are."""
    _, index = np.unique(np.asarray(sessions), return_inverse=True)
    columns = [np.bincount(index, weights=row) for row in (yes, hit, np.ones(len(yes)))]
    yield from ((int(carry), int(n), int(of)) for carry, n, of in zip(*columns, strict=True))


def _tails(carry: int, p: np.ndarray, tail: float) -> tuple[float, float]:
    """Give the parts of a count that lie in the lower and in the upper tail, each 0 to 1."""
    below, at = float(p[:carry].sum()), max(float(p[carry]), 1e-300)
    return min(1.0, max(0.0, (tail - below) / at)), min(1.0, max(0.0, (below + at - 1 + tail) / at))
