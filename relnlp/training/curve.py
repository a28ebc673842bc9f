"""The learning curve: F1 per label against the number of training turns, for the word part of the model.

``python -m relnlp.training.curve corpora [--annomi CSV]`` prints a Markdown table; with AnnoMI's table also the figures
on its real turns, which take no part in it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from relnlp.codebook import LABELS
from relnlp.model.features import TurnFeatures
from relnlp.model.heads import Rows, StackedHeads
from relnlp.training.corpora import Corpora, read_corpora
from relnlp.training.held_out import calm
from relnlp.training.metrics import macro_f1
from relnlp.training.real import LABELS_FILE, read_annomi
from relnlp.training.samples import Sample, targets, therapist_samples, with_noise, written_samples
from relnlp.training.thresholds import choose

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def part_of(corpora: Corpora, share: float, *, seed: int = 0) -> Corpora:
    """Keep a share of the training styles (whole styles, in a fixed random order), all of the rest."""
    styles = sorted({s.style for s in corpora.of("train").sessions})
    random.Random(seed).shuffle(styles)
    kept = set(styles[: max(1, round(share * len(styles)))])
    return replace(corpora, sessions=tuple(s for s in corpora.sessions if s.style in corpora.splits or s.style in kept))


def curve_row(corpora: Corpora, real: Sequence[Sample]) -> list[str]:
    """Fit the labels on what is left of the training styles, choose thresholds on the validation styles, score.

    Returns
    -------
    list of str
        Styles, turns, F1 of each label and their mean on the validation styles, F1 of each label on `real`.
    """
    train = corpora.of("train")
    samples = with_noise(written_samples(train))
    checks = [s for s in therapist_samples(corpora.of("validation").sessions) if not s.open]
    features = TurnFeatures().fit([s.view for s in samples])
    heads = StackedHeads(LABELS, parts=("words",)).fit(_rows(features, samples), targets(samples, "labels"))
    y, rows = targets(checks, "labels"), _rows(features, checks)
    heads.calibrate(heads.decisions(rows), y)
    chosen = choose(y, heads.predict_proba(rows), calm(checks))
    limits = np.array([chosen[label] for label in LABELS])
    values = f1_by_label(y, heads.predict_proba(rows) >= limits)
    cells = [str(len({s.style for s in train.sessions})), str(len(therapist_samples(train.sessions)))]
    cells += [f"{value:.2f}" for value in (*values, float(np.mean(values)))]
    if real:
        said = heads.predict_proba(_rows(features, real)) >= limits
        cells += [f"{value:.2f}" for value in f1_by_label(targets(real, "labels"), said)]
    return cells


def _rows(features: TurnFeatures, samples: Sequence[Sample]) -> Rows:
    """Words only: the encoder has seen every training style, so it has no curve."""
    words = features.transform([s.view for s in samples])
    return Rows(words, np.zeros((len(samples), 0), dtype=np.float32))


def f1_by_label(y: np.ndarray, said: np.ndarray) -> list[float]:
    """F1 of each label, in the codebook's order."""
    return [macro_f1(y[:, [k]].astype(bool), said[:, [k]]) for k in range(len(LABELS))]


def table(corpora: Corpora, real: Sequence[Sample] = ()) -> Iterator[str]:
    """Train on growing shares of the styles; one Markdown row each."""
    columns = "".join(f" real: {name} |" for name in LABELS) if real else ""
    yield "| styles | turns | " + " | ".join(LABELS) + " | mean |" + columns
    yield "| --- " * (len(LABELS) * (2 if real else 1) + 3) + "|"
    for share in SHARES:
        yield "| " + " | ".join(curve_row(part_of(corpora, share), real)) + " |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="?", default=Path("corpora"))
    parser.add_argument("--annomi", type=Path)
    chosen = parser.parse_args(arguments)
    real = read_annomi(chosen.annomi, chosen.corpora / LABELS_FILE) if chosen.annomi else []
    for line in table(read_corpora(chosen.corpora), [s for s in real if not s.open]):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
