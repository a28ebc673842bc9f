"""`LogisticHeads`: one calibrated logistic regression a name, on shared features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.utils.validation import check_is_fitted

Matrix: TypeAlias = np.ndarray | sparse.csr_matrix


class LogisticHeads(ClassifierMixin, BaseEstimator):
    """Multi-label logistic regression with out-of-group calibration.

    Parameters
    ----------
    names
        What each column of `y` stands for.
    C
        Inverse strength of the L2 penalty.
    folds
        Groups are split so many ways to get the decision values that the calibration is fitted on.

    Attributes
    ----------
    coef_ : ndarray of shape (n_names, n_features)
    intercept_ : ndarray of shape (n_names,)
    calibration_ : ndarray of shape (n_names, 2)
        Slope and offset: p = expit(slope * decision + offset).
    held_out_ : ndarray of shape (n_samples, n_names)
        Calibrated probabilities for the training samples by models that saw none of their group.
    classes_ : ndarray of str
        `names` again, for scikit-learn.
    """

    def __init__(self, names: Sequence[str] = (), *, C: float = 10.0, folds: int = 5) -> None:
        self.names = names
        self.C = C
        self.folds = folds

    def fit(self, X: Matrix, y: np.ndarray, *, groups: Sequence[str]) -> LogisticHeads:
        """Fit heads and calibration.

        Parameters
        ----------
        X
            Features, shape (n_samples, n_features).
        y
            0/1, shape (n_samples, n_names).
        groups
            Writing style or source of each sample; calibration never sees a sample's own group.

        Raises
        ------
        ValueError
            If the shapes do not fit together.
        """
        if y.shape != (X.shape[0], len(self.names)):
            raise ValueError(f"y has shape {y.shape}, expected {(X.shape[0], len(self.names))}")
        folds = min(self.folds, len(set(groups)))
        held_out = np.zeros(y.shape)
        for train, test in GroupKFold(folds).split(X, groups=groups) if folds > 1 else []:
            coef, intercept = self._fit_columns(X[train], y[train])
            held_out[test] = np.asarray(X[test] @ coef.T) + intercept
        self.calibration_ = np.stack([_platt(held_out[:, k], y[:, k]) for k in range(y.shape[1])])
        self.held_out_ = expit(held_out * self.calibration_[:, 0] + self.calibration_[:, 1])
        self.coef_, self.intercept_ = self._fit_columns(X, y)
        self.classes_ = np.asarray(self.names)
        return self

    def decision_function(self, X: Matrix) -> np.ndarray:
        """Log-odds before calibration, shape (n_samples, n_names)."""
        check_is_fitted(self, "coef_")
        return np.asarray(X @ self.coef_.T + self.intercept_)

    def predict_proba(self, X: Matrix) -> np.ndarray:
        """Calibrated probability of each name, shape (n_samples, n_names), 0 to 1."""
        decision = self.decision_function(X)
        return np.asarray(expit(decision * self.calibration_[:, 0] + self.calibration_[:, 1]))

    def predict(self, X: Matrix) -> np.ndarray:
        """0/1 at probability one half, shape (n_samples, n_names)."""
        return np.asarray(self.predict_proba(X) >= 0.5, dtype=int)

    def _fit_columns(self, X: Matrix, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        one = LogisticRegression(C=self.C, solver="liblinear", random_state=0, max_iter=200)
        coef = np.zeros((y.shape[1], X.shape[1]), dtype=np.float32)
        intercept = np.zeros(y.shape[1])
        for k in range(y.shape[1]):
            if 0 < y[:, k].sum() < len(y):
                fitted = clone(one).fit(X, y[:, k])
                coef[k], intercept[k] = fitted.coef_[0], fitted.intercept_[0]
            else:
                # a name that never (or always) occurs: certain, and no words speak for it
                intercept[k] = 10.0 if y[:, k].any() else -10.0
        return coef, intercept


def _platt(decision: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Slope and offset that make decision values probabilities (Platt 1999, smoothed targets by a weak penalty)."""
    if not 0 < y.sum() < len(y) or not decision.any():
        return np.array([1.0, 0.0])
    fitted: Any = LogisticRegression(C=100.0, solver="lbfgs").fit(decision.reshape(-1, 1), y)
    # a head that is worse than chance on other groups must not be turned round
    return np.array([max(float(fitted.coef_[0, 0]), 0.05), float(fitted.intercept_[0])])
