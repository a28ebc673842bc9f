from __future__ import annotations

from pathlib import Path

import pytest

import relnlp
from relnlp import Failure, ReadError, RoleError
from relnlp.scoring import model_folder
from relnlp.tables import TURNS

EXAMPLES = sorted((Path(relnlp.__file__).parent / "examples").iterdir())


def test_a_scored_session() -> None:
    scored = relnlp.score(relnlp.read(EXAMPLES[1]))
    assert tuple(scored.turns.columns) == TURNS
    assert len(scored.turns) == len(scored.session.turns) == scored.profile.n_turns
    assert scored.profile.n_scored == (scored.turns["status"] == "ok").sum()
    assert scored.doc._.relnlp_turns == list(scored.records)


def test_score_many_keeps_order_and_does_not_depend_on_jobs() -> None:
    one = list(relnlp.score_many(EXAMPLES))
    two = list(relnlp.score_many(EXAMPLES, n_jobs=2))
    threads = list(relnlp.score_many(EXAMPLES, n_jobs=2, backend="threading"))
    assert one == two == threads
    assert [s.session.source for s in one] == [path.name for path in EXAMPLES]


def test_score_many_streams() -> None:
    def sources() -> object:
        yield EXAMPLES[1]
        raise AssertionError("the second source was asked for too early")

    first = next(iter(relnlp.score_many(sources())))  # type: ignore[arg-type]
    assert first.session.session_id == "first_visit"


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_failures_are_raised_or_given(n_jobs: int) -> None:
    sources = [EXAMPLES[1], Path("nowhere.txt"), EXAMPLES[2]]
    with pytest.raises(ReadError, match=r"nowhere\.txt: no such file"):
        list(relnlp.score_many(sources, n_jobs=n_jobs))
    found = list(relnlp.score_many(sources, n_jobs=n_jobs, on_error="yield"))
    assert [isinstance(item, Failure) for item in found] == [False, True, False]


def test_errors_survive_a_worker() -> None:
    import pickle

    error = RoleError("a.txt", "only one speaker", place="turn 3")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.place) == (RoleError, "a.txt: turn 3: only one speaker", "turn 3")


def test_sessions_are_sources_and_one_path_is_none() -> None:
    session = relnlp.read(EXAMPLES[1])
    assert next(relnlp.score_many([session])).session is session
    with pytest.raises(TypeError, match="put the one that you have into a list"):
        next(relnlp.score_many("s.txt"))


def test_a_pipeline_is_loaded_once() -> None:
    assert relnlp.load() is relnlp.load(None) is relnlp.load(str(model_folder()))


def test_text_and_dicts_are_scored_too() -> None:
    scored = list(
        relnlp.score_many(
            ["T: You went?\nC: I did.", [{"speaker": "T", "text": "You?"}, {"speaker": "C", "text": "I."}]]
        )
    )
    assert [s.profile.n_turns for s in scored] == [2, 2]


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_dask_gives_the_same() -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=None):
        found = list(relnlp.score_many(EXAMPLES, n_jobs=2, backend="dask"))
    assert found == list(relnlp.score_many(EXAMPLES))
