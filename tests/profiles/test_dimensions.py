from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.dimensions import Measure
from relnlp.profiles.error import LabelError
from relnlp.profiles.profile import profile
from relnlp.profiles.signs import MEDICINE, POISON, signs
from relnlp.profiles.wording import DIMENSIONS, SIGNS
from tests.profiles.turns import CLIENT, THERAPIST, TURNS, c, script, t


def measured(turns: list[CodedTurn], **options: dict[str, LabelError]) -> dict[str, Measure]:
    return {measure.name: measure for measure in profile(turns, **options).dimensions}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "name", "n", "of", "turns"),
    [
        ("T tracking / C / T / C / T tracking agency", "attunement", 2, 3, (0, 4)),
        ("T safety / C / T", "safety", 1, 2, (0,)),
        ("T agency / C / T", "agency", 1, 2, (0,)),
        ("T containment / C / T", "boundaries", 1, 2, (0,)),
        ("T dismissing / C / T defending", "invalidation", 2, 2, (0, 2)),
        ("T shaming / C / T", "control", 1, 2, (0,)),
        ("T special / C / T", "crossings", 1, 2, (0,)),
        ("C opening / T redirecting / C opening / T tracking", "abandonment", 1, 2, (1,)),
        ("C opening / C opening / T withdrawing / C opening", "abandonment", 1, 1, (2,)),
        ("C / T redirecting", "abandonment", 0, 0, ()),
        ("C complaining / T owning / C / T / C complaining / T defending", "open_feedback", 1, 2, (0,)),
        ("C complaining / T owning / C / T / C complaining / T defending", "closed_feedback", 1, 2, (4,)),
        ("C complaining / T tracking / C / T shaming", "closed_feedback", 1, 1, (0,)),
        ("C complaining", "open_feedback", 0, 0, ()),
        ("T commanding / C / T agency / C / T owning / C / T", "power", 1, 3, (0, 2, 4)),
    ],
)
def test_what_is_counted(said: str, name: str, n: int, of: int, turns: tuple[int, ...]) -> None:
    found = measured(script(said))[name]
    assert (found.n, found.of, found.turns) == (n, of, turns)
    assert (found.value is None) == (of == 0)


def test_strain_and_its_mending() -> None:
    said = script(
        "T dismissing / C complaining / T owning / C re-engaging / T / C / T / C / T / C / T / C / "
        "T pressuring / C declining / T commanding / C withdrawing"
    )
    found = measured(said)
    assert (found["repair"].value, found["repair"].turns) == (0.5, (1,))
    assert (found["unmended"].value, found["unmended"].turns) == (0.5, (13,))
    assert (found["delay"].value, found["delay"].low, found["delay"].n, found["delay"].of) == (1.0, None, 1, 2)


def test_power_is_a_balance() -> None:
    assert measured(script("T agency / C / T owning"))["power"].value == -1.0
    assert measured(script("T commanding / C / T dual-role"))["power"].value == 1.0
    assert measured(script("T commanding / C / T agency"))["power"].value == 0.0
    assert measured(script("T tracking / C"))["power"].value is None


def test_labels_without_facets_leave_out_what_needs_facets() -> None:
    bare = [replace(turn, facets=()) for turn in script("T tracking / C opening / T dismissing")]
    found = measured(bare)
    assert {name for name, m in found.items() if m.value is not None} == {"invalidation", "control", "crossings"}


def test_a_model_gets_an_interval_only_where_its_error_is_known() -> None:
    half = LabelError.of_counts(tp=100, fn=100, fp=2, tn=2000)
    said = script("T tracking / C complaining / T commanding / C") * 10
    hand, model = measured(said), measured(said, errors={"coercive": half})
    assert (hand["attunement"].low, model["attunement"].low) == (pytest.approx(0.324, abs=1e-3), None)
    assert model["attunement"].value == hand["attunement"].value
    assert hand["control"].low != model["control"].low is not None
    assert (model["closed_feedback"].value, model["closed_feedback"].high) == (1.0, None)


@given(TURNS)
def test_figures_stay_in_bounds(turns: list[CodedTurn]) -> None:
    for name, found in measured(turns).items():
        assert found.words is DIMENSIONS[name]
        assert 0 <= found.n <= found.of or name == "power"
        assert all(0 <= position < len(turns) for position in found.turns)
        if found.value is not None and name != "delay":
            assert found.low is not None
            assert found.high is not None
            least = -1 if name == "power" else 0
            assert least <= found.low <= found.value <= found.high <= 1


@given(TURNS, st.integers(0, 40), st.lists(st.sampled_from([t(), c()]), max_size=5))
def test_neutral_turns_never_raise_a_count_of_turns(turns: list[CodedTurn], at: int, more: list[CodedTurn]) -> None:
    before, after = measured(turns), measured([*turns[:at], *more, *turns[at:]])
    for name in ("attunement", "safety", "agency", "boundaries", "invalidation", "control", "crossings", "power"):
        assert after[name].n == before[name].n
    assert after["abandonment"].n <= before["abandonment"].n


@given(st.lists(THERAPIST, max_size=12), st.lists(CLIENT, max_size=12), st.randoms(use_true_random=False))
def test_order_matters_to_sequences_only(mine: list[CodedTurn], theirs: list[CodedTurn], random: object) -> None:
    mixed = [*mine, *theirs]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = measured([*mine, *theirs]), measured(mixed)
    for name in ("attunement", "safety", "agency", "boundaries", "invalidation", "control", "crossings", "power"):
        assert (first[name].n, first[name].of, first[name].low) == (second[name].n, second[name].of, second[name].low)


def test_all_dimensions_come_in_order_and_every_sign_has_its_words() -> None:
    assert [measure.name for measure in profile([]).dimensions] == list(DIMENSIONS)
    assert [len(MEDICINE), len(POISON), [*MEDICINE, *POISON]] == [7, 7, list(SIGNS)]
    spoken = {name for table in (MEDICINE, POISON) for speaking in table.values() for name in speaking}
    assert spoken == set(DIMENSIONS)
    assert all((not speaking) == ("a transcript cannot show this" in SIGNS[name].cannot_show)
               for table in (MEDICINE, POISON) for name, speaking in table.items())  # fmt: skip


def test_signs_carry_what_there_is() -> None:
    found = {sign.name: sign for sign in signs(profile(script("T tracking / C / T commanding")).dimensions)}
    assert [m.name for m in found["understood"].measures] == ["attunement"]
    assert [m.name for m in found["pressed"].measures] == ["control", "power"]
    assert found["mended"].measures == ()
    assert found["smaller"].measures == ()
    assert found["larger"].side == "medicine"
