"""Fit a labeller on coded sessions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from scipy import sparse

from relnlp.codebook import ALL_FACETS, LABELS, MOVES
from relnlp.model.features import TurnFeatures
from relnlp.model.heads import LogisticHeads
from relnlp.model.labeller import Labeller
from relnlp.session import TurnView
from relnlp.training.corpora import CodedSession, fingerprint
from relnlp.training.samples import Sample, client_samples, targets, therapist_samples
from relnlp.training.thresholds import choose

Progress = Callable[[str], None]


def fit(
    train: Sequence[CodedSession], validation: Sequence[CodedSession], *, progress: Progress = lambda _: None
) -> Labeller:
    """Fit features and heads on the training styles, thresholds on the validation styles.

    Parameters
    ----------
    train, validation
        Sessions of styles that do not meet.
    progress
        Called with a line before each step.
    """
    progress(f"therapist turns of {len(train)} sessions")
    samples = with_noise(therapist_samples(train, stitched=True))
    features, label_heads, facet_heads = fit_turns(samples)
    progress("client turns")
    clients = with_noise(client_samples(train))
    client_features = TurnFeatures().fit([s.view for s in clients])
    moves = LogisticHeads(tuple(MOVES)).fit(
        client_features.transform([s.view for s in clients]),
        targets(clients, "moves"),
        groups=[s.style for s in clients],
    )
    progress(f"thresholds on {len(validation)} validation sessions")
    held_out = [s for s in therapist_samples(validation) if not s.open]
    held_clients = client_samples(validation)
    limits = choose(
        targets(held_out, "labels"),
        label_heads.predict_proba(features.transform([s.view for s in held_out])),
        targets(held_clients, "moves"),
        moves.predict_proba(client_features.transform([s.view for s in held_clients])),
    )
    about = {
        "corpus": fingerprint([*train, *validation]),
        "sessions": len(train),
        "styles": len({s.style for s in train}),
        "therapist_turns": len(therapist_samples(train)),
        "validation_styles": sorted({s.style for s in validation}),
    }
    return Labeller(features, client_features, label_heads, facet_heads, moves, limits, about)


def fit_turns(samples: Sequence[Sample]) -> tuple[TurnFeatures, LogisticHeads, LogisticHeads]:
    """Fit features, label heads and facet heads on therapist samples."""
    views = [sample.view for sample in samples]
    groups = [sample.style for sample in samples]
    features = TurnFeatures().fit(views)
    X: sparse.csr_matrix = features.transform(views)
    labels = LogisticHeads(LABELS).fit(X, targets(samples, "labels"), groups=groups)
    facets = LogisticHeads(ALL_FACETS).fit(X, targets(samples, "facets"), groups=groups)
    return features, labels, facets


def with_noise(samples: Sequence[Sample]) -> list[Sample]:
    """Add each third sample again as speech recognition would leave it: no case, no punctuation."""
    return [*samples, *(replace(s, view=_bare_view(s.view)) for s in samples[::3])]


def _bare_view(view: TurnView) -> TurnView:
    return TurnView(_bare(view.text), tuple((role, _bare(text)) for role, text in view.context), view.role)


def _bare(text: str) -> str:
    return " ".join(re.sub(r"(?<![A-Za-z])['’]|['’](?![A-Za-z])|[^\w\s'’\[\]]", " ", text.lower()).split()) or text
