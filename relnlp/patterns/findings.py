"""What is said across sessions, and when: the rule that tells a pattern from one hard session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from relnlp.codebook import HARM_LABELS
from relnlp.patterns.contrast import Contrast
from relnlp.profiles.rates import Span

#: sessions that must be there, and in which the label must stand, before anything is called a pattern
ENOUGH_SESSIONS = 3
#: sessions with a known time before a direction is named
ENOUGH_FOR_TREND = 5
#: posterior probability above which something is said
SURE = 0.95

PATTERN, ONE_SESSION, SELDOM, TOO_LITTLE = "pattern", "one session", "seldom", "too little to tell"
FINDINGS = (PATTERN, ONE_SESSION, SELDOM, TOO_LITTLE)


@dataclass(frozen=True)
class Trend:
    """How a typical session moves over time.

    Parameters
    ----------
    unit
        ``session`` where sessions are numbered, ``30 days`` where only dates are known.
    n_sessions
        Sessions whose time is known.
    slope
        Change in log-odds for each unit.
    ends
        The typical rate at the first and at the last known time.
    direction
        ``rising`` or ``falling`` if that is more than 95 % probable, also without any one session, and at least
        five sessions have a time; else ``unclear``.
    """

    unit: str
    n_sessions: int
    slope: Span
    ends: Contrast
    direction: str


@dataclass(frozen=True)
class Change:
    """How a typical session differs between two periods.

    Parameters
    ----------
    split
        First day, or number of the first session, of the second period.
    n_before, n_after
        Sessions on each side; those without a time are on neither.
    periods
        The typical rate before (``start``) and after (``end``).
    direction
        As in `Trend`, with at least three sessions on each side.
    """

    split: str
    n_before: int
    n_after: int
    periods: Contrast
    direction: str


@dataclass(frozen=True)
class Pattern:
    """One label across the sessions of one client with one therapist.

    Parameters
    ----------
    label
        From the codebook.
    finding
        ``pattern``, ``one session`` (one stands out, not a pattern), ``seldom`` (the typical session is below
        the reference with more than 95 % probability) or ``too little to tell``.
    rate
        The label's rate in a typical session, 0 to 1.
    reference
        The rate that a pattern must exceed.
    n, of, n_sessions, n_sessions_with
        Turns with the label, scored turns, sessions with scored turns, sessions in which the label stands.
    p_above
        Posterior probability that the typical session's rate is above the reference.
    p_robust
        The lowest such probability when any one session is left out, with and without what other clients'
        sessions say; None with one session.
    stands_out
        Sessions that are above the reference by themselves while the others lean the other way.
    trend, change
        None where too few times are known or no split was asked for.
    """

    label: str
    finding: str
    rate: Span
    reference: float
    n: int
    of: int
    n_sessions: int
    n_sessions_with: int
    p_above: float
    p_robust: float | None
    stands_out: tuple[str, ...] = ()
    trend: Trend | None = None
    change: Change | None = None

    @property
    def is_strength(self) -> bool:
        """Whether more of it is good news: attuned and repairing."""
        return self.label not in HARM_LABELS


@dataclass(frozen=True)
class PairPatterns:
    """All labels for one client with one therapist, strengths first.

    Parameters
    ----------
    therapist, client
        As given; empty where nothing was given.
    session_ids
        Sessions that were read together.
    patterns
        One for each label, in the codebook's order.
    """

    therapist: str
    client: str
    session_ids: tuple[str, ...]
    patterns: tuple[Pattern, ...]

    def found(self, finding: str) -> tuple[Pattern, ...]:
        """Give the labels with a finding, strengths first."""
        return tuple(one for one in self.patterns if one.finding == finding)


@dataclass(frozen=True)
class Patterns:
    """What holds across sessions. It ranks nobody, and it is no grade.

    Parameters
    ----------
    pairs
        In the order in which their first sessions were given.
    references
        The rate that each label was compared with.
    split
        The border between two periods, if one was given.
    notes
        What a reader should know about the input.
    """

    pairs: tuple[PairPatterns, ...]
    references: Mapping[str, float]
    split: date | int | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give plain JSON values."""
        return {
            "pairs": [_plain(asdict(pair)) for pair in self.pairs],
            "references": dict(self.references),
            "split": None if self.split is None else str(self.split),
            "notes": list(self.notes),
        }


def finding(*, n_sessions: int, n_sessions_with: int, p_above: float, p_robust: float | None, n_stand_out: int) -> str:
    """Apply the rule.

    Parameters
    ----------
    n_sessions, n_sessions_with, p_above, p_robust
        As in `Pattern`.
    n_stand_out
        How many sessions stand out.

    Examples
    --------
    >>> finding(n_sessions=6, n_sessions_with=5, p_above=0.99, p_robust=0.97, n_stand_out=0)
    'pattern'
    >>> finding(n_sessions=6, n_sessions_with=5, p_above=0.99, p_robust=0.90, n_stand_out=0)
    'too little to tell'
    >>> finding(n_sessions=2, n_sessions_with=2, p_above=0.99, p_robust=0.97, n_stand_out=0)
    'too little to tell'
    >>> finding(n_sessions=6, n_sessions_with=1, p_above=0.60, p_robust=0.20, n_stand_out=1)
    'one session'
    """
    enough = min(n_sessions, n_sessions_with) >= ENOUGH_SESSIONS
    if enough and p_robust is not None and min(p_above, p_robust) > SURE:
        return PATTERN
    if n_stand_out == 1:
        return ONE_SESSION
    if n_sessions >= ENOUGH_SESSIONS and p_above < 1 - SURE:
        return SELDOM
    return TOO_LITTLE


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
