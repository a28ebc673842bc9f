"""Coded sessions to samples: views with their targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from relnlp.codebook import ALL_FACETS, LABELS, MOVES, in_order
from relnlp.reading.stitching import units
from relnlp.session import Role, TurnView
from relnlp.speech import is_scored
from relnlp.training.pairs import PairItem
from relnlp.training.sessions import CodedSession
from relnlp.views import view_of


@dataclass(frozen=True)
class Sample:
    """One view and what the coders say of it."""

    view: TurnView
    session: str
    style: str
    position: int
    labels: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    open: bool = False


def therapist_samples(sessions: Iterable[CodedSession], *, stitched: bool = False) -> list[Sample]:
    """Give the therapist turns that a model is asked about.

    Parameters
    ----------
    sessions
        Coded sessions.
    stitched
        Whether the joined form of turns that were cut in two comes along, beside the pieces.
    """
    return [sample for session in sessions for sample in _of_session(session, Role.THERAPIST, stitched)]


def client_samples(sessions: Iterable[CodedSession]) -> list[Sample]:
    """Give all client turns."""
    return [sample for session in sessions for sample in _of_session(session, Role.CLIENT, False)]


def pair_samples(items: Iterable[PairItem]) -> list[Sample]:
    """Give the items of minimal pairs."""
    return [Sample(item.view, item.set, item.style, 0, item.labels, item.facets) for item in items]


def _of_session(session: CodedSession, role: Role, stitched: bool) -> Iterator[Sample]:
    turns = session.uncoded().turns
    groups: list[tuple[int, ...]] = [(position,) for position in range(len(turns))]
    if stitched:
        groups += [unit for unit in units(turns) if len(unit) > 1]
    for group in groups:
        coded = [session.turns[position] for position in group]
        if coded[0].role is not role or (role is Role.THERAPIST and not is_scored(" ".join(t.text for t in coded))):
            continue
        yield Sample(
            view_of(turns, group),
            session.session,
            session.style,
            group[0],
            labels=tuple(in_order(name for t in coded for name in t.labels)),
            facets=tuple(in_order(name for t in coded for name in t.facets)),
            moves=tuple(in_order(name for t in coded for name in t.moves)),
            open=any(t.open for t in coded),
        )


def targets(samples: Sequence[Sample], kind: str) -> np.ndarray:
    """Make the 0/1 targets.

    Parameters
    ----------
    kind
        ``"labels"``, ``"facets"`` or ``"moves"``.

    Returns
    -------
    ndarray of shape (n_samples, n_names), int
        Columns in the codebook's order.
    """
    names = {"labels": LABELS, "facets": ALL_FACETS, "moves": tuple(MOVES)}[kind]
    return np.array([[name in getattr(s, kind) for name in names] for s in samples], dtype=int).reshape(-1, len(names))
