"""CSV and TSV, with the column names that occur."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from relnlp.errors import ReadError
from relnlp.reading.fields import find_columns
from relnlp.reading.raw import MAX_TURN_CHARS, RawSession
from relnlp.reading.rows import Row, sessions_from_rows

DELIMITERS = (",", "\t", ";", "|")
MAX_HEADER_CHARS = 10_000


def delimiter_of(header: str) -> str | None:
    """Tell which delimiter makes the first line a header with a text and a speaker column; None if none."""
    if len(header) > MAX_HEADER_CHARS:
        return None
    for delimiter in DELIMITERS:
        names = next(csv.reader([header.replace("\r", " ")], delimiter=delimiter), [])
        if {"text", "speaker"} <= find_columns(names).keys():
            return delimiter
    return None


def read_table(text: str, source: str) -> list[RawSession]:
    """Read a delimited table.

    Raises
    ------
    ReadError
        If the quoting is broken or a needed column is missing.
    """
    delimiter = delimiter_of(text.lstrip("\n").split("\n", 1)[0])
    if delimiter is None:
        raise ReadError(source, "the first line names no text and speaker columns", place="line 1")
    return sessions_from_rows(_rows(text, delimiter, source), source)


def _rows(text: str, delimiter: str, source: str) -> Iterator[tuple[str, Row]]:
    csv.field_size_limit(MAX_TURN_CHARS)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            row.pop(None, None)  # cells beyond the header
            yield f"line {reader.line_num}", dict(row)
    except csv.Error as error:
        problem = f"the row cannot be read ({error}); is a quotation mark left open?"
        raise ReadError(source, problem, place=f"line {reader.line_num}") from error
