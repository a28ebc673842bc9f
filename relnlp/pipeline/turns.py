"""The component ``relnlp_turns``: finds turns in the text of a plain transcript."""

from __future__ import annotations

from spacy.tokens import Doc

from relnlp.pipeline.documents import TURNS, set_turns
from relnlp.pipeline.extensions import set_extensions
from relnlp.reading.plain import plain_utterances
from relnlp.reading.roles import assign_roles
from relnlp.session import Turn


class TurnFinder:
    """Mark the turns of a Doc that was made from a plain transcript.

    A Doc that has its turns already (made by ``relnlp.score`` or `to_doc`) is left as it is.
    """

    def __init__(self) -> None:
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Find turns unless they are there.

        Raises
        ------
        RoleError
            If it cannot be told who the therapist is.
        """
        if TURNS not in doc.spans or doc._.relnlp_turns is None:
            self.set_annotations(doc, *self.predict(doc))
        return doc

    def predict(self, doc: Doc) -> tuple[tuple[Turn, ...], list[tuple[int, int]]]:
        """Find turns and their token bounds; nothing where no line begins with a speaker."""
        utterances, _ = plain_utterances(doc.text)
        if not utterances:
            return (), []
        roles, _ = assign_roles(utterances, "text")
        turns = tuple(Turn(u.speaker, u.text, roles[u.speaker], u.start_s, u.end_s) for u in utterances)
        return turns, [_bounds(doc, *(u.span or (0, 0))) for u in utterances]

    def set_annotations(self, doc: Doc, turns: tuple[Turn, ...], bounds: list[tuple[int, int]]) -> None:
        """Write spans and records."""
        set_turns(doc, turns, bounds)


def _bounds(doc: Doc, start: int, end: int) -> tuple[int, int]:
    span = doc.char_span(start, end, alignment_mode="expand") if end > start else None
    return (span.start, span.end) if span is not None else (0, 0)
