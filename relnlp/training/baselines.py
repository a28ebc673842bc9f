"""What any model has to beat: never look at the words, look for a few cue words, count words only."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from relnlp.codebook import LABELS
from relnlp.training.samples import Sample, targets

#: what somebody would write down in ten minutes
CUES = {
    "attuned": r"\b(sounds? like|seems? like|would it be (ok|okay|all right)|i wonder|feels?|makes sense)\b",
    "repairing": r"\b(i'?m sorry|i apologi[sz]e|my mistake|i (got|missed|rushed|pushed)|on me)\b",
    "invalidating": r"\b(at least|everyone|come on|not that bad|overreact\w*|calm down|let'?s move on)\b",
    "coercive": r"\b(you (have|need|ought) to|you must|you should|or else|if you don'?t)\b",
    "boundary-blurring": r"\b(my (wife|husband|divorce|own)|between us|text me|favou?r|special|friends?)\b",
}


def prior(train: Sequence[Sample], test: Sequence[Sample]) -> np.ndarray:
    """Give every turn the label's share in training, shape (n_test, 5)."""
    return np.tile(targets(train, "labels").mean(axis=0), (len(test), 1))


def cue_words(test: Sequence[Sample]) -> np.ndarray:
    """Give 1 where a cue stands in the turn, else 0, shape (n_test, 5)."""
    patterns = [re.compile(CUES[label], re.IGNORECASE) for label in LABELS]
    return np.array([[bool(pattern.search(s.view.text)) for pattern in patterns] for s in test], dtype=float)


def word_counts(train: Sequence[Sample], test: Sequence[Sample]) -> np.ndarray:
    """TF-IDF words of the turn alone with logistic regression, no context, shape (n_test, 5)."""
    vectoriser = TfidfVectorizer(min_df=2, sublinear_tf=True)
    X, y = vectoriser.fit_transform([s.view.text for s in train]), targets(train, "labels")
    rows = vectoriser.transform([s.view.text for s in test])
    columns = [
        LogisticRegression(C=4, class_weight="balanced", max_iter=500).fit(X, y[:, k]) for k in range(y.shape[1])
    ]
    return np.column_stack([column.predict_proba(rows)[:, 1] for column in columns])


def textcat(train: Sequence[Sample], test: Sequence[Sample], *, epochs: int = 5) -> np.ndarray:
    """SpaCy's own multi-label text classifier on the turn alone, shape (n_test, 5).

    Its default settings (a network over words and n-grams, spaCy 3), batches of 64 turns, fixed seed.
    """
    import spacy
    from spacy.training import Example
    from thinc.api import fix_random_seed

    fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("textcat_multilabel")
    examples = [
        Example.from_dict(nlp.make_doc(s.view.text), {"cats": {name: float(name in s.labels) for name in LABELS}})
        for s in train
    ]
    optimiser = nlp.initialize(lambda: examples)
    for _ in range(epochs):
        for start in range(0, len(examples), 64):
            nlp.update(examples[start : start + 64], sgd=optimiser, drop=0.2)
    return np.array([[doc.cats[name] for name in LABELS] for doc in nlp.pipe(s.view.text for s in test)])
