"""Turns that a backchannel cut in two are read as one unit; their positions stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from relnlp.session import Turn
from relnlp.speech import TURN_GAP_S, goes_on, is_backchannel, is_cut_off

#: more pieces than this are not one sentence any more
MAX_PIECES = 6


def units(turns: Sequence[Turn]) -> list[tuple[int, ...]]:
    """Group turn positions into units of meaning.

    A unit is one turn, or the pieces of one speaker's turn: each stops in mid-sentence (or the next one
    begins with a dash) and nothing but backchannels of others stands between; or, in sources with times, the
    same speaker goes on within two seconds.

    Returns
    -------
    list of tuple of int
        Every turn's position exactly once, units ordered by their first turn.

    Examples
    --------
    >>> from relnlp.session import Role, Turn
    >>> said = [("T", "So maybe we could-"), ("C", "Mm."), ("T", "-start with Tuesday.")]
    >>> units([Turn(who, text, Role.OTHER) for who, text in said])
    [(0, 2), (1,)]
    """
    grouped: list[list[int]] = []
    for position, turn in enumerate(turns):
        if open_unit := _continues(turns, grouped, position, turn):
            open_unit.append(position)
        else:
            grouped.append([position])
    return [tuple(unit) for unit in grouped]


def _continues(turns: Sequence[Turn], grouped: list[list[int]], position: int, turn: Turn) -> list[int] | None:
    """Find the unit that `turn` carries on, if any."""
    before = turns[position - 1] if position else None
    if before and before.speaker == turn.speaker and _at_once(before, turn):
        return _unit_of(grouped, position - 1)
    if is_backchannel(turn.text):
        return None
    for earlier in range(position - 1, -1, -1):
        before = turns[earlier]
        if before.speaker == turn.speaker and not is_backchannel(before.text):
            unit = _unit_of(grouped, earlier)
            joined = is_cut_off(before.text) or goes_on(turn.text)
            return unit if joined and len(unit) < MAX_PIECES else None
        if not is_backchannel(before.text):
            return None
    return None


def _at_once(before: Turn, turn: Turn) -> bool:
    """Tell whether a speaker goes on with hardly a pause; False without times."""
    if before.end_s is None or turn.start_s is None:
        return False
    return turn.start_s - before.end_s <= TURN_GAP_S


def _unit_of(grouped: list[list[int]], position: int) -> list[int]:
    return next(unit for unit in reversed(grouped) if position in unit)
