"""The component ``relnlp_turns``: finds turns in the text of a plain transcript."""

from __future__ import annotations

from spacy.tokens import Doc

from relnlp.pipeline.documents import TURNS, session_facts, set_turns
from relnlp.pipeline.extensions import set_extensions
from relnlp.reading.plain import read_lines
from relnlp.reading.roles import assign_roles
from relnlp.session import Session, Turn


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

    def predict(self, doc: Doc) -> tuple[Session | None, list[tuple[int, int]]]:
        """Find turns and their token bounds; None where no line begins with a speaker."""
        found = read_lines(doc.text)
        if not found.utterances:
            return None, []
        roles, guess = assign_roles(found.utterances, "text")
        turns = tuple(Turn(u.speaker, u.text, roles[u.speaker], u.start_s, u.end_s) for u in found.utterances)
        session = Session("text", turns, "text", "plain", guess, found.warnings)
        return session, [_bounds(doc, *(u.span or (0, 0))) for u in found.utterances]

    def set_annotations(self, doc: Doc, session: Session | None, bounds: list[tuple[int, int]]) -> None:
        """Write spans and records."""
        set_turns(doc, session.turns if session else (), bounds)
        doc._.relnlp_session = session_facts(session) if session else None


def _bounds(doc: Doc, start: int, end: int) -> tuple[int, int]:
    span = doc.char_span(start, end, alignment_mode="expand") if end > start else None
    return (span.start, span.end) if span is not None else (0, 0)
