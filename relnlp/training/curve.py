"""The learning curve: F1 per label against the number of training turns.

``python -m relnlp.training.curve corpora [--gold FILE]`` prints a Markdown table. ``--gold`` takes coded turns of real
sessions, one JSON object a line with ``context`` (``"C: …"``, ``"T: …"``), ``text`` and ``labels``; lines whose
``agreed`` is false are left out.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from relnlp.codebook import LABELS
from relnlp.session import Role, TurnView
from relnlp.training.corpora import Corpora, read_corpora
from relnlp.training.evaluate import macro_f1
from relnlp.training.fit import fit_head, with_noise
from relnlp.training.samples import Sample, pair_samples, targets, therapist_samples
from relnlp.training.thresholds import decide

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
ROLES = {"T": Role.THERAPIST, "C": Role.CLIENT}


def part_of(corpora: Corpora, share: float, *, seed: int = 0) -> Corpora:
    """Keep a share of the training styles (whole styles, in a fixed random order), all of the rest."""
    styles = sorted({s.style for s in corpora.of("train").sessions})
    random.Random(seed).shuffle(styles)
    kept = set(styles[: max(1, round(share * len(styles)))])
    return replace(corpora, sessions=tuple(s for s in corpora.sessions if s.style in corpora.splits or s.style in kept))


def read_gold(path: Path) -> list[Sample]:
    """Read coded turns of real sessions; a session is what stands before the last dash of the id."""
    samples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("agreed", True):
            context = tuple((ROLES[turn[0]], turn[3:]) for turn in row["context"])
            session = row["id"].rsplit("-", 1)[0]
            samples.append(Sample(TurnView(row["text"], context), session, "gold", 0, tuple(row["labels"])))
    return samples


def curve_row(corpora: Corpora, gold: Sequence[Sample]) -> list[str]:
    """Fit the labels on what is left of the training styles, choose thresholds on the validation styles, score.

    Returns
    -------
    list of str
        Styles, turns, F1 of each label and their mean on the validation styles, F1 of each label on `gold`.
    """
    train = corpora.of("train")
    samples = therapist_samples(train.sessions)
    joined = with_noise([*therapist_samples(train.sessions, stitched=True), *pair_samples(train.pairs)])
    features, heads = fit_head(joined, "labels", LABELS)
    held_out = [s for s in therapist_samples(corpora.of("validation").sessions) if not s.open]
    y, p = targets(held_out, "labels"), heads.predict_proba(features.transform([s.view for s in held_out]))
    limits = np.array([decide(y[:, k], p[:, k], label) for k, label in enumerate(LABELS)])
    values = f1_by_label(y, p >= limits)
    cells = [str(len({s.style for s in train.sessions})), str(len(samples))]
    cells += [f"{value:.2f}" for value in (*values, float(np.mean(values)))]
    if gold:
        p_gold = heads.predict_proba(features.transform([s.view for s in gold]))
        cells += [f"{value:.2f}" for value in f1_by_label(targets(gold, "labels"), p_gold >= limits)]
    return cells


def f1_by_label(y: np.ndarray, said: np.ndarray) -> list[float]:
    """F1 of each label, in the codebook's order."""
    return [macro_f1(y[:, [k]].astype(bool), said[:, [k]]) for k in range(len(LABELS))]


def table(corpora: Corpora, gold: Sequence[Sample] = ()) -> Iterator[str]:
    """Train on growing shares of the styles; one Markdown row each."""
    real = "".join(f" real: {name} |" for name in LABELS) if gold else ""
    yield "| styles | turns | " + " | ".join(LABELS) + " | mean |" + real
    yield "| --- " * (len(LABELS) * (2 if gold else 1) + 3) + "|"
    for share in SHARES:
        yield "| " + " | ".join(curve_row(part_of(corpora, share), gold)) + " |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="?", default=Path("corpora"))
    parser.add_argument("--gold", type=Path)
    chosen = parser.parse_args(arguments)
    for line in table(read_corpora(chosen.corpora), read_gold(chosen.gold) if chosen.gold else []):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
