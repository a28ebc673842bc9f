"""Real turns: labels of this project, text of whoever has it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from relnlp.codebook import LABELS
from relnlp.errors import CorpusError
from relnlp.training.held_out import Verdicts
from relnlp.training.real import LABELS_FILE, read_annomi
from relnlp.training.real_report import held_out_rows, real_report

HEADER = "transcript_id,utterance_id,interlocutor,utterance_text,annotator_id\n"
#: invented lines in AnnoMI's columns; the second one stands twice, once for each annotator
ROWS = (
    "7,0,client,I am not sure about the patch.,1\n"
    "7,1,therapist,So the patch is not for you yet.,1\n"
    "7,1,therapist,So the patch is not for you yet.,2\n"
    "7,2,client,Not yet.,1\n"
    "7,3,therapist,You need to put it on tonight.,1\n"
    "7,4,therapist,Okay.,1\n"
)


def write(tmp_path: Path, *labels: dict[str, object], rows: str = HEADER + ROWS) -> tuple[Path, Path]:
    table, coded = tmp_path / "AnnoMI.csv", tmp_path / LABELS_FILE
    table.write_text(rows, encoding="utf-8")
    coded.parent.mkdir(exist_ok=True)
    coded.write_text("".join(json.dumps(row) + "\n" for row in labels), encoding="utf-8")
    return table, coded


def row(
    utterance: int, *labels: str, facets: tuple[str, ...] = (), transcript: int = 7, agreed: bool = True
) -> dict[str, object]:
    return {"transcript_id": transcript, "utterance_id": utterance, "labels": list(labels), "facets": list(facets),
            "agreed": agreed}  # fmt: skip


def test_labels_find_their_text_and_what_stands_before(tmp_path: Path) -> None:
    table, coded = write(
        tmp_path,
        row(1, "attuned", facets=("tracking",)),
        row(3, "coercive", agreed=False),
        row(4),
        row(0, transcript=99),
    )
    first, second = read_annomi(table, coded)
    assert first.view.text == "So the patch is not for you yet."
    assert len(first.view.context) == 1
    assert (first.session, first.position, first.labels, first.facets) == ("annomi-7", 1, ("attuned",), ("tracking",))
    assert len(second.view.context) == 3
    assert second.open


@pytest.mark.parametrize(
    ("rows", "labels", "message"),
    [
        ("a,b\n1,2\n", row(1), "no column 'transcript_id'"),
        (HEADER + ROWS, row(1, "kind"), "line 1: unknown label 'kind'"),
        (HEADER + ROWS, row(1, facets=("tracking",)), "a facet of 'attuned' is given, but not the label"),
        (HEADER + ROWS, row(1, transcript=8), "none of the labelled transcripts"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, rows: str, labels: dict[str, object], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        read_annomi(*write(tmp_path, labels, rows=rows))


def test_figures_need_no_text(tmp_path: Path) -> None:
    table, coded = write(tmp_path, row(1, "attuned"), row(3, "coercive"))
    samples = tuple(read_annomi(table, coded))
    p = np.array([[0.9, 0, 0, 0.1, 0], [0.2, 0, 0, 0.4, 0]])
    rows = list(held_out_rows(Verdicts(samples, p, p >= 0.5)))
    assert rows[0] == {"id": "annomi-7-1", "labels": ["attuned"], "p": dict(zip(LABELS, p[0], strict=True))}
    held_out = tmp_path / "held_out.jsonl"
    held_out.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    report = real_report(held_out, tmp_path)
    assert report is not None
    assert (report.n_turns, report.n_sessions, set(report.labels)) == (2, 1, {"attuned", "coercive"})
    assert (report.labels["attuned"].f1, report.labels["coercive"].recall, report.harm_recall) == (1, 0, 0)
    assert report.quality_auc is None
    assert real_report(tmp_path / "nothing", tmp_path) is None


@pytest.mark.parametrize(("quality", "auc"), [(("low", "high"), 1.0), (("high", "low"), 0.0), (("low", "low"), None)])
def test_transcripts_of_low_quality_stand_apart(tmp_path: Path, quality: tuple[str, str], auc: float | None) -> None:
    coded = [row(1, "coercive"), row(1, "attuned", transcript=8)]
    table, _ = write(tmp_path, *coded)
    rated = [f"{t},{q}\n" for t, q in zip((7, 8), quality, strict=True)]
    table.write_text("transcript_id,mi_quality\n" + "".join(rated), encoding="utf-8")
    p = [dict.fromkeys(LABELS, 0.1) | {"coercive": 0.8}, dict.fromkeys(LABELS, 0.1) | {"attuned": 0.8}]
    rows = [{"id": f"annomi-{t}-1", "labels": [], "p": values} for t, values in zip((7, 8), p, strict=True)]
    held_out = tmp_path / "held_out.jsonl"
    held_out.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    report = real_report(held_out, tmp_path, annomi=table)
    assert report is not None
    assert report.quality_auc == auc


def test_annomi_itself_can_be_joined(annomi: Path) -> None:
    samples = read_annomi(annomi, Path(__file__).parents[2] / "corpora" / LABELS_FILE)
    assert len({s.session for s in samples}) == 52
    assert len(samples) > 1200
