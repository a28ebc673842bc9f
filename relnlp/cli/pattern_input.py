"""What ``relnlp pattern`` is given: sessions, tables and manifests, told apart by content, to session counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relnlp.cli.streams import progress
from relnlp.errors import ReadError

if TYPE_CHECKING:
    from relnlp.patterns.counts import SessionCounts
    from relnlp.reading.manifest import Manifest, ManifestRow
    from relnlp.session import Session

#: files of a folder that may be sessions
SUFFIXES = (".txt", ".vtt", ".srt", ".csv", ".tsv", ".json", ".jsonl")
TABLES = ("sessions.csv", "sessions.jsonl", "sessions.parquet")
HEAD = 4096


@dataclass
class Inputs:
    """Files by what they are."""

    tables: list[Path] = field(default_factory=list)
    manifests: list[Path] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """One session before anybody knows whose it is."""

    session_id: str
    path: Path | None
    n_scored: int
    counts: dict[str, int]


def sort_inputs(paths: Iterable[str], manifests: Iterable[Path]) -> Inputs:
    """Tell sessions, sessions tables and manifests apart; a folder stands for what is in it."""
    from relnlp.reading.manifest import is_manifest
    from relnlp.reading.session_table import is_session_table

    inputs = Inputs(manifests=list(manifests))
    named = {path.resolve() for path in inputs.manifests}
    for path in chain.from_iterable(_inside(Path(path)) for path in paths):
        if path.resolve() in named:
            continue
        head = _head(path)
        if is_session_table(head):
            inputs.tables.append(path)
        elif is_manifest(head.split(b"\n", 1)[0].decode("utf-8", "replace")):
            inputs.manifests.append(path)
        else:
            inputs.files.append(path)
    return inputs


def _inside(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    # a folder that `relnlp score` wrote: its turns and episodes are no sessions
    tables = [path / name for name in TABLES if (path / name).is_file()]
    if tables and (path / "run.json").is_file():
        return tables[:1]
    return sorted(file for file in path.iterdir() if file.is_file() and file.suffix.lower() in SUFFIXES)


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(HEAD)


def gather(
    inputs: Inputs, *, reading: dict[str, Any], model: Path | None, jobs: int, quiet: bool
) -> tuple[list[SessionCounts], list[ReadError]]:
    """Read and score what is there, and say whose each session is.

    Parameters
    ----------
    inputs
        From `sort_inputs`.
    reading
        Options of `relnlp.read`.
    model, jobs, quiet
        As on the command line.

    Returns
    -------
    sessions, failures
        Failures name files, lines and sessions that could not be used.
    """
    from relnlp.reading.manifest import read_manifest

    manifests = [read_manifest(path) for path in inputs.manifests]
    failures = [problem for manifest in manifests for problem in manifest.problems]
    found = list(_from_tables(inputs.tables, failures))
    files = list(dict.fromkeys([*inputs.files, *_named_files(manifests, found, inputs.files)]))
    found += _from_files(files, failures, reading=reading, model=model, jobs=jobs, quiet=quiet)
    return _assigned(_unique(found), manifests, failures), failures


def _named_files(manifests: Iterable[Manifest], found: Iterable[Found], files: Iterable[Path]) -> Iterator[Path]:
    """Give the files that manifests name and that nothing else on the command line stands for."""
    from relnlp.reading.manifest import match

    known = [*((one.session_id, one.path) for one in found), *((path.stem, path) for path in files)]
    for manifest in manifests:
        for row in manifest.rows:
            if not match(row, manifest.folder, known):
                yield from _file_of(manifest.folder / row.session)


def _file_of(path: Path) -> list[Path]:
    """Give the file itself, or the only one with that stem."""
    if path.is_file():
        return [path]
    beside = [path.with_name(path.name + suffix) for suffix in SUFFIXES]
    there = [file for file in beside if file.is_file()]
    return there if len(there) == 1 else []


def _from_tables(tables: Iterable[Path], failures: list[ReadError]) -> Iterator[Found]:
    from relnlp.reading.session_table import read_session_table

    for path in tables:
        try:
            rows = read_session_table(path)
        except ReadError as error:
            failures.append(error)
            continue
        yield from (Found(row.session_id, None, row.n_scored, row.counts) for row in rows)


def _from_files(
    files: Sequence[Path],
    failures: list[ReadError],
    *,
    reading: dict[str, Any],
    model: Path | None,
    jobs: int,
    quiet: bool,
) -> Iterator[Found]:
    from relnlp.batch import score_many

    read = list(_sessions(files, failures, reading))
    scored = score_many([session for _, session in read], n_jobs=jobs, model=model)
    shown = progress(scored, total=len(read), quiet=quiet, what="scoring")
    for (path, session), one in zip(read, shown, strict=True):
        counts = {label: rate.n for label, rate in one.profile.rates.items()}
        yield Found(session.session_id, path, one.profile.n_scored, counts)


def _sessions(
    files: Iterable[Path], failures: list[ReadError], reading: dict[str, Any]
) -> Iterator[tuple[Path, Session]]:
    from relnlp.reading.read import read_each

    for path in files:
        try:
            items = read_each(path, **reading)
        except ReadError as error:
            items = [error]
        except Exception as error:
            # as in scoring: one broken file must not stop the others, and its words must not be shown
            items = [ReadError(str(path), f"unexpected {type(error).__name__}; please report it, without the file")]
        for item in items:
            if isinstance(item, ReadError):
                failures.append(item)
            else:
                yield path, item


def _unique(found: Iterable[Found]) -> list[Found]:
    """Keep session ids apart where two files have one stem."""
    taken: dict[str, Found] = {}
    for one in found:
        name = next(n for n in chain([one.session_id], (f"{one.session_id}-{k}" for k in count(2))) if n not in taken)
        taken[name] = Found(name, one.path, one.n_scored, one.counts)
    return list(taken.values())


def _assigned(found: Sequence[Found], manifests: Sequence[Manifest], failures: list[ReadError]) -> list[SessionCounts]:
    from relnlp.patterns.counts import SessionCounts

    rows = _rows_of(found, manifests, failures)
    sessions: list[SessionCounts] = []
    for place, one in enumerate(found):
        row = rows.get(place)
        if row is not None:
            about = (row.client, row.therapist, row.day, row.number)
            sessions.append(SessionCounts(one.n_scored, one.counts, one.session_id, *about))
        elif manifests:
            failures.append(ReadError(one.session_id, "not in the manifest, left out"))
        else:
            sessions.append(SessionCounts(one.n_scored, one.counts, one.session_id))
    return sessions


def _rows_of(
    found: Sequence[Found], manifests: Sequence[Manifest], failures: list[ReadError]
) -> dict[int, ManifestRow]:
    """Row of each session's place; rows that mean no session, or one that is taken, are failures."""
    from relnlp.reading.manifest import match

    known = [(one.session_id, one.path) for one in found]
    rows: dict[int, ManifestRow] = {}
    for manifest in manifests:
        for row in manifest.rows:
            places = match(row, manifest.folder, known)
            if not places or any(place in rows for place in places):
                problem = "another line names this session" if places else "no such session"
                failures.append(ReadError(manifest.source, problem, place=f"line {row.line}"))
            else:
                rows |= dict.fromkeys(places, row)
    return rows
