from __future__ import annotations

import numpy as np
import pytest

from relnlp.training.evaluate import macro_f1
from relnlp.training.metrics import calibration_error, false_alarms, figures
from relnlp.training.thresholds import GRID, best


def test_figures_against_counting_by_hand() -> None:
    y = np.array([1, 1, 1, 0, 0, 0, 0, 0])
    p = np.array([0.9, 0.8, 0.1, 0.7, 0.2, 0.1, 0.1, 0.1])
    found = figures(y, p, p >= 0.5, list("aabbccdd"))
    assert (found.n, found.said) == (3, 3)
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert 0 <= found.f1_low <= found.f1 <= found.f1_high <= 1
    assert found.ap == pytest.approx((1 + 1 + 3 / 5) / 3, abs=0.08)


def test_intervals_draw_sessions_not_turns() -> None:
    y = np.tile([1, 0], 50)
    p = np.where(np.arange(100) < 50, y, 1 - y).astype(float)
    by_turn = figures(y, p, p > 0.5, [str(k) for k in range(100)])
    by_half = figures(y, p, p > 0.5, ["a"] * 50 + ["b"] * 50)
    assert by_half.f1_high - by_half.f1_low > by_turn.f1_high - by_turn.f1_low


def test_calibration_error() -> None:
    assert calibration_error(np.array([1, 0, 1, 0]), np.array([0.5, 0.5, 0.5, 0.5])) == pytest.approx(0)
    assert calibration_error(np.array([0, 0]), np.array([0.9, 0.9])) == pytest.approx(0.9)
    assert calibration_error(np.array([]), np.array([])) == 0


def test_false_alarms_per_120_clean_turns() -> None:
    assert false_alarms(np.array([True] * 60 + [False] * 9), np.array([True] + [False] * 59 + [True] * 9)) == 2


def test_macro_f1_leaves_out_what_never_occurs() -> None:
    y, said = np.array([[1, 0], [0, 0]], dtype=bool), np.array([[1, 0], [1, 0]], dtype=bool)
    assert macro_f1(y, said) == pytest.approx(2 / 3)


def test_thresholds_rise_where_precision_counts_more() -> None:
    rng = np.random.default_rng(1)
    y = (rng.random(4000) < 0.1).astype(int)
    p = np.clip(0.3 * y + 0.35 + 0.15 * rng.normal(size=4000), 0, 1)
    loose, strict = best(y, p), best(y, p, beta=0.3)
    assert strict > loose
    assert y[p >= strict].mean() > y[p >= loose].mean()
    assert best(np.zeros(10, dtype=int), np.linspace(0, 1, 10)) == GRID[-1]
