from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from relnlp.codebook import LABELS, column

Run = Callable[..., subprocess.CompletedProcess[str]]
HEADER = "session_id,n_scored," + ",".join(f"{column(label)}_n" for label in LABELS)


def table(folder: Path, *counts: tuple[str, int, int, int], name: str = "sessions.csv") -> Path:
    """Write a sessions table: id, scored turns, attuned, coercive."""
    lines = [f"{key},{n},{attuned},0,0,{coercive},0" for key, n, attuned, coercive in counts]
    path = folder / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def manifest(folder: Path, *lines: str, header: str = "session,client,therapist,date,number") -> Path:
    path = folder / "who.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


STEADY = [(f"s{k}", 60, 25, 0) for k in range(5)]


def test_a_table_gives_a_page_with_strengths_first(relnlp: Run, tmp_path: Path) -> None:
    done = relnlp("pattern", table(tmp_path, *STEADY))
    assert done.returncode == 0, done.stderr
    assert "5 sessions, 300 scored turns" in done.stdout
    assert done.stdout.index("attuned") < done.stdout.index("coercive")


def test_a_manifest_says_whose_each_session_is_and_faults_name_their_line(relnlp: Run, tmp_path: Path) -> None:
    fine = "s0,k1,t,2026-01-05,1", "s1,k1,t,2026-01-12,2", "s2,k2,t,,"
    who = manifest(tmp_path, *fine, "s9,k2,t,,", "s3,k2,t,12.1.2026,3", "s2,k1,t,,")
    done = relnlp("pattern", table(tmp_path, *STEADY), "--manifest", who, "--format", "csv")
    assert done.returncode == 3
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {(row["therapist"], row["client"], row["n_sessions"]) for row in found} == {
        ("t", "k1", "2"),
        ("t", "k2", "1"),
    }
    for problem in (
        "line 5",
        "no such session",
        "line 6",
        "YYYY-MM-DD",
        "line 7",
        "line 4 already",
        "not in the manifest",
    ):
        assert problem in done.stderr
    assert "12.1.2026" not in done.stderr


def test_columns_that_nobody_knows_are_passed_over(relnlp: Run, tmp_path: Path) -> None:
    who = manifest(tmp_path, *(f"x,s{k},c" for k in range(5)), header="room;session;client".replace(";", ","))
    done = relnlp("pattern", table(tmp_path, *STEADY), who, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert [pair["client"] for pair in json.loads(done.stdout)["pairs"]] == ["c"]


@pytest.mark.parametrize(
    ("counts", "message"), [([], "no session with a scored turn"), ([("s", 0, 0, 0)], "no session with a scored turn")]
)
def test_nothing_to_read_is_said_plainly(
    relnlp: Run, tmp_path: Path, counts: list[tuple[str, int, int, int]], message: str
) -> None:
    done = relnlp("pattern", table(tmp_path, *counts))
    assert done.returncode != 0
    assert message in done.stderr


def test_one_turn_in_one_session_is_too_little(relnlp: Run, tmp_path: Path) -> None:
    done = relnlp("pattern", table(tmp_path, ("s", 1, 1, 0)), "--format", "csv")
    found = {row["label"]: row["finding"] for row in csv.DictReader(io.StringIO(done.stdout))}
    assert found["attuned"] == "too little to tell"


def test_sessions_are_scored_on_the_way(relnlp: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text("T: What happened next?\nC: I walked home.\n", encoding="utf-8")
    done = relnlp("pattern", tmp_path / "one.txt", tmp_path / "two.txt")
    assert done.returncode == 0, done.stderr
    assert "2 sessions, 2 scored turns" in done.stdout


def test_options_that_do_not_fit_are_refused(relnlp: Run, tmp_path: Path) -> None:
    given = table(tmp_path, *STEADY)
    for option, value in (("--reference", "kind=0.1"), ("--reference", "coercive=2"), ("--split", "soon")):
        assert relnlp("pattern", given, option, value).returncode == 2
