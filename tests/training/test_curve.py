from __future__ import annotations

import json
from pathlib import Path

from relnlp.session import Role
from relnlp.training.corpora import Corpora
from relnlp.training.curve import curve_row, part_of, read_gold
from relnlp.training.sessions import CodedSession
from tests.conftest import tiny_corpora


def test_shares_grow_by_whole_styles_and_leave_the_rest_alone() -> None:
    sessions = tuple(CodedSession(f"{style}-1", style, "", ()) for style in "abcdefghij" + "v")
    corpora = Corpora(sessions, splits={"v": "validation"})
    parts = [{s.style for s in part_of(corpora, share).sessions} for share in (0.1, 0.5, 1.0)]
    assert [len(part) for part in parts] == [2, 6, 11]
    assert parts[0] < parts[1] < parts[2]
    assert all("v" in part for part in parts)


def test_gold_is_read_and_scored(tmp_path: Path) -> None:
    rows = [
        {"id": "s-1", "context": ["C: The fourteen."], "text": "When is your next shift?", "labels": []},
        {"id": "s-2", "context": [], "text": "You have to stop.", "labels": ["coercive"], "agreed": False},
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (sample,) = read_gold(path)
    assert (sample.session, sample.view.context) == ("s", ((Role.CLIENT, "The fourteen."),))
    cells = curve_row(tiny_corpora(), [sample])
    assert (cells[:2], len(cells)) == (["1", "35"], 13)
    assert all(0 <= float(cell) <= 1 for cell in cells[2:])
