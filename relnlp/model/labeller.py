"""`Labeller`: what the shipped model is made of, and the one way from a view to a judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from relnlp.codebook import ALL_FACETS, FACETS, LABELS, MOVES
from relnlp.model.encoder import Encoder
from relnlp.model.evidence import find_evidence
from relnlp.model.features import TurnFeatures
from relnlp.model.heads import Rows, StackedHeads
from relnlp.model.strain import ClientSide, StrainModel, TherapistSide
from relnlp.session import ClientJudgement, Judgement, TurnView
from relnlp.speech import is_scored, words

#: the model looks at so many turns at once; more only needs more memory
BATCH = 2048


@dataclass(frozen=True)
class Thresholds:
    """From which probability on a label is decided, and from which it is possible."""

    decided: dict[str, float]
    possible: dict[str, float]
    moves: dict[str, float]


@dataclass(frozen=True)
class Labeller:
    """Encoder, word features, heads and thresholds.

    Parameters
    ----------
    encoder
        One for all turns.
    features
        Words of therapist turns; `client_features` of client turns.
    labels, facets, moves
        Heads on those features.
    strain
        Where strain with the therapist begins.
    thresholds
        From probabilities to decisions.
    errors
        How often each label was missed and falsely called on turns that no head learnt from; JSON-able, as
        `relnlp.profiles.error.LabelError` writes it.
    about
        Facts about the training, JSON-able: corpus fingerprint, versions, how thresholds were chosen.
    """

    encoder: Encoder
    features: TurnFeatures
    client_features: TurnFeatures
    labels: StackedHeads
    facets: StackedHeads
    moves: StackedHeads
    strain: StrainModel
    thresholds: Thresholds
    errors: dict[str, dict[str, object]] = field(default_factory=dict)
    about: dict[str, object] = field(default_factory=dict)

    def rows(self, views: Sequence[TurnView]) -> Rows:
        """Features of therapist turns."""
        return Rows(self.features.transform(views), self.encoder.transform(views))

    def client_rows(self, views: Sequence[TurnView]) -> Rows:
        """Features of client turns."""
        return Rows(self.client_features.transform(views), self.encoder.transform(views))

    def predict_proba(self, views: Sequence[TurnView]) -> np.ndarray:
        """Calibrated label probabilities, shape (n_views, 5), in the codebook's order."""
        return self.labels.predict_proba(self.rows(views))

    def judge(self, views: Sequence[TurnView], *, evidence: bool = True) -> list[Judgement]:
        """Judge therapist turns.

        Parameters
        ----------
        views
            Each with what stands before it.
        evidence
            Whether to look for the words behind the decided labels (costs about as much again).
        """
        judged = [NOT_SCORED] * len(views)
        scored = [k for k, view in enumerate(views) if is_scored(view.text)]
        for start in range(0, len(scored), BATCH):
            batch = scored[start : start + BATCH]
            rows = self.rows([views[k] for k in batch])
            found = zip(batch, self.labels.predict_proba(rows), self.facets.predict_proba(rows), strict=True)
            for k, p, p_facets in found:
                judged[k] = self._judgement(p, p_facets)
        return self._with_evidence(views, judged) if evidence else judged

    def judge_clients(
        self, views: Sequence[TurnView], positions: Sequence[int], therapist: Sequence[TherapistSide]
    ) -> list[ClientJudgement]:
        """Tell what each client turn of one session does, and how likely strain begins in it.

        Parameters
        ----------
        views, positions
            All client turns of the session in order, and where they stand among all turns.
        therapist
            The judged therapist turns of the session.
        """
        if not views:
            return []
        rows = self.client_rows(views)
        p = self.moves.predict_proba(rows)
        sides = [
            ClientSide(position, moves, own, len(words(view.text)))
            for view, position, moves, own in zip(
                views, positions, p, self.strain.heads.decisions(rows)[:, 0], strict=True
            )
        ]
        limits = np.array([self.thresholds.moves[name] for name in MOVES])
        done = [tuple(name for name, yes in zip(MOVES, row, strict=True) if yes) for row in p >= limits]
        strain = self.strain.predict_proba(therapist, sides)
        return [ClientJudgement(moves, round(float(value), 4)) for moves, value in zip(done, strain, strict=True)]

    def _judgement(self, p: np.ndarray, p_facets: np.ndarray) -> Judgement:
        limits = self.thresholds
        values = {name: float(value) for name, value in zip(LABELS, p, strict=True)}
        decided = tuple(name for name in LABELS if values[name] >= limits.decided[name])
        by_facet = dict(zip(ALL_FACETS, p_facets.tolist(), strict=True))
        return Judgement(
            p={name: round(value, 4) for name, value in values.items()},
            labels=decided,
            possible=tuple(n for n in LABELS if n not in decided and values[n] >= limits.possible[n]),
            facets=tuple(facet for label in decided for facet in _facets_of(label, by_facet)),
        )

    def _with_evidence(self, views: Sequence[TurnView], judged: list[Judgement]) -> list[Judgement]:
        columns = [{label: LABELS.index(label) for label in judgement.labels} for judgement in judged]
        found = find_evidence(views, columns, self.predict_proba)
        return [replace(j, evidence=words) if words else j for j, words in zip(judged, found, strict=True)]


NOT_SCORED = Judgement(p=dict.fromkeys(LABELS, 0.0), status="not_scored")


def _facets_of(label: str, p: dict[str, float]) -> list[str]:
    """Likely facets of a decided label: all at one half or more, at least the likeliest."""
    names = list(FACETS[label])
    likely = [name for name in names if p[name] >= 0.5]
    return likely or [max(names, key=lambda name: p[name])]
