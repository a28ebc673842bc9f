"""What the pattern model reads of a session: how many turns were scored, and how often each label stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from relnlp.codebook import LABELS
from relnlp.profiles.profile import SessionProfile

T = TypeVar("T")


@dataclass(frozen=True)
class SessionCounts:
    """Counts of one session, and where it belongs.

    Parameters
    ----------
    n_scored
        Scored therapist turns, 0 or more.
    counts
        For each label the scored turns that carry it, 0 to `n_scored`; a label left out counts 0.
    session_id
        A name for messages; unique among the sessions that are read together.
    client, therapist
        Pseudonyms are enough; a client belongs to one therapist, so equal names under two therapists are two
        clients.
    day
        When the session was held, if known.
    number
        Which session of this client it was, if known.

    Raises
    ------
    ValueError
        If a count does not fit, or a label is unknown.

    Examples
    --------
    >>> SessionCounts(40, {"attuned": 41})
    Traceback (most recent call last):
    ValueError: session '': 41 turns 'attuned' is not between 0 and 40 scored turns
    """

    n_scored: int
    counts: Mapping[str, int]
    session_id: str = ""
    client: str = ""
    therapist: str = ""
    day: date | None = None
    number: int | None = None

    def __post_init__(self) -> None:
        where = f"session {self.session_id!r}"
        if self.n_scored < 0:
            raise ValueError(f"{where}: {self.n_scored} scored turns")
        for label, n in self.counts.items():
            if label not in LABELS:
                raise ValueError(f"{where}: unknown label {label!r}; the labels are {', '.join(LABELS)}")
            if not 0 <= n <= self.n_scored:
                raise ValueError(f"{where}: {n} turns {label!r} is not between 0 and {self.n_scored} scored turns")


def gather(
    sessions: Iterable[SessionProfile | SessionCounts],
    *,
    clients: Sequence[str] | None = None,
    therapists: Sequence[str] | None = None,
    days: Sequence[date | None] | None = None,
    numbers: Sequence[int | None] | None = None,
    session_ids: Sequence[str] | None = None,
) -> tuple[SessionCounts, ...]:
    """Bring profiles and counts into one shape; parameters as in `relnlp.pattern`.

    Raises
    ------
    TypeError
        If a session is neither a profile nor counts.
    ValueError
        If a list is not as long as the sessions, or two sessions have one name.
    """
    given = list(sessions)
    names = _column(session_ids, len(given), "session_ids")
    lists = (
        _column(clients, len(given), "clients"),
        _column(therapists, len(given), "therapists"),
        _column(days, len(given), "days"),
        _column(numbers, len(given), "numbers"),
    )
    counted = tuple(
        _counts(session, name or f"session {place}", client, therapist, day, number)
        for place, (session, name, client, therapist, day, number) in enumerate(
            zip(given, names, *lists, strict=True), start=1
        )
    )
    seen: set[str] = set()
    for session in counted:
        if session.session_id in seen:
            raise ValueError(f"two sessions are called {session.session_id!r}")
        seen.add(session.session_id)
    return counted


def _column(values: Sequence[T] | None, n: int, name: str) -> Sequence[T | None]:
    if values is None:
        return [None] * n
    if len(values) != n:
        raise ValueError(f"{name} has {len(values)} entries for {n} sessions")
    return values


def _counts(
    session: SessionProfile | SessionCounts,
    name: str,
    client: str | None,
    therapist: str | None,
    day: date | None,
    number: int | None,
) -> SessionCounts:
    """Merge what stands on the session with what is given beside it; what is given wins."""
    if isinstance(session, SessionCounts):
        return SessionCounts(
            session.n_scored,
            session.counts,
            session.session_id or name,
            client if client is not None else session.client,
            therapist if therapist is not None else session.therapist,
            day if day is not None else session.day,
            number if number is not None else session.number,
        )
    if not isinstance(session, SessionProfile):
        raise TypeError(f"{name} is a {type(session).__name__}; give SessionProfile or SessionCounts")
    counts = {label: rate.n for label, rate in session.rates.items()}
    return SessionCounts(session.n_scored, counts, name, client or "", therapist or "", day, number)
