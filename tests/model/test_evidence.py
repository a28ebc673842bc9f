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
    ((found,),) = find_evidence([TurnView(text)], [{"coercive": 0}], knows_must)
    assert "must" in text[found.start : found.end]
    assert len(text[found.start : found.end]) < len(text)
    assert found.weight == pytest.approx(0.889, abs=0.001)


def test_nothing_is_named_where_nothing_carries() -> None:
    views = [TurnView("It is late, go."), TurnView("[laughs]"), TurnView("You must."), TurnView("Oh, you must, then.")]
    columns = [{"coercive": 0}, {"coercive": 0}, {}, {"coercive": 0}]
    found = find_evidence(views, columns, knows_must)
    assert [len(words) for words in found] == [0, 0, 0, 1]
    assert found == [*(find_evidence([v], [c], knows_must)[0] for v, c in zip(views, columns, strict=True))]


@given(st.text(max_size=300))
def test_pieces_are_in_order_and_hold_words(text: str) -> None:
    last = 0
    for start, end in pieces(text):
        assert last <= start < end <= len(text)
        assert text[start:end].strip()
        last = end
