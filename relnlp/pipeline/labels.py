"""The component ``relnlp_labels``: the classifier on every therapist turn, the moves on every client turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from relnlp.errors import ModelError
from relnlp.model import store
from relnlp.model.labeller import Labeller
from relnlp.model.strain import therapist_side
from relnlp.pipeline.documents import TURNS, Record, turns_of
from relnlp.pipeline.extensions import set_extensions
from relnlp.session import Judgement, Role, Turn
from relnlp.views import piece_at, view_of

#: spans that displaCy shows by default: one for each decided label of a turn
SHOWN = "sc"


class TurnLabeller:
    """Label turns.

    Parameters
    ----------
    labeller
        The model; loaded by `from_disk`, or set when a pipeline is built.
    evidence
        Whether to look for the words behind each decided label.
    """

    def __init__(self, labeller: Labeller | None = None, *, evidence: bool = True) -> None:
        set_extensions()
        self.labeller = labeller
        self.evidence = evidence

    def __call__(self, doc: Doc) -> Doc:
        """Label one Doc."""
        self.set_annotations(doc, self.predict(doc))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Label Docs as they come."""
        # one session is a batch of turns already; Docs need no batching among themselves
        for doc in stream:
            yield self(doc)

    def predict(self, doc: Doc) -> list[Record]:
        """Judge the turns of a Doc; one dict a turn, in order."""
        turns = turns_of(doc)
        records = [_empty() for _ in turns]
        firsts = [r["unit_ids"] for r in doc._.relnlp_turns or [] if r["unit_ids"][0] == r["turn_id"]]
        mine = [unit for unit in firsts if turns[unit[0]].role is Role.THERAPIST]
        judged = self._model().judge([view_of(turns, unit) for unit in mine], evidence=self.evidence)
        for unit, judgement in zip(mine, judged, strict=True):
            records[unit[0]] = _record(turns, unit, judgement)
            for piece in unit[1:]:
                records[piece]["status"] = "part"
        clients = [position for position, turn in enumerate(turns) if turn.role is Role.CLIENT]
        sides = [therapist_side(u[0], j) for u, j in zip(mine, judged, strict=True) if j.status == "ok"]
        views = [view_of(turns, [position]) for position in clients]
        for position, done in zip(clients, self._model().judge_clients(views, clients, sides), strict=True):
            records[position].update(client_moves=list(done.moves), strain=done.strain)
        return records

    def set_annotations(self, doc: Doc, records: list[Record]) -> None:
        """Write the judgements onto the Doc."""
        annotate(doc, records)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model below `path`."""
        if "labeller" not in set(exclude):
            store.save(self._model(), Path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> TurnLabeller:
        """Read the model below `path`."""
        if "labeller" not in set(exclude):
            self.labeller = store.load(Path(path))
        return self

    def _model(self) -> Labeller:
        if self.labeller is None:
            raise ModelError("relnlp_labels has no model yet; use relnlp.load() or spacy.load(path)")
        return self.labeller


def annotate(doc: Doc, records: list[Record]) -> Doc:
    """Write judgements, one dict a turn, onto a Doc that has its turns."""
    doc._.relnlp_turns = [{**old, **new} for old, new in zip(doc._.relnlp_turns or [], records, strict=True)]
    turns = list(doc.spans[TURNS]) if records else []
    shown = [
        Span(doc, turns[k].start, turns[k].end, label=label)
        for k, record in enumerate(records)
        for label in record["labels"]
    ]
    doc.spans[SHOWN] = SpanGroup(doc, name=SHOWN, spans=shown)
    return doc


def _empty() -> Record:
    fields: dict[str, Any] = {"status": "context", "labels": [], "possible": [], "facets": [], "p": None}
    return {**fields, "evidence": [], "client_moves": [], "strain": None}


def _record(turns: tuple[Turn, ...], unit: list[int], judgement: Judgement) -> Record:
    evidence = []
    for found in judgement.evidence:
        turn, start, end = piece_at(turns, unit, found.start, found.end)
        evidence.append({"label": found.label, "turn": turn, "start": start, "end": end, "weight": found.weight})
    return {
        **_empty(),
        "status": judgement.status,
        "labels": list(judgement.labels),
        "possible": list(judgement.possible),
        "facets": list(judgement.facets),
        "p": dict(judgement.p) if judgement.status == "ok" else None,
        "evidence": evidence,
    }
