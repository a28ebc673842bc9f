"""What spaCy finds through entry points: two factories, and calm colours for displaCy."""

from __future__ import annotations

from spacy.language import Language

from relnlp.pipeline.labels import TurnLabeller
from relnlp.pipeline.turns import TurnFinder

#: soft and about equally strong: no label shouts
COLORS = {
    "attuned": "#cfe8d5",
    "repairing": "#cfe0f2",
    "invalidating": "#f0e3c4",
    "coercive": "#efdccb",
    "boundary-blurring": "#e4d9ee",
    "therapist": "#eeeeee",
    "client": "#f7f7f7",
    "other": "#ffffff",
}


@Language.factory("relnlp_turns", assigns=["doc.spans", "doc._.relnlp_turns"])
def make_turns(nlp: Language, name: str) -> TurnFinder:
    """Build the component that finds turns."""
    return TurnFinder()


@Language.factory(
    "relnlp_labels",
    default_config={"evidence": True},
    requires=["doc._.relnlp_turns"],
    assigns=["doc.spans", "doc._.relnlp_turns"],
)
def make_labels(nlp: Language, name: str, evidence: bool) -> TurnLabeller:
    """Build the component that labels turns; its model comes with `from_disk`."""
    return TurnLabeller(evidence=evidence)
