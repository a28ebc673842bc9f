"""What follows what, against chance: lag-sequential statistics, within sessions.

The measures are those of sequential analysis (Bakeman & Gottman 1997, *Observing Interaction*; Bakeman & Quera 2011,
*Sequential Analysis and Observational Methods for the Behavioral Sciences*): counts of what follows what at a lag, the
counts that chance would give, and adjusted residuals. Chances come from shuffling the therapist's stretches within each
session, as Bakeman & Quera advise for series as short as these, and never from a normal approximation.

Nothing here says that one thing brings the other about. What happens in the same part of a session seems to follow each
other; and some codes look back by their meaning (withdrawing, re-engaging, repairing, defending), so that their links
to what came before are partly made by the codebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from relnlp.codebook import LABELS, MOVES
from relnlp.profiles.chance import AFTER, chances, table
from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.stretches import Stretches, stretches
from relnlp.profiles.wording import DEEDS, FINDINGS, FOLLOWERS, FOLLOWING, LATER

LAGS = (1, 2)
#: every one of the four expected counts must reach this, the common rule for such tables
ENOUGH_EXPECTED = 5.0
DRAWS = 9999
ALPHA = 0.05


@dataclass(frozen=True)
class Following:
    """How often one thing follows another, and how often it would by chance.

    Parameters
    ----------
    given
        Label of a therapist stretch: what the therapist says until the client answers.
    follower
        A move of the client's stretch, or a label of the therapist's stretch, that comes `lag` later.
    lag
        1: the client's answer, or the therapist's next stretch; 2: the one after.
    n_given, n_follower, of
        Pairs with `given`, pairs with `follower`, and all pairs of a stretch and the one `lag` later.
    observed
        Pairs with both.
    expected
        Such pairs by chance: ``n_given * n_follower / of``, summed over sessions.
    residual
        Adjusted residual (Haberman 1973), about standard normal by chance; over several sessions, the sum of what is
        more than expected over the root of the summed variances. None where one of the two never or always happens.
    p
        Two-sided chance of a count as far out, by shuffling within sessions; None where that is not tested since an
        expected count is below 5.
    n_tests
        How many such questions were asked of the same sessions.
    turns
        For each pair with both, the session, from 0, and the therapist turn, from 0 over all turns.
    """

    given: str
    follower: str
    lag: int
    n_given: int
    n_follower: int
    of: int
    observed: int
    expected: float
    residual: float | None
    p: float | None
    n_tests: int
    turns: tuple[tuple[int, int], ...]

    @property
    def p_all(self) -> float | None:
        """`p` times the number of tests (Bonferroni): the chance of any such finding among all of them."""
        return None if self.p is None else min(1.0, self.p * self.n_tests)

    @property
    def finding(self) -> str:
        """``more``, ``less``, ``chance`` (no more than chance would do), or ``little`` (too little to tell)."""
        if self.p_all is None:
            return "little"
        if self.p_all > ALPHA:
            return "chance"
        return "more" if self.observed > self.expected else "less"

    @property
    def text(self) -> str:
        """One plain sentence."""
        who, does = ("client", MOVES[self.follower]) if self.follower in MOVES else ("therapist", DEEDS[self.follower])
        return FOLLOWING.format(
            deed=DEEDS[self.given],
            follower=FOLLOWERS[who].format(does=does),
            later=LATER.get(self.lag, f" {self.lag - 1} exchanges later"),
            observed=self.observed,
            n=self.n_given,
            finding=FINDINGS[self.finding].format(expected=self.expected),
        )


@dataclass(frozen=True)
class Sequences:
    """All that follows all, in the order of the codebook: by lag, given label, follower.

    Parameters
    ----------
    n_sessions
        Sessions looked at; none is joined to the next.
    n_tests, draws
        How many of the pairs were tested against chance, and by how many shuffles each.
    followings
        One for each of 5 labels, 12 followers and every lag.
    """

    n_sessions: int
    n_tests: int
    draws: int
    followings: tuple[Following, ...]

    @property
    def found(self) -> tuple[Following, ...]:
        """What stands out, least likely by chance first."""
        clear = [one for one in self.followings if one.finding in ("more", "less")]
        return tuple(sorted(clear, key=lambda one: (one.p or 0.0, -abs(one.residual or 0.0))))

    def of(self, given: str, follower: str, *, lag: int = 1) -> Following:
        """Look one pair up.

        Raises
        ------
        KeyError
            If there is none of these names at this lag.
        """
        for one in self.followings:
            if (one.given, one.follower, one.lag) == (given, follower, lag):
                return one
        raise KeyError(f"{given!r}, {follower!r} at lag {lag}")


def sequences(sessions: Iterable[Sequence[CodedTurn]], *, lags: Sequence[int] = LAGS, draws: int = DRAWS) -> Sequences:
    """Count what follows each label of the therapist.

    Parameters
    ----------
    sessions
        Turns of each session, coded by hand or by a model. The model's error is not corrected for: missed turns and
        false alarms mostly draw a link towards chance.
    lags
        From 1 on.
    draws
        Shuffles; the smallest `p` is 2 / (`draws` + 1). Fixed seed: the same sessions give the same answer, in any
        order.

    Raises
    ------
    ValueError
        If a lag is below 1 or there is no draw.

    Examples
    --------
    >>> from relnlp.session import Role
    >>> def exchange(label: str, move: str) -> list[CodedTurn]:
    ...     return [CodedTurn(Role.THERAPIST, 5, (label,)), CodedTurn(Role.CLIENT, 5, moves=(move,))]
    >>> said = [exchange("attuned", "opening")] * 18 + [exchange("coercive", "declining")] * 14
    >>> found = sequences([[turn for pair in said for turn in pair]])
    >>> one = found.of("coercive", "declining")
    >>> one.observed, one.expected, one.finding, found.n_tests
    (14, 6.125, 'more', 16)
    """
    if not lags or min(lags) < 1 or draws < 1:
        raise ValueError("lags begin at 1, and there must be a draw")
    # shuffles come from one stream: with the sessions in an order of their own, theirs does not matter
    numbered = sorted(enumerate(map(stretches, sessions)), key=lambda item: item[1].key)
    read = [item for _, item in numbered]
    sums = table(read, lags)
    tested = sums.least >= ENOUGH_EXPECTED
    p = chances(read, lags, draws, sums.observed) if tested.any() else np.ones(tested.shape)
    residual = (sums.observed - sums.expected) / np.sqrt(np.where(sums.variance > 0, sums.variance, np.nan))
    followings = [
        Following(
            *names,
            n_given=int(sums.given[at]),
            n_follower=int(sums.after[at]),
            of=int(sums.pairs[at]),
            observed=int(sums.observed[at]),
            expected=float(sums.expected[at]),
            residual=float(residual[at]) if sums.variance[at] > 0 else None,
            p=float(p[at]) if tested[at] else None,
            n_tests=int(tested.sum()),
            turns=_places(numbered, *names) if sums.observed[at] else (),
        )
        for at, names in zip(np.ndindex(tested.shape), _names(lags), strict=True)
    ]
    return Sequences(len(read), int(tested.sum()), draws, tuple(followings))


def _names(lags: Sequence[int]) -> list[tuple[str, str, int]]:
    return [(label, follower, lag) for lag in lags for label in LABELS for follower in AFTER]


def _places(sessions: Sequence[tuple[int, Stretches]], label: str, after: str, lag: int) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((number, turn) for number, item in sessions for turn in item.places(label, after, lag)))
