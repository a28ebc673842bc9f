"""A session to a Doc and back."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from relnlp.pipeline.extensions import set_extensions
from relnlp.reading.stitching import units
from relnlp.session import Role, Session, Turn

TURNS = "turns"
Record = dict[str, Any]


def to_doc(session: Session, nlp: Language) -> Doc:
    """Make the Doc of a session: all turns with one space between them, unlabelled.

    Parameters
    ----------
    session
        As read.
    nlp
        Its tokenizer and vocabulary are used; no component runs.

    Returns
    -------
    Doc
        ``doc.spans["turns"]`` has one span a turn, labelled by role (empty where a turn has no text);
        ``doc._.relnlp_turns`` one dict a turn; ``doc._.relnlp_session`` the session's facts.
    """
    words: list[str] = []
    spaces: list[bool] = []
    bounds: list[tuple[int, int]] = []
    for turn in session.turns:
        tokens = nlp.make_doc(turn.text)
        first = len(words)
        words.extend(token.text for token in tokens)
        spaces.extend(bool(token.whitespace_) for token in tokens)
        if len(words) > first:
            spaces[-1] = True
        bounds.append((first, len(words)))
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    set_turns(doc, session.turns, bounds)
    doc._.relnlp_session = session_facts(session)
    return doc


def session_facts(session: Session) -> Record:
    """Facts about a session as plain JSON values."""
    return {
        "session_id": session.session_id,
        "source": session.source,
        "kind": session.kind,
        "format": session.format,
        "therapists": list(session.roles.therapists),
        "role_method": session.roles.method,
        "role_confidence": session.roles.confidence,
        "warnings": list(session.warnings),
    }


def set_turns(doc: Doc, turns: tuple[Turn, ...], bounds: list[tuple[int, int]]) -> None:
    """Write turn spans and records onto a Doc.

    Parameters
    ----------
    bounds
        First token and the token after the last, for each turn.
    """
    set_extensions()
    spans = [Span(doc, low, high, label=str(turn.role)) for turn, (low, high) in zip(turns, bounds, strict=True)]
    doc.spans[TURNS] = SpanGroup(doc, name=TURNS, spans=spans)
    unit_of = {position: list(unit) for unit in units(turns) for position in unit}
    doc._.relnlp_turns = [
        {
            "turn_id": position,
            "unit_ids": unit_of[position],
            "speaker": turn.speaker,
            "role": str(turn.role),
            "start_s": turn.start_s,
            "end_s": turn.end_s,
            "text": turn.text,
        }
        for position, turn in enumerate(turns)
    ]


def turns_of(doc: Doc) -> tuple[Turn, ...]:
    """Read the turns back from a Doc."""
    return tuple(
        Turn(r["speaker"], r["text"], Role(r["role"]), r["start_s"], r["end_s"]) for r in doc._.relnlp_turns or []
    )
