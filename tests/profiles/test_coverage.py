"""Simulated sessions whose truth is known: do 90 % intervals hold it nine times in ten?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from relnlp.profiles.coverage import coverage
from relnlp.profiles.error import LabelError, label_error
from relnlp.profiles.rates import rate


@dataclass(frozen=True)
class World:
    """Means and between-session spreads (intraclass correlations)."""

    often: tuple[float, float]
    sens: tuple[float, float]
    spec: tuple[float, float]

    def draw(self, rng: np.random.Generator, n: int, of: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """True rates, shape (n,), and truth and decisions, shape (n, of)."""
        often, sens, spec = (_beta(rng, *pair, n) for pair in (self.often, self.sens, self.spec))
        truth = rng.random((n, of)) < often[:, None]
        said = rng.random((n, of)) < np.where(truth, sens[:, None], 1 - spec[:, None])
        return often, truth, said

    def measured(self, rng: np.random.Generator) -> LabelError:
        """The error as a validation on 120 sessions of 15 turns would find it."""
        _, truth, said = self.draw(rng, 120, 15)
        return label_error(truth.ravel(), said.ravel(), [str(k // 15) for k in range(truth.size)])


def _beta(rng: np.random.Generator, mean: float, spread: float, n: int) -> np.ndarray:
    size = 1 / spread - 1
    return rng.beta(mean * size, (1 - mean) * size, n)


def inside(often: np.ndarray, counts: np.ndarray, *, of: int, error: LabelError | None = None) -> float:
    """Share of sessions whose true rate lies in the 90 % interval."""
    rates = {n: rate(int(n), of, error=error) for n in set(counts)}
    return float(np.mean([rates[n].low <= true <= rates[n].high for true, n in zip(often, counts, strict=True)]))


def held(world: World, *, of: int, seed: int, validations: int, sessions: int) -> float:
    """Share inside over several validations, each of which finds an error of its own."""
    rng = np.random.default_rng(seed)
    shares = []
    for _ in range(validations):
        error = world.measured(rng)
        often, _, said = world.draw(rng, sessions, of)
        shares.append(inside(often, said.sum(axis=1), of=of, error=error))
    return float(np.mean(shares))


RARE, COMMON = (0.08, 0.15), (0.3, 0.15)
WORLDS = [
    World(often, sens, spec)
    for often in (RARE, COMMON)
    for sens in ((0.8, 0.03), (0.5, 0.08), (0.2, 0.06))
    for spec in ((0.998, 0.005), (0.97, 0.01), (0.91, 0.02))
]


def test_coverage_over_all_worlds_is_nine_in_ten() -> None:
    found = [held(w, of=of, seed=k, validations=2, sessions=60) for k, w in enumerate(WORLDS) for of in (15, 60)]
    assert 0.88 <= np.mean(found) <= 0.93


@pytest.mark.slow
@pytest.mark.parametrize("of", [15, 40, 120])
@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_coverage_in_each_world(world: World, of: int) -> None:
    assert 0.86 <= held(world, of=of, seed=1, validations=20, sessions=150) <= 0.94


@pytest.mark.parametrize("of", [15, 40, 120])
def test_coverage_of_hand_codes(of: int) -> None:
    rng = np.random.default_rng(of)
    often = rng.beta(0.5, 0.5, 4000)
    inside = [
        (r := rate(int(n), of)).low <= true <= r.high for true, n in zip(often, rng.binomial(of, often), strict=True)
    ]
    assert np.mean(inside) == pytest.approx(0.90, abs=0.015)


def test_ignoring_the_spread_between_sessions_would_not_do() -> None:
    world = World(COMMON, (0.5, 0.2), (0.97, 0.05))
    rng = np.random.default_rng(5)
    often, _, said = world.draw(rng, 400, 120)
    whole = world.measured(rng)
    naive = LabelError.of_counts(tp=whole.tp, fn=whole.fn, fp=whole.fp, tn=whole.tn)
    share = {name: inside(often, said.sum(axis=1), of=120, error=e) for name, e in (("naive", naive), ("whole", whole))}
    assert share["naive"] < 0.7 < 0.86 < share["whole"]


def test_coverage_of_counts_on_coded_sessions() -> None:
    world = World(RARE, (0.6, 0.05), (0.98, 0.01))
    rng = np.random.default_rng(3)
    error = world.measured(rng)
    _, truth, said = world.draw(rng, 500, 25)
    ids = [str(k // 25) for k in range(truth.size)]
    found = coverage(truth.ravel(), said.ravel(), ids, error=error)
    assert found.n_sessions == 500
    assert 0.86 <= found.inside <= 0.94
    assert found.inside + found.below + found.above == pytest.approx(1)
    assert found.rates_inside >= found.inside
    # a model that is worse than its papers say is found out
    claimed = LabelError.of_counts(tp=1000, fn=1, fp=1, tn=10000)
    assert coverage(truth.ravel(), said.ravel(), ids, error=claimed).inside < 0.6


def test_coverage_needs_turns() -> None:
    with pytest.raises(ValueError, match="no turns"):
        coverage(np.zeros(0), np.zeros(0), [], error=LabelError.of_counts(tp=1, fn=1, fp=1, tn=1))
