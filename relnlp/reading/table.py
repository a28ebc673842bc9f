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
#: the header may stand below a title, or below Excel's ``sep=;``
HEADER_LINES = 5


def find_header(text: str) -> tuple[int, str] | None:
    """Find the line that names a text and a speaker column, among the first few.

    Returns
    -------
    tuple or None
        Number of lines before it, and the delimiter.
    """
    for number, line in enumerate(text.split("\n", HEADER_LINES)[:HEADER_LINES]):
        if (delimiter := delimiter_of(line)) is not None:
            return number, delimiter
    return None


def delimiter_of(header: str) -> str | None:
    """Tell which delimiter makes a line a header with a text and a speaker column; None if none."""
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
        As `rows_of`.
    """
    return sessions_from_rows(rows_of(text, source), source)


def rows_of(text: str, source: str) -> list[tuple[str, Row]]:
    """Give the rows of a delimited table, each with its place (``"line 12"``).

    Raises
    ------
    ReadError
        If the quoting is broken, a row has cells that no column holds, or a needed column is missing.
    """
    found = find_header(text)
    if found is None:
        names = ", ".join(text.lstrip("\n").split("\n", 1)[0].split(",")[:20])
        problem = f"this looks like a table, but no columns for speaker and text stand among: {names[:200]}"
        raise ReadError(source, problem, place="line 1")
    skipped, delimiter = found
    rows = list(_rows(text, skipped, delimiter, source))
    _check_quotes(rows, delimiter, source)
    return rows


def _rows(text: str, skipped: int, delimiter: str, source: str) -> Iterator[tuple[str, Row]]:
    csv.field_size_limit(MAX_TURN_CHARS)
    body = text.split("\n", skipped)[skipped]
    # tabs need no quoting, and speech has stray quotation marks; a quoted cell is opened below
    lines = io.StringIO(body, newline="")
    if delimiter == "\t":
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=delimiter)
    try:
        header = [_opened(name) for name in next(reader)]
        last = reader.line_num
        text_last = find_columns(header).get("text") == header[-1]
        for cells in reader:
            place, last = f"line {skipped + last + 1}", reader.line_num
            if len(cells) > len(header) and any(cells[len(header) :]):
                if not text_last:
                    raise ReadError(source, "more cells than columns; is speech with commas not quoted?", place=place)
                # commas in speech that nobody quoted: the text is what follows the other columns
                cells[len(header) - 1 :] = [delimiter.join(cells[len(header) - 1 :])]
            if delimiter == "\t":
                cells = [_opened(value) for value in cells]
            yield place, dict(zip(header, cells, strict=False))
    except csv.Error as error:
        problem = f"the row cannot be read ({error}); is a quotation mark left open?"
        raise ReadError(source, problem, place=f"line {skipped + reader.line_num}") from error


def _opened(value: str) -> str:
    """Take the quotation marks off a cell that is quoted as a whole."""
    if len(value) > 1 and value[0] == value[-1] == '"' and '"' not in value[1:-1].replace('""', ""):
        return value[1:-1].replace('""', '"')
    return value


def _check_quotes(rows: list[tuple[str, Row]], delimiter: str, source: str) -> None:
    """Refuse a cell that holds whole rows: a quotation mark that was opened and never closed.

    Raises
    ------
    ReadError
        With the line on which the cell begins.
    """
    columns = find_columns(dict.fromkeys(key for _, row in rows for key in row))
    names = [key for _, row in rows[:1] for key in row]
    if not {"text", "speaker"} <= columns.keys():
        return
    at = names.index(columns["speaker"])
    speakers = {str(row.get(columns["speaker"], "")).strip() for _, row in rows} - {""}
    for place, row in rows:
        for line in str(row.get(columns["text"], "")).split("\n")[1:]:
            cells = line.split(delimiter)
            if len(cells) >= len(names) and cells[at].strip() in speakers:
                raise ReadError(source, "a quotation mark is opened here and closed turns later", place=place)
