from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from relnlp.model.heads import LogisticHeads


def data(n: int = 240) -> tuple[np.ndarray, np.ndarray, list[str]]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, 6)).astype(np.float32)
    y = np.column_stack([X[:, 0] + rng.normal(size=n) > 0, X[:, 1] > 1.5, np.zeros(n), np.ones(n)]).astype(int)
    return X, y, [f"style-{k % 6}" for k in range(n)]


NAMES = ("a", "b", "never", "always")


def test_estimator_law() -> None:
    X, y, groups = data()
    heads = LogisticHeads(NAMES)
    params = heads.get_params()
    with pytest.raises(NotFittedError):
        heads.predict_proba(X)
    first = heads.fit(X, y, groups=groups).predict_proba(X)
    assert heads.get_params() == params
    assert list(heads.classes_) == list(NAMES)
    assert first.shape == y.shape
    assert np.array_equal(clone(heads).fit(X, y, groups=groups).predict_proba(X), first)
    assert set(np.unique(heads.predict(X))) <= {0, 1}


def test_names_without_both_sides_are_certain() -> None:
    X, y, groups = data()
    p = LogisticHeads(NAMES).fit(X, y, groups=groups).predict_proba(X)
    assert p[:, 2].max() < 0.001
    assert p[:, 3].min() > 0.999


def test_probabilities_are_calibrated_on_groups_that_were_held_out() -> None:
    X, y, groups = data(3000)
    heads = LogisticHeads(NAMES).fit(X, y, groups=groups)
    assert heads.held_out_[:, 0].mean() == pytest.approx(y[:, 0].mean(), abs=0.02)
    high = heads.held_out_[:, 0] > 0.7
    assert y[high, 0].mean() == pytest.approx(heads.held_out_[high, 0].mean(), abs=0.05)


def test_shapes_that_do_not_fit_are_named() -> None:
    X, y, groups = data()
    with pytest.raises(ValueError, match=r"y has shape \(240, 4\), expected \(240, 2\)"):
        LogisticHeads(("a", "b")).fit(X, y, groups=groups)


def test_one_group_only_still_fits() -> None:
    X, y, _ = data()
    heads = LogisticHeads(NAMES).fit(X, y, groups=["one"] * len(y))
    assert np.array_equal(heads.calibration_, [[1.0, 0.0]] * 4)
