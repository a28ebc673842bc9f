from __future__ import annotations

from relnlp.session import TurnView
from relnlp.training.corpora import Corpora
from relnlp.training.curve import curve_row, part_of
from relnlp.training.samples import Sample
from relnlp.training.sessions import CodedSession
from tests.conftest import tiny_corpora


def test_shares_grow_by_whole_styles_and_leave_the_rest_alone() -> None:
    sessions = tuple(CodedSession(f"{style}-1", style, "", ()) for style in "abcdefghij" + "v")
    corpora = Corpora(sessions, splits={"v": "validation"})
    parts = [{s.style for s in part_of(corpora, share).sessions} for share in (0.1, 0.5, 1.0)]
    assert [len(part) for part in parts] == [2, 6, 11]
    assert parts[0] < parts[1] < parts[2]
    assert all("v" in part for part in parts)


def test_a_row_counts_and_scores() -> None:
    real = [Sample(TurnView("You have to stop."), "s", "annomi", 0, ("coercive",))]
    cells = curve_row(tiny_corpora(), real)
    assert (cells[:2], len(cells)) == (["1", "35"], 13)
    assert all(0 <= float(cell) <= 1 for cell in cells[2:])
