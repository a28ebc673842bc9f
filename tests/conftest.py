"""Fixtures that several rooms share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relnlp.model import store
from relnlp.model.encoder import Encoder
from relnlp.model.labeller import Labeller
from relnlp.scoring import model_folder
from relnlp.training.corpora import Corpora
from relnlp.training.fit import Material, fit
from relnlp.training.marked import parse_marked

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def tiny_corpora() -> Corpora:
    """The marked lines as training, validation and test styles at once: for trying out, not for figures."""
    text = (DATA / "tiny.txt").read_text(encoding="utf-8")
    sessions = [session for style in ("x", "v", "t") for session in parse_marked(text, style=style)]
    return Corpora(tuple(sessions), splits={"v": "validation", "t": "test"})


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The shipped encoder: training another one takes an hour."""
    return store.load_encoder(model_folder() / "relnlp_labels")


@pytest.fixture(scope="session")
def tiny(encoder: Encoder) -> Labeller:
    """A labeller trained on a few marked lines: quick, and right about those lines only."""
    return fit(Material(tiny_corpora()), encoder).labeller


@pytest.fixture(scope="session")
def annomi() -> Path:
    """AnnoMI's development transcripts, where somebody has them."""
    path = SHARED / "data" / "AnnoMI-dev.csv"
    if not path.is_file():
        pytest.skip("AnnoMI is not at hand")
    return path


@pytest.fixture
def relnlp(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line in a process of its own, in an empty folder."""

    def run(*args: str | Path, stdin: str | bytes = b"", **env: str) -> subprocess.CompletedProcess[str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        command = [sys.executable, "-m", "relnlp.cli.app", *map(str, args)]
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=tmp_path, env={**os.environ, **env}, check=False
        )
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
