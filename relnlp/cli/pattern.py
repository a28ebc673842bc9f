"""``relnlp pattern``: what holds across sessions."""

from __future__ import annotations

import json
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relnlp.cli import options as o
from relnlp.cli.streams import SOME_FAILED, emit, say

if TYPE_CHECKING:
    from datetime import date

    from relnlp.patterns.findings import Patterns


class Shape(str, Enum):
    """What comes out."""

    TEXT = "text"
    CSV = "csv"
    JSONL = "jsonl"
    JSON = "json"


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH…", help="Sessions, folders of them, a manifest, or a sessions table (or folder) of relnlp score."
    ),
]
ManifestOption = Annotated[
    list[Path] | None,
    typer.Option("--manifest", metavar="FILE", help="CSV: session, client, therapist, date, number; repeat."),
]
Split = Annotated[
    str | None,
    typer.Option("--split", metavar="DATE|N", help="Compare the sessions before this day or number with the rest."),
]
References = Annotated[
    list[str] | None,
    typer.Option("--reference", metavar="LABEL=RATE", help="Rate that a pattern must exceed, 0.001 to 0.95; repeat."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pattern")(pattern)


def pattern(
    paths: Inputs,
    manifest: ManifestOption = None,
    split: Split = None,
    reference: References = None,
    format: Annotated[Shape, typer.Option("--format", help="A page to read, a table, or everything.")] = Shape.TEXT,
    jobs: o.Jobs = 1,
    therapist: o.Therapist = None,
    role: o.Roles = None,
    model: o.Model = None,
    quiet: o.Quiet = False,
) -> None:
    """Tell what holds across sessions: strengths first, then what is worth looking at.

    A pattern needs three sessions and more than 95 % probability, also without any one of them. One hard session
    is not a pattern. Exit code 3 says that something could not be used; the rest is done.
    """
    from relnlp.cli.pattern_input import gather, sort_inputs
    from relnlp.errors import RelnlpError
    from relnlp.patterns.pattern import pattern as find
    from relnlp.scoring import load, validated_errors

    references, border = _references(reference), _split(split)
    sessions, failures = gather(
        sort_inputs(o.expand(paths), manifest or []),
        reading={"therapist": therapist, "roles": o.parse_roles(role)},
        model=model,
        jobs=jobs,
        quiet=quiet,
    )
    for failure in failures:
        say(f"relnlp: {failure}")
    if not any(session.n_scored for session in sessions):
        raise RelnlpError("no session with a scored turn")
    # labels come from a model here: its misses and false alarms belong into the rates
    errors = validated_errors(load(model))
    _write(find(sessions, references=references, split=border, errors=errors), format)
    if failures:
        raise typer.Exit(SOME_FAILED)


def _references(pairs: list[str] | None) -> dict[str, float]:
    from relnlp.patterns.references import with_defaults

    given: dict[str, float] = {}
    for pair in pairs or []:
        label, _, rate = pair.partition("=")
        try:
            given[label.strip()] = float(rate)
            with_defaults(given)
        except ValueError as error:
            raise typer.BadParameter(f"{pair!r}: {error}", param_hint="--reference") from error
    return given


def _split(text: str | None) -> date | int | None:
    from relnlp.errors import RelnlpError
    from relnlp.patterns.timeline import parse_split

    try:
        return None if text is None else parse_split(text)
    except RelnlpError as error:
        raise typer.BadParameter(str(error), param_hint="--split") from error


def _write(found: Patterns, shape: Shape) -> None:
    from relnlp.patterns.page import COLUMNS, page, rows
    from relnlp.tables import CsvSink, JsonlSink

    if shape is Shape.TEXT:
        for line in page(found):
            emit(line)
    elif shape is Shape.JSON:
        emit(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        (CsvSink if shape is Shape.CSV else JsonlSink)(sys.stdout, COLUMNS).write(rows(found))
