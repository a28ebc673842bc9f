"""The manifest: which session belongs to which client and therapist, and when it was held.

Nothing of it is ever quoted in a message but session names: a manifest holds names of people.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from relnlp.errors import ReadError
from relnlp.reading.decode import decode
from relnlp.reading.fields import normalise

COLUMNS = ("session", "client", "therapist", "date", "number")
_DELIMITERS = (",", ";", "\t")
#: names of the session column, and columns of which a manifest has at least one
_SESSION = ("session", "session_id", "file", "path")
_BESIDE = ("client", "therapist", "date", "number")


@dataclass(frozen=True)
class ManifestRow:
    """One session of a manifest.

    Parameters
    ----------
    session
        A file, relative to the manifest's folder, or a file's stem, or a session id.
    line
        The line it stands on, from 1.
    client, therapist
        Pseudonyms; empty where the manifest has none.
    day
        When it was held.
    number
        Which session of the client it was, 0 or more.
    """

    session: str
    line: int
    client: str = ""
    therapist: str = ""
    day: date | None = None
    number: int | None = None


@dataclass(frozen=True)
class Manifest:
    """Rows in order, and the rows that cannot be used, each with its line.

    Parameters
    ----------
    source
        The manifest's name for messages.
    folder
        What files are relative to.
    rows, problems
        Every line that is not empty is in one of the two.
    """

    source: str
    folder: Path
    rows: tuple[ManifestRow, ...]
    problems: tuple[ReadError, ...] = ()


def is_manifest(header: str) -> bool:
    """Tell a manifest's first line from that of a transcript or a sessions table.

    Examples
    --------
    >>> is_manifest("session,client,date"), is_manifest("session;therapist"), is_manifest("session,speaker,text")
    (True, True, False)
    """
    names = _header(header)
    return (
        bool(set(names) & set(_SESSION)) and bool(set(names) & set(_BESIDE)) and not {"text", "n_scored"} & set(names)
    )


def read_manifest(path: Path) -> Manifest:
    """Read a manifest file.

    Parameters
    ----------
    path
        CSV (also with ``;`` or tabs) with the columns ``session`` and any of ``client``, ``therapist``, ``date``
        (YYYY-MM-DD) and ``number``, in any order; other columns are ignored.

    Returns
    -------
    Manifest
        A row with a fault is among its problems; the others stand.

    Raises
    ------
    ReadError
        If the file cannot be read or has no ``session`` column.
    """
    source = str(path)
    try:
        text, _ = decode(path.read_bytes(), source)
    except OSError as error:
        raise ReadError(source, f"cannot be opened ({error.strerror})") from None
    return parse_manifest(text, source, path.parent)


def parse_manifest(text: str, source: str, folder: Path) -> Manifest:
    """Parse a manifest; errors as in `read_manifest`."""
    text = text.lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    names = _header(first)
    column = next((name for name in _SESSION if name in names), None)
    if column is None:
        raise ReadError(source, "no column 'session'", place="line 1")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first))
    rows: list[ManifestRow] = []
    problems: list[ReadError] = []
    seen: dict[str, int] = {}
    try:
        next(reader)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found = _row(dict(zip(names, (cell.strip() for cell in cells), strict=False)), column, line, seen)
                if isinstance(found, str):
                    problems.append(ReadError(source, found, place=f"line {line}"))
                else:
                    rows.append(found)
                    seen[found.session] = line
            line = reader.line_num + 1
    except csv.Error as error:
        raise ReadError(source, f"the row cannot be read ({error})", place=f"line {reader.line_num}") from error
    return Manifest(source, folder, tuple(rows), tuple(problems))


def _row(cells: Mapping[str, str], column: str, line: int, seen: Mapping[str, int]) -> ManifestRow | str:
    """Give the row, or what is wrong with it."""
    session = cells.get(column, "")
    if not session:
        return "no session is named"
    if session in seen:
        return f"the session stands on line {seen[session]} already"
    day = _day(cells.get("date", ""))
    if isinstance(day, str):
        return day
    number = cells.get("number", "")
    if number and not (number.isascii() and number.isdigit()):
        return "the number is not a whole number, 0 or more"
    client, therapist = cells.get("client", ""), cells.get("therapist", "")
    return ManifestRow(session, line, client, therapist, day, int(number) if number else None)


def _day(text: str) -> date | None | str:
    """Give a day, None for an empty cell, or what is wrong."""
    if not text:
        return None
    try:
        # a time of day after the date does no harm
        return date.fromisoformat(text.replace("T", " ").split(" ")[0])
    except ValueError:
        return "the date is not spelled YYYY-MM-DD"


def match(row: ManifestRow, folder: Path, sessions: Iterable[tuple[str, Path | None]]) -> list[int]:
    """Find the sessions that a row means.

    Parameters
    ----------
    row
        Of a manifest in `folder`.
    sessions
        Id of each session and the file it came from; None if it came from a table.

    Returns
    -------
    list
        Positions: those of the file, if the row names one that was read. Else those with the id or the file's stem;
        where the row's file is there, but was not read, only those from a table: another file of that name is
        another session.

    Examples
    --------
    >>> match(ManifestRow("b.txt", 2), Path("x"), [("a", Path("x/a.txt")), ("b", Path("x/b.txt"))])
    [1]
    """
    known = list(sessions)
    path = (folder / row.session).resolve()
    by_path = [k for k, (_, source) in enumerate(known) if source is not None and source.resolve() == path]
    if by_path:
        return by_path
    if path.is_file():
        known = [(id_ if source is None else "", None) for id_, source in known]
    names = {row.session, Path(row.session).stem}
    by_id = [k for k, (id_, _) in enumerate(known) if id_ in names]
    return by_id or [k for k, (_, source) in enumerate(known) if source is not None and source.stem in names]


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _header(line: str) -> list[str]:
    cells = next(csv.reader([line.replace("\r", " ").lstrip("\ufeff")], delimiter=_delimiter(line)), [])
    return [normalise(cell) for cell in cells]
