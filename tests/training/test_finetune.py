"""Fine-tuning the encoder: needs the extra ``encoder``; runs where that is installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from relnlp.codebook import LABELS
from relnlp.errors import ModelError
from relnlp.session import Role, TurnView
from relnlp.training.samples import Sample
from tests.conftest import tiny_corpora

pytest.importorskip("torch", reason="the extra 'encoder' is not installed")
pytest.importorskip("transformers", reason="the extra 'encoder' is not installed")
pytestmark = [
    pytest.mark.slow,
    # torch's exporter warns about its own parts
    pytest.mark.filterwarnings("ignore"),
]
VIEWS = [TurnView("You have to stop.", ((Role.CLIENT, "I'd rather not."),)), TurnView("What time was that?")]


def test_an_interrupted_training_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    from relnlp.training.finetune import Recipe, finetune, material

    samples = material(tiny_corpora().of("train"))
    recipe = Recipe(epochs=2, batch_size=8)
    whole = finetune(samples, recipe=recipe, work=tmp_path / "whole", progress=lambda _: None)

    class Stop(Exception):
        pass

    def stop(line: str) -> None:
        if "epoch 2" in line:
            raise Stop

    with pytest.raises(Stop):
        finetune(samples, recipe=recipe, work=tmp_path / "cut", progress=stop)
    lines: list[str] = []
    resumed = finetune(samples, recipe=recipe, work=tmp_path / "cut", progress=lines.append)
    assert all("epoch 2" in line for line in lines)
    assert np.allclose(resumed.transform(VIEWS), whole.transform(VIEWS), atol=1e-3)


def test_the_small_network_says_what_the_trained_one_says() -> None:
    import torch

    from relnlp.model.encoder import Encoder, load_tokenizer, tokenize
    from relnlp.training.network import batch, start_network, to_onnx

    network, tokenizer = start_network()
    network.eval()
    tokens = tokenize(load_tokenizer(tokenizer), VIEWS)
    with torch.inference_mode():
        exact = network.features(*batch(tokens)).numpy()
    small = Encoder(to_onnx(network), tokenizer).transform(VIEWS)
    assert small.shape == exact.shape == (2, 1152)
    for one, other in zip(small, exact, strict=True):
        assert np.corrcoef(one, other)[0, 1] > 0.98


def test_a_client_turn_has_no_say_in_labels() -> None:
    from relnlp.training.finetune import _targets

    client = Sample(TurnView("No.", (), Role.CLIENT), "s", "x", 0, moves=("declining",))
    therapist = Sample(TurnView("Stop it."), "s", "x", 1, ("coercive",), ("commanding",))
    y, known = _targets([client, therapist])
    assert known[0, : len(LABELS)].sum() == 0
    assert known[1].sum() == 26
    assert (y * known).sum(dim=1).tolist() == [1, 2]


def test_wrong_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from relnlp.training import network

    monkeypatch.setattr(network, "START_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="SHA-256"):
        network.start_network()
