"""`Labeller`: what the shipped model is made of, and the one way from a view to a judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from relnlp.codebook import ALL_FACETS, FACETS, LABELS, MOVES
from relnlp.model.evidence import find_evidence
from relnlp.model.features import TurnFeatures
from relnlp.model.heads import LogisticHeads
from relnlp.session import Judgement, TurnView
from relnlp.speech import is_scored

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
    """Features, heads and thresholds.

    Parameters
    ----------
    features
        For therapist turns; `client_features` for client turns.
    labels, facets, moves
        Heads on those features.
    thresholds
        From probabilities to decisions.
    about
        Facts about the training, JSON-able: corpus fingerprint, versions, how thresholds were chosen.
    """

    features: TurnFeatures
    client_features: TurnFeatures
    labels: LogisticHeads
    facets: LogisticHeads
    moves: LogisticHeads
    thresholds: Thresholds
    about: dict[str, object] = field(default_factory=dict)

    def predict_proba(self, views: Sequence[TurnView]) -> np.ndarray:
        """Calibrated label probabilities, shape (n_views, 5), in the codebook's order."""
        return self.labels.predict_proba(self.features.transform(views))

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
            features = self.features.transform([views[k] for k in batch])
            rows = zip(batch, self.labels.predict_proba(features), self.facets.predict_proba(features), strict=True)
            for k, p, p_facets in rows:
                judged[k] = self._judgement(p, p_facets)
        return self._with_evidence(views, judged) if evidence else judged

    def client_moves(self, views: Sequence[TurnView]) -> list[tuple[str, ...]]:
        """Tell what each client turn does, in the codebook's order; empty for most."""
        if not views:
            return []
        p = self.moves.predict_proba(self.client_features.transform(views))
        limits = np.array([self.thresholds.moves[name] for name in MOVES])
        return [tuple(name for name, yes in zip(MOVES, row, strict=True) if yes) for row in p >= limits]

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
