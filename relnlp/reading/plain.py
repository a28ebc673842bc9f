"""Plain text with speakers at the beginning of lines; wrapped lines; numbered turns."""

from __future__ import annotations

from dataclasses import replace

from relnlp.errors import ReadError
from relnlp.reading.names import Prefixed, prefixed, speakers_among, without_numbers
from relnlp.reading.raw import RawSession, Utterance
from relnlp.reading.times import seconds


def read_plain(text: str, source: str) -> list[RawSession]:
    """Read a plain transcript.

    Raises
    ------
    ReadError
        If no line begins with a speaker.
    """
    utterances, header = plain_utterances(text)
    if not utterances:
        raise ReadError(source, "no speakers found: expected lines such as 'Therapist: …' and 'Client: …'")
    warnings = (f"{header} lines before the first speaker left out",) if header else ()
    return [RawSession(tuple(utterances), warnings=warnings)]


def plain_utterances(text: str) -> tuple[list[Utterance], int]:
    """Find the utterances of a plain transcript.

    Returns
    -------
    utterances
        With offsets into `text`.
    header
        How many non-empty lines stand before the first speaker.
    """
    lines = text.split("\n")
    found = [prefixed(line) for line in lines]
    speakers = speakers_among(p.name for p in found if p)
    bases = without_numbers([p.name for p in found if p and p.name in speakers])
    utterances: list[Utterance] = []
    header = offset = 0
    for line, prefix in zip(lines, found, strict=True):
        if prefix and prefix.name in speakers:
            utterances.append(_begin(prefix, bases, offset))
        elif line.strip():
            if utterances:
                utterances[-1] = _go_on(utterances[-1], line, offset)
            else:
                header += 1
        offset += len(line) + 1
    return utterances, header


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
