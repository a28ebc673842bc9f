from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]
EXAMPLES = Path(__file__).parents[2] / "relnlp" / "examples"


def test_inspect_shows_who_is_who_and_quotes_nothing(relnlp: Run) -> None:
    done = relnlp("inspect", EXAMPLES / "ninth_session.vtt")
    assert done.returncode == 0
    assert "ninth_session  (webvtt, 28 turns, 3 min)" in done.stdout
    assert "therapist  Ingrid Solheim: 14 turns" in done.stdout
    assert "diary" not in done.stdout


def test_inspect_helps_where_the_therapist_cannot_be_told(relnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("Ann: So.\nBob: I.\nCem: You.")
    done = relnlp("inspect", "s.txt", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 3
    assert [s["role"] for s in found["speakers"]] == ["?", "?", "?"]
    assert "--therapist" in found["problem"]


def test_inspect_names_what_cannot_be_read(relnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("")
    done = relnlp("inspect", "s.txt", EXAMPLES / "first_visit.txt")
    assert (done.returncode, "s.txt: the file is empty" in done.stderr, "first_visit" in done.stdout) == (
        3,
        True,
        True,
    )


def test_demo_shows_sessions_and_writes_tables(relnlp: Run, tmp_path: Path) -> None:
    done = relnlp("demo", "-o", "out")
    assert done.returncode == 0
    assert all(path.name in done.stdout for path in EXAMPLES.iterdir())
    assert "followed or protected the client" in done.stdout
    assert (tmp_path / "out" / "run.json").is_file()


def test_doctor(relnlp: Run) -> None:
    done = relnlp("doctor")
    assert done.returncode == 0
    assert "scoring works" in done.stdout


def test_version_and_help(relnlp: Run) -> None:
    assert relnlp("--version").stdout.startswith("relnlp 0.")
    for command in ("score", "label", "inspect", "demo", "doctor", "train", "evaluate", "corpora"):
        done = relnlp(command, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Usage" in done.stdout
