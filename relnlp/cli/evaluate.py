"""``relnlp evaluate``: figures of a pipeline on material that it was not trained on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relnlp.cli import options as o
from relnlp.cli.streams import emit, say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("evaluate")(evaluate)


def evaluate(
    corpora: Annotated[Path, typer.Argument(help="Folder with sessions, minimal_pairs, notes and splits.json.")] = Path(
        "corpora"
    ),
    model: o.Model = None,
    annomi: Annotated[
        Path | None, typer.Option("--annomi", metavar="CSV", help="Your copy of AnnoMI: compares its quality ratings.")
    ] = None,
    card: Annotated[Path | None, typer.Option("--card", help="Write the model card to this file.")] = None,
    quiet: o.Quiet = False,
) -> None:
    """Evaluate on the validation and test styles: figures to stdout, on request into the model card."""
    from relnlp.scoring import load, model_folder
    from relnlp.training.card import model_card
    from relnlp.training.corpora import read_corpora
    from relnlp.training.evaluate import evaluate as measure
    from relnlp.training.real_report import HELD_OUT, real_report

    labeller = load(model).get_pipe("relnlp_labels").labeller  # type: ignore[attr-defined]
    report = measure(labeller, read_corpora(corpora), progress=lambda step: say(f"evaluating: {step}", quiet=quiet))
    folder = model_folder() if model is None else model
    text = model_card(labeller, report, real_report(folder / HELD_OUT, corpora, annomi=annomi))
    emit(text)
    if card is not None:
        card.write_text(text, encoding="utf-8", newline="\n")
        say(f"wrote {card}", quiet=quiet)
