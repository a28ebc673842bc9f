"""`pattern`: session counts to what holds across sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from relnlp.codebook import LABELS
from relnlp.patterns.contrast import contrast
from relnlp.patterns.counts import SessionCounts, gather
from relnlp.patterns.findings import (
    ENOUGH_FOR_TREND,
    ENOUGH_SESSIONS,
    SURE,
    Change,
    PairPatterns,
    Pattern,
    Patterns,
    Trend,
    finding,
)
from relnlp.patterns.hierarchy import Field, make_field
from relnlp.patterns.posterior import Level, level
from relnlp.patterns.references import with_defaults
from relnlp.patterns.timeline import Timeline, sides, timeline
from relnlp.profiles.error import LabelError
from relnlp.profiles.profile import SessionProfile
from relnlp.profiles.rates import Span


@dataclass(frozen=True)
class _Nest:
    """Sessions with scored turns, and who belongs to whom."""

    sessions: tuple[SessionCounts, ...]
    pairs: tuple[tuple[str, str], ...]
    client_of: tuple[int, ...]
    therapist_of: tuple[int, ...]

    def of(self, pair: int) -> list[SessionCounts]:
        return [s for s, client in zip(self.sessions, self.client_of, strict=True) if client == pair]


def pattern(
    sessions: Iterable[SessionProfile | SessionCounts],
    *,
    clients: Sequence[str] | None = None,
    therapists: Sequence[str] | None = None,
    days: Sequence[date | None] | None = None,
    numbers: Sequence[int | None] | None = None,
    session_ids: Sequence[str] | None = None,
    references: Mapping[str, float] | None = None,
    errors: Mapping[str, LabelError] | None = None,
    split: date | int | None = None,
) -> Patterns:
    """Tell what holds across sessions, for each label and each client with their therapist.

    A *pattern* is named only if the label stands in at least three sessions and its rate in the typical session
    is above the reference with a posterior probability above .95, which must also hold without any one session,
    and without the sessions of other clients.

    Parameters
    ----------
    sessions
        Profiles, or counts; in any order. Sessions without a scored turn are left out.
    clients, therapists
        A name for each session. Without them all sessions are taken as one client's with one therapist.
    days, numbers
        When each session was held, and which one it was; None where it is not known. Numbers, if each session of
        a client has one, make the line for the trend; else days do.
    session_ids
        Names for messages; ``session 1`` and so on when left out.
    references
        Label to the rate that a pattern must exceed, 0.001 to 0.95; `REFERENCES` for those left out.
    errors
        Label to the classifier's error for it; rates then are those of the label, not of the marks.
    split
        First day, or number of the first session, of a second period to compare with the first.

    Returns
    -------
    Patterns
        The same for the same input: nothing is drawn at random.

    Raises
    ------
    ValueError
        If the lists do not fit the sessions, a reference is out of range, or no session has a scored turn.

    Examples
    --------
    >>> hard = [SessionCounts(60, {"coercive": n}) for n in (0, 0, 12, 0, 0, 0)]
    >>> pattern(hard).pairs[0].patterns[3].finding
    'one session'
    >>> often = [SessionCounts(60, {"coercive": n}) for n in (4, 7, 5, 9, 4, 6)]
    >>> pattern(often).pairs[0].patterns[3].finding
    'pattern'
    """
    counted = gather(
        sessions, clients=clients, therapists=therapists, days=days, numbers=numbers, session_ids=session_ids
    )
    chosen = with_defaults(references)
    nest = _nest(counted)
    found = {
        label: _label_patterns(nest, label, reference=chosen[label], errors=errors, split=split) for label in LABELS
    }
    pairs = tuple(
        PairPatterns(
            therapist,
            client,
            tuple(session.session_id for session in nest.of(k)),
            tuple(found[label][k] for label in LABELS),
        )
        for k, (therapist, client) in enumerate(nest.pairs)
    )
    return Patterns(pairs, chosen, split, _notes(counted, split))


def _nest(counted: Sequence[SessionCounts]) -> _Nest:
    sessions = tuple(session for session in counted if session.n_scored)
    if not sessions:
        raise ValueError("no session with a scored turn")
    pairs = tuple(dict.fromkeys((session.therapist, session.client) for session in sessions))
    therapists = list(dict.fromkeys(therapist for therapist, _ in pairs))
    return _Nest(
        sessions,
        pairs,
        tuple(pairs.index((session.therapist, session.client)) for session in sessions),
        tuple(therapists.index(therapist) for therapist, _ in pairs),
    )


def _notes(counted: Sequence[SessionCounts], split: date | int | None) -> tuple[str, ...]:
    notes = [f"{session.session_id}: no scored turn, left out" for session in counted if not session.n_scored]
    kept = [session for session in counted if session.n_scored]
    if split is not None:
        unknown = sum(at is None for at in sides(kept, split))
        what = "day" if isinstance(split, date) else "number"
        notes += [f"{unknown} of {len(kept)} sessions have no {what}: on neither side of the split"] if unknown else []
    return tuple(notes)


def _label_patterns(
    nest: _Nest, label: str, *, reference: float, errors: Mapping[str, LabelError] | None, split: date | int | None
) -> list[Pattern]:
    """One label, every pair."""
    hits = [session.counts.get(label, 0) for session in nest.sessions]
    turns = [session.n_scored for session in nest.sessions]
    error = (errors or {}).get(label)
    field = make_field(hits, turns, nest.client_of, nest.therapist_of, reference=reference, error=error)
    return [_pattern(field, nest.of(k), k, label, reference, split) for k in range(len(nest.pairs))]


def _pattern(
    field: Field, sessions: list[SessionCounts], pair: int, label: str, reference: float, split: date | int | None
) -> Pattern:
    said = level(field, pair, reference=reference)
    hits = [session.counts.get(label, 0) for session in sessions]
    n_with = sum(n > 0 for n in hits)
    stands_out = _stands_out(said, sessions)
    return Pattern(
        label=label,
        finding=finding(
            n_sessions=len(sessions),
            n_sessions_with=n_with,
            p_above=said.p_above,
            p_robust=said.p_robust,
            n_stand_out=len(stands_out),
        ),
        rate=said.rate,
        reference=reference,
        n=sum(hits),
        of=sum(session.n_scored for session in sessions),
        n_sessions=len(sessions),
        n_sessions_with=n_with,
        p_above=said.p_above,
        p_robust=said.p_robust,
        stands_out=stands_out,
        trend=_trend(field, pair, timeline(sessions)),
        change=None if split is None else _change(field, pair, sides(sessions, split), split),
    )


def _stands_out(said: Level, sessions: Sequence[SessionCounts]) -> tuple[str, ...]:
    """Name sessions that are above the reference by themselves while the others lean the other way."""
    lone = len(sessions) == 1
    return tuple(
        session.session_id
        for session, single, rest in zip(sessions, said.p_single, said.p_rest, strict=True)
        if single > SURE and (lone or rest < 0.5)
    )


def _trend(field: Field, pair: int, line: Timeline | None) -> Trend | None:
    if line is None:
        return None
    ends = contrast(field, pair, line.x)
    n = sum(at is not None for at in line.x)
    whole = ends.difference
    slope = Span(whole.value / line.span, whole.low / line.span, whole.high / line.span)
    return Trend(line.unit, n, slope, ends, ends.direction(SURE) if n >= ENOUGH_FOR_TREND else "unclear")


def _change(field: Field, pair: int, x: tuple[float | None, ...], split: date | int) -> Change | None:
    before, after = x.count(-0.5), x.count(0.5)
    if not before or not after:
        return None
    periods = contrast(field, pair, x)
    enough = min(before, after) >= ENOUGH_SESSIONS
    return Change(str(split), before, after, periods, periods.direction(SURE) if enough else "unclear")
