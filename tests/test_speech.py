from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relnlp.speech import goes_on, inaudible_share, is_backchannel, is_cut_off, spoken, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("Mm-hmm.", True),
        ("[nods]", True),
        ("(laughs) Yeah, okay.", True),
        ("uh huh", True),
        ("Right, right.", True),
        ("No.", False),
        ("Fine.", False),
        ("Okay, and then?", False),
        ("I see you came by bus.", False),
        ("Sorry.", False),
        ("Why?", False),
    ],
)
def test_backchannel(text: str, expected: bool) -> None:
    assert is_backchannel(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[inaudible 00:01:10] the bus", 0.5),
        ("xxx xxx", 1.0),
        ("plain words only", 0.0),
        ("[laughs] plain", 0.0),
        ("", 0.0),
    ],
)
def test_inaudible_share(text: str, expected: float) -> None:
    assert inaudible_share(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "cut", "on"),
    [
        ("So maybe-", True, False),
        ("-on Tuesday.", False, True),
        ("Done.", False, False),
        ("and then... [sighs]", True, False),
    ],
)
def test_cut_sentences(text: str, cut: bool, on: bool) -> None:
    assert (is_cut_off(text), goes_on(text)) == (cut, on)


@given(st.text(max_size=200))
def test_spoken_keeps_every_offset(text: str) -> None:
    assert len(spoken(text)) == len(text)


def test_words_keep_apostrophes_and_lose_marks() -> None:
    assert words("[sighs] I’ve had Mum's car (laughs)") == ["i've", "had", "mum's", "car"]
