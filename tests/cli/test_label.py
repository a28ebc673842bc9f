from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from subprocess import CompletedProcess

from relnlp.codebook import LABELS

Run = Callable[..., CompletedProcess[str]]
ROW = {
    "id": "a1",
    "context": [{"speaker": "client", "text": "I'd rather not."}],
    "text": "You have to tell me now.",
}


def answers(done: CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_line_in_one_line_out(relnlp: Run) -> None:
    done = relnlp("label", stdin=json.dumps(ROW))
    (answer,) = answers(done)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(answer) == ["id", "labels", "possible", "p", "facets", "evidence", "status"]
    assert (answer["id"], answer["status"], tuple(answer["p"])) == ("a1", "ok", LABELS)  # type: ignore[arg-type]
    for found in answer["evidence"]:  # type: ignore[attr-defined]
        assert set(found) == {"label", "start", "end", "weight"}


def test_order_is_kept_and_malformed_lines_are_answered(relnlp: Run) -> None:
    lines = [
        json.dumps(ROW), "{", json.dumps({"id": 2}), json.dumps([1]), "",
        json.dumps({"id": 3, "text": "x", "context": [1]}),
        json.dumps({"id": 4, "text": "Mm-hmm."}), json.dumps({"text": "And then?"}),
        json.dumps({"id": 5, "text": "x", "context": [{"speaker": "Kim", "text": "I."}]}),
    ]  # fmt: skip
    done = relnlp("label", stdin="\n".join(lines) + "\n")
    found = answers(done)
    assert done.returncode == 3
    assert [a["status"] for a in found] == ["ok", "error", "error", "error", "error", "not_scored", "ok", "error"]
    assert [a["id"] for a in found] == ["a1", None, 2, None, 3, 4, None, 5]
    assert found[2]["error"] == "'text' must be a string"


def test_half_an_emoji_in_an_id_stops_nothing(relnlp: Run) -> None:
    done = relnlp("label", stdin='{"id": "\\ud83d", "text": "So?"}\n{"id": 2, "text": "So?"}\n')
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)


def test_a_missing_file_is_a_sentence(relnlp: Run) -> None:
    done = relnlp("label", "nowhere.jsonl")
    assert (done.returncode, done.stderr) == (1, "relnlp: nowhere.jsonl: No such file or directory\n")


def test_a_line_does_not_depend_on_its_neighbours(relnlp: Run) -> None:
    many = relnlp("label", stdin="\n".join([json.dumps({"text": "And then?"}), json.dumps(ROW)] * 20))
    assert answers(many)[1] == answers(relnlp("label", stdin=json.dumps(ROW)))[0]


def test_each_answer_comes_before_the_next_question() -> None:
    command = [sys.executable, "-m", "relnlp.cli.app", "label"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(json.dumps({**ROW, "id": number}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number


def test_a_reader_that_leaves_early_is_no_error() -> None:
    rows = "\n".join([json.dumps(ROW)] * 3000)
    command = f'"{sys.executable}" -m relnlp.cli.app label --no-evidence | head -n 1'
    done = subprocess.run(command, shell=True, input=rows, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_file(relnlp: Run, tmp_path: object) -> None:
    path = f"{tmp_path}/rows.jsonl"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(json.dumps(ROW))
    assert answers(relnlp("label", path))[0]["id"] == "a1"
