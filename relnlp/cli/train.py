"""``relnlp train``: coded turns to a pipeline folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relnlp.cli import options as o
from relnlp.cli.streams import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from relnlp.model.encoder import Encoder
    from relnlp.training.fit import Material
    from relnlp.training.held_out import Verdicts


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("train")(train)


def train(
    corpora: Annotated[Path, typer.Argument(help="Folder with sessions, minimal_pairs, notes and splits.json.")] = Path(
        "corpora"
    ),
    out: Annotated[Path, typer.Option("-o", "--out", help="Pipeline folder to write.")] = Path("models/relnlp_en"),
    add: Annotated[
        list[Path] | None, typer.Option("--add", metavar="FILE", help="Your own coded turns (table or JSONL).")
    ] = None,
    only_added: Annotated[
        bool, typer.Option("--only-added", help="Learn from the added turns alone, on top of the model given.")
    ] = False,
    annomi: Annotated[
        Path | None, typer.Option("--annomi", metavar="CSV", help="Your copy of AnnoMI: adds its coded real turns.")
    ] = None,
    model: o.Model = None,
    fresh_encoder: Annotated[
        bool, typer.Option("--fresh-encoder", help="Fine-tune the encoder again (needs relnlp[encoder]; an hour).")
    ] = False,
    work: Annotated[Path, typer.Option("--work", help="Where an interrupted encoder training is kept.")] = Path(
        ".relnlp-train"
    ),
    quiet: o.Quiet = False,
) -> None:
    """Train a pipeline: the same material gives the same bytes."""
    from relnlp.model import store
    from relnlp.pipeline.build import write
    from relnlp.scoring import model_folder
    from relnlp.training.fit import fit

    def progress(step: str) -> None:
        say(f"training: {step}", quiet=quiet)

    material = _material(None if only_added else corpora, annomi, add or [])
    kept = (model or model_folder()) / "relnlp_labels"
    base = store.load(kept) if only_added else None
    encoder = _fresh(material, work, progress) if fresh_encoder else store.load_encoder(kept)
    fitted = fit(material, encoder, base=base, progress=progress)
    write(fitted.labeller, out, description="Labels what each therapist turn does to the relationship.")
    _write_held_out(fitted.verdicts, out)
    say(f"wrote {out}", quiet=quiet)


def _material(corpora: Path | None, annomi: Path | None, add: list[Path]) -> Material:
    from relnlp.training.added import read_added
    from relnlp.training.corpora import fingerprint, read_corpora
    from relnlp.training.fit import Material
    from relnlp.training.real import LABELS_FILE, read_annomi

    if corpora is None:
        return Material(added=tuple(s for path in add for s in read_added(path)))
    return Material(
        read_corpora(corpora),
        real=tuple(read_annomi(annomi, corpora / LABELS_FILE)) if annomi else (),
        added=tuple(s for path in add for s in read_added(path)),
        corpus_hash=fingerprint(corpora),
    )


def _fresh(chosen: Material, work: Path, progress: Callable[[str], None]) -> Encoder:
    from relnlp.training.finetune import finetune, material

    return finetune(material(chosen.corpora.of("train")), work=work, progress=progress)


def _write_held_out(verdicts: Verdicts, folder: Path) -> None:
    from relnlp.training.real_report import HELD_OUT, held_out_rows

    lines = [json.dumps(row) + "\n" for row in held_out_rows(verdicts)]
    if lines:
        (folder / HELD_OUT).write_text("".join(lines), encoding="utf-8", newline="\n")
    else:
        (folder / HELD_OUT).unlink(missing_ok=True)
