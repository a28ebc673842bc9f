"""What follows what: counts by hand, sums that must hold, and chances that are fair where only chance is at work."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from relnlp.codebook import LABELS, MOVES
from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.profile import profile
from relnlp.profiles.sequences import Following, Sequences, sequences
from relnlp.profiles.stretches import stretches
from relnlp.session import Role
from tests.profiles.turns import TURNS, script

FEW = 99


def join(*exchanges: tuple[str, int]) -> str:
    """``("T / C", 3)``: an exchange, and how often in a row."""
    return " / ".join(" / ".join([exchange] * n) for exchange, n in exchanges)


#: 60 exchanges: of 20 pressed ones 12 are declined, of the 40 others 10
PRESSED = join(
    ("T pressuring / C declining", 12), ("T pressuring / C", 8), ("T / C declining", 10), ("T / C", 30)
)  # fmt: skip


def test_the_measures_against_a_table_by_hand() -> None:
    one = sequences([script(PRESSED)]).of("coercive", "declining")
    assert (one.n_given, one.n_follower, one.of, one.observed) == (20, 22, 60, 12)
    # 20 * 22 / 60; (12 - 7.333) / sqrt(7.333 * (1 - 20 / 60) * (1 - 22 / 60))
    assert one.expected == pytest.approx(7.333, abs=5e-4)
    assert one.residual == pytest.approx(2.652, abs=5e-4)
    # every stretch has its answer: shuffled counts are hypergeometric, and both tails count
    assert one.p == pytest.approx(2 * hypergeom(60, 20, 22).sf(11), abs=0.003)


def test_the_next_label_against_counts_by_hand() -> None:
    said = join(("T pressuring / C / T owning / C", 8), ("T / C", 9))
    one = sequences([script(said)]).of("coercive", "repairing")
    # 25 stretches make 24 pairs; each of the 8 pressing ones is followed by one of the 8 that repair
    assert (one.n_given, one.n_follower, one.of, one.observed) == (8, 8, 24, 8)
    assert (one.expected, one.finding) == (pytest.approx(64 / 24), "little")
    two = sequences([script(said)]).of("coercive", "coercive", lag=2)
    assert (two.n_given, two.n_follower, two.of, two.observed) == (8, 7, 23, 7)


@pytest.mark.parametrize(
    ("said", "given_", "follower", "lag", "counted"),
    [
        ("T pressuring / C declining", "coercive", "declining", 1, (1, 1, 1, 1)),
        ("T pressuring / C declining", "coercive", "declining", 2, (0, 0, 0, 0)),
        ("T pressuring / C / T / C declining", "coercive", "declining", 2, (1, 1, 1, 1)),
        ("C declining / T pressuring", "coercive", "declining", 1, (0, 0, 0, 0)),
        ("T pressuring / C / C declining", "coercive", "declining", 1, (1, 1, 1, 1)),
        ("T pressuring / T / C declining", "coercive", "declining", 1, (1, 1, 1, 1)),
        ("T pressuring dismissing / C declining objecting", "invalidating", "objecting", 1, (1, 1, 1, 1)),
        ("T pressuring / C / T owning / C", "coercive", "repairing", 1, (1, 1, 1, 1)),
        ("T pressuring / T owning / C", "coercive", "repairing", 1, (0, 0, 0, 0)),
        ("T pressuring / C / T / C / T owning", "coercive", "repairing", 2, (1, 1, 1, 1)),
        ("T tracking / C / T tracking", "attuned", "attuned", 1, (1, 1, 1, 1)),
    ],
)
def test_what_counts_as_following(
    said: str, given_: str, follower: str, lag: int, counted: tuple[int, int, int, int]
) -> None:
    one = sequences([script(said)], draws=FEW).of(given_, follower, lag=lag)
    assert (one.n_given, one.n_follower, one.of, one.observed) == counted


def test_backchannels_and_third_persons_do_not_come_between() -> None:
    hum, other = CodedTurn(Role.THERAPIST, 1, scored=False), CodedTurn(Role.OTHER, 4)
    pressed, quiet, declined = script("T pressuring / C / C declining")
    found = sequences([[pressed, other, quiet, hum, declined]], draws=FEW).of("coercive", "declining")
    assert (found.observed, found.turns) == (1, ((0, 0),))


def test_turns_are_those_that_carry_the_label() -> None:
    said = script("C / T tracking / T pressuring / C declining / T pressuring / C / T pressuring / C declining")
    assert sequences([said[:2], said], draws=FEW).of("coercive", "declining").turns == ((1, 2), (1, 6))
    assert sequences([said], draws=FEW).of("coercive", "coercive").turns == ((0, 2), (0, 4))


def test_sessions_are_not_joined_across_their_borders() -> None:
    one, two = script("C / T pressuring"), script("C declining / T owning")
    assert sequences([[*one, *two]], draws=FEW).of("coercive", "declining").observed == 1
    apart = sequences([one, two], draws=FEW)
    assert sum(following.observed for following in apart.followings) == 0
    assert apart.n_sessions == 2


def test_what_differs_between_sessions_is_no_sequence() -> None:
    hard = join(("T pressuring / C declining", 32), ("T / C declining", 8), ("T pressuring / C", 8), ("T / C", 2))
    calm = join(("T pressuring / C declining", 2), ("T / C declining", 8), ("T pressuring / C", 8), ("T / C", 32))
    apart = sequences([script(hard), script(calm)]).of("coercive", "declining")
    assert (apart.observed, apart.expected, apart.residual, apart.finding) == (34, 34.0, 0.0, "chance")
    assert apart.p == 1.0
    assert sequences([script(join((hard, 1), (calm, 1)))]).of("coercive", "declining").finding == "more"


@pytest.mark.parametrize(
    ("said", "finding", "end"),
    [
        (join(("T pressuring / C declining", 4), ("T / C", 20)), "little", ": too little to tell this from chance."),
        (join(("T pressuring / C declining", 12), ("T / C", 14)), "more",
         " in 12 of 12 cases: more often than the 5.5 that chance would give."),
        (join(("T pressuring / C", 12), ("T / C declining", 12)), "less",
         " in 0 of 12 cases: less often than the 6.0 that chance would give."),
        (join(("T pressuring / C declining / T pressuring / C / T / C declining / T / C", 8)), "chance",
         " in 8 of 16 cases: no clear difference from the 8.0 that chance would give."),
    ],
)  # fmt: skip
def test_findings_and_their_words(said: str, finding: str, end: str) -> None:
    one = sequences([script(said)]).of("coercive", "declining")
    assert one.finding == finding
    assert one.text.startswith("Therapist turns that may have landed as pressure were followed by a client turn that ")
    assert one.text.endswith(end)
    assert (one.p is None) == (finding == "little")


def test_words_for_every_pair() -> None:
    found = sequences([script("T / C")], lags=(1, 2, 3), draws=FEW)
    assert len({one.text for one in found.followings}) == len(found.followings) == 3 * 5 * 12
    assert "{" not in "".join(one.text for one in found.followings)
    assert " one exchange later in 0 of 0 cases" in found.of("coercive", "repairing", lag=2).text
    assert " 2 exchanges later in 0 of 0 cases" in found.of("coercive", "repairing", lag=3).text


def test_tests_are_counted_and_paid_for() -> None:
    found = sequences([script(PRESSED)])
    tested = [one for one in found.followings if one.p is not None]
    assert {one.n_tests for one in found.followings} == {found.n_tests} == {len(tested)}
    assert all(one.p_all == min(1.0, one.p * found.n_tests) for one in tested if one.p is not None)
    alone = replace(found.of("coercive", "declining"), p=0.01, n_tests=1)
    assert (alone.finding, replace(alone, n_tests=6).finding) == ("more", "chance")


def test_what_stands_out_comes_least_likely_first() -> None:
    said = join(("T pressuring / C declining", 14), ("T tracking / C opening", 14), ("T tracking / C declining", 2))
    found = sequences([script(said)]).found
    assert found
    assert [one.p for one in found] == sorted(one.p or 0 for one in found)


def test_lags_and_draws_that_cannot_be() -> None:
    for lags, draws in [((0, 1), 9), ((), 9), ((1,), 0)]:
        with pytest.raises(ValueError, match="lags begin at 1"):
            sequences([], lags=lags, draws=draws)
    with pytest.raises(KeyError, match="'coercive', 'declining' at lag 3"):
        sequences([]).of("coercive", "declining", lag=3)


def test_nothing_in_nothing_out() -> None:
    found = sequences([[], script("C"), script("T tracking")])
    assert (found.n_sessions, found.n_tests, found.found) == (3, 0, ())
    assert {(one.of, one.expected, one.residual, one.p) for one in found.followings} == {(0, 0.0, None, None)}


def test_a_profile_has_its_own() -> None:
    summed = profile(script(PRESSED))
    assert summed.sequences == sequences([script(PRESSED)])
    assert summed.sequences is summed.sequences


def plain(found: Sequences) -> list[dict[str, object]]:
    return [asdict(replace(one, turns=())) for one in found.followings]


@given(st.lists(TURNS, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_sessions_changes_nothing(sessions: list[list[CodedTurn]], rng: random.Random) -> None:
    mixed = list(sessions)
    rng.shuffle(mixed)
    assert plain(sequences(sessions, draws=FEW)) == plain(sequences(mixed, draws=FEW))


def test_the_order_of_sessions_changes_no_chance() -> None:
    rng = np.random.default_rng(1)
    several = [_by_chance(rng, n) for n in (90, 60, 75)]
    first, second = sequences(several, draws=FEW), sequences(several[::-1], draws=FEW)
    assert first.n_tests > 5
    assert plain(first) == plain(second)


@given(st.lists(TURNS, min_size=1, max_size=4))
@settings(max_examples=60)
def test_sums_and_bounds(sessions: list[list[CodedTurn]]) -> None:
    for one in sequences(sessions, draws=FEW).followings:
        assert max(0, one.n_given + one.n_follower - one.of) <= one.observed <= min(one.n_given, one.n_follower)
        assert 0 <= one.expected <= min(one.n_given, one.n_follower) + 1e-9
        assert one.p is None or 2 / (FEW + 1) <= one.p <= 1
        assert len(one.turns) == one.observed
        assert (one.residual is None) <= (one.p is None)


ONE_CODE = st.lists(
    st.tuples(st.sampled_from(LABELS), st.sampled_from(tuple(MOVES))).map(
        lambda pair: [CodedTurn(Role.THERAPIST, 5, pair[:1]), CodedTurn(Role.CLIENT, 5, moves=pair[1:])]
    ),
    min_size=1,
    max_size=30,
)


@given(ONE_CODE)
@settings(max_examples=40)
def test_where_every_turn_has_one_code_residuals_sum_to_nothing(exchanges: list[list[CodedTurn]]) -> None:
    found = sequences([[turn for pair in exchanges for turn in pair]], draws=FEW).followings
    for lag in (1, 2):
        for followers in (tuple(MOVES), LABELS):
            here = [one for one in found if one.lag == lag and one.follower in followers]
            for name in LABELS:
                assert _left(one for one in here if one.given == name) == pytest.approx(0)
            for name in followers:
                assert _left(one for one in here if one.follower == name) == pytest.approx(0)


def _left(followings: Iterable[Following]) -> float:
    return sum(one.observed - one.expected for one in followings)


@given(TURNS)
def test_a_code_and_its_absence_have_opposite_residuals(turns: list[CodedTurn]) -> None:
    swapped = [replace(turn, moves=() if "declining" in turn.moves else ("declining",)) for turn in _exchanges(turns)]
    first, second = (
        sequences([said], draws=FEW).of("coercive", "declining") for said in (_exchanges(turns), swapped)
    )  # fmt: skip
    assert first.n_follower + second.n_follower == first.of
    assert (first.residual or 0.0) == pytest.approx(-(second.residual or 0.0))


def _exchanges(turns: Sequence[CodedTurn]) -> list[CodedTurn]:
    """Client turns with at most one move, each after one therapist turn."""
    mine = [turn for turn in turns if turn.role is Role.THERAPIST]
    theirs = [replace(turn, moves=turn.moves[:1]) for turn in turns if turn.role is Role.CLIENT]
    return [turn for pair in zip(mine, theirs, strict=False) for turn in pair]


def test_chances_are_uniform_where_only_chance_is_at_work() -> None:
    rng = np.random.default_rng(4)
    found = [sequences([_by_chance(rng, n) for n in (150, 90, 120)], draws=199) for _ in range(300)]
    p = np.array([one.p for among in found for one in among.followings if one.p is not None])
    assert len(p) > 3000
    # never too small; a little too large, since counts are whole numbers
    for level in (0.05, 0.1, 0.2, 0.5):
        assert 0.5 * level <= (p <= level).mean() <= level


def _by_chance(rng: np.random.Generator, n: int) -> list[CodedTurn]:
    """A session with frequencies of its own, in which nothing hangs together."""
    kinds = [((), ("declining",)), (("coercive",), ()), (("attuned",), ("declining",)), (("coercive",), ())]
    drawn = rng.choice(4, (n, 2), p=rng.dirichlet([6.0] * 4))
    exchanges = [
        [CodedTurn(Role.THERAPIST, 5, kinds[a][0]), CodedTurn(Role.CLIENT, 5, moves=kinds[b][1])] for a, b in drawn
    ]
    return [turn for exchange in exchanges for turn in exchange]


@given(TURNS)
def test_stretches_take_turns(turns: list[CodedTurn]) -> None:
    found = stretches(turns)
    assert len(found.labels) - len(found.moves) in (0, 1)
    assert len(found.turns) == len(found.labels)
    for row, marked in zip(found.labels, found.turns, strict=True):
        assert [name for name, yes in zip(LABELS, row, strict=True) if yes] == [n for n in LABELS if n in marked]
        assert all(name in turns[k].labels for name, k in marked.items())
