"""`profile`: coded turns to a `SessionProfile`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relnlp.codebook import LABELS
from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.episodes import Episode, find_episodes
from relnlp.profiles.rates import ENOUGH_TURNS, Rate, rate
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
    rates
        For each label, in the codebook's order.
    episodes
        Rupture–repair episodes in order.
    """

    n_turns: int
    n_therapist_turns: int
    n_scored: int
    talk_share: float | None
    rates: dict[str, Rate]
    episodes: tuple[Episode, ...]

    @property
    def too_little_to_tell(self) -> bool:
        """Whether fewer than 20 turns were scored: counts stand, rates say nothing yet."""
        return self.n_scored < ENOUGH_TURNS

    def outcomes(self, outcome: str) -> int:
        """Count the episodes that ended ``repaired``, ``partly`` or ``unrepaired``."""
        return sum(episode.outcome == outcome for episode in self.episodes)


def profile(turns: Sequence[CodedTurn]) -> SessionProfile:
    """Sum up a session.

    Parameters
    ----------
    turns
        All turns of one session in order, coded by a model or by hand.

    Examples
    --------
    >>> from relnlp.session import Role
    >>> said = [CodedTurn(Role.THERAPIST, 6, ("attuned",)), CodedTurn(Role.CLIENT, 2)]
    >>> summed = profile(said)
    >>> summed.rates["attuned"].n, summed.talk_share, summed.too_little_to_tell
    (1, 0.75, True)
    """
    mine = [turn for turn in turns if turn.role is Role.THERAPIST]
    scored = [turn for turn in mine if turn.scored]
    words = sum(turn.n_words for turn in turns)
    return SessionProfile(
        n_turns=len(turns),
        n_therapist_turns=len(mine),
        n_scored=len(scored),
        talk_share=sum(turn.n_words for turn in mine) / words if words else None,
        rates={label: rate(sum(label in turn.labels for turn in scored), len(scored)) for label in LABELS},
        episodes=tuple(find_episodes(turns)),
    )
