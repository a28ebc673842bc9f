"""`profile`: turns coded by a model or by hand to a `SessionProfile`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relnlp.codebook import LABELS
from relnlp.errors import ReadError
from relnlp.profiles.coded import CodedTurn, coded_turns
from relnlp.profiles.dimensions import Measure, dimensions
from relnlp.profiles.episodes import Episode, find_episodes
from relnlp.profiles.error import LabelError
from relnlp.profiles.feedback import FeedbackAnswer, feedback_answers
from relnlp.profiles.rates import ENOUGH_TURNS, Rate, rate
from relnlp.profiles.signs import Sign, signs
from relnlp.session import Role


@dataclass(frozen=True)
class SessionProfile:
    """What can be counted in one session. It is no grade, and no measure of a person.

    Parameters
    ----------
    n_turns, n_therapist_turns, n_scored
        All turns, the therapist's, and the units among those that were judged.
    talk_share
        The therapist's share of all words, 0 to 1; None without words.
    hours
        Length by the first and the last known time; None without times.
    rates
        For each label, in the codebook's order.
    episodes
        Rupture–repair episodes in order.
    feedback
        What came after each objection, correction and complaint of the client.
    dimensions
        The dimensions of the essay, each with the turns that it rests on.
    """

    n_turns: int
    n_therapist_turns: int
    n_scored: int
    talk_share: float | None
    hours: float | None
    rates: dict[str, Rate]
    episodes: tuple[Episode, ...]
    feedback: tuple[FeedbackAnswer, ...]
    dimensions: tuple[Measure, ...]

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The essay's signs, each with the dimensions that speak to it."""
        return signs(self.dimensions)

    @property
    def too_little_to_tell(self) -> bool:
        """Whether fewer than 20 turns were scored: counts stand, rates say nothing yet."""
        return self.n_scored < ENOUGH_TURNS

    def outcomes(self, outcome: str) -> int:
        """Count the episodes that ended ``repaired``, ``partly`` or ``unrepaired``."""
        return sum(episode.outcome == outcome for episode in self.episodes)


def profile(
    turns: Iterable[CodedTurn | Mapping[str, Any]],
    *,
    errors: Mapping[str, LabelError] | None = None,
    episodes: Iterable[Episode | Mapping[str, Any]] | None = None,
) -> SessionProfile:
    """Sum up a session; no model is needed.

    Parameters
    ----------
    turns
        All turns of one session in order, coded by hand or by a model: dicts as `coded_turns` describes them
        (``role``, ``text``, ``labels``, ``facets``, ``moves`` …), or `CodedTurn`.
    errors
        The model's validated error by label (or facet, or dimension); None for codes given by hand. A label without
        one gets the interval that codes by hand would have; a dimension without one gets none.
    episodes
        Episodes as coders found them, in place of those that the codes show: `Episode`, or dicts with its fields.

    Raises
    ------
    ReadError, CorpusError
        If a turn cannot be read or its codes do not fit the codebook; the message names the turn.

    Examples
    --------
    >>> summed = profile([
    ...     {"role": "therapist", "text": "That sounds lonely to me.", "labels": ["attuned"], "facets": ["tracking"]},
    ...     {"role": "client", "text": "It is.", "moves": ["opening"]},
    ... ])
    >>> summed.rates["attuned"].n, round(summed.talk_share, 2), summed.too_little_to_tell
    (1, 0.71, True)
    """
    turns = coded_turns(turns)
    mine = [turn for turn in turns if turn.role is Role.THERAPIST]
    scored = [turn for turn in mine if turn.scored]
    words = sum(turn.n_words for turn in turns)
    hours = hours_of(turns)
    strains = find_episodes(turns) if episodes is None else _given(episodes, len(turns))
    answers = feedback_answers(turns)
    return SessionProfile(
        n_turns=len(turns),
        n_therapist_turns=len(mine),
        n_scored=len(scored),
        talk_share=sum(turn.n_words for turn in mine) / words if words else None,
        hours=hours,
        rates={
            label: rate(_count(scored, label), len(scored), error=(errors or {}).get(label), hours=hours)
            for label in LABELS
        },
        episodes=tuple(strains),
        feedback=tuple(answers),
        dimensions=dimensions(turns, strains, answers, errors=errors),
    )


def hours_of(turns: Sequence[CodedTurn]) -> float | None:
    """Measure the hours from the first known time to the last; None without two different times."""
    times = [time for turn in turns for time in (turn.start_s, turn.end_s) if time is not None]
    return (max(times) - min(times)) / 3600 or None if times else None


def _count(turns: Sequence[CodedTurn], label: str) -> int:
    return sum(label in turn.labels for turn in turns)


def _given(episodes: Iterable[Episode | Mapping[str, Any]], n_turns: int) -> list[Episode]:
    """Read episodes by hand, in order of where they start."""
    read = []
    for number, item in enumerate(episodes):
        place = f"episode {number}"
        try:
            episode = item if isinstance(item, Episode) else Episode(**item)
        except TypeError:
            raise ReadError("coded episodes", "its fields are not those of an episode", place=place) from None
        positions = (episode.start, episode.trigger, episode.repair, episode.end)
        if not all(position is None or 0 <= position < n_turns for position in positions):
            raise ReadError("coded episodes", "a position lies outside the turns", place=place)
        read.append(episode)
    return sorted(read, key=lambda episode: episode.start)
