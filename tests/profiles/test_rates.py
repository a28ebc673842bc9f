from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.correction import beta_binomial, coders_count, likelihood
from relnlp.profiles.error import LabelError
from relnlp.profiles.profile import profile
from relnlp.profiles.rates import rate
from relnlp.session import Role

COUNTS = st.integers(0, 60)
SHAPES = st.tuples(st.floats(0.2, 200), st.floats(0.2, 200))
ERRORS = st.builds(LabelError, COUNTS, COUNTS, COUNTS, COUNTS, SHAPES, SHAPES, SHAPES)
GOOD = LabelError(10**7, 0, 0, 10**7, (1e7, 0.5), (1e7, 0.5))


@given(st.integers(0, 500), st.integers(0, 500))
def test_interval_of_hand_codes_holds_the_rate_and_stays_in_bounds(n: int, more: int) -> None:
    found = rate(n, n + more)
    assert 0 <= found.low <= found.high <= 1
    if found.rate is not None and found.estimate is not None:
        assert found.low <= found.rate <= found.high
        assert found.low <= found.estimate <= found.high


@given(st.integers(0, 80), st.integers(0, 80), ERRORS)
def test_any_error_gives_a_rate_in_bounds(n: int, more: int, error: LabelError) -> None:
    found = rate(n, n + more, error=error)
    estimate = 0.5 if found.estimate is None else found.estimate
    assert 0 <= found.low <= estimate <= found.high <= 1


@given(st.integers(0, 59), st.integers(0, 99), st.integers(0, 40))
def test_more_hits_never_lower_the_rate(n: int, missed: int, alarms: int) -> None:
    error = LabelError.of_counts(tp=200 - missed, fn=missed, fp=alarms, tn=1000)
    fewer, more = rate(n, 60, error=error), rate(n + 1, 60, error=error)
    assert fewer.estimate is not None
    assert more.estimate is not None
    assert fewer.estimate <= more.estimate + 1e-9
    assert fewer.low <= more.low + 1e-9
    assert fewer.high <= more.high + 1e-9


@given(st.integers(1, 200))
def test_more_turns_narrow_the_interval(n: int) -> None:
    few, many = rate(n, 2 * n), rate(4 * n, 8 * n)
    assert many.high - many.low < few.high - few.low


def test_jeffreys_against_the_beta_distribution() -> None:
    for n, of in [(81, 263), (15, 148), (1, 29), (28, 29)]:
        found = rate(n, of, level=0.95)
        ends = beta(n + 0.5, of - n + 0.5).ppf([0.025, 0.5, 0.975])
        assert [found.low, found.estimate, found.high] == pytest.approx(list(ends), abs=1e-9)
    none = rate(0, 20)
    assert (none.low, none.high) == (0.0, pytest.approx(beta(0.5, 20.5).ppf(0.90)))
    every = rate(20, 20)
    assert (every.low, every.high) == (pytest.approx(beta(20.5, 0.5).ppf(0.10)), 1.0)


@pytest.mark.parametrize(("n", "of"), [(0, 12), (1, 12), (7, 40), (40, 40), (100, 700)])
def test_a_model_without_error_is_a_coder(n: int, of: int) -> None:
    hand, model = rate(n, of), rate(n, of, error=GOOD)
    assert [model.low, model.estimate, model.high] == pytest.approx([hand.low, hand.estimate, hand.high], abs=2e-3)


def test_the_middle_is_where_rogan_and_gladen_put_it() -> None:
    # (apparent rate + specificity - 1) / (sensitivity + specificity - 1), with error rates known exactly
    error = LabelError(0, 0, 0, 0, (6e6, 4e6), (9.5e6, 0.5e6))
    found = rate(90, 400, error=error)
    assert found.estimate == pytest.approx((90 / 400 - 0.05) / 0.55, abs=0.005)


def test_likelihood_against_the_sum_over_rates() -> None:
    # the same by brute force: sensitivity and specificity on a fine grid
    error = LabelError(0, 0, 0, 0, (4.0, 3.0), (30.0, 2.0))
    steps = (np.arange(400) + 0.5) / 400
    sens, spec = beta(4, 3).ppf(steps), beta(30, 2).ppf(steps)
    carry, of, n = 3, 9, 2
    hits = np.array([(_choose(carry, j) * sens**j * (1 - sens) ** (carry - j)).mean() for j in range(n + 1)])
    rest = of - carry
    alarms = np.array([(_choose(rest, j) * (1 - spec) ** j * spec ** (rest - j)).mean() for j in range(n + 1)])
    assert likelihood(n, of, error)[carry] == pytest.approx(float(hits @ alarms[::-1]), rel=0.01)


def _choose(n: int, k: int) -> int:
    import math

    return math.comb(n, k)


@given(st.integers(0, 40), st.integers(0, 40), ERRORS)
def test_probabilities_sum_to_one(n: int, more: int, error: LabelError) -> None:
    assert beta_binomial(n, error.prior).sum() == pytest.approx(1)
    assert coders_count(n, n + more, error).sum() == pytest.approx(1)


def test_a_worse_model_says_less() -> None:
    widths = []
    for missed in (5, 50, 150):
        found = rate(6, 60, error=LabelError.of_counts(tp=200 - missed, fn=missed, fp=2, tn=2000))
        assert found.estimate is not None
        widths.append(found.high - found.low)
    assert widths == sorted(widths)


def test_a_few_hits_of_a_noisy_model_may_be_nothing() -> None:
    noisy = LabelError.of_counts(tp=80, fn=20, fp=100, tn=900)
    assert rate(6, 60, error=noisy).low == 0.0
    assert rate(6, 60).low > 0.04


def test_too_little_to_tell() -> None:
    assert [rate(0, 0).too_little_to_tell, rate(0, 11).too_little_to_tell, rate(0, 12).too_little_to_tell] == [
        True,
        True,
        False,
    ]
    assert rate(8, 24).too_little_to_tell
    assert not rate(20, 60).too_little_to_tell
    missing = LabelError(20, 100, 1, 1700, (3.1, 17.7), (17.0, 0.02), (0.32, 3.7))
    assert not rate(6, 60).too_little_to_tell
    assert rate(6, 60, error=missing).too_little_to_tell


def test_no_turns_say_nothing() -> None:
    found = rate(0, 0, error=GOOD)
    assert (found.rate, found.estimate, found.low, found.high) == (None, None, 0.0, 1.0)
    assert (found.per_hundred, found.per_hour) == (None, None)


def test_units() -> None:
    found = rate(6, 60, hours=0.5)
    assert found.per_hundred is not None
    assert found.per_hour is not None
    assert found.per_hundred.low == pytest.approx(100 * found.low)
    assert found.per_hour.high == pytest.approx(120 * found.high)
    assert rate(6, 60).per_hour is None


@pytest.mark.parametrize(("n", "of", "level"), [(2, 1, 0.9), (-1, 3, 0.9), (1, 2, 1.0)])
def test_counts_that_cannot_be(n: int, of: int, level: float) -> None:
    with pytest.raises(ValueError, match="not between"):
        rate(n, of, level=level)


def test_profile_takes_errors_and_times() -> None:
    said = [CodedTurn(Role.THERAPIST, 5, ("coercive",), start_s=60.0 * k, end_s=60.0 * k + 9) for k in range(6)]
    said += [CodedTurn(Role.THERAPIST, 5, start_s=60.0 * k, end_s=60.0 * k + 60) for k in range(6, 60)]
    half = LabelError.of_counts(tp=100, fn=100, fp=2, tn=2000)
    by_hand, by_model = profile(said), profile(said, errors={"coercive": half})
    assert by_hand.hours == 1.0
    assert by_hand.rates["coercive"] == rate(6, 60, hours=1.0)
    assert by_model.rates["coercive"] == rate(6, 60, hours=1.0, error=half)
    assert by_model.rates["attuned"] == by_hand.rates["attuned"]
