"""What every format's reader hands on: utterances before anybody knows who the therapist is."""

from __future__ import annotations

from dataclasses import dataclass

#: who speaks where the source names everybody else; nobody's role is guessed from it
UNNAMED = "(unnamed)"
#: from this share of unnamed entries on, the source simply does not name its speakers
MOSTLY_UNNAMED = 0.2
#: a turn longer than this is no turn of a session (an hour of talk is about 60,000 characters)
MAX_TURN_CHARS = 100_000


@dataclass(frozen=True)
class Utterance:
    """One entry of a source.

    Parameters
    ----------
    speaker
        Name in the source; empty where the source gives none.
    text
        What was said.
    start_s, end_s
        Seconds, if the source has times.
    span
        Character offsets of the text in a plain-text source.
    role
        What the source itself says of the speaker's role, in its own word; mostly empty.
    """

    speaker: str
    text: str
    start_s: float | None = None
    end_s: float | None = None
    span: tuple[int, int] | None = None
    role: str = ""


@dataclass(frozen=True)
class RawSession:
    """One session's utterances; `key` is the value of the session column, where there is one."""

    utterances: tuple[Utterance, ...]
    key: str = ""
    warnings: tuple[str, ...] = ()
