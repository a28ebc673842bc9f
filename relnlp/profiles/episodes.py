"""Rupture–repair episodes: strain in what the client does, and what came after.

The terms are those of rupture research (Safran & Muran 2000; the Rupture Resolution Rating System of
Eubanks, Muran & Safran 2015): *confrontation* and *withdrawal* ruptures, and their resolution. What is
found here are signs in the words of a transcript, not ratings on that system.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from relnlp.codebook import CONFRONTATION_MOVES, HARM_LABELS
from relnlp.profiles.coded import CodedTurn
from relnlp.session import Role

#: client turns that may pass between strain and the next sign of it before the episode is over
QUIET_TURNS = 4
#: strain may begin where its probability is as high as this …
POSSIBLE_STRAIN = 0.15
#: … if this turn and those of the next signs together make it as probable as this
SURE_STRAIN = 0.45
#: client turns from one sign to the next
NEXT_SIGN = 2
#: a client turn of so many words after a repair counts as coming back even without a marked move
FULL_ANSWER = 12
_STRAINED = {*CONFRONTATION_MOVES, "withdrawing"}


@dataclass(frozen=True)
class Episode:
    """One episode; positions count from 0 over all turns.

    Parameters
    ----------
    start
        The client turn in which strain first shows.
    trigger
        The therapist turn before it that may have set it off, if there is one.
    kind
        ``confrontation`` or ``withdrawal``.
    outcome
        ``repaired``, ``partly`` or ``unrepaired``.
    repair
        The first therapist turn that works on the strain.
    end
        The client's re-engaging turn, the last guarded reply, or where the strain drops from view.
    """

    start: int
    trigger: int | None
    kind: str
    outcome: str
    repair: int | None
    end: int


def find_episodes(turns: Sequence[CodedTurn]) -> list[Episode]:
    """Find episodes in order; they do not overlap.

    Where a model gave the probability that strain begins, it decides where episodes begin; for codes by hand, the
    moves and labels around each client turn do.
    """
    by_model = any(turn.strain is not None for turn in turns)
    episodes: list[Episode] = []
    position = 0
    while position < len(turns):
        kind = _likely_strain(turns, position) if by_model else _strain(turns, position)
        if kind is None:
            position += 1
            continue
        episodes.append(_follow(turns, position, kind))
        position = episodes[-1].end + 1
    return episodes


def _strain(turns: Sequence[CodedTurn], position: int) -> str | None:
    """Tell the kind of strain that a client turn shows, given what the therapist did before it."""
    turn = turns[position]
    if turn.role is not Role.CLIENT:
        return None
    trigger = _trigger(turns, position)
    if set(turn.moves) & set(CONFRONTATION_MOVES):
        # a correction or a no that the therapist simply takes up is ordinary work
        answered = _next_therapist(turns, position)
        strained = trigger is not None or "complaining" in turn.moves
        return "confrontation" if strained or (answered and _is_trouble(answered)) else None
    if "withdrawing" in turn.moves and trigger is not None:
        return "withdrawal"
    return None


def _likely_strain(turns: Sequence[CodedTurn], position: int) -> str | None:
    """Tell the kind of strain that begins in a client turn, if it and the next signs make that probable enough."""
    signs = _signs_from(turns, position)
    if 1 - prod(1 - (turn.strain or 0.0) for turn in signs) < SURE_STRAIN:
        return None
    marked = [turn for turn in signs if set(turn.moves) & _STRAINED]
    # where no move is plain enough to name, withdrawal is the softer claim
    return "confrontation" if marked and set(marked[0].moves) & set(CONFRONTATION_MOVES) else "withdrawal"


def _signs_from(turns: Sequence[CodedTurn], position: int) -> list[CodedTurn]:
    """List the client turns from `position` on in which strain is possible, each near the one before it."""
    signs: list[CodedTurn] = []
    since = 0
    for turn in turns[position:]:
        if turn.role is Role.CLIENT:
            since += 1
            if (turn.strain or 0.0) >= POSSIBLE_STRAIN:
                signs.append(turn)
                since = 0
        if not signs or since >= NEXT_SIGN:
            break
    return signs


def _is_trouble(turn: CodedTurn) -> bool:
    return bool(set(turn.labels) & {*HARM_LABELS, "repairing"})


def _trigger(turns: Sequence[CodedTurn], position: int) -> int | None:
    """Position of the harmful therapist turn among the last two before a client turn."""
    earlier = [k for k in range(max(0, position - 4), position) if turns[k].role is Role.THERAPIST][-2:]
    return next((k for k in reversed(earlier) if set(turns[k].labels) & set(HARM_LABELS)), None)


def _next_therapist(turns: Sequence[CodedTurn], position: int) -> CodedTurn | None:
    return next((turn for turn in turns[position + 1 :] if turn.role is Role.THERAPIST and turn.scored), None)


def _follow(turns: Sequence[CodedTurn], start: int, kind: str) -> Episode:
    """Walk on from the first strain until the client comes back or the strain drops from view."""
    repair, end, quiet = None, start, 0
    for position in range(start + 1, len(turns)):
        turn = turns[position]
        if turn.role is Role.THERAPIST:
            if repair is None and "repairing" in turn.labels:
                repair = position
            if _is_trouble(turn):
                quiet, end = 0, position
        elif turn.role is Role.CLIENT:
            if repair is not None and _comes_back(turn):
                return Episode(start, _trigger(turns, start), kind, "repaired", repair, position)
            strained = set(turn.moves) & _STRAINED
            quiet = 0 if strained else quiet + 1
            end = position if strained or repair is not None else end
        if quiet >= QUIET_TURNS:
            break
    outcome = "unrepaired" if repair is None else "partly"
    return Episode(start, _trigger(turns, start), kind, outcome, repair, end)


def _comes_back(turn: CodedTurn) -> bool:
    if set(turn.moves) & _STRAINED:
        return False
    return bool(set(turn.moves) & {"re-engaging", "opening"}) or turn.n_words >= FULL_ANSWER
