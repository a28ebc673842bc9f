from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relnlp.profiles.rates import rate


@given(st.integers(0, 500), st.integers(0, 500))
def test_interval_holds_the_rate_and_stays_in_bounds(n: int, more: int) -> None:
    found = rate(n, n + more)
    assert 0 <= found.low <= found.high <= 1
    if found.rate is not None:
        assert found.low <= found.rate <= found.high


@given(st.integers(1, 200))
def test_more_turns_narrow_the_interval(n: int) -> None:
    few, many = rate(n, 2 * n), rate(4 * n, 8 * n)
    assert many.high - many.low < few.high - few.low


def test_wilson_against_published_values() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3 (score), 95 %
    for n, of, low, high in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ]:
        found = rate(n, of, level=0.95)
        assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_no_turns_say_nothing() -> None:
    found = rate(0, 0)
    assert (found.rate, found.low, found.high, found.too_little_to_tell) == (None, 0.0, 1.0, True)
    assert rate(0, 19).too_little_to_tell
    assert not rate(0, 20).too_little_to_tell


@pytest.mark.parametrize(("n", "of", "level"), [(2, 1, 0.9), (-1, 3, 0.9), (1, 2, 1.0)])
def test_counts_that_cannot_be(n: int, of: int, level: float) -> None:
    with pytest.raises(ValueError, match="not between"):
        rate(n, of, level=level)
