"""Fit a labeller on coded sessions and minimal pairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from relnlp.codebook import ALL_FACETS, LABELS, MOVES
from relnlp.model.features import TurnFeatures
from relnlp.model.heads import LogisticHeads
from relnlp.model.labeller import Labeller, Thresholds
from relnlp.session import TurnView
from relnlp.training.corpora import Corpora
from relnlp.training.samples import Sample, client_samples, pair_samples, targets, therapist_samples
from relnlp.training.thresholds import choose

Progress = Callable[[str], None]
#: every n-th turn is learnt a second time as speech recognition would leave it
NOISE_EVERY = 3


def fit(corpora: Corpora, *, corpus_hash: str = "", progress: Progress = lambda _: None) -> Labeller:
    """Fit features and heads on the training split, thresholds on the validation split.

    Parameters
    ----------
    corpora
        Training and validation styles do not meet; the test split is not looked at.
    corpus_hash
        Fingerprint to keep with the model.
    progress
        Called with a line before each step.
    """
    train, validation = corpora.of("train"), corpora.of("validation")
    progress(f"labels and facets on {len(train.sessions)} sessions, {len(train.pairs)} items of minimal pairs")
    samples = with_noise([*therapist_samples(train.sessions, stitched=True), *pair_samples(train.pairs)])
    features, labels = fit_head(samples, "labels", LABELS)
    facets = LogisticHeads(ALL_FACETS).fit(
        features.transform([s.view for s in samples]), targets(samples, "facets"), groups=[s.style for s in samples]
    )
    progress("client moves")
    client_features, moves = fit_head(with_noise(client_samples(train.sessions)), "moves", tuple(MOVES))
    progress(f"thresholds on {len(validation.sessions)} validation sessions")
    limits = _thresholds(validation, features, labels, client_features, moves)
    about = {
        "corpus": corpus_hash,
        "sessions": len(train.sessions),
        "styles": len({s.style for s in train.sessions}),
        "therapist_turns": len(therapist_samples(train.sessions)),
        "pair_items": len(train.pairs),
        "validation_styles": sorted({s.style for s in validation.sessions}),
    }
    return Labeller(features, client_features, labels, facets, moves, limits, about)


def fit_head(samples: Sequence[Sample], kind: str, names: tuple[str, ...]) -> tuple[TurnFeatures, LogisticHeads]:
    """Fit features and the heads of one kind (``labels``, ``facets`` or ``moves``) on samples."""
    views = [sample.view for sample in samples]
    features = TurnFeatures().fit(views)
    heads = LogisticHeads(names).fit(
        features.transform(views), targets(samples, kind), groups=[sample.style for sample in samples]
    )
    return features, heads


def _thresholds(
    validation: Corpora,
    features: TurnFeatures,
    labels: LogisticHeads,
    client_features: TurnFeatures,
    moves: LogisticHeads,
) -> Thresholds:
    turns = [s for s in therapist_samples(validation.sessions) if not s.open]
    clients = client_samples(validation.sessions)
    return choose(
        targets(turns, "labels"),
        labels.predict_proba(features.transform([s.view for s in turns])),
        targets(clients, "moves"),
        moves.predict_proba(client_features.transform([s.view for s in clients])),
    )


def with_noise(samples: Sequence[Sample]) -> list[Sample]:
    """Add every third sample again as speech recognition would leave it: no case, no punctuation."""
    return [*samples, *(replace(s, view=_bare_view(s.view)) for s in samples[::NOISE_EVERY])]


def _bare_view(view: TurnView) -> TurnView:
    return TurnView(_bare(view.text), tuple((role, _bare(text)) for role, text in view.context), view.role)


def _bare(text: str) -> str:
    return " ".join(re.sub(r"(?<![A-Za-z])['’]|['’](?![A-Za-z])|[^\w\s'’\[\]]", " ", text.lower()).split()) or text
