from __future__ import annotations

import json
from pathlib import Path

import pytest

from relnlp.errors import CorpusError
from relnlp.training.consistency import DoubleCoding, agreement, consistency_lines, read_codings


def codings(both: int, first: int, second: int, neither: int) -> list[DoubleCoding]:
    a, none = frozenset({"attuned"}), frozenset[str]()
    cells = [(a, a)] * both + [(a, none)] * first + [(none, a)] * second + [(none, none)] * neither
    return [DoubleCoding("s", k, "labels", *cell) for k, cell in enumerate(cells)]


def test_against_published_values() -> None:
    # Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29, table 1: 118, 5, 2, 0
    found = agreement(codings(118, 5, 2, 0), "attuned")
    assert found.kappa == pytest.approx(-0.0234, abs=5e-4)
    assert found.ac1 == pytest.approx(0.9409, abs=2e-3)
    # Cohen's kappa by hand: 20, 5, 10, 15 of 50 gives 0.4
    assert agreement(codings(20, 5, 10, 15), "attuned").kappa == pytest.approx(0.4)


def test_ends() -> None:
    assert agreement(codings(0, 0, 0, 5), "attuned").f1 == 1.0
    assert agreement(codings(3, 0, 0, 5), "attuned").kappa == pytest.approx(1.0)
    with pytest.raises(ValueError, match="nothing was coded twice"):
        agreement([], "attuned")


def test_files_are_read_and_unknown_codes_named(tmp_path: Path) -> None:
    (tmp_path / "codings").mkdir()
    row = {"session": "s", "turn": 3, "kind": "labels", "first": ["tracking"], "second": ["agency"]}
    path = tmp_path / "codings" / "x.jsonl"
    path.write_text(json.dumps(row) + "\n")
    (coding,) = read_codings(tmp_path)
    assert coding.first == coding.second == {"attuned"}
    assert list(consistency_lines([coding]))[0].endswith("the whole set is the same in 100%")
    path.write_text(json.dumps({**row, "second": ["listening"]}))
    with pytest.raises(CorpusError, match="x.jsonl, line 1: unknown code 'listening'"):
        read_codings(tmp_path)
