from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from relnlp.codebook import LABEL_OF_FACET, LABELS
from relnlp.errors import ModelError
from relnlp.model import store
from relnlp.model.labeller import Labeller
from relnlp.session import Role, TurnView
from relnlp.speech import is_scored

ORDER = TurnView("You have to stop seeing her this week.", ((Role.CLIENT, "I don't want to."),))
PLAIN = TurnView("What time did you get home?", ((Role.CLIENT, "I took the bus."),))


def test_judgements_are_in_order_whatever_stands_between(tiny: Labeller) -> None:
    views = [ORDER, TurnView("Mm-hmm."), PLAIN, TurnView("[inaudible] [inaudible] you")]
    judged = tiny.judge(views)
    assert [j.status for j in judged] == ["ok", "not_scored", "ok", "not_scored"]
    assert judged[0] == tiny.judge([ORDER])[0]
    assert judged[0].p["coercive"] > judged[2].p["coercive"]
    assert set(judged[1].p) == set(LABELS)


def test_judgements_fit_the_codebook(tiny: Labeller) -> None:
    for judged in tiny.judge([ORDER, PLAIN]):
        assert not set(judged.labels) & set(judged.possible)
        assert {LABEL_OF_FACET[f] for f in judged.facets} == set(judged.labels)
        assert all(0 <= value <= 1 for value in judged.p.values())
        assert {e.label for e in judged.evidence} <= set(judged.labels)
        for label in judged.labels:
            assert judged.p[label] >= tiny.thresholds.decided[label] - 1e-4


def test_without_evidence_nothing_else_changes(tiny: Labeller) -> None:
    (with_words,), (without,) = tiny.judge([ORDER]), tiny.judge([ORDER], evidence=False)
    assert without.evidence == ()
    assert (without.labels, without.p, without.facets) == (with_words.labels, with_words.p, with_words.facets)


def test_moves_come_one_a_turn(tiny: Labeller) -> None:
    views = [TurnView("I don't want to.", (), Role.CLIENT), TurnView("The fourteen.", (), Role.CLIENT)]
    assert len(tiny.client_moves(views)) == 2
    assert tiny.client_moves([]) == []


@pytest.mark.parametrize(
    ("text", "scored"), [("Okay.", False), ("No.", True), ("xxx xxx yes", False), ("So?", True), ("", False)]
)
def test_what_is_scored(text: str, scored: bool) -> None:
    assert is_scored(text) is scored


def test_saved_is_loaded_and_saved_again_to_the_same_bytes(tiny: Labeller, tmp_path: Path) -> None:
    store.save(tiny, tmp_path / "a")
    loaded = store.load(tmp_path / "a")
    assert np.allclose(loaded.predict_proba([ORDER, PLAIN]), tiny.predict_proba([ORDER, PLAIN]), atol=2e-3)
    store.save(loaded, tmp_path / "b")
    assert store.fingerprint(tmp_path / "a") == store.fingerprint(tmp_path / "b")


def test_a_folder_that_is_no_model_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=re.escape("settings.json, vocabulary.json, weights.npz missing")):
        store.load(tmp_path)


def test_another_format_is_refused(tiny: Labeller, tmp_path: Path) -> None:
    store.save(tiny, tmp_path)
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(ModelError, match="model format 99"):
        store.load(tmp_path)


def test_a_pickle_in_the_weights_is_not_run(tiny: Labeller, tmp_path: Path) -> None:
    store.save(tiny, tmp_path)
    with np.load(tmp_path / "weights.npz") as old:
        arrays = dict(old)
    arrays["labels.coef"] = np.array([{"a": object()}], dtype=object)
    np.savez(tmp_path / "weights.npz", allow_pickle=True, **arrays)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        store.load(tmp_path)
