"""How likely strain with the therapist begins in each client turn, given the turns around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from relnlp.codebook import HARM_LABELS, LABELS, MOVES
from relnlp.model.heads import StackedHeads
from relnlp.session import Judgement

_HARM = [LABELS.index(name) for name in HARM_LABELS]
_REPAIRING = LABELS.index("repairing")
_SIGNS = [list(MOVES).index(name) for name in ("complaining", "withdrawing")]
#: log-odds of strain in a turn that is not there
_NONE = -6.0
#: how many judged therapist turns before and after a client turn are looked at
_AROUND = 2
N_FEATURES = 10


@dataclass(frozen=True)
class TherapistSide:
    """A judged therapist turn: its position among all turns, and its label probabilities, shape (5,)."""

    position: int
    p: np.ndarray


def therapist_side(position: int, judgement: Judgement) -> TherapistSide:
    """Make the side of a judged therapist turn."""
    return TherapistSide(position, np.array([judgement.p[name] for name in LABELS]))


@dataclass(frozen=True)
class ClientSide:
    """A client turn.

    Parameters
    ----------
    position
        Among all turns.
    moves
        Probabilities of the moves, shape (7,).
    strain
        Log-odds of strain by its own words and by the encoder, shape (2,).
    n_words
        Words said.
    """

    position: int
    moves: np.ndarray
    strain: np.ndarray
    n_words: int


def strain_features(therapist: Sequence[TherapistSide], client: Sequence[ClientSide]) -> np.ndarray:
    """Describe each client turn with what stands around it.

    Parameters
    ----------
    therapist, client
        One session, each in order.

    Returns
    -------
    ndarray of shape (n_client, N_FEATURES)
        Highest probability of harm in the two therapist turns before; of harm in the next one, of repair in the next
        two; log-odds of strain of the turn and of the next client turn, by part; log of the number of words;
        probabilities of complaining and withdrawing.
    """
    rows = np.zeros((len(client), N_FEATURES))
    places = np.array([turn.position for turn in therapist], dtype=int)
    harm = np.array([1 - np.prod(1 - turn.p[_HARM]) for turn in therapist])
    repair = np.array([turn.p[_REPAIRING] for turn in therapist])
    for k, turn in enumerate(client):
        cut = int(np.searchsorted(places, turn.position))
        before, after = harm[max(0, cut - _AROUND) : cut], slice(cut, cut + _AROUND)
        following = client[k + 1].strain if k + 1 < len(client) else np.full(2, _NONE)
        rows[k] = [
            before.max(initial=0.0), harm[cut : cut + 1].max(initial=0.0), repair[after].max(initial=0.0),
            *turn.strain, *following, np.log1p(turn.n_words), *turn.moves[_SIGNS],
        ]  # fmt: skip
    return rows


@dataclass(frozen=True)
class StrainModel:
    """A head for the words of the client's turn, and a logistic regression on the turns around it.

    Parameters
    ----------
    heads
        One name, ``"strain"``, on the features of client turns.
    weights
        Of `strain_features` and, last, the offset; shape (N_FEATURES + 1,).
    """

    heads: StackedHeads
    weights: np.ndarray

    def predict_proba(self, therapist: Sequence[TherapistSide], client: Sequence[ClientSide]) -> np.ndarray:
        """Probability that strain begins in each client turn, shape (n_client,), 0 to 1."""
        return np.asarray(expit(strain_features(therapist, client) @ self.weights[:-1] + self.weights[-1]))
