"""What every format's reader hands on: utterances before anybody knows who the therapist is."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    speaker: str
    text: str
    start_s: float | None = None
    end_s: float | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class RawSession:
    """One session's utterances; `key` is the value of the session column, where there is one."""

    utterances: tuple[Utterance, ...]
    key: str = ""
    warnings: tuple[str, ...] = ()
