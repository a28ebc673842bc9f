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
from relnlp.model.labeller import Labeller
from relnlp.session import Role, TurnView
from relnlp.training.corpora import Corpora, read_corpora
from relnlp.training.evaluate import macro_f1
from relnlp.training.fit import fit
from relnlp.training.samples import Sample, targets, therapist_samples

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


def scores(labeller: Labeller, samples: Sequence[Sample]) -> tuple[list[float], int]:
    """F1 of each label at the labeller's thresholds, and how many turns carried some label."""
    y = targets(samples, "labels").astype(bool)
    judged = labeller.judge([s.view for s in samples], evidence=False)
    said = np.array([[name in j.labels for name in LABELS] for j in judged])
    return [macro_f1(y[:, [k]], said[:, [k]]) for k in range(len(LABELS))], int(y.any(axis=1).sum())


def table(corpora: Corpora, gold: Sequence[Sample] = ()) -> Iterator[str]:
    """Train on growing shares of the styles; one Markdown row each."""
    held_out = [s for s in therapist_samples(corpora.of("validation").sessions) if not s.open]
    real = " | ".join(f"real: {name}" for name in LABELS) + " |" if gold else ""
    yield "| styles | turns | " + " | ".join(LABELS) + " | mean | " + real
    yield "| --- " * (len(LABELS) * (2 if gold else 1) + 3) + "|"
    for share in SHARES:
        part = part_of(corpora, share)
        labeller = fit(part)
        values, _ = scores(labeller, held_out)
        cells = [str(labeller.about["styles"]), str(labeller.about["therapist_turns"])]
        cells += [f"{value:.2f}" for value in (*values, float(np.mean(values)))]
        cells += [f"{value:.2f}" for value in scores(labeller, gold)[0]] if gold else []
        yield "| " + " | ".join(cells) + " |"


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
