"""Rupture–repair episodes found in coded sessions, against those that coders found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relnlp.codebook import HARM_LABELS
from relnlp.model.labeller import Labeller
from relnlp.model.strain import therapist_side
from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.episodes import Episode, find_episodes
from relnlp.session import Role
from relnlp.speech import words
from relnlp.training.samples import client_samples, therapist_samples
from relnlp.training.sessions import CodedSession
from relnlp.training.strain import NEAR, matched, settled

#: found episodes so near to one that only one coder named count neither for nor against
NEAR_OPEN = 2 * NEAR


@dataclass(frozen=True)
class EpisodeReport:
    """How well episodes are found.

    Parameters
    ----------
    n_sessions, coded_twice
        Sessions, and those of them that a second coder read.
    agreed, alone
        Episodes that both coders named (the author's, where only the author coded), and that only one of them named.
        The latter count neither as missed nor as invented.
    found
        Episodes found by the model.
    precision, recall, f1
        Of beginnings within two turns, 0 to 1.
    kind_right, outcome_right
        Share of the matched ones, 0 to 1.
    n_calm, invented
        Sessions in which no coded turn does harm and no coder named an episode, and episodes found in them.
    coders_f1
        The second coder's beginnings against the author's, 0 to 1: consistency of one origin.
    """

    n_sessions: int
    coded_twice: int
    agreed: int
    alone: int
    found: int
    precision: float
    recall: float
    f1: float
    kind_right: float
    outcome_right: float
    n_calm: int
    invented: int
    coders_f1: float


def check_episodes(labeller: Labeller, sessions: Sequence[CodedSession]) -> EpisodeReport:
    """Find the episodes of sessions that took no part in training, and compare."""
    return compare(sessions, [find_episodes(judged_turns(labeller, session)) for session in sessions])


def compare(sessions: Sequence[CodedSession], found: Sequence[Sequence[Episode]]) -> EpisodeReport:
    """Compare found episodes, one sequence a session, with the coders'."""
    pairs: list[tuple[Episode, Episode]] = []
    n_agreed = n_alone = wrong = n_calm = invented = 0
    for session, mine in zip(sessions, found, strict=True):
        agreed, alone = settled(session)
        hits = matched(agreed, mine)
        rest = [e for e in mine if not any(e is hit for _, hit in hits)]
        wrong += len(rest) - len(matched(alone, rest, near=NEAR_OPEN))
        pairs += hits
        n_agreed, n_alone = n_agreed + len(agreed), n_alone + len(alone)
        if not agreed and not alone and not any(set(t.labels) & set(HARM_LABELS) for t in session.turns):
            n_calm, invented = n_calm + 1, invented + len(mine)
    twice = [s for s in sessions if s.second is not None]
    both = sum(len(matched(s.episodes, s.second or ())) for s in twice)
    return EpisodeReport(
        n_sessions=len(sessions),
        coded_twice=len(twice),
        agreed=n_agreed,
        alone=n_alone,
        found=sum(map(len, found)),
        precision=len(pairs) / max(1, len(pairs) + wrong),
        recall=len(pairs) / max(1, n_agreed),
        f1=2 * len(pairs) / max(1, len(pairs) + wrong + n_agreed),
        kind_right=sum(a.kind == b.kind for a, b in pairs) / max(1, len(pairs)),
        outcome_right=sum(a.outcome == b.outcome for a, b in pairs) / max(1, len(pairs)),
        n_calm=n_calm,
        invented=invented,
        coders_f1=2 * both / max(1, sum(len(s.episodes) + len(s.second or ()) for s in twice)),
    )


def judged_turns(labeller: Labeller, session: CodedSession) -> list[CodedTurn]:
    """Code the turns of a session by the model."""
    mine, theirs = therapist_samples([session]), client_samples([session])
    judged = dict(zip((s.position for s in mine), labeller.judge([s.view for s in mine], evidence=False), strict=True))
    sides = [therapist_side(position, j) for position, j in judged.items()]
    places = [s.position for s in theirs]
    clients = dict(zip(places, labeller.judge_clients([s.view for s in theirs], places, sides), strict=True))
    turns = []
    for position, turn in enumerate(session.turns):
        n_words = len(words(turn.text))
        if position in judged:
            turns.append(CodedTurn(turn.role, n_words, judged[position].labels))
        elif position in clients:
            found = clients[position]
            turns.append(CodedTurn(Role.CLIENT, n_words, moves=found.moves, strain=found.strain))
        else:
            turns.append(CodedTurn(turn.role, n_words, scored=False))
    return turns
