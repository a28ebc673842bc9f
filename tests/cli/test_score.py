from __future__ import annotations

import csv
import hashlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pandas as pd
import pytest

from relnlp.tables import EPISODES, SESSIONS, TURNS, csv_cell

Run = Callable[..., CompletedProcess[str]]
EXAMPLES = Path(__file__).parents[2] / "relnlp" / "examples"
ALL = sorted(path for path in EXAMPLES.iterdir())
SECRET = "Ketchikan"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_tables_and_run_record(relnlp: Run, tmp_path: Path) -> None:
    done = relnlp("score", *ALL, "-o", "out")
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 sessions, 46 therapist turns scored, tables in out" in done.stderr
    turns, sessions = rows(tmp_path / "out" / "turns.csv"), rows(tmp_path / "out" / "sessions.csv")
    assert tuple(turns[0]) == TURNS
    assert tuple(sessions[0]) == SESSIONS
    assert (tmp_path / "out" / "episodes.csv").read_text().startswith(",".join(EPISODES))
    assert [row["session_id"] for row in sessions] == ["evening_calls-wed", "first_visit", "ninth_session"]
    assert len(turns) == sum(int(row["n_turns"]) for row in sessions) == 94
    run = json.loads((tmp_path / "out" / "run.json").read_text())
    assert (run["sessions"], run["scored_turns"], run["failed"]) == (3, 46, 0)
    assert run["inputs"][0]["sha256"] == hashlib.sha256(ALL[0].read_bytes()).hexdigest()
    assert len(run["model"]["sha256"]) == 64
    assert not (tmp_path / "out" / "errors.jsonl").exists()


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet"])
def test_same_input_same_bytes_however_many_jobs(relnlp: Run, tmp_path: Path, format: str) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow")
    for out, jobs in (("a", "1"), ("b", "2")):
        assert relnlp("score", *ALL, "-o", out, "--format", format, "--jobs", jobs).returncode == 0
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_formats_hold_the_same(relnlp: Run, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    for format in ("csv", "jsonl", "parquet"):
        relnlp("score", *ALL, "-o", format, "--format", format)
    table = pd.read_parquet(tmp_path / "parquet" / "turns.parquet")
    lines = [json.loads(line) for line in (tmp_path / "jsonl" / "turns.jsonl").read_text().splitlines()]
    plain = rows(tmp_path / "csv" / "turns.csv")
    assert len(table) == len(lines) == len(plain)
    for a, b, c in zip(table.to_dict("records"), lines, plain, strict=True):
        assert list(a["labels"]) == b["labels"] == [label for label in c["labels"].split(";") if label]
        assert json.loads(a["evidence"] or "[]") == b["evidence"] if a["evidence"] else b["evidence"] == []


def test_no_text_leaves_every_word_out(relnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text(f"T: Did you see {SECRET}?\nC: I saw {SECRET}.\n")
    for args in (["-o", "out"], []):
        done = relnlp("score", "s.txt", "--no-text", *args)
        assert done.returncode == 0
        assert SECRET not in done.stdout + done.stderr
    assert all(SECRET not in path.read_text() for path in (tmp_path / "out").iterdir())
    assert "text" not in rows(tmp_path / "out" / "turns.csv")[0]


def test_turns_go_to_stdout_without_a_folder(relnlp: Run) -> None:
    done = relnlp("score", ALL[1], "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["turn_id"] for line in lines] == list(range(34))
    assert set(lines[0]) == set(TURNS)


def test_standard_input(relnlp: Run) -> None:
    done = relnlp("score", "-", stdin=ALL[1].read_bytes())
    assert done.returncode == 0
    assert len(list(csv.DictReader(done.stdout.splitlines()))) == 34


def test_bad_inputs_are_named_and_the_others_are_done(relnlp: Run, tmp_path: Path) -> None:
    bad = {
        "empty.txt": b"",
        "binary.vtt": b"\x00\x01\x02" * 99,
        "one.txt": f"T: {SECRET}.\nT: Again {SECRET}.".encode(),
        "three.txt": b"Ann: So.\nBob: I.\nCem: You.",
        "broken.jsonl": b'{"speaker": "T", "text": "a"}\n{"speaker": \n',
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    done = relnlp("score", *bad, "nowhere.txt", ".", ALL[1], "-o", "out")
    assert done.returncode == 3
    errors = [json.loads(line) for line in (tmp_path / "out" / "errors.jsonl").read_text().splitlines()]
    assert [error["source"] for error in errors] == [*bad, "nowhere.txt", "."]
    assert errors[4]["place"] == "line 2"
    assert all(name in done.stderr for name in bad)
    assert SECRET not in done.stderr + json.dumps(errors)
    assert "--therapist" in done.stderr
    assert [row["session_id"] for row in rows(tmp_path / "out" / "sessions.csv")] == ["first_visit"]


def test_one_bad_session_of_a_table_leaves_the_others(relnlp: Run, tmp_path: Path) -> None:
    text = "session,speaker,text\na,T,You?\na,C,I.\nb,X,Alone.\nc,T,You?\nc,C,I.\n"
    (tmp_path / "t.csv").write_text(text)
    done = relnlp("score", "t.csv", "-o", "out")
    assert done.returncode == 3
    assert "t.csv (session b)" in done.stderr
    assert [row["session_id"] for row in rows(tmp_path / "out" / "sessions.csv")] == ["t-a", "t-c"]


def test_therapist_and_roles(relnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("Ann: So.\nBob: Well.\nCem: You.")
    done = relnlp("score", "s.txt", "--therapist", "bob", "--role", "Cem=other", "--format", "jsonl")
    assert [json.loads(line)["role"] for line in done.stdout.splitlines()] == ["client", "therapist", "other"]


def test_two_files_of_one_name_stay_apart(relnlp: Run, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "s.txt").write_text("T: You?\nC: I.")
    (tmp_path / "s-2.txt").write_text("T: You?\nC: I.")
    relnlp("score", "a/s.txt", "b/s.txt", "s-2.txt", "-o", "out")
    assert [row["session_id"] for row in rows(tmp_path / "out" / "sessions.csv")] == ["s", "s-2", "s-2-2"]
    run = json.loads((tmp_path / "out" / "run.json").read_text())
    assert run["warnings"][0] == {"session_id": "s-2", "warning": "another session is called s, this one is s-2"}


def test_nothing_scored_leaves_older_tables_alone(relnlp: Run, tmp_path: Path) -> None:
    relnlp("score", ALL[1], "-o", "out")
    before = digest(tmp_path / "out")
    assert relnlp("score", "nowhere.txt", "-o", "out").returncode == 3
    after = digest(tmp_path / "out")
    assert set(after) == {*before, "errors.jsonl"}
    assert all(after[name] == before[name] for name in before)


def test_standard_input_side_by_side_and_hashed(relnlp: Run, tmp_path: Path) -> None:
    data = ALL[1].read_bytes()
    assert relnlp("score", "-", ALL[2], "--jobs", "2", "-o", "out", stdin=data).returncode == 0
    run = json.loads((tmp_path / "out" / "run.json").read_text())
    assert run["inputs"][0] == {"path": "-", "sha256": hashlib.sha256(data).hexdigest()}


def test_quoted_wildcards(relnlp: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("T: You?\nC: I.")
    for pattern in ("*.txt", f"{tmp_path}/*.txt"):
        done = relnlp("score", pattern, "--format", "jsonl")
        assert {json.loads(line)["session_id"] for line in done.stdout.splitlines()} == {"a", "b"}


def test_output_that_cannot_be_written(relnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = relnlp("score", ALL[1], "-o", "file")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert done.stderr.startswith("relnlp: file: ")


def test_output_is_utf8_whatever_the_locale(relnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("T: Ça va, you?\nC: I… süß.", encoding="utf-8")
    done = relnlp("score", "s.txt", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "süß" in done.stdout


def test_a_reader_that_leaves_early_is_no_error(relnlp: Run) -> None:
    command = f'"{sys.executable}" -m relnlp.cli.app score {" ".join(map(str, ALL))} | head -n 1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "relnlp.cli.app", "score", "-", "-o", "out"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, text=True) as process:
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        assert "Traceback" not in process.stderr.read()
        assert process.wait() == 130


@pytest.mark.parametrize(
    "args",
    [["score"], ["score", "x", "--format", "xml"], ["score", "x", "--jobs", "many"],
     ["score", "x", "--jobs", "0"], ["score", "x", "--role", "Bob"],
     ["score", "-", "--format", "parquet"], ["nothing"]],
)  # fmt: skip
def test_usage_errors(relnlp: Run, args: list[str]) -> None:
    done = relnlp(*args)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_missing_model_ends_the_run(relnlp: Run) -> None:
    done = relnlp("score", ALL[1], "--model", "nowhere", "-o", "out")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("nowhere: no spaCy pipeline here (config.cfg is missing)")


def test_quiet(relnlp: Run) -> None:
    assert relnlp("score", ALL[1], "-o", "out", "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (["a", "b"], "a;b"), ([], ""), (["a; b"], "a, b"), ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"), ("+HYPERLINK(1)", "'+HYPERLINK(1)"),
        ("-next week!", "-next week!"), ("+1 to that (really)", "+1 to that (really)"), (0.5, 0.5),
        ([{"a": 1}], '[{"a": 1}]'),
    ],
)  # fmt: skip
def test_csv_cells(value: object, cell: object) -> None:
    assert csv_cell(value) == cell


def test_annomi_from_end_to_end(relnlp: Run, annomi: Path, tmp_path: Path) -> None:
    assert relnlp("score", annomi, "-o", "out").returncode == 0
    assert len(rows(tmp_path / "out" / "sessions.csv")) == 52
    assert len(rows(tmp_path / "out" / "turns.csv")) == 3430
