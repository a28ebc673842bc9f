"""Rows with named columns (a table, JSON objects, dicts, a DataFrame) to utterances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from relnlp.errors import ReadError
from relnlp.reading.fields import cell, find_columns, has_time, time_cell
from relnlp.reading.raw import MOSTLY_UNNAMED, UNNAMED, RawSession, Utterance

Row = dict[str, object]
#: people say at least so many words in a second of talk; far fewer mean that the times are milliseconds
SLOWEST = 0.05


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
        # rows that a spreadsheet left empty are no turns
        if cell(row, columns, "text") or cell(row, columns, "speaker"):
            groups.setdefault(cell(row, columns, "session"), []).append((place, row))
    return [_session(key, group, columns, source) for key, group in groups.items()]


def _session(key: str, rows: list[tuple[str, Row]], columns: dict[str, str], source: str) -> RawSession:
    utterances: list[Utterance] = []
    seen: set[tuple[str, str, str]] = set()
    repeated = unnamed = unreadable = 0
    for place, row in rows:
        speaker, text = cell(row, columns, "speaker"), cell(row, columns, "text")
        identity = (cell(row, columns, "id"), speaker, text)
        if identity[0] and identity in seen:
            # one row an annotator, as in AnnoMI: the same utterance with the same id is one turn
            repeated += 1
            continue
        seen.add(identity)
        unnamed += not speaker
        if unnamed > max(1, MOSTLY_UNNAMED * len(rows)):
            raise ReadError(f"{source} (session {key})" if key else source, "the turn has no speaker", place=place)
        start, end = time_cell(row, columns, "start"), time_cell(row, columns, "end")
        unreadable += start is None and has_time(row, columns, "start")
        unreadable += end is None and has_time(row, columns, "end")
        utterances.append(Utterance(speaker or UNNAMED, text, start, end, role=cell(row, columns, "role")))
    return _checked(RawSession(tuple(utterances), key), repeated, unnamed, unreadable)


def _checked(session: RawSession, repeated: int, unnamed: int, unreadable: int) -> RawSession:
    """Put milliseconds right, and say what was odd."""
    warnings = []
    if repeated:
        warnings.append(f"{repeated} repeated rows (same id, speaker and text) read as one turn each")
    if unnamed:
        warnings.append(f"{unnamed} turns without a speaker left to nobody")
    if unreadable:
        warnings.append(f"{unreadable} times could not be read and were left out")
    utterances = session.utterances
    if _are_milliseconds(utterances):
        utterances = tuple(replace(u, start_s=_thousandth(u.start_s), end_s=_thousandth(u.end_s)) for u in utterances)
        warnings.append("times taken as milliseconds")
    return replace(session, utterances=utterances, warnings=tuple(warnings))


def _are_milliseconds(utterances: tuple[Utterance, ...]) -> bool:
    times = [time for u in utterances for time in (u.start_s, u.end_s) if time is not None]
    if len(times) < 2 or any(time != int(time) for time in times):
        return False
    n_words = sum(len(u.text.split()) for u in utterances)
    # a thousand units at least: a page of minutes and seconds is no evidence
    return max(times) - min(times) > 1000 and n_words / (max(times) - min(times)) < SLOWEST


def _thousandth(time: float | None) -> float | None:
    return None if time is None else time / 1000
