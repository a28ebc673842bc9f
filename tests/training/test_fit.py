from __future__ import annotations

from pathlib import Path

import pytest

from relnlp.model import store
from relnlp.training.card import model_card
from relnlp.training.corpora import in_split, read_sessions, read_splits
from relnlp.training.evaluate import evaluate
from relnlp.training.fit import fit, with_noise
from relnlp.training.marked import parse_marked
from relnlp.training.samples import therapist_samples

CORPORA = Path(__file__).parents[2] / "corpora"
TINY = Path(__file__).parents[1] / "data" / "tiny.txt"


def test_two_trainings_give_the_same_bytes(tmp_path: Path) -> None:
    sessions = parse_marked(TINY.read_text(encoding="utf-8"))
    for name in ("a", "b"):
        store.save(fit(sessions, sessions), tmp_path / name)
    assert store.fingerprint(tmp_path / "a") == store.fingerprint(tmp_path / "b")


def test_noise_adds_turns_as_speech_recognition_leaves_them() -> None:
    samples = therapist_samples(parse_marked("T: So, you're \"fine\"? [laughs]\nC: I am, Mr. O'Dea."))
    (clean, bare) = with_noise(samples)
    assert bare.view.text == "so you're fine [laughs]"
    assert bare.labels == clean.labels


def test_an_evaluation_makes_a_card() -> None:
    sessions = parse_marked(TINY.read_text(encoding="utf-8"), style="t")
    labeller = fit(sessions, sessions)
    reports = evaluate(
        labeller,
        [*sessions, *parse_marked(TINY.read_text(), style="v"), *parse_marked(TINY.read_text(), style="x")],
        {"t": "test", "v": "validation"},
    )
    card = model_card(labeller, reports)
    assert "## Figures: test styles" in card
    assert card.count("| attuned |") == 3
    assert reports["test"].n_turns == 35


@pytest.mark.slow
def test_the_shipped_model_is_the_one_that_this_corpus_gives(tmp_path: Path) -> None:
    from relnlp.scoring import model_folder

    sessions, splits = read_sessions(CORPORA), read_splits(CORPORA)
    labeller = fit(in_split(sessions, splits, "train"), in_split(sessions, splits, "validation"))
    store.save(labeller, tmp_path)
    assert store.fingerprint(tmp_path) == store.fingerprint(model_folder() / "relnlp_labels")
