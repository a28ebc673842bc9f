"""What is not a transcript is refused in plain words that name file and place, and quote nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from relnlp import ReadError, read
from relnlp.reading.decode import decode

SECRET = "Ketchikan"
GOOD = f"T: How are you?\nC: I lost my {SECRET} job."


def write(folder: Path, data: bytes, name: str = "bad.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "blank": (b"\n \n", "the file is empty"),
    "binary": (b"\x7fELF\x00\x01" + b"\x00" * 100, "not a text file"),
    "zip": (b"PK\x03\x04" + bytes(range(256)) * 4, "not a text file"),
    "one speaker": (f"T: Hello {SECRET}.\nT: Again.".encode(), "only one speaker"),
    "three speakers": (f"Ann: So {SECRET}.\nBob: I.\nCem: You.".encode(), "3 speakers"),
    "no speaker": (f"I went to {SECRET}.\nAnd back.".encode(), "no speakers found"),
    "long line": (
        b"T: " + b"a " * 5_000_000 + f"\nC: {SECRET}".encode(),
        "line 1: the line has 10,000,003 characters",
    ),
    "broken jsonl": (
        json.dumps({"speaker": "T", "text": SECRET}).encode() + b'\n{"speaker": "C", "text": \n' + b'{"speaker": "C"}',
        "line 2: invalid JSON",
    ),
    "broken json": (b'{"turns": [{"speaker": "T", "text": "' + SECRET.encode() + b'"},]}', "line 1, column"),
    "json without turns": (json.dumps({"note": SECRET}, indent=1).encode(), "no list of turns found"),
    "broken vtt": (f"WEBVTT\n\n00:0x --> 00:02.000\n<v T>{SECRET}</v>".encode(), "line 3: the cue's times"),
    "no speaker in many rows": (
        f"speaker,text\nT,Hi\n,{SECRET}\n,Hi\nC,Hi".encode(),
        "line 4: the turn has no speaker",
    ),
    "open quotation mark": (f'speaker,text\nT,"You?\nC,I {SECRET}.\nT,So?\nC,I.'.encode(), "line 2: a quotation mark"),
    "closed turns later": (f'speaker,text\nC,I.\nT,"You?\nC,I {SECRET}.\nT,So?"\nC,I.'.encode(), "line 3: a quotation"),
    "speech with commas": (f"text,speaker\nWell, {SECRET}, no,T\nI,C".encode(), "line 2: more cells than columns"),
    "a table of other columns": (f"Who said it,What\nT,{SECRET}\nC,Hi".encode(), "no columns for speaker and text"),
    "turns of absurd length": (
        json.dumps([{"speaker": "T", "text": SECRET * 20_000}, {"speaker": "C", "text": "I."}]).encode(),
        "the limit is",
    ),
    "bad mark": (b"\xff\xfe\x00", "marked as utf-16"),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_with_file_and_place_and_without_a_quote(tmp_path: Path, name: str) -> None:
    data, message = BAD[name]
    path = write(tmp_path, data)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert SECRET not in str(caught.value)


def test_directory_and_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="this is a directory"):
        read(tmp_path)
    with pytest.raises(ReadError, match="no such file"):
        read(tmp_path / "nowhere.txt")


def test_several_sessions_need_another_call() -> None:
    text = "session,speaker,text\n" + "".join(f"{s},{w},{t}\n" for s in "ab" for w, t in [("T", "Hm?"), ("C", "Well.")])
    with pytest.raises(ReadError, match="holds 2 sessions"):
        read(text)


def test_what_cannot_be_a_source() -> None:
    with pytest.raises(TypeError, match="cannot read a int"):
        read(7)  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    path = write(tmp_path, GOOD.replace("lost", "löst").replace("\n", end).encode(encoding))
    session = read(path)
    assert session.turns[1].text == f"I löst my {SECRET} job."
    assert session.warnings == ()


def test_old_western_files_are_read_with_a_word(tmp_path: Path) -> None:
    session = read(write(tmp_path, GOOD.replace("lost", "löst “my”").encode("cp1252")))
    assert "löst “my”" in session.turns[1].text
    assert session.warnings == ("not UTF-8 (line 2): read as Windows-1252, check names and accents",)


def test_the_suffix_decides_nothing(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v T>So you?</v>\n\n00:03.000 --> 00:04.000\n<v C>I.</v>\n",
        "x.csv",
    )
    assert read(path).format == "webvtt"


def test_size_limit() -> None:
    class Huge(bytes):
        def __len__(self) -> int:
            return 2**40

    with pytest.raises(ReadError, match="the limit is"):
        decode(Huge(b"T: x"), "huge.txt")
