"""Options that several commands share, each said once."""

from __future__ import annotations

import glob
import io
import sys
from enum import Enum
from pathlib import Path
from typing import IO, Annotated

import typer

from relnlp.errors import RelnlpError


class Format(str, Enum):
    """File formats of the tables."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


class Backend(str, Enum):
    """How sessions are scored side by side."""

    LOKY = "loky"
    THREADING = "threading"
    DASK = "dask"


class Kind(str, Enum):
    """What the inputs are."""

    AUTO = "auto"
    TRANSCRIPT = "transcript"


def _no_zero(value: int) -> int:
    if value == 0:
        raise typer.BadParameter("0 jobs do nothing; give 1 or more, or -1 for all cores")
    return value


Paths = Annotated[list[str], typer.Argument(metavar="PATH…", help="Transcripts; '-' reads one from standard input.")]
OutDir = Annotated[
    Path | None, typer.Option("-o", "--out", help="Folder for the tables; without it, turns go to stdout.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="Format of the tables.")]
Jobs = Annotated[
    int, typer.Option("--jobs", min=-1, callback=_no_zero, help="Sessions scored at once; -1 for all cores.")
]
BackendOption = Annotated[Backend, typer.Option("--backend", help="Processes, threads, or a dask cluster.")]
NoText = Annotated[bool, typer.Option("--no-text", help="Leave what was said out of every output.")]
KindOption = Annotated[Kind, typer.Option("--kind", help="What the inputs are.")]
Therapist = Annotated[
    list[str] | None,
    typer.Option("--therapist", metavar="NAME", help="The therapist's name in the transcript; repeat for several."),
]
Roles = Annotated[
    list[str] | None,
    typer.Option("--role", metavar="NAME=ROLE", help="Role of one speaker: therapist, client or other; repeat."),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, one object a line, instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing on stderr but errors.")]
Model = Annotated[Path | None, typer.Option("--model", help="A pipeline folder instead of the shipped one.")]


def opened(path: str) -> Path | IO[bytes]:
    """Give what `relnlp.read` takes: a path, or what standard input holds for ``-``."""
    return io.BytesIO(sys.stdin.buffer.read()) if path == "-" else Path(path)


def parse_roles(pairs: list[str] | None) -> dict[str, str]:
    """Turn ``NAME=ROLE`` options into a map; a usage error names what is wrong."""
    roles: dict[str, str] = {}
    for pair in pairs or []:
        name, _, role = pair.rpartition("=")
        if not name or role not in ("therapist", "client", "other"):
            raise typer.BadParameter(f"{pair!r}: give NAME=therapist, NAME=client or NAME=other", param_hint="--role")
        roles[name] = role
    return roles


def expand(paths: list[str]) -> list[str]:
    """Expand wildcards that the shell left alone (on Windows, or in quotes); everything else stays."""
    expanded: list[str] = []
    for path in paths:
        is_pattern = any(c in path for c in "*?[") and not Path(path).exists()
        hits = sorted(glob.glob(path)) if is_pattern else []  # noqa: PTH207  # Path.glob takes no absolute pattern
        expanded.extend(hits or [path])
    if expanded.count("-") > 1:
        raise RelnlpError("standard input ('-') can be read only once")
    return expanded
