from __future__ import annotations

import json
from pathlib import Path

import pytest

from relnlp.errors import CorpusError
from relnlp.training.census import census, problems, shared_phrases
from relnlp.training.corpora import (
    fingerprint,
    in_split,
    read_sessions,
    read_splits,
    session_from_json,
    session_to_json,
)
from relnlp.training.marked import parse_marked
from relnlp.training.samples import client_samples, targets, therapist_samples

CORPORA = Path(__file__).parents[2] / "corpora"
MARKED = """=== One
T: So maybe-
C: Mm.
T[tracking]: -the oven, and all of it on your back.
C[opening]: I cried, you know, in the store room with the flour.
"""

EPISODE = {"start": 0, "trigger": None, "kind": "withdrawal", "outcome": "partly", "repair": None, "end": 1}


def write(folder: Path, sessions: list[dict[str, object]], style: str = "x") -> Path:
    (folder / "sessions").mkdir(exist_ok=True)
    lines = "\n".join(json.dumps(session) for session in sessions)
    (folder / "sessions" / f"{style}.jsonl").write_text(lines, encoding="utf-8")
    (folder / "splits.json").write_text('{"validation": ["v"], "test": ["t"]}')
    return folder


def test_marked_text_goes_to_json_and_back() -> None:
    for session in parse_marked((Path(__file__).parents[1] / "data" / "tiny.txt").read_text()):
        assert session_from_json(json.loads(json.dumps(session_to_json(session)))) == session


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T[listening]: x", "line 1: unknown facet 'listening'"),
        ("C[tracking]: x", "line 1: unknown move 'tracking'"),
        ("X: x", "line 1: not a turn"),
        ("C[| end repaired]: x", "line 1: the mark 'end repaired' does not fit"),
        ("C[| start confrontation]: x", "never ended"),
    ],
)
def test_marked_text_that_does_not_fit_names_its_line(line: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        parse_marked(line)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"turns": []}, "no therapist turn"),
        ({"turns": [{"speaker": "therapist", "text": "a", "labels": ["attuned"], "facets": []}]}, "none of its facets"),
        ({"turns": [{"speaker": "therapist", "text": " "}]}, "turn 0: empty text"),
        ({"turns": [{"speaker": "nobody", "text": "a"}]}, "'nobody' is not a valid Role"),
        ({"turns": [{"speaker": "therapist", "text": "a", "moves": ["opening"]}]}, "moves to client turns"),
        ({"episodes": [{**EPISODE, "start": 9, "end": 9}]}, "not in order"),
        ({"episodes": [EPISODE]}, "not the client's"),
        ({"style": "y"}, "another style"),
    ],
)  # fmt: skip
def test_lines_that_do_not_fit_the_codebook_are_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    session = session_to_json(parse_marked(MARKED, style="x")[0])
    with pytest.raises(CorpusError, match=f"x.jsonl, line 1: .*{message}"):
        read_sessions(write(tmp_path, [{**session, **change}]))


def test_samples_of_pieces_and_of_whole_units() -> None:
    sessions = parse_marked(MARKED)
    pieces, both = therapist_samples(sessions), therapist_samples(sessions, stitched=True)
    assert [(s.position, s.labels) for s in pieces] == [(0, ()), (2, ("attuned",))]
    assert [(s.view.text, s.labels) for s in both[2:]] == [
        ("So maybe- -the oven, and all of it on your back.", ("attuned",))
    ]
    assert targets(pieces, "labels").tolist() == [[0, 0, 0, 0, 0], [1, 0, 0, 0, 0]]
    assert [s.moves for s in client_samples(sessions)] == [(), ("opening",)]


def test_the_fingerprint_sees_every_change() -> None:
    one, other = parse_marked(MARKED), parse_marked(MARKED.replace("[opening]", ""))
    assert fingerprint(one) == fingerprint(parse_marked(MARKED)) != fingerprint(other)


def test_duplicates_across_splits_are_found(tmp_path: Path) -> None:
    for style in ("x", "t"):
        write(tmp_path, [session_to_json(parse_marked(MARKED, style=style)[0])], style)
    assert "the same turn stands in t-01 and x-01, which are different splits" in problems(tmp_path)
    assert shared_phrases(read_sessions(tmp_path)) == 1.0


def test_the_shipped_corpus_is_whole() -> None:
    sessions, splits = read_sessions(CORPORA), read_splits(CORPORA)
    assert problems(CORPORA) == []
    styles = {split: {s.style for s in in_split(sessions, splits, split)} for split in ("train", "validation", "test")}
    assert not styles["train"] & (styles["validation"] | styles["test"])
    assert not styles["validation"] & styles["test"]
    assert set(splits) <= set().union(*styles.values())
    assert any(line.startswith("all: ") for line in census(CORPORA))
