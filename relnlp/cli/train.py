"""``relnlp train``: coded sessions to a pipeline folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relnlp.cli import options as o
from relnlp.cli.streams import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("train")(train)


def train(
    corpora: Annotated[Path, typer.Argument(help="Folder with sessions/*.jsonl and splits.json.")] = Path("corpora"),
    out: Annotated[Path, typer.Option("-o", "--out", help="Pipeline folder to write.")] = Path("models/relnlp_en"),
    quiet: o.Quiet = False,
) -> None:
    """Train a pipeline: the same corpus gives the same bytes."""
    from relnlp.pipeline.build import write
    from relnlp.training.corpora import in_split, read_sessions, read_splits
    from relnlp.training.fit import fit

    sessions, splits = read_sessions(corpora), read_splits(corpora)
    labeller = fit(
        in_split(sessions, splits, "train"),
        in_split(sessions, splits, "validation"),
        progress=lambda step: say(f"training: {step}", quiet=quiet),
    )
    write(labeller, out, description="Labels what each therapist turn does to the relationship.")
    say(f"wrote {out}", quiet=quiet)
