"""Scoring opens no socket: not one, to anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CODE = """
import sys

def refuse(event, args):
    if event.startswith("socket.") and event != "socket.gethostname":
        raise RuntimeError("a socket was opened: " + event)

sys.addaudithook(refuse)
if sys.argv[2] == "prove":
    import socket
    socket.socket()
import relnlp
scored = relnlp.score(relnlp.read(sys.argv[1]))
assert len(scored.turns) > 10
assert scored.doc.spans["turns"]
print(scored.profile.n_scored)
"""


def run(mode: str) -> subprocess.CompletedProcess[str]:
    example = Path(__file__).parents[1] / "relnlp" / "examples" / "first_visit.txt"
    return subprocess.run([sys.executable, "-c", CODE, str(example), mode], capture_output=True, text=True, check=False)


def test_scoring_opens_no_socket() -> None:
    done = run("score")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


def test_the_guard_itself_works() -> None:
    done = run("prove")
    assert done.returncode != 0
    assert "a socket was opened" in done.stderr
