"""Fit where strain begins: heads on the training styles, what stands around the turn on the validation styles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from relnlp.model.heads import Rows, StackedHeads
from relnlp.model.strain import N_FEATURES, ClientSide, StrainModel, TherapistSide, strain_features
from relnlp.profiles.episodes import Episode
from relnlp.session import Role
from relnlp.speech import words
from relnlp.training.samples import Sample
from relnlp.training.sessions import CodedSession

STRAIN = ("strain",)
#: turns between two codings of one beginning; and so many before a beginning are neither strain nor free of it
NEAR = 2
#: inverse strength of the penalty on the weights around the turn: a hundred episodes, ten weights
AROUND_C = 0.1


def fit_heads(sessions: Sequence[CodedSession], samples: Sequence[Sample], rows: Rows) -> StackedHeads:
    """Fit what a client turn's own words say of strain.

    Parameters
    ----------
    samples, rows
        Client turns of `sessions`, and their features.
    """
    coded = {session.session: begins(session) for session in sessions}
    y = np.array([coded[s.session].get(s.position, 0) for s in samples])
    known = np.flatnonzero(y >= 0)
    return StackedHeads(STRAIN).fit(rows.take(known), y[known][:, None])


def fit_around(heads: StackedHeads, judged: Sequence[tuple[CodedSession, Sides]]) -> StrainModel:
    """Fit the weights of the turns around, on sessions that no head has seen.

    Parameters
    ----------
    judged
        Each session with the two sides as `sides` gives them.
    """
    X, y = np.zeros((0, N_FEATURES)), np.zeros(0, dtype=int)
    for session, (therapist, client) in judged:
        coded = begins(session)
        X = np.concatenate([X, strain_features(therapist, client)])
        y = np.concatenate([y, [coded.get(turn.position, 0) for turn in client]])
    if not (y == 1).any():
        return StrainModel(heads, np.append(np.zeros(N_FEATURES), -10.0))
    known = y >= 0
    scaled = make_pipeline(StandardScaler(), LogisticRegression(C=AROUND_C, max_iter=1000)).fit(X[known], y[known])
    scale, head = scaled[0], scaled[1]
    weights = head.coef_[0] / scale.scale_
    return StrainModel(heads, np.append(weights, head.intercept_[0] - weights @ scale.mean_))


#: therapist and client turns of one session
Sides = tuple[list[TherapistSide], list[ClientSide]]


def sides(
    therapist: Sequence[Sample], p: np.ndarray, client: Sequence[Sample], moves: np.ndarray, strain: np.ndarray
) -> dict[str, Sides]:
    """Put what heads say of many sessions' turns together by session.

    Parameters
    ----------
    p, moves
        Probabilities, shapes (n_therapist, 5) and (n_client, 7).
    strain
        Log-odds of the strain heads by part, shape (n_client, 2).
    """
    found: dict[str, Sides] = defaultdict(lambda: ([], []))
    for sample, row in zip(therapist, p, strict=True):
        found[sample.session][0].append(TherapistSide(sample.position, row))
    for sample, row, own in zip(client, moves, strain, strict=True):
        found[sample.session][1].append(ClientSide(sample.position, row, own, len(words(sample.view.text))))
    return dict(found)


def begins(session: CodedSession) -> dict[int, int]:
    """Tell by position of a client turn whether strain begins there: 1, or -1 where that cannot be said.

    It cannot be said within an episode, just before one, and where only one of two coders sees one. Turns that are
    not named carry none.
    """
    agreed, alone = settled(session)
    unclear = {
        position
        for episode in (*session.episodes, *(session.second or ()))
        for position in range(episode.start - NEAR, episode.end + 1)
    }
    found = {p: -1 for p in unclear if 0 <= p < len(session.turns) and session.turns[p].role is Role.CLIENT}
    return found | {episode.start: 1 for episode in agreed}


def settled(session: CodedSession) -> tuple[list[Episode], list[Episode]]:
    """Give the episodes whose beginning both coders named within two turns, and those that only one named.

    Where a session was coded once, the author's are taken as agreed.
    """
    if session.second is None:
        return list(session.episodes), []
    pairs = matched(session.episodes, session.second)
    first, second = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    alone = [e for e in session.episodes if id(e) not in first] + [e for e in session.second if id(e) not in second]
    return [a for a, _ in pairs], alone


def matched(wanted: Sequence[Episode], found: Sequence[Episode], *, near: int = NEAR) -> list[tuple[Episode, Episode]]:
    """Pair episodes that begin within `near` turns of each other, the nearest first; each is used once."""
    close = sorted(
        (abs(a.start - b.start), i, k)
        for i, a in enumerate(wanted)
        for k, b in enumerate(found)
        if abs(a.start - b.start) <= near
    )
    used_i: set[int] = set()
    used_k: set[int] = set()
    pairs = []
    for _, i, k in close:
        if i not in used_i and k not in used_k:
            used_i.add(i)
            used_k.add(k)
            pairs.append((i, k))
    return [(wanted[i], found[k]) for i, k in sorted(pairs)]
