"""The one shape that profiles read: a turn with its codes, from a model or from a human coder."""

from __future__ import annotations

from dataclasses import dataclass

from relnlp.session import Role


@dataclass(frozen=True)
class CodedTurn:
    """A turn with labels.

    Parameters
    ----------
    role
        Who speaks.
    n_words
        Words said, marks left out.
    labels
        Decided labels of a therapist turn.
    moves
        Moves of a client turn.
    scored
        Whether the turn was judged at all (False for backchannels, for later pieces of a unit, for clients).
    start_s, end_s
        Seconds, if known.
    """

    role: Role
    n_words: int
    labels: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    scored: bool = True
    start_s: float | None = None
    end_s: float | None = None
