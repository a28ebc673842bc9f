"""The ``sessions`` table that ``relnlp score`` wrote, read back: nobody has to score twice."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relnlp.codebook import LABELS, column
from relnlp.errors import ReadError
from relnlp.reading.decode import decode

#: without these a table is no sessions table
NEEDED = ("session_id", "n_scored", *(f"{column(label)}_n" for label in LABELS))
_PARQUET = b"PAR1"


@dataclass(frozen=True)
class CountedSession:
    """One row of a sessions table.

    Parameters
    ----------
    session_id
        As in the table.
    n_scored
        Scored therapist turns.
    counts
        For each label the scored turns that carry it.
    """

    session_id: str
    n_scored: int
    counts: dict[str, int]


def is_session_table(head: bytes) -> bool:
    r"""Tell a sessions table by its first bytes (a Parquet file is taken for one).

    Examples
    --------
    >>> is_session_table(b"session_id,source,n_scored,attuned_n\n"), is_session_table(b"T: Hello.\n")
    (True, False)
    """
    first = head.split(b"\n", 1)[0]
    return head.startswith(_PARQUET) or all(name.encode() in first for name in ("session_id", "n_scored", "attuned_n"))


def read_session_table(path: Path) -> list[CountedSession]:
    """Read a sessions table: CSV, JSONL or Parquet, told by the content.

    Raises
    ------
    ReadError
        If a column is missing or a count is none, with the line (or row).
    """
    source = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(source, f"cannot be opened ({error.strerror})") from None
    return [_session(row, source, place) for place, row in _rows(data, source)]


def _rows(data: bytes, source: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if data.startswith(_PARQUET):
        yield from _parquet(data, source)
        return
    text = decode(data, source)[0].lstrip("\ufeff")
    if text.startswith("{"):
        yield from _jsonl(text, source)
        return
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            yield f"line {reader.line_num}", row
    except csv.Error as error:
        raise ReadError(source, f"the row cannot be read ({error})", place=f"line {reader.line_num}") from error


def _jsonl(text: str, source: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict):
                raise ReadError(source, "not a JSON object", place=f"line {number}")
            yield f"line {number}", row


def _parquet(data: bytes, source: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as parquet
    except ImportError:
        raise ReadError(source, "Parquet needs pyarrow: pip install 'relnlp[parquet]'") from None
    try:
        table = parquet.read_table(io.BytesIO(data))
    except pa.ArrowException:
        raise ReadError(source, "the Parquet file is damaged") from None
    return [(f"row {number}", row) for number, row in enumerate(table.to_pylist(), start=1)]


def _session(row: Mapping[str, Any], source: str, place: str) -> CountedSession:
    missing = [name for name in NEEDED if row.get(name) in (None, "")]
    if missing:
        raise ReadError(source, f"no {missing[0]!r}; is this the sessions table of relnlp score?", place=place)
    n_scored = _count(row["n_scored"], "n_scored", source, place)
    counts = {label: _count(row[f"{column(label)}_n"], f"{column(label)}_n", source, place) for label in LABELS}
    for label, n in counts.items():
        if n > n_scored:
            raise ReadError(source, f"{column(label)}_n is larger than n_scored", place=place)
    # a spreadsheet's formula guard is no part of the name
    return CountedSession(str(row["session_id"]).removeprefix("'"), n_scored, counts)


def _count(value: Any, name: str, source: str, place: str) -> int:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not (number.is_integer() and number >= 0):
        raise ReadError(source, f"{name!r} is not a count", place=place)
    return int(number)
