"""``relnlp corpora``: check coded sessions and count what they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relnlp.cli.streams import FAILURE, emit, say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("corpora")(corpora)


def corpora(
    folder: Annotated[Path, typer.Argument(help="Folder with sessions, minimal_pairs, notes and splits.json.")] = Path(
        "corpora"
    ),
) -> None:
    """Check every line of a corpus and print its counts; exit code 1 if something does not fit."""
    from relnlp.training.census import census, problems
    from relnlp.training.consistency import consistency_lines, read_codings
    from relnlp.training.corpora import read_corpora

    read = read_corpora(folder)
    for line in (*census(read), *consistency_lines(read_codings(folder))):
        emit(line)
    found = problems(read)
    for problem in found:
        say(f"relnlp: {problem}")
    if found:
        raise typer.Exit(FAILURE)
