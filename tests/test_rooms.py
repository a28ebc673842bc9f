"""Who may import whom: imports point downwards only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "relnlp"

#: module or room -> what of relnlp it may import (codebook, errors, session and speech are open to all)
OPEN = {"codebook", "errors", "session", "speech"}
MAY_IMPORT: dict[str, set[str]] = {
    "codebook": set(),
    "errors": set(),
    "speech": set(),
    "session": {"codebook"},
    "views": OPEN,
    "reading": OPEN,
    "model": OPEN,
    "profiles": OPEN,
    "patterns": OPEN | {"profiles"},
    "pipeline": OPEN | {"reading", "model", "views"},
    "scoring": OPEN | {"pipeline", "profiles", "tables"},
    "tables": OPEN | {"patterns", "scoring"},
    "batch": OPEN | {"reading", "scoring"},
    "runs": OPEN | {"model", "scoring", "batch"},
    "training": OPEN | {"reading", "model", "profiles", "views"},
    "cli": OPEN
    | {"reading", "model", "pipeline", "profiles", "patterns", "scoring", "tables", "batch", "runs", "training"},
    "__init__": OPEN | {"reading", "profiles", "patterns", "scoring", "batch"},
}
#: outside libraries that have one home
HOMES = {
    # training: its text classifier is a baseline
    "spacy": {"pipeline", "scoring", "training"},
    "torch": {"training"},
    "transformers": {"training"},
    "onnxruntime": {"model", "training"},
    "tokenizers": {"model"},
    "sklearn": {"model", "training"},
    "typer": {"cli"},
    "rich": {"cli"},
    "joblib": {"batch"},
    "pandas": {"tables", "scoring", "reading"},
}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_downwards(path: Path) -> None:
    room = room_of(path)
    assert room in MAY_IMPORT, f"{room}: a new room needs a line in this table"
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "relnlp" and len(parts) > 1 and parts[1] != room:
            assert parts[1] in MAY_IMPORT[room], f"{room} imports relnlp.{parts[1]}"
        if parts[0] in HOMES:
            assert room in HOMES[parts[0]], f"{room} imports {parts[0]}"


def test_no_file_is_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {str(path): n for path, n in lengths.items() if n > 300} == {}
    assert not list(ROOT.rglob("utils.py"))
