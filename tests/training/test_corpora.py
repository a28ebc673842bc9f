from __future__ import annotations

import json
from pathlib import Path

import pytest

from relnlp.errors import CorpusError
from relnlp.training.census import census, problems, shared_phrases
from relnlp.training.corpora import SPLITS, fingerprint, read_corpora
from relnlp.training.marked import parse_marked
from relnlp.training.notes import read_notes
from relnlp.training.pairs import CAPABILITIES, read_pairs
from relnlp.training.samples import client_samples, targets, therapist_samples
from relnlp.training.sessions import read_sessions, session_from_json, session_to_json

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
    (folder / "splits.json").write_text('{"validation": [], "test": []}')
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


def test_the_fingerprint_sees_every_change(tmp_path: Path) -> None:
    write(tmp_path, [session_to_json(parse_marked(MARKED, style="x")[0])])
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    write(tmp_path, [session_to_json(parse_marked(MARKED.replace("[opening]", ""), style="x")[0])])
    assert fingerprint(tmp_path) != before


def test_duplicates_across_splits_are_found(tmp_path: Path) -> None:
    write(tmp_path, [session_to_json(parse_marked(MARKED, style="x")[0])])
    near = MARKED.replace("I cried, you know,", "I cried you know")
    write(tmp_path, [session_to_json(parse_marked(near.replace("oven, and all", "stove and all"), style="t")[0])], "t")
    (tmp_path / "splits.json").write_text('{"validation": [], "test": ["t"]}')
    found = problems(read_corpora(tmp_path))
    assert "the same turn stands in t-01 and x-01, which are different splits" in found
    assert shared_phrases(read_corpora(tmp_path).sessions) > 0.5


@pytest.mark.parametrize(
    ("splits", "message"),
    [
        ('{"validation": ["y"], "test": []}', "no file for 'y'"),
        ('{"validation": ["x"], "test": ["x"]}', "share no style"),
        ('{"test": []}', "needs 'validation' and 'test'"),
    ],
)
def test_splits_that_do_not_fit_are_named(tmp_path: Path, splits: str, message: str) -> None:
    write(tmp_path, [session_to_json(parse_marked(MARKED, style="x")[0])])
    (tmp_path / "splits.json").write_text(splits)
    with pytest.raises(CorpusError, match=message):
        read_corpora(tmp_path)


PAIR = {"item": "p-1", "set": "p", "capability": "advice", "context": [], "text": "Go.", "labels": [], "facets": []}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([PAIR, {**PAIR, "item": "p-2", "capability": "magic"}], "line 2: unknown capability 'magic'"),
        ([PAIR, {**PAIR, "item": "p-2", "labels": ["coercive"]}], "line 2: label 'coercive' has none of its facets"),
        ([PAIR], "set p: 1 items instead of two or three"),
        ([PAIR, PAIR], "item p-1 stands twice"),
    ],
)
def test_pairs_that_do_not_fit_are_named(tmp_path: Path, rows: list[dict[str, object]], message: str) -> None:
    (tmp_path / "minimal_pairs").mkdir()
    (tmp_path / "minimal_pairs" / "p.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with pytest.raises(CorpusError, match=message):
        read_pairs(tmp_path)


ACT = {"start": 0, "end": 4, "is_act": True, "labels": [], "facets": []}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "SMS"}, "unknown kind 'SMS'"),
        ({"acts": []}, "acts are missing"),
        ({"acts": [{**ACT, "end": 99}]}, "does not lie in the text"),
        ({"acts": [ACT, {**ACT, "start": 2}]}, "overlap"),
        (
            {"acts": [{**ACT, "is_act": False, "labels": ["coercive"], "facets": ["pressuring"]}]},
            "no act but has labels",
        ),
    ],
)
def test_notes_that_do_not_fit_are_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    note = {"note": "n-1", "kind": "SOAP", "setting": "clinic", "text": "Met pt.", "acts": [ACT], **change}
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "n.jsonl").write_text(json.dumps(note))
    with pytest.raises(CorpusError, match=f"n.jsonl, line 1: .*{message}"):
        read_notes(tmp_path)


def test_the_shipped_corpora_are_whole() -> None:
    corpora = read_corpora(CORPORA)
    assert problems(corpora) == []
    assert any(line.startswith("all: ") for line in census(corpora))
    assert {item.capability for item in corpora.pairs} == set(CAPABILITIES)
    for split in SPLITS:
        part = corpora.of(split)
        assert part.sessions
        assert part.pairs
        assert part.notes
