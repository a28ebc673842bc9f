"""A session as everything else sees it: frozen dataclasses, no outside library."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from relnlp.codebook import CONTEXT_TURNS


class Role(str, Enum):
    """Who speaks. Physicians, nurses, coaches and counsellors are all ``THERAPIST``."""

    THERAPIST = "therapist"
    CLIENT = "client"
    OTHER = "other"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Turn:
    """One speaker's turn as it stands in the source.

    Parameters
    ----------
    speaker
        The name in the source, unchanged.
    text
        What was said, marks such as ``[laughs]`` included.
    role
        Therapist, client or other (interpreter, observer).
    start_s, end_s
        Seconds from the start of the recording; None where the source has no times.
    """

    speaker: str
    text: str
    role: Role
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True)
class RoleGuess:
    """How the therapist was found.

    Parameters
    ----------
    therapists
        Names of the speakers taken as therapist.
    method
        ``"named"`` (by the user), ``"role words"`` (the source says it), ``"address"`` (who says *you*
        rather than *I*).
    confidence
        From 0 to 1; 1 where the user or the source said it.
    """

    therapists: tuple[str, ...]
    method: str
    confidence: float


@dataclass(frozen=True)
class Session:
    """One session: its turns in order, and where they come from.

    Parameters
    ----------
    session_id
        The file's stem, or ``<stem>-<value>`` where one table holds several sessions.
    turns
        All turns; a turn's position counts from 0.
    source
        The file's name, or a word for what was given instead.
    format
        What the source was read as: ``plain``, ``webvtt``, ``srt``, ``table``, ``json``, ``jsonl``, ``turns``.
    roles
        How the therapist was found.
    warnings
        What a user should know about the reading.
    kind
        ``transcript``; session notes have a kind of their own.
    """

    session_id: str
    turns: tuple[Turn, ...]
    source: str
    format: str
    roles: RoleGuess
    warnings: tuple[str, ...] = ()
    kind: str = "transcript"

    @property
    def speakers(self) -> tuple[str, ...]:
        """Speakers in order of first appearance."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns))

    @property
    def duration_s(self) -> float | None:
        """Seconds from the first known time to the last; None without times."""
        times = [time for turn in self.turns for time in (turn.start_s, turn.end_s) if time is not None]
        return max(times) - min(times) if times else None


@dataclass(frozen=True)
class TurnView:
    """A turn and what stands before it: all that a classifier gets to see.

    Parameters
    ----------
    text
        The turn to label.
    context
        Up to six turns before it, oldest first, as ``(role, text)``; never a turn after it.
    role
        Who says the turn.
    """

    text: str
    context: tuple[tuple[Role, str], ...] = field(default=())
    role: Role = Role.THERAPIST

    def __post_init__(self) -> None:
        if len(self.context) > CONTEXT_TURNS:
            object.__setattr__(self, "context", self.context[-CONTEXT_TURNS:])

    def last(self, role: Role) -> str:
        """Text of the latest turn of `role` in the context, or an empty string."""
        return next((text for who, text in reversed(self.context) if who is role), "")


@dataclass(frozen=True)
class Evidence:
    """Words that carry a label.

    Parameters
    ----------
    label
        The label that they speak for.
    start, end
        Character offsets into the view's text.
    weight
        From 0 to 1: the share of the label's probability that goes when these words are taken out.
    """

    label: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class ClientJudgement:
    """What a classifier says of one client turn.

    Parameters
    ----------
    moves
        What the turn does, in the codebook's order; none for most turns.
    strain
        Probability that strain with the therapist begins here, 0 to 1.
    """

    moves: tuple[str, ...]
    strain: float


@dataclass(frozen=True)
class Judgement:
    """What a classifier says of one therapist turn.

    Parameters
    ----------
    p
        Calibrated probability for each of the five labels, 0 to 1.
    labels
        Labels that are decided.
    possible
        Labels in the zone "look at it yourself".
    facets
        Facets of the decided labels.
    evidence
        The words behind each decided label.
    status
        ``"ok"``, or ``"not_scored"`` for backchannels and turns that are mostly inaudible.
    """

    p: dict[str, float]
    labels: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    status: str = "ok"
