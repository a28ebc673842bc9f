from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relnlp.codebook import LABELS, MOVES
from relnlp.model.heads import StackedHeads
from relnlp.model.strain import N_FEATURES, ClientSide, StrainModel, TherapistSide, strain_features


def therapist(position: int, **p: float) -> TherapistSide:
    return TherapistSide(position, np.array([p.get(name, 0.0) for name in LABELS]))


def client(position: int, strain: float = 0.0, n_words: int = 0, **moves: float) -> ClientSide:
    return ClientSide(position, np.array([moves.get(name, 0.0) for name in MOVES]), np.full(2, strain), n_words)


def test_a_client_turn_is_described_by_what_stands_around_it() -> None:
    mine = [therapist(0, coercive=0.5, invalidating=0.5), therapist(2), therapist(4, coercive=0.2, repairing=0.1),
            therapist(6, repairing=0.9), therapist(8, repairing=1.0)]  # fmt: skip
    theirs = [client(3, 1.0, 4, complaining=0.3, withdrawing=0.6), client(5, -1.0)]
    row = strain_features(mine, theirs)[0]
    assert row == pytest.approx([0.75, 0.2, 0.9, 1, 1, -1, -1, np.log(5), 0.3, 0.6])


def test_nothing_around_is_no_harm_no_repair_and_no_strain() -> None:
    assert strain_features([], [client(0)])[0] == pytest.approx([0, 0, 0, 0, 0, -6, -6, 0, 0, 0])


@given(st.lists(st.floats(0, 1), max_size=6), st.lists(st.integers(0, 20), max_size=6, unique=True))
def test_probabilities_stay_in_bounds(p: list[float], positions: list[int]) -> None:
    model = StrainModel(StackedHeads(("strain",)), np.linspace(-3, 3, N_FEATURES + 1))
    mine = [therapist(2 * k, coercive=value) for k, value in enumerate(p)]
    found = model.predict_proba(mine, [client(2 * k + 1) for k in sorted(positions)])
    assert found.shape == (len(positions),)
    assert ((found >= 0) & (found <= 1)).all()
