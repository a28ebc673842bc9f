"""Coded turns in a few strokes, and strategies that draw them."""

from __future__ import annotations

from hypothesis import strategies as st

from relnlp.codebook import ALL_FACETS, LABEL_OF_FACET, MOVES, in_order
from relnlp.profiles.coded import CodedTurn
from relnlp.session import Role


def t(*facets: str, scored: bool = True, n_words: int = 6) -> CodedTurn:
    """A therapist turn with facets and their labels."""
    labels = in_order(LABEL_OF_FACET[facet] for facet in facets)
    return CodedTurn(Role.THERAPIST, n_words, tuple(labels), scored=scored, facets=facets)


def c(*moves: str, n_words: int = 9) -> CodedTurn:
    """A client turn with moves."""
    return CodedTurn(Role.CLIENT, n_words, moves=moves)


def script(text: str) -> list[CodedTurn]:
    """Read ``C opening / T redirecting``: who, then facets or moves."""
    lines = [line.split() for line in text.split("/")]
    return [t(*names) if who == "T" else c(*names) for who, *names in lines]


THERAPIST = st.lists(st.sampled_from(ALL_FACETS), max_size=2, unique=True).map(lambda names: t(*names))
CLIENT = st.lists(st.sampled_from(tuple(MOVES)), max_size=2, unique=True).map(lambda names: c(*names))
TURNS = st.lists(st.one_of(THERAPIST, CLIENT), max_size=40)
