"""How often the rule names a pattern where none is, and where one is; run it for the table in docs/patterns.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from relnlp.codebook import LABELS
from relnlp.patterns.counts import SessionCounts
from relnlp.patterns.findings import FINDINGS
from relnlp.patterns.pattern import pattern

REFERENCE = 0.02


@dataclass(frozen=True)
class World:
    """Where sessions come from.

    Parameters
    ----------
    rate
        The label's rate in the typical session.
    sd
        Spread of the sessions' log-odds.
    heavy
        Whether the spread is that of a t distribution with three degrees of freedom.
    clumping
        Correlation of turns within a session, beyond the session's own rate (beta-binomial).
    wild
        Rate of one session that is unlike the others.
    """

    rate: float
    sd: float = 0.5
    heavy: bool = False
    clumping: float = 0.0
    wild: float | None = None


#: the typical session at the reference or below: to name a pattern is a false alarm
NULL = {
    "at the reference": World(REFERENCE),
    "half the reference": World(REFERENCE / 2),
    "half, one wild session": World(REFERENCE / 2, wild=0.3),
    "none, one wild session": World(1e-4, wild=0.3),
    "at the reference, one wild session": World(REFERENCE, wild=0.3),
    "at the reference, sessions differ a lot": World(REFERENCE, sd=1.2),
    "half, sessions differ a lot, heavy tails": World(REFERENCE / 2, sd=1.2, heavy=True),
    "at the reference, turns come in clumps": World(REFERENCE, clumping=0.05),
    "half, turns come in clumps": World(REFERENCE / 2, clumping=0.05),
}
REAL = {
    "twice the reference": World(2 * REFERENCE),
    "three times": World(3 * REFERENCE),
    "five times": World(5 * REFERENCE),
    "five times, sessions differ a lot": World(5 * REFERENCE, sd=1.2),
}


def draw_turns(n_sessions: int, rng: np.random.Generator) -> np.ndarray:
    """Draw scored turns: 15 to 200 a session, half of them under 60."""
    return np.clip(np.exp(rng.normal(np.log(60), 0.6, n_sessions)), 15, 200).astype(int)


def draw_hits(world: World, turns: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw turns with the label."""
    noise = rng.standard_t(3, len(turns)) / np.sqrt(3) if world.heavy else rng.normal(size=len(turns))
    p = expit(logit(world.rate) + world.sd * noise)
    if world.wild is not None:
        p[0] = world.wild
    if world.clumping:
        strength = 1 / world.clumping - 1
        p = rng.beta(p * strength, (1 - p) * strength)
    return rng.binomial(turns, p)


def findings(world: World, n_sessions: int, n_runs: int, seed: int) -> dict[str, float]:
    """Share of runs that end with each finding; one call of `pattern` serves five runs, one a label."""
    rng = np.random.default_rng([seed, n_sessions])
    counts = dict.fromkeys(FINDINGS, 0)
    for _ in range(-(-n_runs // len(LABELS))):
        for found in _five(world, n_sessions, rng):
            counts[found] += 1
    total = sum(counts.values())
    return {name: n / total for name, n in counts.items()}


def _five(world: World, n_sessions: int, rng: np.random.Generator) -> Iterator[str]:
    turns = draw_turns(n_sessions, rng)
    hits = {label: draw_hits(world, turns, rng) for label in LABELS}
    sessions = [
        SessionCounts(int(turns[s]), {label: int(hits[label][s]) for label in LABELS}) for s in range(n_sessions)
    ]
    said = pattern(sessions, references=dict.fromkeys(LABELS, REFERENCE))
    yield from (one.finding for one in said.pairs[0].patterns)


def main() -> None:
    """Print the tables."""
    n_runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    sizes = (3, 5, 10, 20)
    for worlds in (NULL, REAL):
        sys.stdout.write("| typical session | " + " | ".join(f"{n} sessions" for n in sizes) + " |\n")
        sys.stdout.write("| --- " * (len(sizes) + 1) + "|\n")
        for name, world in worlds.items():
            shares = [findings(world, n, n_runs, seed=1)["pattern"] for n in sizes]
            sys.stdout.write(f"| {name} | " + " | ".join(f"{100 * share:.1f}" for share in shares) + " |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
