from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from relnlp.codebook import HARM_LABELS, LABELS
from relnlp.model.heads import Rows, StackedHeads
from relnlp.session import TurnView
from relnlp.training.held_out import HeldOut, calm, cross_validated, verdicts
from relnlp.training.samples import Sample
from relnlp.training.thresholds import BUDGET, alarm_rate, choose

INVALIDATING = LABELS.index("invalidating")


def sample(session: str, *labels: str, style: str = "s", position: int = 0) -> Sample:
    return Sample(TurnView("Words."), session, style, position, labels=labels)


def rows(encoded: np.ndarray) -> Rows:
    return Rows(sparse.csr_matrix(np.zeros((len(encoded), 1))), encoded)


def test_calm_sessions_are_those_without_any_harm() -> None:
    turns = [sample("a", "attuned"), sample("a", "coercive"), sample("b", "repairing"), sample("b")]
    assert calm(turns).tolist() == [False, False, True, True]


def test_no_session_is_judged_by_heads_that_learnt_from_it() -> None:
    # within a session label and feature agree; between the two sessions they are opposed: whoever learnt from the
    # session is right about it, whoever learnt from the other one is wrong
    samples = [sample("a", *labels) for labels in [("attuned",), ()] * 20]
    samples += [sample("b", *labels) for labels in [("attuned",), ()] * 20]
    feature = np.array([1.0, -1.0] * 20 + [-1.0, 1.0] * 20)[:, None]
    heads = StackedHeads(LABELS, encoded_C=10.0, parts=("encoded",))
    apart = cross_validated(heads, rows(feature), samples, "labels", weights=np.ones(80))
    attuned = apart.decisions[:, LABELS.index("attuned"), 0]
    assert (np.sign(attuned) == -np.where(apart.y("labels")[:, 0] == 1, 1, -1)).all()


def test_turns_before_first_are_learnt_from_and_not_asked_about() -> None:
    samples = [sample(name, *labels) for name in "abc" for labels in [("attuned",), ()] * 4]
    feature = np.array([[1.0], [-1.0]] * 12)
    heads = StackedHeads(LABELS, parts=("encoded",))
    apart = cross_validated(heads, rows(feature), samples, "labels", weights=np.ones(24), first=8)
    assert [s.session for s in apart.samples] == ["b"] * 8 + ["c"] * 8
    assert apart.decisions.shape == (16, 5, 1)


@pytest.mark.parametrize("shift", [0.0, 0.15, 0.3])
def test_thresholds_keep_the_budget_on_calm_sessions(shift: float) -> None:
    rng = np.random.default_rng(0)
    y = (rng.random((6000, 5)) < 0.1).astype(int)
    p = np.clip(0.35 * y + 0.3 + shift + 0.12 * rng.normal(size=y.shape), 0, 1)
    quiet = ~y[:, [LABELS.index(name) for name in HARM_LABELS]].any(axis=1)
    limits = choose(y, p, quiet)
    assert alarm_rate(p, quiet, limits) <= BUDGET
    assert (p[y[:, INVALIDATING] == 1, INVALIDATING] >= limits["invalidating"]).any()


def test_the_budget_spares_no_label_that_may_be_right() -> None:
    y, p = np.zeros((500, 5), dtype=int), np.full((500, 5), 0.1)
    y[:100, INVALIDATING] = 1
    p[:100, INVALIDATING] = 0.6
    limits = choose(y, p, np.arange(500) >= 100)
    assert limits["invalidating"] <= 0.6


def test_verdicts_calibrate_without_the_session_that_they_judge() -> None:
    # log-odds of +-2 that are right in every session but one, where they are the wrong way round
    right = [sample(f"s{k}", *labels) for k in range(10) for labels in [("attuned",), ()] * 10]
    decisions = np.full((200, 5, 1), -6.0)
    decisions[:, 0, 0] = np.where([bool(s.labels) for s in right], 2.0, -2.0)
    decisions[:20, 0, 0] *= -1
    found = verdicts(HeldOut(tuple(right), decisions), HeldOut(tuple(right[20:]), decisions[20:]))
    wrong = [s.session == "s0" for s in found.samples]
    y = np.array([bool(s.labels) for s in found.samples])
    assert (found.said[wrong, 0] != y[wrong]).all()
    assert (found.said[np.logical_not(wrong), 0] == y[np.logical_not(wrong)]).all()
