from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relnlp.model.evidence import find_evidence, pieces
from relnlp.session import TurnView


def knows_must(views: Sequence[TurnView]) -> np.ndarray:
    """A scorer that looks for one word."""
    return np.array([[0.9 if "must" in view.text else 0.1] for view in views])


@pytest.mark.parametrize(
    "text",
    [
        "Well, it is late, you must go now, and so on.",
        "so it is late and we talked a while but you must go now or so",
    ],
)
def test_the_piece_with_the_word_is_found(text: str) -> None:
    (found,) = find_evidence(TurnView(text), {"coercive": 0}, knows_must)
    assert "must" in text[found.start : found.end]
    assert len(text[found.start : found.end]) < len(text)
    assert found.weight == pytest.approx(0.889, abs=0.001)


def test_nothing_is_named_where_nothing_carries() -> None:
    assert find_evidence(TurnView("It is late, go."), {"coercive": 0}, lambda v: np.full((len(v), 1), 0.5)) == ()
    assert find_evidence(TurnView("[laughs]"), {"coercive": 0}, knows_must) == ()
    assert find_evidence(TurnView("You must."), {}, knows_must) == ()


@given(st.text(max_size=300))
def test_pieces_are_in_order_and_hold_words(text: str) -> None:
    last = 0
    for start, end in pieces(text):
        assert last <= start < end <= len(text)
        assert text[start:end].strip()
        last = end
