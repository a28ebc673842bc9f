from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import relnlp
from relnlp.errors import CorpusError, ReadError
from relnlp.profiles.coded import CodedTurn, coded_turns
from relnlp.profiles.episodes import Episode
from relnlp.session import Role

SHEET: list[dict[str, Any]] = [
    {"role": "therapist", "text": "You look tired today.", "labels": ["attuned"], "facets": ["tracking"]},
    {"role": "client", "text": "I am. [sighs]", "moves": ["opening"], "start_s": "2.5", "end_s": 4},
    {"role": "therapist", "text": "Mm-hmm."},
    {"role": "client", "text": "All week."},
    {"role": "therapist", "text": "Right. Did you bring the form?", "labels": "invalidating", "facets": "redirecting"},
]


def test_a_sheet_becomes_turns() -> None:
    turns = coded_turns(SHEET)
    assert turns[0] == CodedTurn(Role.THERAPIST, 4, ("attuned",), facets=("tracking",))
    assert (turns[1].n_words, turns[1].moves, turns[1].start_s, turns[1].end_s) == (2, ("opening",), 2.5, 4.0)
    assert [turn.scored for turn in turns] == [True, True, False, True, True]
    assert turns[4].labels == ("invalidating",)
    assert coded_turns(turns) == turns


def test_the_public_name_profiles_a_sheet() -> None:
    summed = relnlp.profile(SHEET)
    assert (summed.n_turns, summed.n_therapist_turns, summed.n_scored) == (5, 3, 2)
    assert {label: rate.n for label, rate in summed.rates.items() if rate.n} == {"attuned": 1, "invalidating": 1}


@pytest.mark.parametrize(
    ("given", "n", "scored"),
    [
        ({"speaker": "T", "text": "Go on from there."}, 4, True),
        ({"speaker": "Therapist", "text": "Mm."}, 1, False),
        ({"role": "THERAPIST", "text": "Mm.", "scored": True}, 1, True),
        ({"role": "therapist", "text": "Mm.", "labels": ["attuned"]}, 1, True),
        ({"role": "therapist", "text": "Go on from there.", "scored": False}, 4, False),
        ({"role": "therapist", "text": "Go on from there.", "status": "part"}, 4, False),
        ({"role": "therapist", "n_words": 7, "labels": None, "facets": float("nan"), "start_s": ""}, 7, True),
    ],
)
def test_shapes_of_a_row(given: dict[str, Any], n: int, scored: bool) -> None:
    (turn,) = coded_turns([given])
    assert (turn.role, turn.n_words, turn.scored, turn.start_s) == (Role.THERAPIST, n, scored, None)


def test_facets_may_be_left_out() -> None:
    assert coded_turns([{"role": "therapist", "text": "You must go.", "labels": "coercive"}])[0].facets == ()


T: dict[str, Any] = {"role": "therapist", "text": "You must ring her."}
C: dict[str, Any] = {"role": "client", "text": "I would rather not."}


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ({**T, "labels": ["coersive"]}, "turn 1: unknown label 'coersive'"),
        ({**T, "labels": ["coercive"], "facets": ["bossy"]}, "turn 1: unknown facet 'bossy'"),
        ({**T, "labels": ["coercive"], "facets": ["tracking"]}, "turn 1: a facet of 'attuned' is given"),
        ({**T, "labels": ["coercive", "attuned"], "facets": ["commanding"]}, "turn 1: label 'attuned' has none"),
        ({**T, "facets": ["commanding"]}, "turn 1: a facet of 'coercive' is given, but not the label"),
        ({**C, "moves": ["sulking"]}, "turn 1: unknown move 'sulking'"),
        ({**C, "labels": ["attuned"]}, "turn 1: labels are for the therapist"),
        ({**T, "moves": ["opening"]}, "turn 1: moves are for the client"),
        (CodedTurn(Role.THERAPIST, 3, ("kind",)), "turn 1: unknown label 'kind'"),
    ],
)
def test_codes_that_do_not_fit(bad: dict[str, Any], problem: str) -> None:
    with pytest.raises(CorpusError, match=problem) as caught:
        relnlp.profile([C, bad])
    assert "ring her" not in str(caught.value)


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ({"text": "Hello there."}, "turn 1: no role"),
        ({"role": "boss", "text": "Hello there."}, "turn 1: no role"),
        ({"role": "client"}, "turn 1: neither 'text' nor"),
        ({**C, "start_s": "soon"}, "turn 1: 'start_s' is not a number"),
        ({**T, "labels": 3}, "turn 1: 'labels' is neither a list"),
        ("T: Hello", "turn 1: a dict or a CodedTurn was expected, not str"),
    ],
)
def test_turns_that_cannot_be_read(bad: Any, problem: str) -> None:
    with pytest.raises(ReadError, match=problem):
        relnlp.profile([C, bad])


def test_episodes_of_coders_take_the_place_of_found_ones() -> None:
    given = Episode(1, 0, "withdrawal", "unrepaired", None, 3)
    assert relnlp.profile(SHEET, episodes=[vars(given)]).episodes == (given,)
    assert relnlp.profile(SHEET, episodes=[]).episodes == ()
    with pytest.raises(ReadError, match="episode 0: a position lies outside"):
        relnlp.profile(SHEET, episodes=[Episode(1, 0, "withdrawal", "unrepaired", None, 30)])
    with pytest.raises(ReadError, match="episode 0: its fields"):
        relnlp.profile(SHEET, episodes=[{"begin": 1}])


@pytest.mark.parametrize(
    "imports",
    [
        "import relnlp",
        "import relnlp.profiles.rates, relnlp",
        "import relnlp; import relnlp.profiles.profile",
        "import relnlp.profiles; from relnlp.profiles import profile as inner; import relnlp",
        "from relnlp import profile; import relnlp.profiles.coded, relnlp",
        "import relnlp; relnlp.profile; import relnlp.profiles.rates; from relnlp.profiles.profile import profile",
        "import relnlp.scoring, relnlp",
    ],
)
def test_the_public_name_is_the_function_in_any_order_of_imports(imports: str) -> None:
    code = f"{imports}; assert relnlp.profile([]).n_turns == 0; import relnlp.profiles.rates as r; r.rate(0, 1)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
