"""`Encoder`: a turn in its context through a small transformer, to one row of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from relnlp.session import TurnView
from relnlp.speech import spoken

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

#: turns of the context that the encoder reads, and how many tokens of them (the latest)
CONTEXT_TURNS = 3
CONTEXT_TOKENS = 64
#: tokens of the turn itself; of a longer one, beginning and end
TURN_TOKENS = 192


class Tokens(NamedTuple):
    """What the transformer reads: token numbers, and 1 where a token belongs to the turn itself, else 0."""

    ids: list[int]
    segments: list[int]


class Encoder:
    """Small transformer in ONNX form.

    Each turn is run by itself: neighbours in a batch would change the last digits of its numbers, and a turn
    scored alone must give what it gives within its session.

    Parameters
    ----------
    network
        The ONNX file's bytes. Inputs ``ids`` and ``segments``, both of shape (1, n_tokens), int64; output of
        shape (1, n_features), float32.
    tokenizer
        The tokenizer's JSON (the Hugging Face `tokenizers` format).
    """

    def __init__(self, network: bytes, tokenizer: str) -> None:
        self.network = network
        self.tokenizer = tokenizer

    def __reduce__(self) -> tuple[type[Encoder], tuple[bytes, str]]:
        """Travel to another process as bytes: the running session cannot."""
        return Encoder, (self.network, self.tokenizer)

    @property
    def n_features(self) -> int:
        """Numbers in a row."""
        return int(self._session.get_outputs()[0].shape[1])

    def transform(self, views: Sequence[TurnView]) -> np.ndarray:
        """Turn views into rows, shape (n_views, n_features), float32."""
        rows = [self._row(tokens) for tokens in tokenize(self._tokenizer, views)]
        return np.stack(rows) if rows else np.zeros((0, self.n_features), dtype=np.float32)

    def _row(self, tokens: Tokens) -> np.ndarray:
        inputs = {"ids": np.array([tokens.ids]), "segments": np.array([tokens.segments])}
        return np.asarray(self._session.run(None, inputs)[0][0], dtype=np.float32)

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        # one thread: sessions run side by side instead, and the order of sums stays the same
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return InferenceSession(self.network, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return load_tokenizer(self.tokenizer)


def load_tokenizer(text: str) -> Tokenizer:
    """Make a tokenizer from its JSON that neither cuts nor fills up."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokenize(tokenizer: Tokenizer, views: Sequence[TurnView]) -> list[Tokens]:
    """Write views as the transformer reads them: context, then the turn, marks left out."""
    start, end = tokenizer.encode("").ids
    contexts = tokenizer.encode_batch([context_text(view) for view in views], add_special_tokens=False)
    turns = tokenizer.encode_batch([spoken(view.text) for view in views], add_special_tokens=False)
    tokens = []
    for before, turn in zip(contexts, turns, strict=True):
        head, tail = [start, *before.ids[-CONTEXT_TOKENS:], end], [*_middle_out(turn.ids), end]
        tokens.append(Tokens(head + tail, [0] * len(head) + [1] * len(tail)))
    return tokens


def context_text(view: TurnView) -> str:
    """Write the last turns before a turn, each with who speaks.

    Examples
    --------
    >>> from relnlp.session import Role
    >>> context_text(TurnView("Right.", ((Role.CLIENT, "I'd rather not [sighs]."),)))
    "client: I'd rather not ."
    """
    return " ".join(f"{role}: {' '.join(spoken(text).split())}" for role, text in view.context[-CONTEXT_TURNS:])


def _middle_out(ids: list[int]) -> list[int]:
    half = TURN_TOKENS // 2
    return ids if len(ids) <= TURN_TOKENS else ids[:half] + ids[-half:]
