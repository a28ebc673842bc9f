"""Scored sessions to tables: rows, DataFrames, and files that are written as sessions come."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Protocol

from relnlp.codebook import EPISODE_OUTCOMES, LABELS, column
from relnlp.errors import RelnlpError

if TYPE_CHECKING:
    import pandas as pd

    from relnlp.patterns.findings import Patterns
    from relnlp.scoring import ScoredSession

Row = dict[str, Any]

P_COLUMNS = tuple(f"p_{column(label)}" for label in LABELS)
TURNS = (
    "session_id", "turn_id", "unit_ids", "speaker", "role", "start_s", "end_s", "text", "status", "labels",
    "possible", "facets", *P_COLUMNS, "evidence", "client_moves",
)  # fmt: skip
SESSIONS = (
    "session_id", "source", "kind", "n_turns", "n_therapist_turns", "n_scored", "talk_share",
    *(f"{column(label)}_{part}" for label in LABELS for part in ("n", "rate", "low", "high")),
    "ruptures_n", *(f"ruptures_{outcome}" for outcome in EPISODE_OUTCOMES), "warnings",
)  # fmt: skip
EPISODES = ("session_id", "episode", "start", "trigger", "kind", "outcome", "repair", "end")
COLUMNS: dict[str, tuple[str, ...]] = {"turns": TURNS, "sessions": SESSIONS, "episodes": EPISODES}
FORMATS = ("csv", "jsonl", "parquet")


def turn_rows(scored: ScoredSession) -> Iterator[Row]:
    """One row a turn."""
    for record in scored.records:
        p = record["p"] or {}
        row = {name: record[name] for name in TURNS if name in record}
        row.update({f"p_{column(label)}": p.get(label) for label in LABELS})
        yield {"session_id": scored.session.session_id, **row}


def session_row(scored: ScoredSession) -> Row:
    """One row for the session."""
    summed, session = scored.profile, scored.session
    row: Row = {
        "session_id": session.session_id,
        "source": session.source,
        "kind": session.kind,
        "n_turns": summed.n_turns,
        "n_therapist_turns": summed.n_therapist_turns,
        "n_scored": summed.n_scored,
        "talk_share": _rounded(summed.talk_share),
        "ruptures_n": len(summed.episodes),
        "warnings": list(session.warnings),
    }
    for label, rate in summed.rates.items():
        name = column(label)
        row |= {f"{name}_n": rate.n, f"{name}_rate": _rounded(rate.rate)}
        row |= {f"{name}_low": _rounded(rate.low), f"{name}_high": _rounded(rate.high)}
    row |= {f"ruptures_{outcome}": summed.outcomes(outcome) for outcome in EPISODE_OUTCOMES}
    if summed.too_little_to_tell:
        row["warnings"].append(f"too little to tell: {summed.n_scored} scored turns")
    return row


def episode_rows(scored: ScoredSession) -> Iterator[Row]:
    """One row an episode."""
    for number, episode in enumerate(scored.profile.episodes):
        yield {"session_id": scored.session.session_id, "episode": number, **vars(episode)}


def rows_of(scored: ScoredSession) -> dict[str, list[Row]]:
    """All rows of one session, by table."""
    return {
        "turns": list(turn_rows(scored)),
        "sessions": [session_row(scored)],
        "episodes": list(episode_rows(scored)),
    }


def turns_frame(scored: ScoredSession) -> pd.DataFrame:
    """Make the turns DataFrame: lists stay lists, missing values are missing."""
    import pandas as pd

    frame: pd.DataFrame = pd.DataFrame(list(turn_rows(scored)), columns=list(TURNS))
    typed: pd.DataFrame = frame.astype(dict.fromkeys(("start_s", "end_s", *P_COLUMNS), float))
    return typed


def patterns_frame(found: Patterns) -> pd.DataFrame:
    """Make a DataFrame of patterns: one row for each label of each client; the columns stand in docs/patterns.md."""
    import pandas as pd

    from relnlp.patterns.page import COLUMNS, rows

    frame: pd.DataFrame = pd.DataFrame(list(rows(found)), columns=list(COLUMNS))
    return frame


def turn_columns(*, text: bool) -> tuple[str, ...]:
    """Columns of the turns table, with or without what was said."""
    return tuple(name for name in TURNS if text or name != "text")


class TableWriter:
    """Write the three tables into a folder, session by session.

    Files carry ``.part`` until they are complete, so a run that was killed never looks finished.

    Parameters
    ----------
    folder
        Made if missing.
    format
        ``csv``, ``jsonl`` or ``parquet``.
    text
        Whether the turns table keeps what was said.

    Raises
    ------
    RelnlpError
        If the format needs a package that is not installed.
    """

    def __init__(self, folder: Path, *, format: str = "csv", text: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.n_sessions = 0
        self.columns = {**COLUMNS, "turns": turn_columns(text=text)}
        self.paths = {name: folder / f"{name}.{format}" for name in COLUMNS}
        self.sinks = {name: _open_sink(_part(path), self.columns[name], format) for name, path in self.paths.items()}

    def add(self, scored: ScoredSession) -> None:
        """Append one session."""
        self.n_sessions += 1
        for name, rows in rows_of(scored).items():
            kept = [{c: row.get(c) for c in self.columns[name]} for row in rows]
            self.sinks[name].write(kept)

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for name, path in self.paths.items():
            self.sinks[name].close()
            if kind is None and self.n_sessions:
                _part(path).replace(path)
            else:
                # nothing half done stays behind, and no empty table takes the place of an older one
                _part(path).unlink(missing_ok=True)


def csv_cell(value: Any) -> Any:
    """Spell a value for CSV: lists joined by ``;``, structures as JSON, formulas defused.

    A cell that a spreadsheet would run (``=1+1``, ``@SUM(A1)``, ``+HYPERLINK(…)``, ``-cmd|…``) gets an apostrophe
    in front; speech that merely begins with a dash or a sign stays as it was said.
    """
    if isinstance(value, (list, tuple)):
        if any(isinstance(item, dict) for item in value):
            return json.dumps(value, ensure_ascii=False)
        return ";".join(str(item).replace(";", ",") for item in value)
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value


#: what spreadsheets run; speech begins with a dash often, with "=" and "@" never
_FORMULA = re.compile(r"\s*(?:[=@]|[+-]\s*[\w.]+\(|[+-].*\|)")


class Sink(Protocol):
    """Where rows of one table go."""

    def write(self, rows: Iterable[Row]) -> None:
        """Append rows."""

    def close(self) -> None:
        """Finish the table."""


class CsvSink:
    """Rows as CSV on a text stream; the header comes at once."""

    def __init__(self, file: IO[str], columns: tuple[str, ...]) -> None:
        self.file = file
        self.writer = csv.DictWriter(file, columns, lineterminator="\n")
        self.writer.writeheader()

    def write(self, rows: Iterable[Row]) -> None:
        """Append rows."""
        self.writer.writerows({name: csv_cell(value) for name, value in row.items()} for row in rows)

    def close(self) -> None:
        """Close the stream."""
        self.file.close()


class JsonlSink:
    """Rows as JSON, one object a line, on a text stream."""

    def __init__(self, file: IO[str], columns: tuple[str, ...]) -> None:
        self.file = file

    def write(self, rows: Iterable[Row]) -> None:
        """Append rows."""
        self.file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    def close(self) -> None:
        """Close the stream."""
        self.file.close()


class _ParquetSink:
    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        try:
            import pyarrow.parquet as parquet
        except ImportError:
            raise RelnlpError("Parquet needs pyarrow: pip install 'relnlp[parquet]'") from None
        self.schema = _arrow_schema(columns)
        self.writer = parquet.ParquetWriter(path, self.schema)

    def write(self, rows: Iterable[Row]) -> None:
        import pyarrow as pa

        plain = [{**row, "evidence": csv_cell(row["evidence"])} if "evidence" in row else row for row in rows]
        self.writer.write_table(pa.Table.from_pylist(plain, schema=self.schema))

    def close(self) -> None:
        self.writer.close()


def _open_sink(path: Path, columns: tuple[str, ...], format: str) -> Sink:
    if format == "parquet":
        return _ParquetSink(path, columns)
    file = path.open("w", encoding="utf-8", newline="")
    return CsvSink(file, columns) if format == "csv" else JsonlSink(file, columns)


def _arrow_schema(columns: tuple[str, ...]) -> Any:
    import pyarrow as pa

    texts = pa.list_(pa.string())
    kinds = {
        **dict.fromkeys(("labels", "possible", "facets", "client_moves", "warnings"), texts),
        "unit_ids": pa.list_(pa.int64()),
        **dict.fromkeys(("start_s", "end_s", "talk_share", *P_COLUMNS), pa.float64()),
        **dict.fromkeys(("turn_id", "n_turns", "n_therapist_turns", "n_scored", "episode", "trigger"), pa.int64()),
        **dict.fromkeys((c for c in SESSIONS if c.endswith(("_rate", "_low", "_high"))), pa.float64()),
        **dict.fromkeys((c for c in SESSIONS if c.endswith("_n") or c.startswith("ruptures_")), pa.int64()),
    }
    if "episode" in columns:
        kinds |= dict.fromkeys(("start", "repair", "end"), pa.int64())
    return pa.schema([(name, kinds.get(name, pa.string())) for name in columns])


def _part(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
