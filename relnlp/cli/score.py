"""``relnlp score``: sessions in, tables out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from relnlp.cli import options as o
from relnlp.cli.streams import SOME_FAILED, progress, say

if TYPE_CHECKING:
    from relnlp.batch import Failure
    from relnlp.scoring import ScoredSession


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("score")(score)


def score(
    paths: o.Paths,
    out: o.OutDir = None,
    format: o.FormatOption = o.Format.CSV,
    jobs: o.Jobs = 1,
    backend: o.BackendOption = o.Backend.LOKY,
    no_text: o.NoText = False,
    kind: o.KindOption = o.Kind.AUTO,
    therapist: o.Therapist = None,
    role: o.Roles = None,
    model: o.Model = None,
    quiet: o.Quiet = False,
) -> None:
    """Score sessions: labels for each turn, a profile for each session, episodes.

    Writes the tables turns, sessions and episodes and run.json into a folder, and errors.jsonl if an input
    failed. Exit code 3 says that some inputs failed; the others are done.
    """
    from relnlp.batch import score_many
    from relnlp.scoring import load

    sources = o.expand(paths)
    run_options: dict[str, Any] = {"therapist": therapist, "roles": o.parse_roles(role), "model": model}
    load(model)  # a missing model ends the run before any work
    opened = {source: o.opened(source) for source in sources}
    outcomes = score_many(
        [opened[source] for source in sources],
        n_jobs=jobs,
        backend=backend.value,
        on_error="yield",
        **run_options,
    )
    shown = progress(_unique(outcomes, quiet), total=len(sources), quiet=quiet, what="scoring")
    if out is None:
        failures = _to_stdout(shown, format, text=not no_text)
    else:
        settings: dict[str, Any] = {"format": format.value, "no_text": no_text, "kind": kind.value}
        settings |= {"therapist": therapist or [], "roles": run_options["roles"]}
        failures = _to_folder(shown, out, opened, settings, model=model, quiet=quiet)
    if failures:
        raise typer.Exit(SOME_FAILED)


def _unique(outcomes: Iterator[ScoredSession | Failure], quiet: bool) -> Iterator[ScoredSession | Failure]:
    """Keep session ids apart where two files have one stem."""
    from relnlp.scoring import ScoredSession

    taken: set[str] = set()
    for outcome in outcomes:
        if isinstance(outcome, ScoredSession):
            name = outcome.session.session_id
            new = next(n for n in chain([name], (f"{name}-{k}" for k in count(2))) if n not in taken)
            taken.add(new)
            if new != name:
                note = f"another session is called {name}, this one is {new}"
                say(f"relnlp: {note}", quiet=quiet)
                session = replace(outcome.session, session_id=new, warnings=(*outcome.session.warnings, note))
                outcome = replace(outcome, session=session)
        yield outcome


def _to_stdout(outcomes: Iterator[ScoredSession | Failure], format: o.Format, *, text: bool) -> int:
    """Write the turns table to stdout; parquet needs a folder."""
    from relnlp.batch import Failure
    from relnlp.tables import CsvSink, JsonlSink, turn_columns, turn_rows

    if format is o.Format.PARQUET:
        raise typer.BadParameter("parquet needs a folder: add -o DIR", param_hint="--format")
    columns = turn_columns(text=text)
    sink = (CsvSink if format is o.Format.CSV else JsonlSink)(sys.stdout, columns)
    failures = 0
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failures += 1
            say(f"relnlp: {outcome.error}")
        else:
            sink.write([{name: row[name] for name in columns} for row in turn_rows(outcome)])
    return failures


def _to_folder(
    outcomes: Iterator[ScoredSession | Failure],
    out: Path,
    sources: dict[str, Any],
    settings: dict[str, Any],
    *,
    model: Path | None,
    quiet: bool,
) -> int:
    from relnlp.batch import Failure
    from relnlp.runs import RunRecord
    from relnlp.tables import TableWriter

    run = RunRecord(sources, settings, model)
    with TableWriter(out, format=settings["format"], text=not settings["no_text"]) as tables:
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                say(f"relnlp: {outcome.error}")
                run.add_failure(outcome)
            else:
                tables.add(outcome)
                run.add(outcome)
    run.write(out)
    say(run.summary(out), quiet=quiet)
    return len(run.failures)
