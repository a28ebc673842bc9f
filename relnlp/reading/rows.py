"""Rows with named columns (a table, JSON objects, dicts, a DataFrame) to utterances."""

from __future__ import annotations

from collections.abc import Iterable

from relnlp.errors import ReadError
from relnlp.reading.fields import cell, find_columns, time_cell
from relnlp.reading.raw import RawSession, Utterance

Row = dict[str, object]


def sessions_from_rows(rows: Iterable[tuple[str, Row]], source: str) -> list[RawSession]:
    """Group rows into sessions.

    Parameters
    ----------
    rows
        Each with the place it came from (``"line 12"``).
    source
        Name for messages.

    Raises
    ------
    ReadError
        If there is no row, or no column for the text or the speaker.
    """
    placed = list(rows)
    if not placed:
        raise ReadError(source, "no turns found")
    columns = find_columns(dict.fromkeys(key for _, row in placed for key in row))
    for meaning in ("text", "speaker"):
        if meaning not in columns:
            # column names are the user's own; cell values never appear in messages
            names = ", ".join(sorted({key for _, row in placed[:50] for key in row}))
            raise ReadError(source, f"no column for the {meaning} of a turn among: {names[:300]}")
    groups: dict[str, list[tuple[str, Row]]] = {}
    for place, row in placed:
        groups.setdefault(cell(row, columns, "session"), []).append((place, row))
    return [_session(key, group, columns) for key, group in groups.items()]


def _session(key: str, rows: list[tuple[str, Row]], columns: dict[str, str]) -> RawSession:
    utterances: list[Utterance] = []
    seen: set[tuple[str, str, str]] = set()
    repeated = 0
    for _, row in rows:
        speaker, text = cell(row, columns, "speaker"), cell(row, columns, "text")
        identity = (cell(row, columns, "id"), speaker, text)
        if identity[0] and identity in seen:
            # one row an annotator, as in AnnoMI: the same utterance with the same id is one turn
            repeated += 1
            continue
        seen.add(identity)
        start, end = time_cell(row, columns, "start"), time_cell(row, columns, "end")
        utterances.append(Utterance(speaker, text, start, end))
    warnings = (f"{repeated} repeated rows (same id, speaker and text) read as one turn each",) if repeated else ()
    return RawSession(tuple(utterances), key, warnings)
