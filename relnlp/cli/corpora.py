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
    folder: Annotated[Path, typer.Argument(help="Folder with sessions/*.jsonl and splits.json.")] = Path("corpora"),
) -> None:
    """Check every line of a corpus and print its counts; exit code 1 if something does not fit."""
    from relnlp.training.census import census, problems

    for line in census(folder):
        emit(line)
    found = problems(folder)
    for problem in found:
        say(f"relnlp: {problem}")
    if found:
        raise typer.Exit(FAILURE)
