from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relnlp.reading.stitching import units
from relnlp.session import Role, Turn
from relnlp.views import joined_text, piece_at, view_of


def talk(*lines: str) -> list[Turn]:
    roles = {"T": Role.THERAPIST, "C": Role.CLIENT}
    return [Turn(line[0], line[3:], roles[line[0]]) for line in lines]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (talk("T: So maybe-", "C: Mm.", "T: -Tuesday."), [(0, 2), (1,)]),
        (talk("T: So maybe,", "C: Yeah.", "T: or Tuesday."), [(0, 2), (1,)]),
        (talk("T: So maybe-", "C: No, wait.", "T: -Tuesday."), [(0,), (1,), (2,)]),
        (talk("T: Done.", "C: Mm.", "T: Tuesday then."), [(0,), (1,), (2,)]),
        (talk("T: A-", "C: Mm.", "T: -b-", "C: Okay.", "T: -c."), [(0, 2, 4), (1,), (3,)]),
        (talk("T: So-", "T: -Tuesday."), [(0, 1)]),
        (talk("T: Mm.", "C: I was-", "T: Mm.", "C: -late."), [(0,), (1, 3), (2,)]),
    ],
)
def test_units(turns: list[Turn], expected: list[tuple[int, ...]]) -> None:
    assert units(turns) == expected


@given(st.lists(st.tuples(st.sampled_from("TC"), st.sampled_from(["Mm.", "so-", "-and", "Yes, I do.", ""]))))
def test_every_turn_is_in_one_unit(lines: list[tuple[str, str]]) -> None:
    turns = [Turn(who, text, Role.OTHER) for who, text in lines]
    found = units(turns)
    assert sorted(position for unit in found for position in unit) == list(range(len(turns)))
    assert all(len({turns[p].speaker for p in unit}) == 1 and list(unit) == sorted(unit) for unit in found)


def test_a_unit_sees_what_stands_before_its_first_piece() -> None:
    turns = talk("C: Hi.", "T: So maybe-", "C: Mm.", "T: -Tuesday.")
    view = view_of(turns, (1, 3))
    assert (view.text, view.context) == ("So maybe- -Tuesday.", ((Role.CLIENT, "Hi."),))


def test_evidence_finds_its_way_back_to_a_piece() -> None:
    turns = talk("T: So maybe-", "C: Mm.", "T: -Tuesday.")
    text = joined_text(turns, (0, 2))
    at = text.index("Tuesday")
    position, start, end = piece_at(turns, (0, 2), at, at + 7)
    assert turns[position].text[start:end] == "Tuesday"
