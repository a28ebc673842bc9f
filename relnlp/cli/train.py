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
    corpora: Annotated[Path, typer.Argument(help="Folder with sessions, minimal_pairs, notes and splits.json.")] = Path(
        "corpora"
    ),
    out: Annotated[Path, typer.Option("-o", "--out", help="Pipeline folder to write.")] = Path("models/relnlp_en"),
    quiet: o.Quiet = False,
) -> None:
    """Train a pipeline: the same corpus gives the same bytes."""
    from relnlp.pipeline.build import write
    from relnlp.training.corpora import fingerprint, read_corpora
    from relnlp.training.fit import fit

    labeller = fit(
        read_corpora(corpora),
        corpus_hash=fingerprint(corpora),
        progress=lambda step: say(f"training: {step}", quiet=quiet),
    )
    write(labeller, out, description="Labels what each therapist turn does to the relationship.")
    say(f"wrote {out}", quiet=quiet)
