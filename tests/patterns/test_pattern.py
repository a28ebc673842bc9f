from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relnlp.codebook import LABELS
from relnlp.patterns.counts import SessionCounts
from relnlp.patterns.findings import Pattern
from relnlp.patterns.page import COLUMNS, page, rows
from relnlp.patterns.pattern import pattern
from relnlp.profiles.error import LabelError
from relnlp.profiles.profile import profile
from tests.patterns.simulation import covered, named
from tests.patterns.worlds import NULL, REAL, World

COERCIVE = LABELS.index("coercive")
HITS = st.lists(st.integers(0, 30), min_size=1, max_size=6)


def sessions(*hits: int, of: int = 60, **about: str) -> list[SessionCounts]:
    return [
        SessionCounts(of, {"coercive": n}, session_id=f"{about.get('client', '')}{k}", number=k + 1, **about)
        for k, n in enumerate(hits)
    ]


def coercive(*hits: int, of: int = 60) -> Pattern:
    return pattern(sessions(*hits, of=of)).pairs[0].patterns[COERCIVE]


@pytest.mark.parametrize(
    ("hits", "found"),
    [
        ((5, 6, 4, 7, 5), "pattern"),
        # one hard session is not a pattern, however hard
        ((0, 0, 40, 0, 0), "one session"),
        ((20,), "one session"),
        # nor are two, and nor is what rests on one
        ((9, 9), "too little to tell"),
        ((0, 0, 0, 0, 0, 0, 0, 0), "seldom"),
        ((1, 1, 1), "too little to tell"),
    ],
)
def test_the_rule_tells_a_pattern_from_one_hard_session(hits: tuple[int, ...], found: str) -> None:
    assert coercive(*hits).finding == found


@given(HITS)
@settings(max_examples=25, deadline=None)
def test_what_is_said_is_in_bounds_and_the_order_of_sessions_does_not_matter(hits: list[int]) -> None:
    one, other = coercive(*hits), pattern(list(reversed(sessions(*hits)))).pairs[0].patterns[COERCIVE]
    assert 0 <= one.rate.low <= one.rate.value <= one.rate.high <= 1
    assert 0 <= one.p_above <= 1
    assert other.rate.value == pytest.approx(one.rate.value, abs=1e-6)
    assert other.finding == one.finding
    if len(hits) < 3:
        assert one.finding != "pattern"


@given(HITS, st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_more_of_a_label_never_makes_its_rate_lower(hits: list[int], place: int) -> None:
    more = list(hits)
    more[place % len(hits)] += 5
    assert coercive(*more).rate.value >= coercive(*hits).rate.value - 1e-9


def test_the_typical_session_is_where_its_sessions_are() -> None:
    found = coercive(*[6] * 12, of=60)
    assert found.rate.low < 0.1 < found.rate.high
    assert found.rate.value == pytest.approx(0.1, abs=0.02)


def test_clients_lend_to_each_other_but_keep_their_own() -> None:
    often = sessions(8, 9, 7, 8, client="a", therapist="t")
    alone = pattern(sessions(2, client="b", therapist="t")).pairs[0].patterns[COERCIVE]
    both = pattern([*often, *sessions(2, client="b", therapist="t")])
    beside = both.pairs[1].patterns[COERCIVE]
    assert [pair.client for pair in both.pairs] == ["a", "b"]
    assert alone.rate.value < beside.rate.value < both.pairs[0].patterns[COERCIVE].rate.value
    # what other clients' sessions say can make nobody's pattern
    assert beside.finding != "pattern"


def test_a_model_that_misses_half_makes_the_rate_higher_and_less_sure() -> None:
    error = LabelError.of_counts(tp=50, fn=50, fp=1, tn=4000)
    plain = coercive(3, 3, 4, 3)
    found = pattern(sessions(3, 3, 4, 3), errors={"coercive": error}).pairs[0].patterns[COERCIVE]
    assert found.rate.value > 1.5 * plain.rate.value
    assert found.rate.high - found.rate.low > plain.rate.high - plain.rate.low


def test_a_trend_needs_five_sessions_and_a_direction() -> None:
    rising = coercive(0, 1, 1, 2, 3, 5, 8, 12, 16, 20).trend
    steady = coercive(3, 2, 3, 4, 3, 2, 3).trend
    short = coercive(0, 2, 20).trend
    assert rising is not None
    assert steady is not None
    assert short is not None
    assert (rising.direction, steady.direction, short.direction) == ("rising", "unclear", "unclear")
    assert rising.unit == "session"


def test_two_periods_are_compared_and_sessions_without_a_day_are_on_neither_side() -> None:
    days = [date(2026, month, 1) for month in range(1, 9)]
    hits = (0, 1, 0, 0, 9, 12, 10, 11)
    given = [SessionCounts(60, {"coercive": n}) for n in hits]
    found = pattern([*given, SessionCounts(60, {})], days=[*days, None], split=date(2026, 5, 1))
    change = found.pairs[0].patterns[COERCIVE].change
    assert change is not None
    assert (change.n_before, change.n_after, change.direction) == (4, 4, "rising")
    assert found.notes == ("1 of 9 sessions have no day: on neither side of the split",)


def test_sessions_may_differ_much_in_length() -> None:
    long = SessionCounts(400, {"coercive": 40})
    short = [SessionCounts(8, {"coercive": 0}) for _ in range(4)]
    found = pattern([long, *short]).pairs[0].patterns[COERCIVE]
    assert found.finding != "pattern"
    assert found.of == 432


def test_profiles_coded_by_hand_go_in_as_they_are() -> None:
    push = {"role": "therapist", "text": "You must.", "labels": ["coercive"], "facets": ["commanding"]}
    summed = profile([push, {"role": "client", "text": "No."}] * 10)
    found = pattern([summed] * 3, clients=["k"] * 3).pairs[0]
    assert (found.client, found.patterns[COERCIVE].n, found.patterns[COERCIVE].of) == ("k", 30, 30)
    assert found.session_ids == ("session 1", "session 2", "session 3")


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        ([], {}, "no session with a scored turn"),
        ([SessionCounts(0, {})], {}, "no session with a scored turn"),
        (sessions(1, 1), {"clients": ["a"]}, "clients has 1 entries for 2 sessions"),
        ([*sessions(1), *sessions(1)], {}, "two sessions are called '0'"),
        (sessions(1), {"references": {"kind": 0.1}}, "unknown label 'kind'"),
        (sessions(1), {"references": {"coercive": 0}}, "not between 0.001 and 0.95"),
    ],
)
def test_what_cannot_be_asked_is_named(given: list[SessionCounts], options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pattern(given, **options)  # type: ignore[arg-type]


def test_neither_profile_nor_counts_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="session 1 is a dict"):
        pattern([{}])  # type: ignore[list-item]


def test_the_page_puts_strengths_first_and_grades_nobody() -> None:
    mixed = [SessionCounts(60, {"attuned": 30, "coercive": 8}, session_id=f"s{k}", client="k") for k in range(4)]
    text = "\n".join(page(pattern(mixed)))
    assert text.index("attuned") < text.index("coercive")
    assert not {"grade", "score", "bad", "poor"} & set(text.lower().split())


def test_the_table_has_a_row_for_each_label_and_only_plain_values() -> None:
    found = list(rows(pattern(sessions(1, 2, 3, 4, 5), split=3)))
    assert [row["label"] for row in found] == list(LABELS)
    assert all(tuple(row) == COLUMNS for row in found)
    numbers = [value for row in found for value in row.values() if isinstance(value, float)]
    assert all(math.isfinite(value) for value in numbers)


def test_few_false_patterns_and_most_true_ones() -> None:
    assert named(NULL["half, one wild session"], 5, 100) <= 0.05
    assert named(REAL["five times"], 10, 50) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("name", list(NULL))
def test_the_rule_keeps_its_promise(name: str) -> None:
    for n_sessions in (3, 10):
        assert named(NULL[name], n_sessions, 400) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 400)


@pytest.mark.slow
def test_intervals_hold_the_typical_rate() -> None:
    assert 0.86 <= covered(World(0.5), 5, 1000) <= 0.95
