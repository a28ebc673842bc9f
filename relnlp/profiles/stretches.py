"""A session as two rows of codes that take turns: what the therapist did, and what the client then did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from relnlp.codebook import LABELS, MOVES
from relnlp.profiles.coded import CodedTurn
from relnlp.session import Role


@dataclass(frozen=True)
class Stretches:
    """What each says until the other answers; backchannels and third persons do not end a stretch.

    Parameters
    ----------
    labels
        0/1 for each stretch of the therapist, shape (n, 5), in the codebook's order.
    moves
        0/1 for the client's stretch that answers it, shape (n or n - 1, 7): the last one may have no answer.
    turns
        For each stretch of the therapist its labels, each with the last turn, from 0 over all turns, that carries it.
    """

    labels: np.ndarray
    moves: np.ndarray
    turns: tuple[dict[str, int], ...]

    @property
    def key(self) -> tuple[int, bytes, bytes]:
        """Sort sessions by this where their order must not matter."""
        return len(self.labels), self.labels.tobytes(), self.moves.tobytes()

    def joint(self, lag: int, *, labels: np.ndarray | None = None) -> np.ndarray:
        """Count how often each move and each label follows each label.

        Parameters
        ----------
        lag
            1: the client's answer, and the therapist's next stretch; 2: the ones after.
        labels
            In place of the session's own, shape (..., n, 5), for instance shuffled.

        Returns
        -------
        ndarray of shape (..., 5, 12)
            Given label by follower: the moves, then the labels.
        """
        mine = self.labels if labels is None else labels
        to_moves, to_labels = self.n_pairs(lag)
        first = np.swapaxes(mine, -1, -2)
        return np.concatenate(
            [
                first[..., :to_moves] @ self.moves[lag - 1 : lag - 1 + to_moves],
                first[..., :to_labels] @ mine[..., lag : lag + to_labels, :],
            ],
            axis=-1,
        )

    def n_pairs(self, lag: int) -> tuple[int, int]:
        """Count the stretches that have an answer, and those that have a stretch of the therapist, at this lag."""
        return max(0, len(self.moves) - lag + 1), max(0, len(self.labels) - lag)

    def margins(self, lag: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Count pairs with the given label, pairs with the follower, and pairs, each of shape (5, 12)."""
        to_moves, to_labels = self.n_pairs(lag)
        shape = (len(LABELS), len(MOVES) + len(LABELS))
        given = np.stack([self.labels[:n].sum(axis=0) for n in (to_moves, to_labels)], axis=1)
        after = [self.moves[lag - 1 : lag - 1 + to_moves], self.labels[lag : lag + to_labels]]
        widths = [len(MOVES), len(LABELS)]
        return (
            np.repeat(given, widths, axis=1),
            np.broadcast_to(np.concatenate([rows.sum(axis=0) for rows in after]), shape),
            np.broadcast_to(np.repeat([to_moves, to_labels], widths), shape),
        )

    def places(self, label: str, after: str, lag: int) -> list[int]:
        """Find the therapist turns with a label that something follows at this lag, one a stretch."""
        to_moves, to_labels = self.n_pairs(lag)
        if after in MOVES:
            then = self.moves[lag - 1 : lag - 1 + to_moves, tuple(MOVES).index(after)]
        else:
            then = self.labels[lag : lag + to_labels, LABELS.index(after)]
        both = self.labels[: len(then), LABELS.index(label)] * then
        return [self.turns[k][label] for k in np.flatnonzero(both)]


def stretches(turns: Sequence[CodedTurn]) -> Stretches:
    """Read a session as stretches.

    Parameters
    ----------
    turns
        All turns of one session in order.

    Examples
    --------
    >>> said = [CodedTurn(Role.THERAPIST, 5, ("coercive",)), CodedTurn(Role.CLIENT, 1),
    ...         CodedTurn(Role.THERAPIST, 1, scored=False), CodedTurn(Role.CLIENT, 4, moves=("declining",))]
    >>> found = stretches(said)
    >>> found.turns, found.moves.tolist()
    (({'coercive': 0},), [[0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]])
    """
    kept = [k for k, turn in enumerate(turns) if _counts(turn)]
    runs = [(role, list(run)) for role, run in groupby(kept, key=lambda k: turns[k].role)]
    # what the client says before the therapist's first turn answers nothing
    runs = runs[1:] if runs and runs[0][0] is Role.CLIENT else runs
    mine = [{name: k for k in run for name in turns[k].labels} for role, run in runs if role is Role.THERAPIST]
    theirs = [{name for k in run for name in turns[k].moves} for role, run in runs if role is Role.CLIENT]
    return Stretches(labels=_rows(mine, LABELS), moves=_rows(theirs, tuple(MOVES)), turns=tuple(mine))


def _counts(turn: CodedTurn) -> bool:
    return turn.role is Role.CLIENT or (turn.role is Role.THERAPIST and turn.scored)


def _rows(found: Sequence[Collection[str]], names: tuple[str, ...]) -> np.ndarray:
    # single precision counts exactly far beyond any session, and matrices of it are multiplied fast
    return np.array([[name in codes for name in names] for codes in found], dtype=np.float32).reshape(-1, len(names))
