"""The custom attributes of a Doc; everything in them is plain JSON."""

from __future__ import annotations

from spacy.tokens import Doc

#: ``doc._.relnlp_turns``: one dict a turn; ``doc._.relnlp_session``: facts about the whole session
ATTRIBUTES = ("relnlp_turns", "relnlp_session")


def set_extensions() -> None:
    """Make the attributes known to spaCy; safe to call again."""
    for name in ATTRIBUTES:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
