"""Fit a labeller on coded turns: words and encoder rows to labels, facets and client moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from relnlp.codebook import ALL_FACETS, LABEL_OF_FACET, LABELS
from relnlp.errors import CorpusError
from relnlp.model.encoder import Encoder
from relnlp.model.features import TurnFeatures
from relnlp.model.heads import Rows, StackedHeads
from relnlp.model.labeller import Labeller, Thresholds
from relnlp.profiles.error import label_errors
from relnlp.training.clients import ClientHeads, fit_clients
from relnlp.training.corpora import Corpora
from relnlp.training.held_out import HeldOut, Verdicts, calm, cross_validated, seen_by_none, verdicts
from relnlp.training.rows import RowMaker
from relnlp.training.samples import (
    Sample,
    note_samples,
    targets,
    therapist_samples,
    with_noise,
    written_samples,
)  # fmt: skip
from relnlp.training.thresholds import POSSIBLE, choose

Progress = Callable[[str], None]
#: how much more a turn counts than a written one
REAL_WEIGHT = 2.0
ADDED_WEIGHT = 3.0


@dataclass(frozen=True)
class Material:
    """What a training learns from.

    Parameters
    ----------
    corpora
        Training and validation styles; the test split is not looked at. May be empty where turns are added to a
        model that is there already.
    real
        Coded turns of real sessions (`relnlp.training.real`).
    added
        A lab's own coded turns (`relnlp.training.added`).
    corpus_hash
        Fingerprint to keep with the model.
    """

    corpora: Corpora = field(default_factory=Corpora)
    real: tuple[Sample, ...] = ()
    added: tuple[Sample, ...] = ()
    corpus_hash: str = ""

    @property
    def extra(self) -> list[Sample]:
        """Real and added turns that the coders agreed on."""
        return [s for s in (*self.real, *self.added) if not s.open]

    def weights(self, n_written: int) -> np.ndarray:
        """Weight of each turn: the written ones first, then `extra`."""
        n_real = sum(not s.open for s in self.real)
        n_added = len(self.extra) - n_real
        return np.repeat([1.0, REAL_WEIGHT, ADDED_WEIGHT], [n_written, n_real, n_added])


@dataclass(frozen=True)
class Fitted:
    """A labeller, and how it would have judged the real and added turns had it not seen their sessions."""

    labeller: Labeller
    verdicts: Verdicts


def fit(
    material: Material, encoder: Encoder, *, base: Labeller | None = None, progress: Progress = lambda _: None
) -> Fitted:
    """Fit heads on the training split, calibration and thresholds on turns that neither heads nor encoder learnt from.

    Parameters
    ----------
    encoder
        Trained on training styles only (`relnlp.training.finetune`), or not on these corpora at all.
    base
        Where there are no corpora: the labeller whose vocabulary and client moves stay.
    progress
        Called with a line before each step.

    Raises
    ------
    CorpusError
        If there is nothing to learn from.
    """
    train, validation = material.corpora.of("train"), material.corpora.of("validation")
    written = with_noise(written_samples(train))
    samples = [*written, *material.extra]
    if not samples or not (written or base):
        raise CorpusError("nothing to learn from: no corpora, and no model whose vocabulary could be kept")
    progress(f"{len(written)} written turns, {len(material.real)} real, {len(material.added)} added")
    # the vocabulary comes from what the project wrote: nobody's transcript can be read out of a model
    features = TurnFeatures().fit([s.view for s in written]) if written else _kept(base).features
    make = RowMaker(features, encoder)
    weights = material.weights(len(written))
    rows, every_check = make(samples), therapist_samples(validation.sessions)
    every_seen, settled = make(every_check), np.flatnonzero([not s.open for s in every_check])
    checks, seen = [every_check[k] for k in settled], every_seen.take(settled)
    progress("labels")
    labels = StackedHeads(LABELS).fit(rows, targets(samples, "labels"), sample_weight=weights)
    apart = cross_validated(labels, rows, samples, "labels", weights=weights, first=len(written))
    unseen = seen_by_none(labels, seen, checks)
    judged = unseen + apart
    labels.calibrate(judged.decisions, judged.y("labels"))
    progress("facets")
    facets = _facets(samples, rows, checks, seen)
    progress("client moves and strain")
    p_checks = labels.predict_proba(every_seen)
    clients = (
        fit_clients(train, validation, encoder, therapist=every_check, p=p_checks) if written else _kept_clients(base)
    )
    decided = choose(judged.y("labels"), judged.probabilities(labels.weights_), calm(judged.samples))
    limits = Thresholds(decided, {name: min(POSSIBLE, decided[name]) for name in LABELS}, clients.limits)
    labeller = Labeller(
        encoder, features, clients.features, labels, facets, clients.moves, clients.strain, limits,
        errors=_errors(judged, labels, decided), about=_about(material, train, validation),
    )  # fmt: skip
    return Fitted(labeller, verdicts(apart, unseen))


def _errors(judged: HeldOut, labels: StackedHeads, decided: dict[str, float]) -> dict[str, dict[str, object]]:
    """Count how often each label is missed and falsely called on turns that no head learnt from."""
    said = judged.probabilities(labels.weights_) >= np.array([decided[name] for name in LABELS])
    sessions, styles = [s.session for s in judged.samples], [s.style for s in judged.samples]
    found = label_errors(judged.y("labels"), said, sessions, names=LABELS, styles=styles)
    return {name: error.to_json() for name, error in found.items()}


def _facets(samples: list[Sample], rows: Rows, checks: list[Sample], seen: Rows) -> StackedHeads:
    """Fit facets on turns whose labels all have one: coders who agree on a label may differ on the facet."""
    whole = np.array([k for k, s in enumerate(samples) if set(s.labels) == {LABEL_OF_FACET[f] for f in s.facets}])
    heads = StackedHeads(ALL_FACETS, parts=("encoded",))
    heads.fit(rows.take(whole), targets([samples[k] for k in whole], "facets"))
    return heads.calibrate(heads.decisions(seen), targets(checks, "facets")) if checks else heads


def _kept(base: Labeller | None) -> Labeller:
    if base is None:
        raise CorpusError("without corpora a model is needed whose vocabulary is kept")
    return base


def _kept_clients(base: Labeller | None) -> ClientHeads:
    kept = _kept(base)
    return ClientHeads(kept.client_features, kept.moves, kept.strain, kept.thresholds.moves)


def _about(material: Material, train: Corpora, validation: Corpora) -> dict[str, object]:
    return {
        "corpus": material.corpus_hash,
        "sessions": len(train.sessions),
        "styles": len({s.style for s in train.sessions}),
        "therapist_turns": len(therapist_samples(train.sessions)),
        "pair_items": len(train.pairs),
        "note_acts": len(note_samples(train.notes)),
        "real_turns": len([s for s in material.real if not s.open]),
        "real_sessions": len({s.session for s in material.real}),
        "added_turns": len([s for s in material.added if not s.open]),
        "validation_styles": sorted({s.style for s in validation.sessions}),
    }
