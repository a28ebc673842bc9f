"""From a session's turns to what a classifier sees of each unit."""

from __future__ import annotations

from collections.abc import Sequence

from relnlp.codebook import CONTEXT_TURNS
from relnlp.session import Turn, TurnView


def view_of(turns: Sequence[Turn], unit: Sequence[int]) -> TurnView:
    """Show one unit with up to six turns before its first piece.

    Parameters
    ----------
    turns
        All turns of the session.
    unit
        Positions of the unit's pieces, in order.
    """
    first = unit[0]
    context = tuple((turn.role, turn.text) for turn in turns[max(0, first - CONTEXT_TURNS) : first])
    return TurnView(joined_text(turns, unit), context, turns[first].role)


def joined_text(turns: Sequence[Turn], unit: Sequence[int]) -> str:
    """Text of a unit: its pieces with one space between them."""
    return " ".join(turns[position].text for position in unit)


def piece_at(turns: Sequence[Turn], unit: Sequence[int], start: int, end: int) -> tuple[int, int, int]:
    """Find where a stretch of a unit's text stands in the turns.

    Parameters
    ----------
    start, end
        Offsets into `joined_text`.

    Returns
    -------
    turn, start, end
        Position of the piece that holds most of the stretch, and offsets into that turn's own text.
    """
    best, at = (0, unit[0], 0, 0), 0
    for position in unit:
        length = len(turns[position].text)
        low, high = max(start - at, 0), min(end - at, length)
        best = max(best, (high - low, position, low, high), key=lambda found: found[0])
        at += length + 1
    return best[1:]
