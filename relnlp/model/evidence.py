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
#: a clause of more words than this (unpunctuated speech, say) is cut into pieces of about equal length
LONGEST = 10
#: at most so many pieces of one turn are tried
MAX_PIECES = 24
#: a second piece is named only if it carries this share of what the first carries
SECOND = 0.5


def find_evidence(
    views: Sequence[TurnView], columns: Sequence[dict[str, int]], score: Scorer
) -> list[tuple[Evidence, ...]]:
    """Find the words behind each label by leaving pieces of the turn out.

    Parameters
    ----------
    views
        The turns.
    columns
        For each turn, its decided labels and their columns in what `score` gives.
    score
        Views to probabilities, shape (n_views, n_labels). Called once, with every turn and every turn
        with a piece left out.

    Returns
    -------
    list of tuple of Evidence
        For each turn one or two pieces a label, in the order of the turn; nothing where no piece lowers the
        probability.
    """
    spans = [list(pieces(view.text)) if wanted else [] for view, wanted in zip(views, columns, strict=True)]
    tried = [
        variant
        for view, cuts in zip(views, spans, strict=True)
        if cuts
        for variant in (view, *(_leave_out(view, start, end) for start, end in cuts))
    ]
    scores = score(tried) if tried else np.zeros((0, 0))
    found: list[tuple[Evidence, ...]] = []
    at = 0
    for cuts, wanted in zip(spans, columns, strict=True):
        block = scores[at : at + len(cuts) + 1] if cuts else scores[:0]
        at += len(block)
        found.append(tuple(e for label, k in wanted.items() if cuts for e in _strongest(label, cuts, block[:, k])))
    return found


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut a turn into clauses, long ones into pieces; offsets of each, marks left out."""
    said = spoken(text)
    count = 0
    for clause in _CLAUSE.finditer(said):
        found = list(_WORD.finditer(clause[0]))
        for part in np.array_split(np.arange(len(found)), -(-len(found) // LONGEST) or 1):
            words = [found[k] for k in part]
            if count < MAX_PIECES and re.search(r"\w", "".join(word[0] for word in words)):
                count += 1
                yield clause.start() + words[0].start(), clause.start() + words[-1].end()


def _leave_out(view: TurnView, start: int, end: int) -> TurnView:
    return TurnView(view.text[:start] + " " + view.text[end:], view.context, view.role)


def _strongest(label: str, spans: list[tuple[int, int]], p: np.ndarray) -> list[Evidence]:
    """Choose the piece that costs most when left out, and a second one if it costs half as much.

    `p` is the probability of the whole turn, then without each piece.
    """
    loss = (p[0] - p[1:]) / max(p[0], 1e-9)
    order = np.argsort(-loss, kind="stable")[:2]
    best = loss[order[0]]
    chosen = [int(k) for k in order if best > 0 and loss[k] >= SECOND * best]
    return [Evidence(label, *spans[k], round(float(min(loss[k], 1.0)), 3)) for k in sorted(chosen)]
