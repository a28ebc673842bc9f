"""JSON and JSONL of turns."""

from __future__ import annotations

import json
from collections.abc import Iterator

from relnlp.errors import ReadError
from relnlp.reading.fields import find_columns
from relnlp.reading.raw import RawSession
from relnlp.reading.rows import Row, sessions_from_rows

#: keys under which files keep their list of turns
LISTS = ("turns", "utterances", "conversation", "dialogue", "dialog", "segments", "messages", "transcript")


def read_jsonl(text: str, source: str) -> list[RawSession]:
    """Read one JSON object a line: a turn each, or a whole session each.

    Raises
    ------
    ReadError
        If a line is no JSON object; the place is its number.
    """
    placed = list(_lines(text, source))
    return _sessions(placed, source) if _hold_sessions(placed) else sessions_from_rows(placed, source)


def read_json(text: str, source: str) -> list[RawSession]:
    """Read one JSON document: a list of turns, a list of sessions, or an object that holds turns.

    Raises
    ------
    ReadError
        If it is no valid JSON (with line and column), or holds no list of turns.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ReadError(source, f"invalid JSON: {error.msg}", place=place) from None
    except (RecursionError, ValueError):
        raise ReadError(source, "the JSON is nested too deeply, or holds a number of absurd length") from None
    return sessions_from_document(document, source)


def sessions_from_document(document: object, source: str) -> list[RawSession]:
    """Find the turns in what a JSON file holds.

    Raises
    ------
    ReadError
        If there is no list of turns in it.
    """
    if isinstance(document, list):
        placed = list(_placed(document, source))
        return _sessions(placed, source) if _hold_sessions(placed) else sessions_from_rows(placed, source)
    turns = _turn_list(document)
    if turns is None:
        raise ReadError(source, f"no list of turns found; looked for {', '.join(LISTS)}")
    return sessions_from_rows(_placed(turns, source), source)


def _lines(text: str, source: str) -> Iterator[tuple[str, Row]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            row = json.loads(line)
        except (RecursionError, ValueError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            raise ReadError(source, f"invalid JSON: {reason}", place=place) from None
        if not isinstance(row, dict):
            raise ReadError(source, "not a JSON object", place=place)
        yield place, row


def _hold_sessions(placed: list[tuple[str, Row]]) -> bool:
    """Tell whether the objects are sessions with turns in them, rather than turns."""
    return any(_turn_list(row) is not None for _, row in placed) and "text" not in find_columns(
        dict.fromkeys(key for _, row in placed for key in row)
    )


def _sessions(placed: list[tuple[str, Row]], source: str) -> list[RawSession]:
    sessions = []
    for number, (_, row) in enumerate(placed, start=1):
        key = str(row.get("session") or row.get("session_id") or row.get("id") or number)
        turns = _turn_list(row) or []
        # a session without turns is refused later by itself; the others go on
        found = sessions_from_rows(_placed(turns, source), source) if turns else [RawSession(())]
        sessions += [RawSession(s.utterances, f"{key}-{s.key}" if s.key else key, s.warnings) for s in found]
    return sessions


def _turn_list(document: object, depth: int = 2) -> list[object] | None:
    """Find the list of turns in an object, also one level down (``results.utterances``)."""
    if not isinstance(document, dict):
        return None
    for key in LISTS:
        value = document.get(key)
        if isinstance(value, list) and _are_turns(value):
            return value
    if depth > 1:
        found = (_turn_list(value, depth - 1) for value in document.values())
        return next((turns for turns in found if turns is not None), None)
    return None


def _are_turns(items: list[object]) -> bool:
    rows = [item for item in items if isinstance(item, dict)]
    return len(rows) == len(items) > 0 and "text" in find_columns(dict.fromkeys(key for row in rows for key in row))


def _placed(turns: list[object], source: str) -> Iterator[tuple[str, Row]]:
    for number, turn in enumerate(turns):
        if not isinstance(turn, dict):
            raise ReadError(source, "not an object with text and speaker", place=f"turn {number}")
        yield f"turn {number}", turn
