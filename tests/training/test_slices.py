from __future__ import annotations

import numpy as np
import pytest

from relnlp.codebook import LABELS
from relnlp.model.labeller import Labeller
from relnlp.session import TurnView
from relnlp.training.baselines import textcat
from relnlp.training.evidence_check import check_evidence
from relnlp.training.samples import Sample, therapist_samples
from relnlp.training.slices import length, slices
from tests.conftest import tiny_corpora


@pytest.mark.parametrize(
    ("n_words", "name"),
    [(1, "up to 8 words"), (8, "up to 8 words"), (9, "9 to 25"), (60, "26 to 60"), (61, "more than 60")],
)
def test_turns_fall_into_lengths(n_words: int, name: str) -> None:
    assert length("word " * n_words) == name


def test_every_turn_is_in_one_part_of_each_kind(tiny: Labeller) -> None:
    samples = therapist_samples(tiny_corpora().sessions)
    found = slices(tiny, samples, {"v": "Irish"})
    assert set(found["style"]) == {"x", "v", "t"}
    assert set(found["English"]) == {"Irish", "not stated"}
    assert found["style"]["v"] == found["English"]["Irish"]
    assert 0 <= found["recognition noise"]["without case and punctuation"] <= 1


def test_evidence_is_compared_with_as_many_other_words(tiny: Labeller) -> None:
    views = [s.view for s in therapist_samples(tiny_corpora().of("train").sessions)]
    found = check_evidence(tiny, views)
    assert found.n >= 5
    assert found.without_evidence > found.without_others
    assert check_evidence(tiny, views) == found


def test_nothing_decided_means_nothing_to_compare(tiny: Labeller) -> None:
    assert check_evidence(tiny, [TurnView("Mm-hmm.")]).n == 0


def test_spacys_own_classifier_learns_what_a_word_says() -> None:
    turns = [("It sounds heavy.", ("attuned",)), ("You must stop now.", ("coercive",)), ("Which bus was it?", ())] * 30
    samples = [Sample(TurnView(text), f"s{k}", "s", k, labels=labels) for k, (text, labels) in enumerate(turns)]
    p = textcat(samples, samples[:3], epochs=8)
    assert p.shape == (3, len(LABELS))
    assert np.argmax(p[0]) == LABELS.index("attuned")
    assert np.argmax(p[1]) == LABELS.index("coercive")
    assert p[2].max() < 0.5
