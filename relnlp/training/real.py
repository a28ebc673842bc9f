"""Coded turns of real sessions whose text stays with whoever holds it.

The project keeps labels only (``corpora/real/annomi_labels.jsonl``: transcript, utterance, labels, facets). The text
of AnnoMI (Wu et al. 2022, 2023) is published apart; who has ``AnnoMI-simple.csv`` or ``AnnoMI-full.csv`` can train and
measure with these turns.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from relnlp.codebook import check_codes, in_order
from relnlp.errors import CorpusError
from relnlp.session import Role, Turn
from relnlp.speech import is_scored
from relnlp.training.samples import Sample
from relnlp.views import view_of

#: the style that these turns carry
REAL_STYLE = "annomi"
LABELS_FILE = Path("real") / "annomi_labels.jsonl"
COLUMNS = ("transcript_id", "utterance_id", "interlocutor", "utterance_text")


def read_annomi(table: Path, labels: Path) -> list[Sample]:
    """Join AnnoMI's text with the labels.

    Parameters
    ----------
    table
        AnnoMI's published CSV; transcripts without labels in it are left out.
    labels
        One JSON object a line: ``transcript_id``, ``utterance_id``, ``labels``, ``facets``, ``agreed``. Turns on
        which the coders differed come with ``open`` set.

    Raises
    ------
    CorpusError
        If a column is missing, labels don't fit the codebook, or the table has none of the labelled transcripts.
    """
    transcripts = _transcripts(table)
    samples = [
        sample
        for number, line in enumerate(labels.read_text(encoding="utf-8").splitlines(), start=1)
        for sample in _sample(json.loads(line), transcripts, f"{labels.name}, line {number}")
    ]
    if not samples:
        raise CorpusError(f"{table}: none of the labelled transcripts stands here")
    return samples


def _transcripts(table: Path) -> dict[int, dict[int, Turn]]:
    """Give turns by transcript and utterance number; a row an annotator is one turn."""
    with table.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if missing := [name for name in COLUMNS if name not in (reader.fieldnames or [])]:
            raise CorpusError(f"{table}: no column {missing[0]!r}; is this AnnoMI's CSV?")
        found: dict[int, dict[int, Turn]] = {}
        for row in reader:
            role = Role(row["interlocutor"])
            turn = Turn(role.value, row["utterance_text"], role)
            found.setdefault(int(row["transcript_id"]), {})[int(row["utterance_id"])] = turn
    return found


def _sample(row: dict[str, object], transcripts: dict[int, dict[int, Turn]], place: str) -> Iterable[Sample]:
    transcript, utterance = int(str(row["transcript_id"])), int(str(row["utterance_id"]))
    turns = transcripts.get(transcript, {})
    if utterance not in turns:
        return
    labels, facets = _names(row["labels"]), _names(row["facets"])
    try:
        check_codes(labels, facets, need_facets=False)
    except ValueError as error:
        raise CorpusError(f"{place}: {error}") from error
    numbers = sorted(turns)
    view = view_of([turns[n] for n in numbers], [numbers.index(utterance)])
    if is_scored(view.text):
        session = f"{REAL_STYLE}-{transcript}"
        yield Sample(
            view,
            session,
            REAL_STYLE,
            utterance,
            tuple(in_order(labels)),
            tuple(in_order(facets)),
            open=not row["agreed"],
        )


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []
