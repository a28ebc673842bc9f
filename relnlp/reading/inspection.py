"""What was read, before anything is scored: speakers, roles and how sure, health of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from relnlp.errors import ReadError
from relnlp.reading.raw import RawSession, Utterance
from relnlp.reading.read import Parsed, check_turns, one_spelling, parse
from relnlp.reading.roles import address_score, assign_roles
from relnlp.reading.stitching import units
from relnlp.session import Role, Turn
from relnlp.speech import inaudible_share, is_backchannel, words

if TYPE_CHECKING:
    from relnlp.reading.read import Source


@dataclass(frozen=True)
class SpeakerCount:
    """One speaker of a source.

    Parameters
    ----------
    name, role
        Name in the source; ``therapist``, ``client``, ``other``, or ``?`` where it cannot be told.
    n_turns, n_words
        What this speaker says.
    address
        Rate of you-words minus rate of I-words, -1 to 1; therapists are higher.
    """

    name: str
    role: str
    n_turns: int
    n_words: int
    address: float


@dataclass(frozen=True)
class Inspection:
    """What was read of one session.

    Parameters
    ----------
    session_id, source, format
        As in `Session`.
    speakers
        In order of first appearance.
    role_method, role_confidence
        How the therapist was found, and how sure that is (0 to 1); empty and 0 where nobody was found.
    n_turns, n_backchannels, n_stitched
        Turns, those that only show listening, and those joined to an earlier piece.
    inaudible
        Share of turns that are mostly inaudible, 0 to 1.
    duration_s
        Seconds, if there are times.
    problem
        Why the session cannot be scored as it stands; empty if it can.
    warnings
        What a user should know.
    """

    session_id: str
    source: str
    format: str
    speakers: tuple[SpeakerCount, ...]
    role_method: str
    role_confidence: float
    n_turns: int
    n_backchannels: int
    n_stitched: int
    inaudible: float
    duration_s: float | None
    problem: str
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def inspect(
    source: Source, *, therapist: str | Sequence[str] | None = None, roles: Mapping[str, str] | None = None
) -> list[Inspection]:
    """Look at every session of a source; parameters as in `relnlp.read`.

    Raises
    ------
    ReadError
        If the source cannot be read at all. Roles that cannot be told are no error here: they are shown.
    """
    parsed = parse(source)
    return [_inspect(raw, parsed, therapist, roles) for raw in parsed.sessions]


def _inspect(
    raw: RawSession, parsed: Parsed, therapist: str | Sequence[str] | None, roles: Mapping[str, str] | None
) -> Inspection:
    told: dict[str, Role] = {}
    method, confidence, problem = "", 0.0, ""
    utterances = one_spelling(raw.utterances)
    try:
        check_turns(utterances, parsed.name)
        told, guess = assign_roles(utterances, parsed.name, therapist=therapist, roles=roles)
        method, confidence = guess.method, guess.confidence
    except ReadError as error:
        problem = error.problem
    turns = [Turn(u.speaker, u.text, told.get(u.speaker, Role.OTHER), u.start_s, u.end_s) for u in utterances]
    times = [time for turn in turns for time in (turn.start_s, turn.end_s) if time is not None]
    return Inspection(
        session_id=f"{parsed.stem}-{raw.key}" if raw.key else parsed.stem,
        source=parsed.name,
        format=parsed.format,
        speakers=tuple(_count(name, utterances, told) for name in dict.fromkeys(t.speaker for t in turns)),
        role_method=method,
        role_confidence=confidence,
        n_turns=len(turns),
        n_backchannels=sum(is_backchannel(turn.text) for turn in turns),
        n_stitched=len(turns) - len(units(turns)),
        inaudible=round(sum(inaudible_share(turn.text) > 0.3 for turn in turns) / max(1, len(turns)), 3),
        duration_s=round(max(times) - min(times), 3) if times else None,
        problem=problem,
        warnings=(*parsed.warnings, *raw.warnings),
    )


def _count(name: str, utterances: Sequence[Utterance], told: dict[str, Role]) -> SpeakerCount:
    texts = [u.text for u in utterances if u.speaker == name]
    role = str(told[name]) if name in told else "?"
    return SpeakerCount(name, role, len(texts), sum(len(words(t)) for t in texts), round(address_score(texts), 3))
