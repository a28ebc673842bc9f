"""How often the rule names a pattern where none is, and where one is, and how often intervals hold the truth.

Prints the tables of docs/patterns.md: ``python -m tests.patterns.simulation`` in the project's folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
from scipy.special import logit

from relnlp.codebook import LABELS
from relnlp.patterns.findings import SURE, Pattern, Patterns
from relnlp.patterns.pattern import pattern
from relnlp.profiles.rates import rate
from tests.patterns.worlds import MOVING, NULL, REAL, REFERENCE, REFERENCES, STEADY, World, draw, with_rate

#: sessions a client
SIZES = (3, 5, 10, 20)
#: simulated clients a cell; a share of one in twenty is then known to within 0.7 in a hundred (one standard error)
RUNS = 1000
SEED = 1


def named(world: World, n_sessions: int, n_runs: int) -> float:
    """Share of clients for whom a pattern is named."""
    return _share(one.finding == "pattern" for one in _clients([world] * 5, n_sessions, n_runs))


def pooled(world: World, n_sessions: int, n_runs: int) -> float:
    """Share for whom one would be named if all turns were thrown together: what the sessions' model is there for."""
    return _share(
        rate(one.n, one.of, error=world.error, level=2 * SURE - 1).low > REFERENCE
        for one in _clients([world] * 5, n_sessions, n_runs)
    )


def turned(world: World, n_sessions: int, n_runs: int) -> float:
    """Share for whom a direction is named."""
    found = _clients([world] * 5, n_sessions, n_runs)
    return _share(one.trend is not None and one.trend.direction != "unclear" for one in found)


def changed(world: World, n_sessions: int, n_runs: int) -> float:
    """Share for whom the second half is said to differ from the first."""
    found = _clients([world] * 5, n_sessions, n_runs, split=n_sessions // 2 + 1)
    return _share(one.change is not None and one.change.direction != "unclear" for one in found)


def covered(world: World, n_sessions: int, n_runs: int, *, spread: float = 1.5) -> float:
    """Share of intervals that hold the typical session's rate, which differs from client to client."""
    rng = np.random.default_rng([SEED, n_sessions])
    inside = []
    for _ in range(n_runs // len(LABELS)):
        worlds = [with_rate(world, logit(REFERENCE) + spread * rng.normal()) for _ in LABELS]
        inside += _inside(_asked(worlds, n_sessions, rng), worlds)
    return _share(inside)


def covered_in_practices(n_sessions: int, n_runs: int, *, n_clients: int = 5) -> float:
    """Share of intervals that hold, where a therapist's clients are read together and differ by half a log-odd."""
    rng = np.random.default_rng([SEED, n_sessions])
    inside: list[bool] = []
    for _ in range(n_runs // (n_clients * len(LABELS))):
        practice = logit(REFERENCE) + rng.normal(size=len(LABELS))
        clients = [[with_rate(World(0.5), at + 0.5 * rng.normal()) for at in practice] for _ in range(n_clients)]
        sessions = [
            one for k, worlds in enumerate(clients) for one in draw(worlds, n_sessions, rng, client=f"client {k} ")
        ]
        for pair, worlds in zip(pattern(sessions, references=REFERENCES).pairs, clients, strict=True):
            inside += _inside(pair.patterns, worlds)
    return _share(inside)


def named_beside_others(n_sessions: int, n_runs: int) -> float:
    """Share of false alarms for a client at the reference, four others of whose therapist are at five times."""
    rng = np.random.default_rng([SEED, n_sessions])
    found: list[Pattern] = []
    for _ in range(n_runs // len(LABELS)):
        sessions = draw([World(REFERENCE)] * 5, n_sessions, rng, client="asked ")
        for k in range(4):
            sessions += draw([World(5 * REFERENCE)] * 5, n_sessions, rng, client=f"other {k} ")
        found += pattern(sessions, references=REFERENCES).pairs[0].patterns
    return _share(one.finding == "pattern" for one in found)


def _clients(worlds: list[World], n_sessions: int, n_runs: int, *, split: int | None = None) -> Iterator[Pattern]:
    rng = np.random.default_rng([SEED, n_sessions])
    for _ in range(n_runs // len(LABELS)):
        yield from _asked(worlds, n_sessions, rng, split=split)


def _asked(
    worlds: list[World], n_sessions: int, rng: np.random.Generator, *, split: int | None = None
) -> tuple[Pattern, ...]:
    errors = {label: world.error for label, world in zip(LABELS, worlds, strict=True) if world.error is not None}
    found: Patterns = pattern(draw(worlds, n_sessions, rng), references=REFERENCES, errors=errors, split=split)
    return found.pairs[0].patterns


def _inside(patterns: tuple[Pattern, ...], worlds: list[World]) -> list[bool]:
    return [one.rate.low <= world.rate <= one.rate.high for one, world in zip(patterns, worlds, strict=True)]


def _share(values: Iterator[bool] | list[bool]) -> float:
    return float(np.mean(list(values)))


Study = Callable[[int, int], float]
Table = Mapping[str, Study]


def tables() -> dict[str, Table]:
    """Give every study by its table and its row."""
    plain, wild, erring = World(0.5), World(0.5, sd=1.2), NULL["at it, marks err"]
    return {
        "no pattern is there": {
            **{name: partial(named, world) for name, world in NULL.items()},
            "at it, four other clients at five times": named_beside_others,
        },
        "no pattern is there, all turns thrown together": {
            name: partial(pooled, world) for name, world in NULL.items() if "wild" in name or "differ" in name
        },
        "a pattern is there": {name: partial(named, world) for name, world in REAL.items()},
        "interval holds the typical rate": {
            "one client": partial(covered, plain),
            "sessions differ a lot": partial(covered, wild),
            "turns come in clumps": partial(covered, World(0.5, clumping=0.4)),
            "marks err": partial(covered, erring),
            "rates as far off as a tenth and ten times": partial(covered, plain, spread=2.3),
            "five clients of a therapist": covered_in_practices,
        },
        "trend named": {name: partial(turned, world) for name, world in (STEADY | MOVING).items()},
        "change named": {name: partial(changed, world) for name, world in (STEADY | MOVING).items()},
    }


def main() -> None:
    """Print the tables, in hundredths."""
    n_runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    for title, table in tables().items():
        sys.stdout.write(f"\n| {title} | " + " | ".join(f"{n} sessions" for n in SIZES) + " |\n")
        sys.stdout.write("| --- " * (len(SIZES) + 1) + "|\n")
        for name, study in table.items():
            shares = [f"{100 * study(n, n_runs):.1f}" for n in SIZES]
            sys.stdout.write(f"| {name} | " + " | ".join(shares) + " |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
