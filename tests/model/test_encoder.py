from __future__ import annotations

import pickle

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from relnlp.model.encoder import CONTEXT_TOKENS, TURN_TOKENS, Encoder, context_text, load_tokenizer, tokenize
from relnlp.session import Role, TurnView

VIEWS = [
    TurnView("You have to stop.", ((Role.CLIENT, "I'd rather not."),)),
    TurnView("What time did you get home?"),
    TurnView(""),
]


def test_a_turn_gives_the_same_numbers_alone_and_among_others(encoder: Encoder) -> None:
    together = encoder.transform(VIEWS)
    assert together.shape == (3, encoder.n_features)
    assert together.dtype == np.float32
    for row, view in zip(together, VIEWS, strict=True):
        assert np.array_equal(encoder.transform([view])[0], row)
    assert encoder.transform([]).shape == (0, encoder.n_features)


def test_what_was_said_before_matters(encoder: Encoder) -> None:
    asked = TurnView("What did you do then?", ((Role.CLIENT, "I cried all night."),))
    told = TurnView("What did you do then?", ((Role.CLIENT, "I took the bus."),))
    assert not np.allclose(*encoder.transform([asked, told]), atol=1e-2)


def test_only_the_last_three_turns_before_are_read(encoder: Encoder) -> None:
    turns = tuple((Role.CLIENT, f"Number {k}.") for k in range(5))
    assert context_text(TurnView("Yes?", turns)) == "client: Number 2. client: Number 3. client: Number 4."


def test_marks_are_not_read(encoder: Encoder) -> None:
    plain, marked = encoder.transform([TurnView("I see."), TurnView("[sighs] I see.")])
    assert np.array_equal(plain, marked)


def test_it_travels_to_another_process(encoder: Encoder) -> None:
    again = pickle.loads(pickle.dumps(encoder))
    assert np.array_equal(again.transform(VIEWS), encoder.transform(VIEWS))


def test_long_turns_lose_their_middle_and_nothing_else(encoder: Encoder) -> None:
    tokenizer = load_tokenizer(encoder.tokenizer)
    (short,), (long,) = (tokenize(tokenizer, [TurnView(" ".join(["so"] * n))]) for n in (10, 1000))
    assert len(short.ids) == 10 + 3
    assert len(long.ids) == TURN_TOKENS + 3
    assert sum(long.segments) == TURN_TOKENS + 1


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.lists(st.text(max_size=100), max_size=6))
def test_any_text_can_be_read(encoder: Encoder, text: str, before: list[str]) -> None:
    view = TurnView(text, tuple((Role.CLIENT, turn) for turn in before))
    (tokens,) = tokenize(load_tokenizer(encoder.tokenizer), [view])
    assert len(tokens.ids) == len(tokens.segments) <= CONTEXT_TOKENS + TURN_TOKENS + 3
    assert np.isfinite(encoder.transform([view])).all()
