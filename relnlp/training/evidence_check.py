"""Whether the words named as evidence carry the decision: leave them out, and leave as many others out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from relnlp.codebook import LABELS
from relnlp.model.labeller import Labeller
from relnlp.session import Evidence, TurnView
from relnlp.speech import spoken


@dataclass(frozen=True)
class EvidenceCheck:
    """Comparison over decided labels with evidence and at least as many words beside it.

    Parameters
    ----------
    n
        Decided labels compared.
    without_evidence, without_others
        Mean loss of the label's probability when the evidence, or as many other words of the turn, are left out.
    more_often
        Share of the labels in which leaving out the evidence costs more, 0 to 1.
    """

    n: int
    without_evidence: float
    without_others: float
    more_often: float


def check_evidence(labeller: Labeller, views: Sequence[TurnView], *, seed: int = 0) -> EvidenceCheck:
    """Compare the evidence of every decided label with as many words drawn from the rest of the turn."""
    rng = np.random.default_rng(seed)
    cases = [
        case for view, j in zip(views, labeller.judge(views), strict=True) for case in _cases(view, j.evidence, rng)
    ]
    if not cases:
        return EvidenceCheck(0, 0.0, 0.0, 0.0)
    p = labeller.predict_proba([text for _, *texts in cases for text in texts]).reshape(len(cases), 3, len(LABELS))
    columns = np.array([LABELS.index(label) for label, *_ in cases])
    whole, less_evidence, less_others = p[np.arange(len(cases)), :, columns].T
    return EvidenceCheck(
        len(cases),
        float((whole - less_evidence).mean()),
        float((whole - less_others).mean()),
        float((less_evidence < less_others).mean()),
    )


def _cases(
    view: TurnView, evidence: Sequence[Evidence], rng: np.random.Generator
) -> Iterator[tuple[str, TurnView, TurnView, TurnView]]:
    """Give label, the turn, the turn without its evidence, the turn without as many other words."""
    spans = [word.span() for word in re.finditer(r"\S+", spoken(view.text))]
    for label in dict.fromkeys(found.label for found in evidence):
        mine = [found for found in evidence if found.label == label]
        inside = [s for s in spans if any(f.start <= s[0] and s[1] <= f.end for f in mine)]
        others = [s for s in spans if s not in inside]
        if inside and len(others) >= len(inside):
            drawn = [others[k] for k in rng.choice(len(others), len(inside), replace=False)]
            yield label, view, _without(view, inside), _without(view, drawn)


def _without(view: TurnView, spans: Sequence[tuple[int, int]]) -> TurnView:
    text = view.text
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return TurnView(text, view.context, view.role)
