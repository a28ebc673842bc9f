"""Fit what the model says of client turns: moves, and where strain begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from relnlp.codebook import MOVES
from relnlp.model.encoder import Encoder
from relnlp.model.features import TurnFeatures
from relnlp.model.heads import StackedHeads
from relnlp.model.strain import StrainModel
from relnlp.training.corpora import Corpora
from relnlp.training.rows import RowMaker
from relnlp.training.samples import Sample, client_samples, targets, with_noise
from relnlp.training.strain import fit_around, fit_heads, sides
from relnlp.training.thresholds import choose_moves


@dataclass(frozen=True)
class ClientHeads:
    """Features of client turns, the heads on them, and the thresholds of the moves."""

    features: TurnFeatures
    moves: StackedHeads
    strain: StrainModel
    limits: dict[str, float]


def fit_clients(
    train: Corpora, validation: Corpora, encoder: Encoder, *, therapist: Sequence[Sample], p: np.ndarray
) -> ClientHeads:
    """Fit heads on the training styles; calibration and what stands around strain on the validation styles.

    Parameters
    ----------
    therapist, p
        Therapist turns of the validation styles and their label probabilities, shape (n_turns, 5).
    """
    samples, checks = with_noise(client_samples(train.sessions)), client_samples(validation.sessions)
    features = TurnFeatures().fit([s.view for s in samples])
    make, names = RowMaker(features, encoder), tuple(MOVES)
    learnt, rows, y = make(samples), make(checks), targets(checks, "moves")
    moves = StackedHeads(names).fit(learnt, targets(samples, "moves"))
    moves.calibrate(moves.decisions(rows), y)
    p_moves = moves.predict_proba(rows)
    heads = fit_heads(train.sessions, samples, learnt)
    by_session = sides(therapist, p, checks, p_moves, heads.decisions(rows)[:, 0])
    strain = fit_around(heads, [(s, by_session[s.session]) for s in validation.sessions if s.session in by_session])
    return ClientHeads(features, moves, strain, choose_moves(y, p_moves, names))
