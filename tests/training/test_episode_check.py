from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from relnlp.errors import CorpusError
from relnlp.model.labeller import Labeller
from relnlp.profiles.episodes import Episode
from relnlp.training.episode_check import check_episodes, compare, judged_turns
from relnlp.training.marked import parse_marked
from relnlp.training.second_coding import SECOND_FILE, with_second_coding
from relnlp.training.strain import begins, matched, settled
from tests.conftest import tiny_corpora

SESSION, CALM = parse_marked("""=== push
T[commanding | trigger]: You have to stop seeing her.
C[objecting | start confrontation]: I don't want to.
T: Which bus was it?
C: The ten.
T[owning | repair]: I pushed you just now. Sorry.
C[re-engaging | end repaired]: Thanks. It is hard enough.
T: What else?
C: The bakery.
T: How so?
C: The oven again.
=== calm
T: Which bus was it?
C: The ten.
T: And then?
C: Home.
""")


def episode(start: int, outcome: str = "repaired", kind: str = "confrontation", end: int | None = None) -> Episode:
    return Episode(start, None, kind, outcome, None, start if end is None else end)


def test_both_coders_settle_what_one_alone_leaves_open() -> None:
    twice = replace(SESSION, second=(episode(3), episode(9)))
    agreed, alone = settled(twice)
    assert ([e.start for e in agreed], [e.start for e in alone]) == ([1], [9])
    assert begins(twice) == {1: 1, 3: -1, 5: -1, 7: -1, 9: -1}


def test_where_one_coder_read_the_session_the_author_counts() -> None:
    assert begins(SESSION) == {1: 1, 3: -1, 5: -1}
    assert begins(CALM) == {}
    assert begins(replace(CALM, second=())) == {}


def test_the_nearest_beginnings_are_paired_and_each_once() -> None:
    pairs = matched([episode(1), episode(5)], [episode(3), episode(4), episode(9)])
    assert [(a.start, b.start) for a, b in pairs] == [(1, 3), (5, 4)]


def test_figures_against_counting_by_hand() -> None:
    twice = replace(SESSION, second=(episode(1, "partly"), episode(9)))
    report = compare([twice, CALM], [[episode(3, "unrepaired"), episode(9)], [episode(1)]])
    assert (report.agreed, report.alone, report.found) == (1, 1, 3)
    assert (report.precision, report.recall, report.f1) == (0.5, 1, pytest.approx(2 / 3))
    assert (report.kind_right, report.outcome_right) == (1, 0)
    assert (report.n_calm, report.invented) == (1, 1)
    assert report.coders_f1 == pytest.approx(2 / 3)


def test_a_model_codes_every_turn_of_a_session(tiny: Labeller) -> None:
    turns = judged_turns(tiny, SESSION)
    assert [t.role for t in turns] == [t.role for t in SESSION.turns]
    assert all((t.strain is None) == (t.role.value != "client") for t in turns)
    assert check_episodes(tiny, tiny_corpora().of("train").sessions).recall > 0.5


def test_a_second_coding_is_read_and_checked(tmp_path: Path) -> None:
    path = tmp_path / SECOND_FILE
    path.parent.mkdir()
    assert with_second_coding([SESSION, CALM], tmp_path) == [SESSION, CALM]
    rows = [{"session": SESSION.session, "episodes": [vars(episode(1))]}, {"session": CALM.session, "episodes": []}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    first, second = with_second_coding([SESSION, CALM], tmp_path)
    assert (first.second, second.second) == ((episode(1),), ())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"session": "nobody", "episodes": []}, "line 1: 'nobody'"),
        ({"session": SESSION.session, "episodes": [vars(episode(2))]}, "not the client's"),
        ({"session": SESSION.session, "episodes": [{"start": 1}]}, "missing 5 required"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, row: dict[str, object], message: str) -> None:
    (tmp_path / SECOND_FILE).parent.mkdir()
    (tmp_path / SECOND_FILE).write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        with_second_coding([SESSION], tmp_path)
