"""A lab's own coded turns, as training material."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from relnlp.codebook import check_codes, in_order
from relnlp.errors import CorpusError
from relnlp.reading.decode import decode
from relnlp.reading.fields import cell, find_columns
from relnlp.reading.names import role_word
from relnlp.reading.rows import Row
from relnlp.reading.table import rows_of
from relnlp.session import Role, Turn
from relnlp.speech import is_scored
from relnlp.training.samples import Sample
from relnlp.views import view_of

#: in a labels cell: nobody has coded this turn, it is context only
NOT_CODED = "?"
SEPARATORS = ";|"


@dataclass(frozen=True)
class _Coded:
    turn: Turn
    labels: tuple[str, ...]
    facets: tuple[str, ...]
    coded: bool


def read_added(path: Path) -> list[Sample]:
    """Read a lab's coded turns: CSV, TSV, or JSON objects a line.

    One row a turn, in order, with the columns of the ``turns`` table: session_id (where there are several),
    role or speaker (therapist, client or another word for them), text, labels, and facets where they were coded.
    Several labels stand in one cell, separated by ``;``; an empty cell means "none of the five", ``?`` "not coded".

    Raises
    ------
    CorpusError
        With file and line, if a column is missing, a role is not known, or a code does not fit the codebook.
    """
    sessions: dict[str, list[_Coded]] = {}
    columns: dict[str, str] = {}
    for place, row in _rows(path):
        columns = columns or _columns(row, path)
        sessions.setdefault(cell(row, columns, "session"), []).append(_coded(row, columns, f"{path.name}, {place}"))
    samples = [s for name, turns in sessions.items() for s in _samples(f"{path.stem}-{name}", path.stem, turns)]
    if not samples:
        raise CorpusError(f"{path.name}: no coded therapist turn found")
    return samples


def _rows(path: Path) -> Iterator[tuple[str, Row]]:
    text = decode(path.read_bytes(), path.name)[0]
    if path.suffix.lower() not in {".jsonl", ".ndjson"}:
        yield from rows_of(text, path.name)
        return
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            row = json.loads(line) if line.strip() else None
        except ValueError as error:
            raise CorpusError(f"{path.name}, line {number}: not valid JSON") from error
        if isinstance(row, dict):
            yield f"line {number}", row


def _columns(row: Row, path: Path) -> dict[str, str]:
    columns = find_columns(row)
    for meaning in ("text", "speaker"):
        if meaning not in columns:
            raise CorpusError(f"{path.name}: no column for the {meaning} of a turn")
    if "labels" not in row:
        raise CorpusError(f"{path.name}: no column 'labels'")
    return columns


def _coded(row: Row, columns: dict[str, str], place: str) -> _Coded:
    word = role_word(cell(row, columns, "role") or cell(row, columns, "speaker"))
    if not word:
        raise CorpusError(f"{place}: the role is neither therapist nor client nor a word for one of them")
    role = Role(word)
    labels, facets = _names(row["labels"]), _names(row.get("facets"))
    coded = NOT_CODED not in labels and role is Role.THERAPIST
    try:
        check_codes(labels if coded else (), facets if coded else (), need_facets=False)
    except ValueError as error:
        raise CorpusError(f"{place}: {error}") from error
    turn = Turn(word, cell(row, columns, "text"), role)
    return _Coded(turn, tuple(in_order(labels)), tuple(in_order(facets)), coded)


def _names(value: object) -> list[str]:
    """Give the names in a cell: a list, or words with separators; 'boundary_blurring' is 'boundary-blurring'."""
    if value is None or value != value:
        return []
    text = ";".join(map(str, value)) if isinstance(value, list) else str(value)
    for separator in SEPARATORS:
        text = text.replace(separator, ",")
    return [name.strip().lower().replace("_", "-") for name in text.split(",") if name.strip()]


def _samples(session: str, style: str, coded: list[_Coded]) -> Iterator[Sample]:
    turns = [one.turn for one in coded]
    for position, one in enumerate(coded):
        if one.coded and is_scored(one.turn.text):
            yield Sample(view_of(turns, [position]), session, style, position, one.labels, one.facets)
