from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from relnlp.model.heads import Rows, StackedHeads, combined

NAMES = ("a", "b", "never", "always")


def data(n: int = 240, *, seed: int = 0) -> tuple[Rows, np.ndarray]:
    """Name "a" stands in both parts, "b" in the encoded part alone."""
    rng = np.random.default_rng(seed)
    words, encoded = rng.normal(size=(2, n, 6)).astype(np.float32)
    a = words[:, 0] + encoded[:, 0] + rng.normal(size=n) > 0
    y = np.column_stack([a, encoded[:, 1] > 1.2, np.zeros(n), np.ones(n)]).astype(int)
    return Rows(sparse.csr_matrix(words), encoded), y


def test_estimator_law() -> None:
    X, y = data()
    heads = StackedHeads(NAMES)
    params = heads.get_params()
    with pytest.raises(NotFittedError):
        heads.predict_proba(X)
    first = heads.fit(X, y).predict_proba(X)
    assert heads.get_params() == params
    assert list(heads.classes_) == list(NAMES)
    assert first.shape == y.shape
    assert np.array_equal(clone(heads).fit(X, y).predict_proba(X), first)
    assert set(np.unique(heads.predict(X))) <= {0, 1}


def test_names_without_both_sides_are_certain() -> None:
    X, y = data()
    p = StackedHeads(NAMES).fit(X, y).predict_proba(X)
    assert p[:, 2].max() < 0.001
    assert p[:, 3].min() > 0.999


def test_calibrated_on_other_turns_probabilities_are_frequencies() -> None:
    X, y = data(600)
    other, y_other = data(6000, seed=1)
    heads = StackedHeads(NAMES).fit(X, y)
    heads.calibrate(heads.decisions(other), y_other)
    fresh, y_fresh = data(6000, seed=2)
    p = heads.predict_proba(fresh)
    assert p[:, 0].mean() == pytest.approx(y_fresh[:, 0].mean(), abs=0.02)
    high = p[:, 0] > 0.7
    assert y_fresh[high, 0].mean() == pytest.approx(p[high, 0].mean(), abs=0.05)


def test_a_part_that_knows_nothing_gets_no_say() -> None:
    X, y = data(2000)
    heads = StackedHeads(NAMES).fit(X, y)
    other, y_other = data(2000, seed=1)
    decisions = heads.decisions(other)
    # the words now say the opposite of what they should
    decisions[:, 0, 0] *= -1
    heads.calibrate(decisions, y_other)
    assert heads.weights_[0, 0] == 0
    assert heads.weights_[0, 1] > 0
    assert (heads.weights_[:, :2] >= 0).all()


def test_one_part_alone_can_be_used() -> None:
    X, y = data(800)
    heads = StackedHeads(NAMES, parts=("encoded",)).fit(X, y)
    assert heads.decisions(X).shape == (800, 4, 1)
    p = heads.predict_proba(X)[:, 1]
    assert p[y[:, 1] == 1].min() > np.median(p[y[:, 1] == 0])


def test_a_turn_counts_as_its_weight_says() -> None:
    X, y = data(400)
    twice = Rows(sparse.vstack([X.words, X.words]).tocsr(), np.concatenate([X.encoded, X.encoded]))
    doubled = StackedHeads(NAMES).fit(twice, np.concatenate([y, y]))
    weighted = StackedHeads(NAMES).fit(X, y, sample_weight=np.full(400, 2.0))
    assert np.allclose(doubled.decisions(X), weighted.decisions(X), atol=0.02)


def test_shapes_that_do_not_fit_are_named() -> None:
    X, y = data()
    with pytest.raises(ValueError, match=r"y has shape \(240, 4\), expected \(240, 2\)"):
        StackedHeads(("a", "b")).fit(X, y)


def test_parts_are_added_up_by_hand() -> None:
    decisions = np.array([[[1.0, -2.0]], [[0.0, 4.0]]])
    assert combined(decisions, np.array([[2.0, 0.5, 1.0]])).tolist() == [[2.0], [3.0]]
