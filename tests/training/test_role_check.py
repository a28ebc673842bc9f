from __future__ import annotations

from pathlib import Path

import pytest

from relnlp.reading.roles import CONFIDENCE_SLOPE
from relnlp.training.corpora import read_corpora
from relnlp.training.marked import parse_marked
from relnlp.training.role_check import fit_slope, report, trials

CORPORA = Path(__file__).parents[2] / "corpora"


def test_trials_are_negative_where_the_rule_is_wrong() -> None:
    right, wrong = parse_marked("T: Did you?\nC: I did.\n=== 2\nT: I did.\nC: Did you?")
    (a,), (b,) = (list(trials([session])) for session in (right, wrong))
    assert (a.length, a.n_words) == (None, 2)
    assert a.margin == -b.margin > 0


def test_the_slope_in_use_is_the_one_that_the_corpus_gives() -> None:
    found = list(trials(read_corpora(CORPORA).of("train").sessions))
    assert fit_slope(found) == pytest.approx(CONFIDENCE_SLOPE, abs=0.5)
    assert sum(t.margin > 0 for t in found if t.length is None) / sum(t.length is None for t in found) > 0.95
    assert len(list(report(found))) == 4
