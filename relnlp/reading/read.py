"""`read` and `read_all`: any source to sessions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from relnlp.errors import ReadError
from relnlp.reading.decode import check_lines, decode
from relnlp.reading.jsonlines import read_json, read_jsonl
from relnlp.reading.names import prefixed
from relnlp.reading.plain import read_plain
from relnlp.reading.raw import MAX_TURN_CHARS, RawSession, Utterance
from relnlp.reading.roles import assign_roles
from relnlp.reading.rows import sessions_from_rows
from relnlp.reading.sniff import sniff
from relnlp.reading.subtitles import read_subtitles
from relnlp.reading.table import read_table
from relnlp.session import Session, Turn

if TYPE_CHECKING:
    import pandas as pd

    Source: TypeAlias = (
        str | bytes | Path | IO[str] | IO[bytes] | Sequence[Mapping[str, Any]] | Mapping[str, Any] | pd.DataFrame
    )

#: a therapist told with less confidence than this is mentioned in the warnings
UNSURE = 0.9

READERS: dict[str, Callable[[str, str], list[RawSession]]] = {
    "webvtt": read_subtitles,
    "srt": read_subtitles,
    "table": read_table,
    "json": read_json,
    "jsonl": read_jsonl,
    "plain": read_plain,
}


def read(
    source: Source,
    *,
    therapist: str | Sequence[str] | None = None,
    roles: Mapping[str, str] | None = None,
    session_id: str | None = None,
) -> Session:
    r"""Read one session.

    Parameters
    ----------
    source
        A path, an open file, the text of a transcript (a string with a line break), a list of dicts, or a
        DataFrame. The format is told by the content: plain text with speakers, WebVTT, SRT, CSV, TSV, JSON,
        JSONL.
    therapist
        The therapist's name in the source (or names); inferred when left out.
    roles
        Name to ``"therapist"``, ``"client"`` or ``"other"``, for interpreters and observers.
    session_id
        Instead of the file's stem.

    Returns
    -------
    Session

    Raises
    ------
    ReadError
        If the source cannot be read or holds several sessions.
    RoleError
        If it cannot be told who the therapist is.

    Examples
    --------
    >>> session = read("Therapist: What was that like?\nClient: Lonely, mostly.")
    >>> [str(turn.role) for turn in session.turns]
    ['therapist', 'client']
    """
    sessions = read_all(source, therapist=therapist, roles=roles, session_id=session_id)
    if len(sessions) > 1:
        raise ReadError(sessions[0].source, f"holds {len(sessions)} sessions; use relnlp.read_all or score_many")
    return sessions[0]


def read_all(
    source: Source,
    *,
    therapist: str | Sequence[str] | None = None,
    roles: Mapping[str, str] | None = None,
    session_id: str | None = None,
) -> list[Session]:
    """Read every session of a source; parameters and errors as in `read`."""
    found = read_each(source, therapist=therapist, roles=roles, session_id=session_id)
    if error := next((item for item in found if isinstance(item, ReadError)), None):
        raise error
    return [item for item in found if isinstance(item, Session)]


def read_each(
    source: Source,
    *,
    therapist: str | Sequence[str] | None = None,
    roles: Mapping[str, str] | None = None,
    session_id: str | None = None,
) -> list[Session | ReadError]:
    """Read every session of a source; one that cannot be read gives its error and the others go on.

    Raises
    ------
    ReadError
        If the source as a whole cannot be read.
    """
    parsed = parse(source)
    stem = session_id or parsed.stem
    return [_session(raw, stem, parsed, therapist=therapist, roles=roles) for raw in parsed.sessions]


@dataclass(frozen=True)
class Parsed:
    """A source before anybody knows who the therapist is."""

    name: str
    stem: str
    format: str
    sessions: list[RawSession]
    warnings: tuple[str, ...]


def parse(source: Source) -> Parsed:
    """Read a source up to, but not including, the roles.

    Raises
    ------
    ReadError
        If it cannot be read.
    """
    name, stem, text, rows = _open(source)
    if rows is not None:
        return Parsed(name, stem, "turns", sessions_from_rows(rows, name), ())
    return Parsed(name, stem, *_parse(text, name))


def _parse(data: bytes | str, name: str) -> tuple[str, list[RawSession], tuple[str, ...]]:
    text, warnings = decode(data, name) if isinstance(data, bytes) else (data, ())
    text = text.lstrip("\ufeff")
    if not text.strip():
        raise ReadError(name, "the text is empty")
    format_ = sniff(text)
    if format_ != "json":
        check_lines(text, name)
    return format_, READERS[format_](text, name), warnings


def _open(source: Any) -> tuple[str, str, bytes | str, list[tuple[str, dict[str, object]]] | None]:
    """Give the source's name, the stem for ids, and its content: text or rows."""
    if isinstance(source, bytes) or (isinstance(source, str) and _is_text(source)):
        return "text", "text", source, None
    if isinstance(source, (str, Path)):
        path = Path(source)
        return str(path), path.stem, _bytes_of(path), None
    if hasattr(source, "read"):
        path = Path(str(getattr(source, "name", "") or "stdin"))
        return path.name, path.stem, source.read(), None
    if isinstance(source, Mapping):
        return "document", "session", json.dumps(source, default=str), None
    if hasattr(source, "to_dict") and hasattr(source, "columns"):
        return "DataFrame", "table", "", _placed(source.to_dict("records"))
    if isinstance(source, Iterable):
        return "turns", "turns", "", _placed(source)
    raise TypeError(f"cannot read a {type(source).__name__}; give a path, open file, text, dicts or DataFrame")


def _is_text(source: str) -> bool:
    """Tell the text of a transcript from a path: it has a line break, is JSON, or is one line with a speaker."""
    if "\n" in source or "\0" in source or source.lstrip().startswith(("{", "[{")):
        return True
    line = prefixed(source)
    return bool(line and line.text and " " in source.strip())


def _placed(rows: Iterable[Any]) -> list[tuple[str, dict[str, object]]]:
    placed = []
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise TypeError(f"turn {number} is a {type(row).__name__}; give dicts with 'speaker' and 'text'")
        placed.append((f"turn {number}", {str(k): v for k, v in row.items()}))
    return placed


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise ReadError(str(path), "this is a directory; name the files in it")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(str(path), "no such file") from None
    except OSError as error:
        raise ReadError(str(path), f"cannot be opened ({error.strerror})") from None


def _session(
    raw: RawSession,
    stem: str,
    parsed: Parsed,
    *,
    therapist: str | Sequence[str] | None,
    roles: Mapping[str, str] | None,
) -> Session | ReadError:
    where = f"{parsed.name} (session {raw.key})" if raw.key else parsed.name
    utterances = one_spelling(raw.utterances)
    try:
        check_turns(utterances, where)
        given, guess = assign_roles(utterances, where, therapist=therapist, roles=roles)
    except ReadError as error:
        return error
    turns = tuple(Turn(u.speaker, u.text, given[u.speaker], u.start_s, u.end_s) for u in utterances)
    session_id = f"{stem}-{raw.key}" if raw.key else stem
    warnings = [*parsed.warnings, *raw.warnings]
    if guess.confidence < UNSURE:
        warnings.append(f"the therapist was told from how people talk, with confidence {guess.confidence:.2f}")
    return Session(session_id, turns, Path(parsed.name).name, parsed.format, guess, tuple(warnings))


def one_spelling(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Bring names that differ in case only (``Dana``, ``DANA``) to the spelling that came first."""
    first: dict[str, str] = {}
    for utterance in utterances:
        first.setdefault(utterance.speaker.casefold(), utterance.speaker)
    return tuple(replace(u, speaker=first[u.speaker.casefold()]) for u in utterances)


def check_turns(utterances: Sequence[Utterance], where: str) -> None:
    """Refuse a session without turns, and a turn of absurd length.

    Raises
    ------
    ReadError
        With the turn's position.
    """
    if not utterances:
        raise ReadError(where, "no turns in it")
    for number, utterance in enumerate(utterances):
        if len(utterance.text) > MAX_TURN_CHARS:
            problem = f"the turn has {len(utterance.text):,} characters; the limit is {MAX_TURN_CHARS:,}"
            raise ReadError(where, problem, place=f"turn {number}")
