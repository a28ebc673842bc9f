"""The words that carry a label: what its probability loses when they are taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from relnlp.session import Evidence, TurnView
from relnlp.speech import spoken

Scorer = Callable[[Sequence[TurnView]], np.ndarray]

_CLAUSE = re.compile(r"[^.,;:?!–—]+[.,;:?!–—]*")
_WORD = re.compile(r"\S+")
#: unpunctuated speech is cut into pieces of so many words
WINDOW = 6
#: at most so many pieces of one turn are tried
MAX_PIECES = 24
#: a second piece is named only if it carries this share of what the first carries
SECOND = 0.5


def find_evidence(view: TurnView, columns: dict[str, int], score: Scorer) -> tuple[Evidence, ...]:
    """Find the words behind each label by leaving pieces of the turn out.

    Parameters
    ----------
    view
        The turn.
    columns
        Decided label to its column in what `score` gives.
    score
        Views to probabilities, shape (n_views, n_labels).

    Returns
    -------
    tuple of Evidence
        One or two pieces a label, strongest first; empty where no piece lowers the probability.
    """
    spans = list(pieces(view.text))
    if not columns or not spans:
        return ()
    without = [_leave_out(view, start, end) for start, end in spans]
    scores = score([view, *without])
    found: list[Evidence] = []
    for label, column in columns.items():
        full = scores[0, column]
        loss = (full - scores[1:, column]) / max(full, 1e-9)
        found.extend(_strongest(label, spans, loss))
    return tuple(found)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut a turn into clauses, long ones into windows; offsets of each, marks left out."""
    said = spoken(text)
    count = 0
    for clause in _CLAUSE.finditer(said):
        found = list(_WORD.finditer(clause[0]))
        for first in range(0, len(found), WINDOW):
            window = found[first : first + WINDOW]
            if count < MAX_PIECES and re.search(r"\w", "".join(m[0] for m in window)):
                count += 1
                yield clause.start() + window[0].start(), clause.start() + window[-1].end()


def _leave_out(view: TurnView, start: int, end: int) -> TurnView:
    return TurnView(view.text[:start] + " " + view.text[end:], view.context, view.role)


def _strongest(label: str, spans: list[tuple[int, int]], loss: np.ndarray) -> Iterator[Evidence]:
    order = np.argsort(-loss, kind="stable")
    best = loss[order[0]]
    if best <= 0:
        return
    for index in order[:2]:
        if loss[index] >= SECOND * best:
            start, end = spans[index]
            yield Evidence(label, start, end, round(float(min(loss[index], 1.0)), 3))
