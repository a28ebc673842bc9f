from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest

from relnlp import ReadError, read, read_all

TURNS = [("helper", "How are you?"), ("caller", "I am cold.")]
DICTS = [{"speaker": who, "text": text} for who, text in TURNS]


def pairs(session: object) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in session.turns]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "header",
    [
        "speaker,text",
        "Role,Utterance",
        "interlocutor,utterance_text",
        "Participant,Transcript",
        "Speaker Name,Content",
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_tables_by_the_names_that_occur(header: str, delimiter: str) -> None:
    rows = [header.replace(",", delimiter), *(delimiter.join(turn) for turn in TURNS)]
    session = read("\n".join(rows))
    assert (session.format, pairs(session)) == ("table", TURNS)


@pytest.mark.parametrize(
    "document",
    [
        DICTS,
        {"turns": DICTS},
        {"conversation": DICTS},
        {
            "results": {
                "utterances": [
                    {"speaker": 0, "transcript": TURNS[0][1]},
                    {"speaker": 1, "transcript": TURNS[1][1]},
                ]
            }
        },
        {"segments": [{"speaker": w, "text": f" {t}", "start": 0.5, "end": 1.25} for w, t in TURNS]},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_of_many_shapes(document: object, indent: int | None) -> None:
    session = read(json.dumps(document, indent=indent) + "\n")
    assert [turn.text for turn in session.turns] == [text for _, text in TURNS]
    assert session.format == "json"


def test_jsonl_of_turns_and_of_sessions() -> None:
    lines = "\n".join(json.dumps(turn) for turn in DICTS)
    assert (read(lines).format, pairs(read(lines))) == ("jsonl", TURNS)
    sessions = [{"session": name, "turns": DICTS} for name in ("a", "b")]
    for text in ("\n".join(map(json.dumps, sessions)), json.dumps(sessions) + "\n"):
        assert [s.session_id for s in read_all(text)] == ["text-a", "text-b"]


def test_dicts_frames_and_open_files_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_text("\n".join(json.dumps(turn) for turn in DICTS), encoding="utf-8")
    with path.open("rb") as file:
        from_file = read(file)
    sources = [DICTS, pd.DataFrame(DICTS), path, str(path), io.StringIO(path.read_text())]
    assert all(pairs(read(source)) == pairs(from_file) for source in sources)
    assert read(path).session_id == from_file.session_id == "talk"
    assert read(path, session_id="s1").session_id == "s1"


def test_times_in_seconds_milliseconds_and_clock() -> None:
    text = "speaker,text,start_ms\nhelper,How are you?,1500\ncaller,I am cold.,2250"
    assert [t.start_s for t in read(text).turns] == [1.5, 2.25]
    text = "speaker,text,timestamp\nhelper,How are you?,00:01:05\ncaller,I am cold.,n/a"
    assert [t.start_s for t in read(text).turns] == [65.0, None]


def test_times_that_can_only_be_milliseconds() -> None:
    times = [(3210, 6900), (7000, 9000)]
    session = read([{**turn, "start": start, "end": end} for turn, (start, end) in zip(DICTS, times, strict=True)])
    assert [(t.start_s, t.end_s) for t in session.turns] == [(3.21, 6.9), (7.0, 9.0)]
    assert session.warnings == ("times taken as milliseconds",)


def test_an_index_column_of_pandas_changes_nothing() -> None:
    assert pairs(read(pd.DataFrame(DICTS).to_csv())) == TURNS


def test_commas_that_nobody_quoted_are_put_back() -> None:
    session = read("speaker,text\nhelper,Well, you said, you never eat\ncaller,I do, but not at home")
    assert [t.text for t in session.turns] == ["Well, you said, you never eat", "I do, but not at home"]


def test_a_stray_quotation_mark_in_a_tsv_swallows_nothing() -> None:
    session = read('speaker\ttext\nhelper\t"Go away, you said\ncaller\tI did.\nhelper\t"So ""you"" went"')
    assert [t.text for t in session.turns] == ['"Go away, you said', "I did.", 'So "you" went']


@pytest.mark.parametrize("above", ["sep=;\n", "Session three\n"])
def test_a_line_above_the_header(above: str) -> None:
    assert pairs(read(above + "speaker;text\n" + "\n".join(map(";".join, TURNS)))) == TURNS


def test_rows_that_a_spreadsheet_left_empty() -> None:
    text = "speaker;text\n" + "\n".join(map(";".join, TURNS)) + "\n;\n;\n"
    assert pairs(read(text)) == TURNS


def test_a_segment_without_a_speaker_belongs_to_nobody() -> None:
    session = read(json.dumps({"segments": [*DICTS, {"text": "hm"}, *DICTS]}))
    assert [str(t.role) for t in session.turns] == ["therapist", "client", "other", "therapist", "client"]
    assert session.warnings == ("1 turns without a speaker left to nobody",)


def test_half_an_emoji_can_be_written() -> None:
    text = json.dumps([{"speaker": "T", "text": "you \ud83d"}, {"speaker": "C", "text": "I."}])
    read(text + "\n").turns[0].text.encode("utf-8")


def test_bytes_and_documents_are_sources_too() -> None:
    assert pairs(read(b"T: You?\nC: I.")) == [("T", "You?"), ("C", "I.")]
    assert pairs(read({"turns": DICTS})) == TURNS
    with pytest.raises(TypeError, match="turn 0 is a tuple"):
        read([("T", "You?")])  # type: ignore[list-item]


def test_one_row_an_annotator_is_one_turn() -> None:
    text = "transcript_id,utterance_id,interlocutor,utterance_text,annotator\n"
    text += "".join(f"7,{k},{who},{what},{a}\n" for k, (who, what) in enumerate(TURNS) for a in range(3))
    session = read(text)
    assert pairs(session) == TURNS
    assert "4 repeated rows" in session.warnings[0]


def test_the_same_words_said_twice_stay_two_turns() -> None:
    text = "id,speaker,text\n0,helper,Are you there?\n1,caller,I am.\n2,helper,Are you there?\n"
    assert len(read(text).turns) == 3


def test_missing_columns_are_named() -> None:
    with pytest.raises(ReadError, match="no column for the speaker of a turn among: day, text"):
        read([{"text": "a", "day": "b"}])


def test_a_quotation_mark_left_open_names_a_line() -> None:
    text = 'speaker,text\nhelper,"How are you?\n' + "caller,I am cold.\n" * 9000
    with pytest.raises(ReadError, match=r"line \d+: the row cannot be read"):
        read(text)


def test_annomi_comes_in_whole(annomi: Path) -> None:
    sessions = read_all(annomi)
    assert len(sessions) == 52
    assert sum(len(s.turns) for s in sessions) == 3430
    assert {s.roles.method for s in sessions} == {"role words"}
