from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from relnlp.model import store
from relnlp.model.encoder import Encoder
from relnlp.scoring import model_folder
from relnlp.session import TurnView
from relnlp.training.card import model_card
from relnlp.training.corpora import Corpora, fingerprint, read_corpora
from relnlp.training.evaluate import evaluate
from relnlp.training.fit import Material, fit
from relnlp.training.marked import parse_marked
from relnlp.training.pairs import PairItem
from relnlp.training.real import LABELS_FILE, read_annomi
from relnlp.training.samples import therapist_samples, with_noise
from tests.conftest import tiny_corpora

CORPORA = Path(__file__).parents[2] / "corpora"


def test_two_trainings_give_the_same_bytes(tmp_path: Path, encoder: Encoder) -> None:
    for name in ("a", "b"):
        store.save(fit(Material(tiny_corpora()), encoder).labeller, tmp_path / name)
    assert store.fingerprint(tmp_path / "a") == store.fingerprint(tmp_path / "b")


def test_the_test_split_is_not_looked_at(tmp_path: Path, encoder: Encoder) -> None:
    whole = tiny_corpora()
    without = Corpora(tuple(s for s in whole.sessions if s.style != "t"), splits=whole.splits)
    for name, corpora in (("a", whole), ("b", without)):
        store.save(fit(Material(corpora), encoder).labeller, tmp_path / name)
    assert store.fingerprint(tmp_path / "a") == store.fingerprint(tmp_path / "b")


def test_noise_adds_turns_as_speech_recognition_leaves_them() -> None:
    samples = therapist_samples(parse_marked("T: So, you're \"fine\"? [laughs]\nC: I am, Mr. O'Dea."))
    (clean, bare) = with_noise(samples)
    assert bare.view.text == "so you're fine [laughs]"
    assert bare.labels == clean.labels


def test_an_evaluation_makes_a_card(encoder: Encoder) -> None:
    corpora = tiny_corpora()
    items = tuple(
        PairItem(f"p-{k}", "p", "t", "advice", TurnView(text), labels, ())
        for k, (text, labels) in enumerate([("What time did you get home?", ()), ("Mm-hmm.", ())])
    )
    corpora = Corpora(corpora.sessions, items, splits=corpora.splits)
    labeller = fit(Material(corpora), encoder).labeller
    reports = evaluate(labeller, corpora)
    card = model_card(labeller, reports, None)
    assert "## Figures: test styles" in card
    assert card.count("| attuned |") == 3
    assert reports["test"].n_turns == 35
    assert (reports["test"].pairs["advice"].n_items, reports["test"].pairs["all"].n_sets) == (2, 1)
    assert reports["validation"].pairs["all"].n_items == 0


def test_the_shipped_model_knows_its_corpus() -> None:
    assert store.load(model_folder() / "relnlp_labels").about["corpus"] == fingerprint(CORPORA)


@pytest.mark.slow
def test_the_shipped_model_is_the_one_that_this_corpus_gives(annomi: Path) -> None:
    shipped = store.load(model_folder() / "relnlp_labels")
    corpora = read_corpora(CORPORA)
    material = Material(corpora, tuple(read_annomi(annomi, CORPORA / LABELS_FILE)))
    again = fit(material, shipped.encoder).labeller
    views = [s.view for s in therapist_samples(corpora.of("test").sessions[:10])]
    np.testing.assert_allclose(again.predict_proba(views), shipped.predict_proba(views), atol=0.01)
    assert again.thresholds == shipped.thresholds
