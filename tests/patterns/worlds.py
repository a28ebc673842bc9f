"""Invented worlds in which the truth is known: sessions are drawn from them, and the pattern model is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from relnlp.codebook import LABELS
from relnlp.patterns.counts import SessionCounts
from relnlp.profiles.error import LabelError

REFERENCE = 0.02
REFERENCES = dict.fromkeys(LABELS, REFERENCE)


@dataclass(frozen=True)
class World:
    """Where the sessions of one client come from.

    Parameters
    ----------
    rate
        The label's rate in the typical session.
    sd
        Spread of the sessions' log-odds.
    heavy
        Whether the spread is that of a t distribution with three degrees of freedom.
    clumping
        Correlation of neighbouring turns; the session's rate stays what it is.
    wild
        Rate of one session that is unlike the others.
    drift
        Log-odds of the last session less those of the first; the typical rate is in the middle.
    error
        Turns are marked with an error drawn from this one, once for all sessions.
    """

    rate: float
    sd: float = 0.5
    heavy: bool = False
    clumping: float = 0.0
    wild: float | None = None
    drift: float = 0.0
    error: LabelError | None = None


#: misses two in five and marks one harmless turn in a hundred, known from 60 and 3000 turns
ERRING = LabelError.of_counts(tp=36, fn=24, fp=30, tn=2970)

#: the typical session at the reference or below: to name a pattern is a false alarm
NULL = {
    "half the reference": World(REFERENCE / 2),
    "half, one wild session": World(REFERENCE / 2, wild=0.3),
    "never, one wild session": World(1e-4, wild=0.3),
    "half, turns come in clumps": World(REFERENCE / 2, clumping=0.4),
    "half, sessions differ a lot": World(REFERENCE / 2, sd=1.2, heavy=True),
    "never, but one mark in a hundred is false": World(1e-4, error=ERRING),
    "at the reference": World(REFERENCE),
    "at it, one wild session": World(REFERENCE, wild=0.3),
    "at it, sessions differ a lot": World(REFERENCE, sd=1.2),
    "at it, turns come in clumps": World(REFERENCE, clumping=0.4),
    "at it, marks err": World(REFERENCE, error=ERRING),
}
REAL = {
    "twice the reference": World(2 * REFERENCE),
    "three times": World(3 * REFERENCE),
    "five times": World(5 * REFERENCE),
    "five times, sessions differ a lot": World(5 * REFERENCE, sd=1.2),
    "five times, marks err": World(5 * REFERENCE, error=ERRING),
}
STEADY = {
    "steady": World(0.05),
    "steady, sessions differ a lot": World(0.05, sd=1.2),
    "steady, the last session wild": World(0.05, wild=0.3),
}
MOVING = {
    "odds double": World(0.05, drift=float(np.log(2))),
    "odds fivefold": World(0.05, drift=float(np.log(5))),
}


def draw_turns(n_sessions: int, rng: np.random.Generator) -> np.ndarray:
    """Draw scored turns: 15 to 200 a session, half of them under 60."""
    return np.clip(np.exp(rng.normal(np.log(60), 0.6, n_sessions)), 15, 200).astype(int)


def draw_hits(world: World, turns: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw turns that are marked with the label, in the order of time; the wild session is the last."""
    n = len(turns)
    noise = rng.standard_t(3, n) / np.sqrt(3) if world.heavy else rng.normal(size=n)
    p = expit(logit(world.rate) + world.sd * noise + world.drift * np.linspace(-0.5, 0.5, n))
    if world.wild is not None:
        p[-1] = world.wild
    if world.error is not None:
        p = rng.beta(*world.error.sensitivity) * p + (1 - rng.beta(*world.error.specificity)) * (1 - p)
    if world.clumping:
        return np.array([_clumped(*session, world.clumping, rng) for session in zip(turns, p, strict=True)])
    return rng.binomial(turns, p)


def _clumped(turns: int, p: float, clumping: float, rng: np.random.Generator) -> int:
    """Count hits where a turn repeats the one before it with a chance of `clumping`, and else is drawn afresh."""
    drawn_at = np.where(rng.random(turns) < clumping, 0, np.arange(turns))
    return int((rng.random(turns) < p)[np.maximum.accumulate(drawn_at)].sum())


def draw(worlds: list[World], n_sessions: int, rng: np.random.Generator, *, client: str = "") -> list[SessionCounts]:
    """Draw the numbered sessions of one client, the five labels each from a world of its own."""
    turns = draw_turns(n_sessions, rng)
    hits = [draw_hits(world, turns, rng) for world in worlds]
    return [
        SessionCounts(
            int(turns[s]),
            {label: int(hits[k][s]) for k, label in enumerate(LABELS)},
            session_id=f"{client}{s}",
            client=client,
            number=s + 1,
        )
        for s in range(n_sessions)
    ]


def with_rate(world: World, log_odds: float) -> World:
    """Move a world to other typical log-odds."""
    return replace(world, rate=float(expit(log_odds)))
