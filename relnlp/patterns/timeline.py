"""When sessions were held: places on a line for a trend, and on two sides of a split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relnlp.errors import RelnlpError
from relnlp.patterns.counts import SessionCounts

DAYS = 30


@dataclass(frozen=True)
class Timeline:
    """Sessions of one client on a line.

    Parameters
    ----------
    unit
        ``session`` or ``30 days``.
    x
        Place of each session, -1/2 for the first known time to 1/2 for the last; None where it is not known.
    span
        Units between the first and the last.
    """

    unit: str
    x: tuple[float | None, ...]
    span: float


def timeline(sessions: Sequence[SessionCounts]) -> Timeline | None:
    """Put one client's sessions on a line: by number if each has one, else by date.

    Returns
    -------
    Timeline or None
        None if fewer than three sessions have a time, or all have the same.

    Examples
    --------
    >>> line = timeline([SessionCounts(30, {}, number=n) for n in (1, 2, 5)])
    >>> line.unit, line.x, line.span
    ('session', (-0.5, -0.25, 0.5), 4.0)
    """
    numbers = [session.number for session in sessions]
    if None not in numbers:
        return _line("session", numbers, 1)
    return _line(f"{DAYS} days", [None if s.day is None else s.day.toordinal() for s in sessions], DAYS)


def _line(unit: str, times: Sequence[int | None], scale: int) -> Timeline | None:
    known = [time for time in times if time is not None]
    if len(known) < 3 or min(known) == max(known):
        return None
    first, span = min(known), max(known) - min(known)
    x = tuple(None if time is None else (time - first) / span - 0.5 for time in times)
    return Timeline(unit, x, span / scale)


def sides(sessions: Sequence[SessionCounts], split: date | int) -> tuple[float | None, ...]:
    """Put sessions before (-1/2) or after (1/2) a split; None where a session's time is not known.

    Parameters
    ----------
    sessions
        Of one client.
    split
        First day, or number of the first session, of the second period.

    Examples
    --------
    >>> sides([SessionCounts(30, {}, number=n) for n in (4, 5)] + [SessionCounts(30, {})], 5)
    (-0.5, 0.5, None)
    """
    if isinstance(split, date):
        return tuple(None if s.day is None else 0.5 if s.day >= split else -0.5 for s in sessions)
    return tuple(None if s.number is None else 0.5 if s.number >= split else -0.5 for s in sessions)


def parse_split(text: str) -> date | int:
    """Read a split: a day as ``YYYY-MM-DD``, or a session number.

    Raises
    ------
    RelnlpError
        If it is neither.

    Examples
    --------
    >>> parse_split("12"), parse_split("2026-03-01")
    (12, datetime.date(2026, 3, 1))
    """
    try:
        return int(text) if text.strip().isdigit() else date.fromisoformat(text.strip())
    except ValueError:
        raise RelnlpError(f"{text!r} is neither a day (YYYY-MM-DD) nor a session number") from None
