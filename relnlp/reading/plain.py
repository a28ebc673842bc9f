"""Plain text with speakers at the beginning of lines; wrapped lines; numbered turns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from relnlp.errors import ReadError
from relnlp.reading.names import Prefixed, is_heading, looks_like_name, prefixed, speakers_among, without_numbers
from relnlp.reading.raw import RawSession, Utterance
from relnlp.reading.times import seconds

#: what programs put between and below turns: anchors of time, footers, notes of the transcriber
_FURNITURE = re.compile(
    r"^\s*(?:#*\s*\[?\d{1,2}:\d{2}(?::\d{2})?\]?|transcribed by\b.*|transcription (?:ended|started)\b.*|"
    r"\[?end of (?:transcript|recording|session)\]?.*|this (?:editable )?transcript was computer generated\b.*|"
    r"\S.* (?:started|stopped) transcription)\s*$",
    re.IGNORECASE,
)
#: a document's head is no longer than this
_HEAD_LINES = 12


@dataclass
class PlainReading:
    """What was found in a plain transcript.

    Parameters
    ----------
    utterances
        With offsets into the text.
    header, furniture
        Lines that were left out: before the first speaker, and notes or anchors between turns.
    doubtful
        Numbers (from 1) of lines that look like ``Name: …`` and were read as speech.
    """

    utterances: list[Utterance] = field(default_factory=list)
    header: int = 0
    furniture: int = 0
    doubtful: list[int] = field(default_factory=list)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a user should know."""
        said = []
        if self.header:
            said.append(f"{self.header} lines before the first speaker left out")
        if self.furniture:
            said.append(f"{self.furniture} lines of notes or times between the turns left out")
        if self.doubtful:
            places = ", ".join(map(str, self.doubtful[:10]))
            said.append(f"read as speech though they look like 'Name: …': {len(self.doubtful)} lines ({places})")
        return tuple(said)


def read_plain(text: str, source: str) -> list[RawSession]:
    """Read a plain transcript.

    Raises
    ------
    ReadError
        If no line begins with a speaker.
    """
    found = read_lines(text)
    if not found.utterances:
        raise ReadError(source, "no speakers found: expected lines such as 'Therapist: …' and 'Client: …'")
    return [RawSession(tuple(found.utterances), warnings=found.warnings)]


def read_lines(text: str) -> PlainReading:
    """Find the utterances of a plain transcript."""
    lines = text.split("\n")
    head = _head_length(lines)
    found = [None if number < head or _FURNITURE.match(line) else prefixed(line) for number, line in enumerate(lines)]
    body = [(line, p) for line, p in zip(lines, found, strict=True) if line.strip() and not _FURNITURE.match(line)]
    wrapped = any(p is None for _, p in body[_first_prefix(body) :])
    speakers = speakers_among((p.name for p in found if p), wrapped=wrapped)
    bases = without_numbers([p.name for p in found if p and p.name in speakers])
    reading, offset = PlainReading(), 0
    for number, (line, prefix) in enumerate(zip(lines, found, strict=True)):
        if prefix and prefix.name in speakers:
            reading.utterances.append(_begin(prefix, bases, offset))
        elif line.strip():
            _take(reading, line, prefix, offset, number)
        offset += len(line) + 1
    return reading


def _take(reading: PlainReading, line: str, prefix: Prefixed | None, offset: int, number: int) -> None:
    """Take a line without a speaker: head, furniture, or more of the turn before."""
    if not reading.utterances:
        reading.header += 1
    elif _FURNITURE.match(line) or (prefix and is_heading(prefix.name)):
        reading.furniture += 1
    else:
        if prefix and looks_like_name(prefix.name):
            reading.doubtful.append(number + 1)
        reading.utterances[-1] = _go_on(reading.utterances[-1], line, offset)


def _head_length(lines: list[str]) -> int:
    """Count the lines of a head such as ``Client: Sam / Therapist: Dana / Date: 3 June`` and the blank line below."""
    block = next((number for number, line in enumerate(lines[: _HEAD_LINES + 1]) if number and not line.strip()), 0)
    found = [prefixed(line) for line in lines[:block]]
    is_head = all(p and len(p.text.split()) <= 8 for p in found) and any(p and is_heading(p.name) for p in found)
    return block + 1 if is_head else 0


def _first_prefix(body: list[tuple[str, Prefixed | None]]) -> int:
    return next((number for number, (_, prefix) in enumerate(body) if prefix), len(body))


def _begin(prefix: Prefixed, bases: dict[str, str], offset: int) -> Utterance:
    start = offset + prefix.text_start
    speaker = bases.get(prefix.name, prefix.name)
    return Utterance(speaker, prefix.text, seconds(prefix.time), span=(start, start + len(prefix.text)))


def _go_on(utterance: Utterance, line: str, offset: int) -> Utterance:
    lead = len(line) - len(line.lstrip())
    first, _ = utterance.span or (0, 0)
    if not utterance.text:
        first = offset + lead
    joined = f"{utterance.text} {line.strip()}".strip()
    return replace(utterance, text=joined, span=(first, offset + len(line.rstrip())))
