"""Examples carry their answers: marked sessions whose codes give back their own episodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.episodes import Episode, find_episodes
from relnlp.profiles.profile import profile
from relnlp.session import Role
from relnlp.speech import words
from relnlp.training.corpora import CodedSession
from relnlp.training.marked import parse_marked

MARKED = """
=== withdrawal, noticed and owned
T: How was the week?
C[opening]: I cried on the bus on Monday, in front of everybody.
T[redirecting | trigger]: Right. Did you fill in the sheet?
C[withdrawing | start withdrawal]: Some of it.
T[owning | repair]: Hang on. You said you cried, and I asked about paper.
C[re-engaging | end repaired]: It was at the stop by the hospital, where he used to get on.
=== complaint, defended against, then dropped
T[dismissing | trigger]: Everybody gets a bit low in November.
C[complaining | start confrontation]: You say that every time.
T[defending]: I don't think that is fair, I have been listening.
C[withdrawing | end unrepaired]: Fine.
T: When is the next appointment with the surgeon?
C: On the ninth.
T: And the scan?
C: Same day, in the morning, before eleven.
T: Who drives you?
C: My cousin does.
T: Good.
C: She has the van.
=== pressed on, an attempt, still guarded
T[pressuring | trigger]: You do need to ring him this week, though.
C[declining | start confrontation]: I'd rather not.
T[adjusting | repair]: Then I'll stop pushing. What would help instead?
C[withdrawing | end partly]: Dunno.
=== a no that is simply taken up is no strain
T: Shall we look at the chart?
C[declining]: Not today.
T: Okay, what else is there?
C: The job came through.
=== anger at somebody else
T[tracking]: You were furious with him.
C[opening]: I could have thrown the plate at his head.
T: What did you do?
C: I washed it.
"""


def coded(session: CodedSession) -> list[CodedTurn]:
    return [CodedTurn(t.role, len(words(t.text)), t.labels, t.moves) for t in session.turns]


@pytest.mark.parametrize("session", parse_marked(MARKED), ids=lambda s: s.setting)
def test_marked_sessions_give_back_their_episodes(session: CodedSession) -> None:
    assert find_episodes(coded(session)) == list(session.episodes)


def test_nothing_in_nothing_out() -> None:
    assert find_episodes([]) == []


LABELS = st.lists(st.sampled_from(["attuned", "repairing", "coercive", "invalidating"]), max_size=2, unique=True)
MOVES = st.lists(
    st.sampled_from(["objecting", "complaining", "withdrawing", "opening", "re-engaging"]),
    max_size=2,
    unique=True,
)
TURN = st.one_of(
    st.builds(lambda labels: CodedTurn(Role.THERAPIST, 9, tuple(labels)), LABELS),
    st.builds(lambda moves, n: CodedTurn(Role.CLIENT, n, (), tuple(moves)), MOVES, st.integers(0, 30)),
)


@given(st.lists(TURN, max_size=30))
def test_episodes_are_in_order_apart_and_in_bounds(turns: list[CodedTurn]) -> None:
    last = -1
    for episode in find_episodes(turns):
        assert last < episode.start <= episode.end < len(turns)
        assert turns[episode.start].role is Role.CLIENT
        assert episode.repair is None or episode.start < episode.repair <= episode.end
        assert (episode.outcome == "unrepaired") == (episode.repair is None)
        assert episode.trigger is None or episode.trigger < episode.start
        last = episode.end


@given(st.lists(TURN, max_size=20), st.integers(0, 20), st.integers(1, 5))
def test_neutral_turns_never_create_an_episode(turns: list[CodedTurn], at: int, n: int) -> None:
    neutral = [CodedTurn(Role.THERAPIST, 5), CodedTurn(Role.CLIENT, 5)] * n
    calm = [
        t for t in turns if t.role is Role.THERAPIST and "repairing" not in t.labels and not set(t.labels) - {"attuned"}
    ]
    assert find_episodes([*calm[:at], *neutral, *calm[at:]]) == []


def test_profile_counts() -> None:
    summed = profile(coded(parse_marked(MARKED)[0]))
    assert (summed.n_turns, summed.n_therapist_turns, summed.n_scored) == (6, 3, 3)
    assert {label: r.n for label, r in summed.rates.items() if r.n} == {"repairing": 1, "invalidating": 1}
    assert (len(summed.episodes), summed.outcomes("repaired"), summed.outcomes("partly")) == (1, 1, 0)
    assert summed.talk_share == pytest.approx(22 / 51, abs=0.06)
    assert summed.too_little_to_tell


def test_unscored_turns_count_as_talk_but_not_as_trials() -> None:
    turns = [
        CodedTurn(Role.THERAPIST, 1, scored=False),
        CodedTurn(Role.THERAPIST, 3, ("attuned",)),
        CodedTurn(Role.CLIENT, 4),
    ]
    summed = profile(turns)
    assert (summed.n_therapist_turns, summed.n_scored, summed.rates["attuned"].rate, summed.talk_share) == (
        2,
        1,
        1.0,
        0.5,
    )


def test_episode_is_a_plain_record() -> None:
    assert vars(Episode(3, 2, "withdrawal", "repaired", 4, 5)) == {
        "start": 3, "trigger": 2, "kind": "withdrawal", "outcome": "repaired", "repair": 4, "end": 5,
    }  # fmt: skip
