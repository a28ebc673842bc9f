from __future__ import annotations

import pytest
from hypothesis import given

from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.feedback import feedback_answers
from relnlp.session import Role
from tests.profiles.turns import TURNS, script


@pytest.mark.parametrize(
    ("said", "kinds", "ways"),
    [
        ("C complaining / T defending", ["closing"], [("defending",)]),
        ("C objecting / T owning adjusting", ["opening"], [("owning", "adjusting")]),
        ("C correcting / T tracking / C / T dismissing", ["mixed"], [("tracking", "dismissing")]),
        ("C complaining / T / C / T", ["neither"], [()]),
        ("C complaining / T / C / T / C / T defending", ["neither"], [()]),
        ("C objecting / T commanding pressuring", ["closing"], [("pressing on",)]),
        ("C complaining / T disclosing", ["neither"], [()]),
        ("C complaining", ["unanswered"], [()]),
        ("C complaining / C objecting / T pathologising", ["closing"], [("pathologising",)]),
        (
            "C complaining / T defending / C complaining / T owning",
            ["closing", "opening"],
            [("defending",), ("owning",)],
        ),
        ("C opening / T redirecting", [], []),
        ("T defending / C declining / T withdrawing", [], []),
    ],
)
def test_answers(said: str, kinds: list[str], ways: list[tuple[str, ...]]) -> None:
    found = feedback_answers(script(said))
    assert [answer.kind for answer in found] == kinds
    assert [answer.ways for answer in found] == ways


def test_backchannels_are_no_answer() -> None:
    turns = script("C complaining / T / C / T owning")
    hummed = [turns[0], CodedTurn(Role.THERAPIST, 1, scored=False), turns[2], turns[3]]
    (found,) = feedback_answers(hummed)
    assert (found.kind, found.answers) == ("opening", (3,))


def test_labels_alone_do_too() -> None:
    said = [CodedTurn(Role.CLIENT, 5, moves=("complaining",)), CodedTurn(Role.THERAPIST, 5, ("attuned", "coercive"))]
    assert [(a.kind, a.ways) for a in feedback_answers(said)] == [("mixed", ("attuned", "coercive"))]


@given(TURNS)
def test_answers_stand_after_their_feedback_and_belong_to_one(turns: list[CodedTurn]) -> None:
    found = feedback_answers(turns)
    places = [k for answer in found for k in (answer.turn, *answer.answers)]
    assert places == sorted(set(places))
    assert all(len(answer.answers) <= 2 for answer in found)
