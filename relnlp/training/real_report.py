"""Figures on real turns: how heads judged each that had not seen its session."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from relnlp.codebook import HARM_LABELS, LABELS
from relnlp.training.held_out import Verdicts
from relnlp.training.metrics import Figures, false_alarms, figures
from relnlp.training.real import LABELS_FILE, REAL_STYLE

#: beside the pipeline: id, labels and probabilities of each real turn; no text
HELD_OUT = "held_out.jsonl"


@dataclass(frozen=True)
class RealReport:
    """Figures by cross-validation over transcripts.

    Parameters
    ----------
    n_turns, n_sessions
        Turns that the coders agreed on, and their transcripts.
    labels
        By name; those that occur.
    alarms_per_120, calm_alarms_per_120
        Turns without harm that were called harmful, per 120: of all transcripts, and of those without any harm.
    harm_recall
        Share of the turns with a harm label on which one was called.
    quality_auc
        How well transcripts that AnnoMI's authors call low in quality stand apart from those they call high by their
        mean probability of harm less that of attuned, area under the curve, 0 to 1; None without AnnoMI's table.
    """

    n_turns: int
    n_sessions: int
    labels: dict[str, Figures]
    alarms_per_120: float
    calm_alarms_per_120: float
    harm_recall: float
    quality_auc: float | None


def held_out_rows(verdicts: Verdicts) -> Iterator[dict[str, Any]]:
    """Write verdicts on real turns as rows in the form of ``relnlp label``, without text."""
    for sample, p, said in zip(verdicts.samples, verdicts.p, verdicts.said, strict=True):
        if sample.style == REAL_STYLE:
            yield {
                "id": f"{sample.session}-{sample.position}",
                "labels": [name for name, yes in zip(LABELS, said, strict=True) if yes],
                "p": {name: round(float(value), 4) for name, value in zip(LABELS, p, strict=True)},
            }


def real_report(held_out: Path, corpora: Path, *, annomi: Path | None = None) -> RealReport | None:
    """Compare the rows of a model folder with the coders' labels; None if it was trained without real turns."""
    if not held_out.is_file():
        return None
    rows = [json.loads(line) for line in held_out.read_text(encoding="utf-8").splitlines()]
    gold = _gold(corpora / LABELS_FILE)
    y = np.array([[name in gold[row["id"]] for name in LABELS] for row in rows], dtype=bool)
    p = np.array([[row["p"][name] for name in LABELS] for row in rows])
    said = np.array([[name in row["labels"] for name in LABELS] for row in rows], dtype=bool)
    ids = np.array([row["id"].rsplit("-", 1)[0] for row in rows])
    harm = [LABELS.index(name) for name in HARM_LABELS]
    clean, alarm = np.asarray(~y[:, harm].any(axis=1)), np.asarray(said[:, harm].any(axis=1))
    quiet = np.asarray(~np.isin(ids, ids[~clean]))
    return RealReport(
        len(rows),
        len(set(ids)),
        {n: figures(y[:, k], p[:, k], said[:, k], list(ids)) for k, n in enumerate(LABELS) if y[:, k].any()},
        false_alarms(clean, alarm),
        false_alarms(quiet, alarm),
        float(alarm[~clean].mean()) if (~clean).any() else 0.0,
        _quality_auc(p, ids, annomi) if annomi else None,
    )


def _quality_auc(p: np.ndarray, ids: np.ndarray, annomi: Path) -> float | None:
    with annomi.open(encoding="utf-8", newline="") as lines:
        quality = {f"{REAL_STYLE}-{row['transcript_id']}": row["mi_quality"] for row in csv.DictReader(lines)}
    harm = 1 - np.prod(1 - p[:, [LABELS.index(name) for name in HARM_LABELS]], axis=1)
    worth = harm - p[:, LABELS.index("attuned")]
    sessions = [name for name in dict.fromkeys(ids.tolist()) if name in quality]
    low = np.array([quality[name] == "low" for name in sessions], dtype=bool)
    if not 0 < low.sum() < len(low):
        return None
    return float(roc_auc_score(low, [float(worth[ids == name].mean()) for name in sessions]))


def _gold(path: Path) -> dict[str, set[str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {f"{REAL_STYLE}-{r['transcript_id']}-{r['utterance_id']}": set(r["labels"]) for r in rows}
