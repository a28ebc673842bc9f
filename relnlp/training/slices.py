"""Macro-F1 on parts of a split: where the figures hold and where they don't."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from relnlp.codebook import LABELS
from relnlp.model.labeller import Labeller
from relnlp.speech import words
from relnlp.training.metrics import macro_f1
from relnlp.training.samples import Sample, bare_view, targets

#: upper ends of the turn lengths, in words
LENGTHS = {8: "up to 8 words", 25: "9 to 25", 60: "26 to 60"}
LONGER = "more than 60"


def slices(labeller: Labeller, samples: Sequence[Sample], englishes: dict[str, str]) -> dict[str, dict[str, float]]:
    """Macro-F1 of the five labels by part.

    Parameters
    ----------
    samples
        Coded turns that took no part in training.
    englishes
        The English of each style.
    """
    y = targets(samples, "labels").astype(bool)
    said = _said(labeller, samples)
    bare = _said(labeller, [_bared(s) for s in samples])
    return {
        "style": _by(samples, y, said, lambda s: s.style),
        "English": _by(samples, y, said, lambda s: englishes.get(s.style, "not stated")),
        "turn length": _by(samples, y, said, lambda s: length(s.view.text)),
        "recognition noise": {
            "as written": macro_f1(y, said),
            "without case and punctuation": macro_f1(y, bare),
        },
    }


def length(text: str) -> str:
    """Name the length of a turn.

    Examples
    --------
    >>> length("So it's the evenings.")
    'up to 8 words'
    """
    n = len(words(text))
    return next((name for most, name in LENGTHS.items() if n <= most), LONGER)


def _said(labeller: Labeller, samples: Sequence[Sample]) -> np.ndarray:
    limits = np.array([labeller.thresholds.decided[name] for name in LABELS])
    return np.asarray(labeller.predict_proba([s.view for s in samples]) >= limits)


def _bared(sample: Sample) -> Sample:
    return Sample(bare_view(sample.view), sample.session, sample.style, sample.position)


def _by(samples: Sequence[Sample], y: np.ndarray, said: np.ndarray, part: Callable[[Sample], str]) -> dict[str, float]:
    rows: dict[str, list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        rows[part(sample)].append(index)
    return {name: macro_f1(y[rows[name]], said[rows[name]]) for name in sorted(rows)}
