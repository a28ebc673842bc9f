"""The one shape that profiles read: a turn with its codes, from a model or from a human coder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from numbers import Integral
from typing import Any

from relnlp.codebook import FACETS, LABELS, MOVES, check_codes
from relnlp.errors import CorpusError, ReadError
from relnlp.session import Role
from relnlp.speech import is_scored, words

_SOURCE = "coded turns"
_ROLES = {"t": Role.THERAPIST, "c": Role.CLIENT, **{role.value: role for role in Role}}


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
    facets
        Facets of the decided labels; none where only labels were coded.
    """

    role: Role
    n_words: int
    labels: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    scored: bool = True
    start_s: float | None = None
    end_s: float | None = None
    facets: tuple[str, ...] = ()


def coded_turns(items: Iterable[CodedTurn | Mapping[str, Any]]) -> list[CodedTurn]:
    """Make coded turns of dicts, such as rows of a coding sheet, and check the codes.

    Parameters
    ----------
    items
        Turns of one session in order: `CodedTurn`, or dicts with ``role`` (or ``speaker``: therapist, client, other,
        T or C), ``text`` (or ``n_words``) and, where they apply, ``labels`` and ``facets`` of a therapist turn,
        ``moves`` of a client turn, ``start_s``, ``end_s`` and ``scored``. Names come as a list or joined by ``;``.
        Facets may be left out; where they are given they must be those of the labels. Rows of the ``turns`` table
        fit too.

    Raises
    ------
    ReadError
        If a turn has no role, or neither text nor a number of words, or a time is no number.
    CorpusError
        If the codes of a turn do not fit the codebook. Both name the turn, and never what was said.

    Examples
    --------
    >>> coded_turns([{"speaker": "T", "text": "You look tired.", "labels": "attuned", "facets": "tracking"}])[0].labels
    ('attuned',)
    """
    return [_checked(_turn(item, position), position) for position, item in enumerate(items)]


def _turn(item: CodedTurn | Mapping[str, Any], position: int) -> CodedTurn:
    if isinstance(item, CodedTurn):
        return item
    if not isinstance(item, Mapping):
        raise _unreadable(position, f"a dict or a CodedTurn was expected, not {type(item).__name__}")
    role, text = _role(item, position), item.get("text")
    labels = _names(item, "labels", position)
    return CodedTurn(
        role=role,
        n_words=_n_words(item, position),
        labels=labels,
        moves=_names(item, "moves" if "moves" in item else "client_moves", position),
        scored=_scored(item, bool(labels) or not isinstance(text, str) or is_scored(text)),
        start_s=_time(item, "start_s", position),
        end_s=_time(item, "end_s", position),
        facets=_names(item, "facets", position),
    )


def _role(item: Mapping[str, Any], position: int) -> Role:
    word = str(item.get("role") or item.get("speaker") or "").strip().lower()
    if word not in _ROLES:
        raise _unreadable(position, "no role; give 'role' as therapist, client or other")
    return _ROLES[word]


def _n_words(item: Mapping[str, Any], position: int) -> int:
    if isinstance(item.get("text"), str):
        return len(words(item["text"]))
    n_words = item.get("n_words")
    if isinstance(n_words, Integral) and int(n_words) >= 0:
        return int(n_words)
    raise _unreadable(position, "neither 'text' nor a number of words, 'n_words'")


def _scored(item: Mapping[str, Any], guess: bool) -> bool:
    if "status" in item:
        return bool(item["status"] == "ok")
    return bool(item.get("scored", guess))


def _names(item: Mapping[str, Any], name: str, position: int) -> tuple[str, ...]:
    """Read names from a list, from text joined by ``;``, or from an empty cell (None, or NaN as pandas has it)."""
    value = item.get(name)
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(str(part) for part in value)
    if value is None or value != value:
        return ()
    raise _unreadable(position, f"{name!r} is neither a list of names nor text joined by ';'")


def _time(item: Mapping[str, Any], name: str, position: int) -> float | None:
    value = item.get(name)
    if value is None or value == "":
        return None
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        raise _unreadable(position, f"{name!r} is not a number of seconds") from None
    return seconds if isfinite(seconds) else None


def _checked(turn: CodedTurn, position: int) -> CodedTurn:
    """Check the codes against the codebook and against who speaks."""
    try:
        known = [label for label in turn.labels if label in LABELS]
        check_codes(turn.labels, turn.facets or [next(iter(FACETS[label])) for label in known])
    except ValueError as error:
        raise _unfit(position, str(error)) from None
    if unknown := sorted(set(turn.moves) - set(MOVES)):
        raise _unfit(position, f"unknown move {unknown[0]!r}; the moves are {', '.join(MOVES)}")
    if turn.role is not Role.THERAPIST and turn.labels:
        raise _unfit(position, f"labels are for the therapist's turns, and this one is the {turn.role}'s")
    if turn.role is not Role.CLIENT and turn.moves:
        raise _unfit(position, f"moves are for the client's turns, and this one is the {turn.role}'s")
    return turn


def _unreadable(position: int, problem: str) -> ReadError:
    return ReadError(_SOURCE, problem, place=f"turn {position}")


def _unfit(position: int, problem: str) -> CorpusError:
    return CorpusError(f"{_SOURCE}: turn {position}: {problem}")
