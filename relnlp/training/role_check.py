"""How often the therapist is told right from who says *you*, and how sure one may be of it.

``python -m relnlp.training.role_check corpora`` prints both.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar

from relnlp.reading.roles import MARGIN, address_score, evidence_strength
from relnlp.session import Role
from relnlp.speech import words
from relnlp.training.corpora import read_corpora
from relnlp.training.sessions import CodedSession

#: whole sessions and their beginnings, since people also paste a page
LENGTHS = (6, 12, 24, None)


@dataclass(frozen=True)
class Trial:
    """One session, or its beginning, and by how much the therapist is the one with more *you*."""

    length: int | None
    margin: float
    n_words: int


def trials(sessions: Iterable[CodedSession]) -> Iterator[Trial]:
    """Measure every session at every length that it has; the margin is negative where the rule is wrong."""
    for session in sessions:
        for length in LENGTHS:
            turns = session.turns[:length]
            said = {role: [t.text for t in turns if t.role is role] for role in (Role.THERAPIST, Role.CLIENT)}
            n_words = min(sum(len(words(text)) for text in texts) for texts in said.values())
            if n_words and (length is None or len(turns) == length):
                margin = address_score(said[Role.THERAPIST]) - address_score(said[Role.CLIENT])
                yield Trial(length, margin, n_words)


def fit_slope(found: Sequence[Trial]) -> float:
    """Find the slope that makes ``confidence`` the frequency of being right (maximum likelihood)."""
    strength = np.array([np.copysign(evidence_strength(abs(t.margin), t.n_words), t.margin) for t in found])
    loss = minimize_scalar(lambda slope: np.logaddexp(0, -slope * strength).mean(), bounds=(0.1, 20), method="bounded")
    return float(loss.x)


def report(found: Sequence[Trial]) -> Iterator[str]:
    """One line a length: how often right, and how often named at all."""
    for length in LENGTHS:
        margins = np.array([t.margin for t in found if t.length == length])
        if margins.size:
            named = np.abs(margins) >= MARGIN
            yield (
                f"{length or 'all'} turns: {margins.size} sessions, right {(margins > 0).mean():.3f}; "
                f"named {named.mean():.3f} of them, right {(margins[named] > 0).mean():.3f} of those"
            )


def main(folder: str = "corpora") -> None:
    """Print figures for training and validation styles, and the slope of the training styles."""
    corpora = read_corpora(Path(folder))
    for split in ("train", "validation"):
        found = list(trials(corpora.of(split).sessions))
        sys.stdout.writelines(f"{split}, {line}\n" for line in report(found))
        if split == "train":
            sys.stdout.write(f"slope {fit_slope(found):.2f}\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])
