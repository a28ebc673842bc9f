"""``relnlp inspect``: what was read, before anything is scored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from relnlp.cli import options as o
from relnlp.cli.streams import SOME_FAILED, emit, say

if TYPE_CHECKING:
    from relnlp.reading.inspection import Inspection


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("inspect")(inspect)


def inspect(
    paths: o.Paths,
    therapist: o.Therapist = None,
    role: o.Roles = None,
    as_json: o.AsJson = False,
) -> None:
    """Show what was read: format, speakers, who is taken for the therapist and how sure, and what is odd.

    Nothing is scored and nothing that was said is shown. Exit code 3 if an input cannot be read or its
    therapist cannot be told.
    """
    from relnlp.errors import ReadError
    from relnlp.reading.inspection import inspect as look

    failed = 0
    for source in o.expand(paths):
        try:
            found = look(o.opened(source), therapist=therapist, roles=o.parse_roles(role))
        except ReadError as error:
            failed += 1
            say(f"relnlp: {error}")
            continue
        except Exception as error:
            # as in scoring: one broken file must not hide the others, and its words must not be shown
            failed += 1
            say(f"relnlp: {source}: unexpected {type(error).__name__}; please report it, without the file")
            continue
        for inspection in found:
            failed += bool(inspection.problem)
            emit(json.dumps(inspection.to_json(), ensure_ascii=False) if as_json else describe(inspection))
    if failed:
        raise typer.Exit(SOME_FAILED)


def describe(inspection: Inspection) -> str:
    """Write an inspection for a person to read."""
    times = f", {inspection.duration_s / 60:.0f} min" if inspection.duration_s is not None else ", no times"
    lines = [
        f"{inspection.session_id}  ({inspection.format}, {inspection.n_turns} turns{times})",
        *(
            f"  {s.role:<9}  {s.name}: {s.n_turns} turns, {s.n_words} words, you minus I {s.address:+.2f}"
            for s in inspection.speakers
        ),
    ]
    if inspection.problem:
        lines.append(f"  cannot be scored yet: {inspection.problem}")
    else:
        lines.append(f"  therapist by {inspection.role_method}, confidence {inspection.role_confidence:.2f}")
    lines.append(
        f"  {inspection.n_backchannels} backchannels, {inspection.n_stitched} turns joined to an earlier piece, "
        f"{inspection.inaudible:.0%} mostly inaudible"
    )
    lines += [f"  note: {warning}" for warning in inspection.warnings]
    return "\n".join(lines)
