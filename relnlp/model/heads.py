"""`StackedHeads`: logistic regressions on words and on the encoder's rows, stacked and calibrated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted

#: parts of a row, in the order of `StackedHeads.weights_`
PARTS = ("words", "encoded")
#: log-odds of a name that never occurs in training
NEVER = -10.0


class Rows(NamedTuple):
    """Features of turns, in two parts.

    Parameters
    ----------
    words
        Word, character and form features, shape (n_turns, n_words).
    encoded
        What the encoder makes of each turn, shape (n_turns, n_encoded).
    """

    words: sparse.csr_matrix
    encoded: np.ndarray

    def take(self, index: np.ndarray) -> Rows:
        """Choose some turns."""
        return Rows(self.words[index], self.encoded[index])


class StackedHeads(ClassifierMixin, BaseEstimator):
    """Multi-label classifier: one head a name and part, their log-odds added with fitted weights.

    Parameters
    ----------
    names
        What each column of `y` stands for.
    words_C, encoded_C
        Inverse strength of the L2 penalty on each part.
    parts
        Parts that are used, of `PARTS`.

    Attributes
    ----------
    coef_ : dict of str to ndarray of shape (n_names, n_features of the part)
    intercept_ : dict of str to ndarray of shape (n_names,)
    weights_ : ndarray of shape (n_names, n_parts + 1)
        p = expit(sum of weight * log-odds of each part + offset); Wolpert (1992) for the stacking, Platt (1999) for
        the logistic map to probabilities.
    classes_ : ndarray of str
        `names` again, for scikit-learn.
    """

    def __init__(
        self,
        names: Sequence[str] = (),
        *,
        words_C: float = 10.0,
        encoded_C: float = 0.005,
        parts: Sequence[str] = PARTS,
    ) -> None:
        self.names = names
        self.words_C = words_C
        self.encoded_C = encoded_C
        self.parts = parts

    def fit(self, X: Rows, y: np.ndarray, *, sample_weight: np.ndarray | None = None) -> StackedHeads:
        """Fit the heads of each part; `calibrate` has to follow with turns that took no part here.

        Parameters
        ----------
        X
            Features of n turns.
        y
            0/1, shape (n_turns, n_names).
        sample_weight
            Weight of each turn, shape (n_turns,).

        Raises
        ------
        ValueError
            If the shapes do not fit together.
        """
        if y.shape != (X.encoded.shape[0], len(self.names)):
            raise ValueError(f"y has shape {y.shape}, expected {(X.encoded.shape[0], len(self.names))}")
        self.coef_: dict[str, np.ndarray] = {}
        self.intercept_: dict[str, np.ndarray] = {}
        for part in self.parts:
            self.coef_[part], self.intercept_[part] = self._fit_part(part, getattr(X, part), y, sample_weight)
        self.weights_ = np.tile([1 / len(self.parts)] * len(self.parts) + [0.0], (len(self.names), 1))
        self.classes_ = np.asarray(self.names)
        return self

    def calibrate(self, decisions: np.ndarray, y: np.ndarray) -> StackedHeads:
        """Fit how the parts are added up, so that probabilities are right on turns the heads never saw.

        Parameters
        ----------
        decisions
            Log-odds by such heads (`decisions` of this object, or of one fitted on other folds), shape
            (n_turns, n_names, n_parts).
        y
            0/1, shape (n_turns, n_names).
        """
        self.weights_ = stack_weights(decisions, y)
        return self

    def decisions(self, X: Rows) -> np.ndarray:
        """Log-odds by part before they are added, shape (n_turns, n_names, n_parts)."""
        check_is_fitted(self, "coef_")
        parts = [np.asarray(getattr(X, part) @ self.coef_[part].T) + self.intercept_[part] for part in self.parts]
        return np.stack(parts, axis=-1)

    def decision_function(self, X: Rows) -> np.ndarray:
        """Calibrated log-odds, shape (n_turns, n_names)."""
        return combined(self.decisions(X), self.weights_)

    def predict_proba(self, X: Rows) -> np.ndarray:
        """Calibrated probability of each name, shape (n_turns, n_names), 0 to 1."""
        return np.asarray(expit(self.decision_function(X)))

    def predict(self, X: Rows) -> np.ndarray:
        """0/1 at probability one half, shape (n_turns, n_names)."""
        return np.asarray(self.predict_proba(X) >= 0.5, dtype=int)

    def _fit_part(
        self, part: str, X: Any, y: np.ndarray, sample_weight: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        coef = np.zeros((y.shape[1], X.shape[1]), dtype=np.float32)
        intercept = np.full(y.shape[1], NEVER)
        # one penalty for numbers of one size; TF-IDF rows have length 1 a block already
        scale = X.std(axis=0) + 1e-6 if part == "encoded" else 1.0
        X = X / scale if part == "encoded" else X
        for k in range(y.shape[1]):
            # a name that never (or always) occurs is certain, and no words speak for it
            if 0 < y[:, k].sum() < len(y):
                fitted = self._head(part).fit(X, y[:, k], sample_weight=sample_weight)
                coef[k], intercept[k] = fitted.coef_[0] / scale, fitted.intercept_[0]
            elif y[:, k].any():
                intercept[k] = -NEVER
        return coef, intercept

    def _head(self, part: str) -> LogisticRegression:
        if part == "words":
            return LogisticRegression(C=self.words_C, solver="liblinear", random_state=0, max_iter=200)
        return LogisticRegression(C=self.encoded_C, solver="lbfgs", max_iter=500)


def combined(decisions: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Add up the parts' log-odds, shape (n_turns, n_names)."""
    return np.asarray((decisions * weights[:, :-1]).sum(axis=-1) + weights[:, -1])


def stack_weights(decisions: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Fit `StackedHeads.weights_`; shapes as in `StackedHeads.calibrate`."""
    return np.stack([_stack(decisions[:, k], y[:, k]) for k in range(y.shape[1])])


def _stack(decisions: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights of the parts and an offset; no part may count against itself."""
    parts = decisions.shape[1]
    if not 0 < y.sum() < len(y) or not decisions.any():
        return np.array([1 / parts] * parts + [0.0])
    used = list(range(parts))
    while used:
        fitted: Any = LogisticRegression(C=100.0, solver="lbfgs", max_iter=500).fit(decisions[:, used], y)
        if (fitted.coef_[0] > 0).all():
            break
        used.pop(int(np.argmin(fitted.coef_[0])))
    weights = np.zeros(parts + 1)
    weights[used], weights[-1] = (fitted.coef_[0], fitted.intercept_[0]) if used else ([], np.log(y.mean()))
    return weights
