"""Evaluate a labeller on styles that took no part in its training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from relnlp.codebook import ALL_FACETS, HARM_LABELS, LABELS, MOVES
from relnlp.model.labeller import Labeller
from relnlp.profiles.coverage import Coverage, coverage
from relnlp.profiles.error import LabelError
from relnlp.training import baselines
from relnlp.training.corpora import Corpora
from relnlp.training.episode_check import EpisodeReport, check_episodes
from relnlp.training.evidence_check import EvidenceCheck, check_evidence
from relnlp.training.held_out import calm
from relnlp.training.metrics import Figures, false_alarms, figures, macro_f1
from relnlp.training.pairs import PairItem
from relnlp.training.samples import Sample, client_samples, pair_samples, targets, therapist_samples
from relnlp.training.sessions import CodedSession
from relnlp.training.slices import slices


@dataclass(frozen=True)
class PairScore:
    """How many items, and whole sets, got exactly the coders' labels."""

    n_items: int
    n_sets: int
    items_right: int
    sets_right: int


@dataclass(frozen=True)
class SplitReport:
    """Figures on one split.

    Parameters
    ----------
    n_sessions, n_styles, n_turns
        What was scored.
    labels, moves
        By name, at the shipped thresholds.
    facets
        F1 by facet, among all turns.
    macro_f1
        Mean of the five labels' F1.
    alarms_per_120, calm_alarms_per_120
        Turns without harm that were called harmful, per 120: over all such turns, and over those of
        sessions in which no turn is harmful.
    harm_recall
        Share of the turns with a harm label on which one of the harm labels was called.
    slices
        Macro-F1 by style, by English, by turn length, and with case and punctuation taken away.
    evidence
        What the words named as evidence carry.
    pairs
        Minimal pairs by capability.
    baselines
        Macro-F1 by baseline.
    episodes
        Rupture–repair episodes.
    coverage
        By label, whether the intervals of rates hold the coders' counts.
    """

    n_sessions: int
    n_styles: int
    n_turns: int
    labels: dict[str, Figures]
    moves: dict[str, Figures]
    facets: dict[str, float]
    macro_f1: float
    alarms_per_120: float
    calm_alarms_per_120: float
    harm_recall: float
    slices: dict[str, dict[str, float]]
    evidence: EvidenceCheck
    pairs: dict[str, PairScore]
    baselines: dict[str, float]
    episodes: EpisodeReport
    coverage: dict[str, Coverage]


def evaluate(
    labeller: Labeller, corpora: Corpora, *, progress: Callable[[str], None] = lambda _: None
) -> dict[str, SplitReport]:
    """Evaluate on the validation styles (which chose the thresholds) and the test styles (which chose nothing)."""
    train = therapist_samples(corpora.of("train").sessions)
    reports = {}
    for split in ("validation", "test"):
        progress(f"{split} styles")
        reports[split] = _split(labeller, train, corpora.of(split))
    return reports


def _split(labeller: Labeller, train: Sequence[Sample], corpora: Corpora) -> SplitReport:
    samples = [s for s in therapist_samples(corpora.sessions) if not s.open]
    y = targets(samples, "labels").astype(bool)
    p = labeller.predict_proba([s.view for s in samples])
    said = p >= np.array([labeller.thresholds.decided[name] for name in LABELS])
    ids = [s.session for s in samples]
    by_label = {name: figures(y[:, k], p[:, k], said[:, k], ids) for k, name in enumerate(LABELS)}
    return SplitReport(
        n_sessions=len(corpora.sessions),
        n_styles=len({s.style for s in corpora.sessions}),
        n_turns=len(samples),
        labels=by_label,
        moves=_moves(labeller, corpora.sessions),
        facets=_facets(labeller, samples),
        macro_f1=float(np.mean([f.f1 for f in by_label.values()])),
        **_alarms(samples, y, said),
        slices=slices(labeller, samples, corpora.englishes),
        evidence=check_evidence(labeller, [s.view for s in samples]),
        pairs=pair_scores(labeller, corpora.pairs),
        baselines=_baselines(train, samples, y),
        episodes=check_episodes(labeller, corpora.sessions),
        coverage={
            name: coverage(y[:, k], said[:, k], ids, error=LabelError.from_json(labeller.errors[name]))
            for k, name in enumerate(LABELS)
        },
    )


def pair_scores(labeller: Labeller, items: Sequence[PairItem]) -> dict[str, PairScore]:
    """Score minimal pairs by capability, and all of them under ``"all"``."""
    samples = pair_samples(items)
    judged = labeller.judge([s.view for s in samples], evidence=False)
    right = [set(j.labels) == set(s.labels) for j, s in zip(judged, samples, strict=True)]
    scores = {}
    for name in ("all", *sorted({item.capability for item in items})):
        sets: dict[str, list[bool]] = defaultdict(list)
        for item, ok in zip(items, right, strict=True):
            if name in ("all", item.capability):
                sets[item.set].append(ok)
        flat = [ok for oks in sets.values() for ok in oks]
        scores[name] = PairScore(len(flat), len(sets), sum(flat), sum(all(oks) for oks in sets.values()))
    return scores


def _moves(labeller: Labeller, sessions: Sequence[CodedSession]) -> dict[str, Figures]:
    samples = client_samples(sessions)
    y = targets(samples, "moves").astype(bool)
    p = labeller.moves.predict_proba(labeller.client_rows([s.view for s in samples]))
    said = p >= np.array([labeller.thresholds.moves[name] for name in MOVES])
    ids = [s.session for s in samples]
    return {name: figures(y[:, k], p[:, k], said[:, k], ids) for k, name in enumerate(MOVES)}


def _facets(labeller: Labeller, samples: Sequence[Sample]) -> dict[str, float]:
    y = targets(samples, "facets").astype(bool)
    judged = labeller.judge([s.view for s in samples], evidence=False)
    hit = np.array([[facet in j.facets for facet in ALL_FACETS] for j in judged])
    return {name: macro_f1(y[:, [k]], hit[:, [k]]) for k, name in enumerate(ALL_FACETS)}


def _alarms(samples: Sequence[Sample], y: np.ndarray, said: np.ndarray) -> dict[str, Any]:
    harm = [LABELS.index(name) for name in HARM_LABELS]
    clean, alarm = np.asarray(~y[:, harm].any(axis=1)), np.asarray(said[:, harm].any(axis=1))
    return {
        "harm_recall": float(alarm[~clean].mean()) if (~clean).any() else 0.0,
        "alarms_per_120": false_alarms(clean, alarm),
        "calm_alarms_per_120": false_alarms(calm(samples), alarm),
    }


def _baselines(train: Sequence[Sample], samples: Sequence[Sample], y: np.ndarray) -> dict[str, float]:
    guesses = {
        "label everything (prior)": baselines.prior(train, samples) > 0,
        "cue words": baselines.cue_words(samples) > 0,
        "TF-IDF of the turn, logistic regression": baselines.word_counts(train, samples) >= 0.5,
        "spaCy textcat of the turn": baselines.textcat(train, samples) >= 0.5,
    }
    return {name: macro_f1(y, said) for name, said in guesses.items()}
