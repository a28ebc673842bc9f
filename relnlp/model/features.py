"""`TurnFeatures`: a turn in its context to one sparse row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from relnlp.model import form
from relnlp.session import Role, TurnView
from relnlp.speech import spoken

#: words, one-letter words and punctuation: manner sits in "I", "?" and "-" as much as in nouns
TOKEN = r"\w+(?:['’]\w+)?|[?!.,;:–—-]"


def turn_text(view: TurnView) -> str:
    """Text of the turn, marks left out."""
    return spoken(view.text)


def client_text(view: TurnView) -> str:
    """Text of the client's last turn before it."""
    return spoken(view.last(Role.CLIENT))


def recent_client_text(view: TurnView) -> str:
    """Text of all client turns in the context."""
    return spoken(" ".join(text for role, text in view.context if role is Role.CLIENT))


def therapist_text(view: TurnView) -> str:
    """Text of the therapist's last turn before it."""
    return spoken(view.last(Role.THERAPIST))


class TurnFeatures(TransformerMixin, BaseEstimator):
    """Words and characters of the turn, words around it, and its form.

    Parameters
    ----------
    min_turns
        A word or character sequence must occur in so many turns of the training set.
    max_terms
        Terms kept for each block, the most frequent first.
    form_weight
        Factor for the form numbers against the TF-IDF rows, which have length 1 a block.

    Attributes
    ----------
    blocks_ : dict of str to TfidfVectorizer
        Fitted vectorisers by block.
    """

    def __init__(self, *, min_turns: int = 3, max_terms: int = 30_000, form_weight: float = 1.0) -> None:
        self.min_turns = min_turns
        self.max_terms = max_terms
        self.form_weight = form_weight

    def fit(self, X: Sequence[TurnView], y: Any = None) -> TurnFeatures:
        """Learn the vocabularies; `y` is not used."""
        self.blocks_ = {
            name: self._vectoriser(name).fit([get(view) for view in X]) for name, (get, _) in BLOCKS.items()
        }
        return self

    def transform(self, X: Sequence[TurnView]) -> sparse.csr_matrix:
        """Turn views into rows.

        Returns
        -------
        csr_matrix of shape (n_turns, n_features), float32
        """
        check_is_fitted(self, "blocks_")
        if len(X) == 0:
            return sparse.csr_matrix(np.zeros((0, len(self.get_feature_names_out())), dtype=np.float32))
        parts = [
            self.blocks_[name].transform([get(view) for view in X]) * weight for name, (get, weight) in BLOCKS.items()
        ]
        surface = np.stack([form.form(view) for view in X]) * self.form_weight
        return sparse.csr_matrix(sparse.hstack([*parts, sparse.csr_matrix(surface)], format="csr", dtype=np.float32))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Name each feature ``block:term``."""
        check_is_fitted(self, "blocks_")
        names = [f"{block}:{term}" for block, v in self.blocks_.items() for term in v.get_feature_names_out()]
        return np.asarray([*names, *(f"form:{name}" for name in form.NAMES)], dtype=object)

    def _vectoriser(self, block: str) -> TfidfVectorizer:
        return vectoriser(block, min_turns=self.min_turns, max_terms=self.max_terms)


#: block -> which text it looks at, and its weight
BLOCKS: dict[str, tuple[Callable[[TurnView], str], float]] = {
    "words": (turn_text, 1.0),
    "chars": (turn_text, 1.0),
    "client": (client_text, 0.6),
    "recent": (recent_client_text, 0.3),
    "therapist": (therapist_text, 0.3),
}
_NGRAMS = {"words": (1, 3), "chars": (2, 5), "client": (1, 2), "recent": (1, 1), "therapist": (1, 2)}


def vectoriser(block: str, *, min_turns: int = 1, max_terms: int | None = None) -> TfidfVectorizer:
    """Make the unfitted vectoriser of a block."""
    shape = {"analyzer": "char_wb"} if block == "chars" else {"token_pattern": TOKEN}
    return TfidfVectorizer(
        **shape,
        ngram_range=_NGRAMS[block],
        min_df=min_turns,
        max_features=max_terms,
        sublinear_tf=True,
        dtype=np.float32,
    )
