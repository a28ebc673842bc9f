from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relnlp.profiles.error import LabelError, label_error, label_errors


def drawn(*, spread: float, seed: int = 0, n: int = 200) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Sessions of 20 turns in which a model finds 60 % of the label, more or less so by session."""
    rng = np.random.default_rng(seed)
    size = 1 / spread - 1
    sens = rng.beta(0.6 * size, 0.4 * size, n)
    truth = rng.random((n, 20)) < 0.3
    said = np.where(truth, rng.random((n, 20)) < sens[:, None], rng.random((n, 20)) < 0.05)
    return truth.ravel(), said.ravel(), [str(k // 20) for k in range(20 * n)]


def spread_of(shape: tuple[float, float]) -> float:
    return 1 / (1 + sum(shape))


@pytest.mark.parametrize("spread", [0.01, 0.1, 0.25])
def test_the_spread_between_sessions_is_found(spread: float) -> None:
    error = label_error(*drawn(spread=spread))
    assert error.sensitivity[0] / sum(error.sensitivity) == pytest.approx(0.6, abs=0.05)
    assert spread_of(error.sensitivity) == pytest.approx(spread, abs=0.3 * spread + 0.01)
    assert error.specificity[0] / sum(error.specificity) == pytest.approx(0.95, abs=0.01)


def test_counts_are_those_of_the_arrays() -> None:
    truth, said, sessions = drawn(spread=0.1)
    error = label_error(truth, said, sessions)
    assert (error.tp, error.fn) == (int((truth & said).sum()), int((truth & ~said).sum()))
    assert (error.fp, error.tn) == (int((~truth & said).sum()), int((~truth & ~said).sum()))


def test_order_of_turns_and_names_of_sessions_do_not_matter() -> None:
    truth, said, sessions = drawn(spread=0.1, n=40)
    order = np.random.default_rng(1).permutation(len(truth))
    again = label_error(truth[order], said[order], [f"x{sessions[k]}" for k in order])
    first = label_error(truth, said, sessions)
    assert (again.tp, again.sensitivity) == (first.tp, pytest.approx(first.sensitivity))
    assert (again.fp, again.specificity) == (first.fp, pytest.approx(first.specificity))


def test_styles_that_differ_make_the_error_less_sure() -> None:
    truth, said, sessions = drawn(spread=0.02)
    odd = np.array([int(s) % 4 == 0 for s in sessions])
    differing = said & ~odd
    alike = [f"s{int(s) % 8}" for s in sessions]
    plain = label_error(truth, differing, sessions)
    clustered = label_error(truth, differing, sessions, styles=alike)
    assert sum(clustered.sensitivity) < sum(plain.sensitivity)
    assert sum(label_error(truth, said, sessions, styles=alike).sensitivity) > 0.6 * sum(
        label_error(truth, said, sessions).sensitivity
    )


def test_the_prior_is_worth_four_turns_at_most() -> None:
    error = label_error(*drawn(spread=0.1))
    assert sum(error.prior) == pytest.approx(4)
    assert error.prior[0] / 4 == pytest.approx(0.3, abs=0.02)


def test_a_label_that_never_occurs_or_a_model_that_never_errs() -> None:
    nothing = np.zeros(40, bool)
    for truth in (nothing, ~nothing):
        error = label_error(truth, truth, [str(k // 10) for k in range(40)])
        assert LabelError.from_json(json.loads(json.dumps(error.to_json()))) == error


def test_no_turns_at_all() -> None:
    error = label_error(np.zeros(0), np.zeros(0), [])
    assert (error.tp, error.fn, error.fp, error.tn) == (0, 0, 0, 0)
    assert sum(error.sensitivity) < 4


def test_one_error_a_column() -> None:
    truth, said, sessions = drawn(spread=0.1, n=40)
    both = label_errors(np.stack([truth, said], 1), np.stack([said, said], 1), sessions, names=("a", "b"))
    assert both["a"] == label_error(truth, said, sessions)
    assert (both["b"].fn, both["b"].fp) == (0, 0)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_json_and_back(tp: int, fn: int, fp: int, tn: int) -> None:
    error = LabelError.of_counts(tp=tp, fn=fn, fp=fp, tn=tn)
    assert LabelError.from_json(json.loads(json.dumps(error.to_json()))) == error


@pytest.mark.parametrize(
    "values", [{}, {"tp": 1}, {**LabelError.of_counts(tp=1, fn=1, fp=1, tn=1).to_json(), "fp": None}]
)
def test_not_an_error(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a validated error"):
        LabelError.from_json(values)


def test_counts_and_shapes_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="negative"):
        LabelError.of_counts(tp=-1, fn=0, fp=0, tn=0)
    with pytest.raises(ValueError, match="positive"):
        LabelError(1, 1, 1, 1, (1.0, 0.0), (1.0, 1.0))
